package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	configPath = "/run/pic/web/caddy.json"
	adminAt    = "unix//run/pic-web/admin.sock"
	phone      = "10.9.0.2"
	stranger   = "203.0.113.9"
	journal    = "/run/pic-web/journal"
)

// writeLeaf makes a certificate for the cell and returns what trusts it.
func writeLeaf(t *testing.T, serial int64) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "home.cell"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"home.cell"}, IPAddresses: []net.IP{net.IPv4(10, 9, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	writePEM(t, "/run/pic/web/leaf.crt", "CERTIFICATE", der)
	writePEM(t, "/run/pic/web/leaf.key", "PRIVATE KEY", secret)
	leaf, err := x509.ParseCertificate(der)
	must(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return pool
}

func writePEM(t *testing.T, path, kind string, der []byte) {
	t.Helper()
	must(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o640))
}

// startPicd answers on the socket where pic-web expects picd.
func startPicd(t *testing.T, handler http.HandlerFunc) {
	t.Helper()
	os.Remove("/run/pic/api.sock")
	listener, err := net.Listen("unix", "/run/pic/api.sock")
	must(t, err)
	server := &http.Server{Handler: handler}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
}

// startCaddy runs pic-caddy as pic-web.service does, until it says that it is ready or ends.
func startCaddy(t *testing.T, config string) error {
	t.Helper()
	must(t, os.WriteFile(configPath, []byte(config), 0o640))
	ready := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: ready, Net: "unixgram"})
	must(t, err)
	defer socket.Close()
	cmd := command("run", "--config", configPath)
	cmd.Env = append(cmd.Env, "NOTIFY_SOCKET="+ready)
	log, err := os.Create(journal)
	must(t, err)
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait(); socket.Close() }()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			cmd.Process.Kill()
			t.Error("pic-caddy did not stop")
		}
		if t.Failed() {
			t.Logf("pic-caddy said:\n%s", said(t))
		}
	})
	buffer := make([]byte, 4096)
	for {
		n, err := socket.Read(buffer)
		if err != nil || strings.HasPrefix(string(buffer[:n]), "STATUS=") { // and READY=1 after it
			err := <-ended
			ended <- err
			return fmt.Errorf("%v: %s", err, said(t))
		}
		if string(buffer[:n]) == "READY=1" {
			return nil
		}
	}
}

// said is what pic-caddy said since its start.
func said(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(journal)
	must(t, err)
	return string(text)
}

func command(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), "PIC_TEST_ROLE=server", "HOME=/var/lib/pic-web",
		"XDG_DATA_HOME=/var/lib/pic-web", "XDG_CONFIG_HOME=/var/lib/pic-web")
	return cmd
}

// reload is ExecReload of pic-web.service.
func reload(t *testing.T, config string) {
	t.Helper()
	must(t, os.WriteFile(configPath, []byte(config), 0o640))
	out, err := command("reload", "--config", configPath, "--address", adminAt).CombinedOutput()
	if err != nil {
		t.Fatalf("reload: %v: %s", err, out)
	}
}

// from makes a client whose connections come from an address, each request over a new one.
func from(source string, roots *x509.CertPool) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	return &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableKeepAlives: true,
			ForceAttemptHTTP2: true,
			TLSClientConfig:   &tls.Config{RootCAs: roots},
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				_, port, _ := net.SplitHostPort(address)
				return dialer.DialContext(ctx, network, "10.9.0.1:"+port)
			},
		},
	}
}

func body(t *testing.T, response *http.Response, err error) string {
	t.Helper()
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return string(text)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// exactConfig is what picd writes, as its own tests hold it.
func exactConfig(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../tests/golden/formats/caddy.json")
	must(t, err)
	return string(text)
}

// eventually waits for what a retry brings.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}
