package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"
)

const corefilePath = "/run/pic/dns/Corefile"

// server is a running pic-coredns.
type server struct {
	cmd   *exec.Cmd
	ended chan error
	mutex sync.Mutex
	said  bytes.Buffer
}

func (s *server) Write(text []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.said.Write(text)
}

func (s *server) log() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.said.String()
}

// startServer runs pic-coredns as pic-dns.service does, until it says that it is ready or ends.
func startServer(t *testing.T, corefile string) (*server, error) {
	t.Helper()
	must(t, os.WriteFile(corefilePath, []byte(corefile), 0o640))
	ready := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: ready, Net: "unixgram"})
	must(t, err)
	defer socket.Close()
	s := &server{cmd: exec.Command("/proc/self/exe", "-quiet", "-conf", corefilePath), ended: make(chan error, 1)}
	s.cmd.Env = append(os.Environ(), "PIC_TEST_ROLE=server", "NOTIFY_SOCKET="+ready, "SSL_CERT_FILE="+authorityPath)
	s.cmd.Stdout, s.cmd.Stderr = s, s
	must(t, s.cmd.Start())
	go func() { s.ended <- s.cmd.Wait(); socket.Close() }()
	t.Cleanup(func() { s.stop(t) })
	buffer := make([]byte, 64)
	if n, err := socket.Read(buffer); err != nil || string(buffer[:n]) != "READY=1" {
		return s, fmt.Errorf("ended without being ready: %s", s.log())
	}
	return s, nil
}

func (s *server) stop(t *testing.T) {
	s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-s.ended:
		s.ended <- err
	case <-time.After(20 * time.Second):
		s.cmd.Process.Kill()
		t.Error("pic-coredns did not stop")
	}
	if t.Failed() {
		t.Logf("pic-coredns said:\n%s", s.log())
	}
}

func (s *server) reload(t *testing.T, corefile string) {
	t.Helper()
	must(t, os.WriteFile(corefilePath, []byte(corefile), 0o640))
	must(t, s.cmd.Process.Signal(syscall.SIGUSR1))
}

func exactCorefile(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../tests/golden/formats/Corefile")
	must(t, err)
	return string(text)
}

// ask returns "RCODE data ...", from an address of the phone's or a stranger's.
func ask(from, name, kind string) string {
	client := dns.Client{Timeout: 8 * time.Second,
		Dialer: &net.Dialer{LocalAddr: &net.UDPAddr{IP: net.ParseIP(from)}}}
	question := new(dns.Msg)
	question.SetQuestion(name, dns.StringToType[kind])
	reply, _, err := client.Exchange(question, "10.9.0.1:53")
	if err != nil {
		return err.Error()
	}
	out := []string{dns.RcodeToString[reply.Rcode]}
	for _, rr := range reply.Answer {
		out = append(out, strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	return strings.Join(out, " ")
}

const (
	phone    = "10.9.0.2"
	stranger = "203.0.113.9"
)

func expect(t *testing.T, name, kind, want string) {
	t.Helper()
	if got := ask(phone, name, kind); got != want {
		t.Errorf("%s %s: %s, not %s", name, kind, got, want)
	}
}

// eventually waits for what the server does in its own time.
func eventually(t *testing.T, name, kind, want string) {
	t.Helper()
	waitFor(t, name+" "+kind+" is "+want, func() bool { return ask(phone, name, kind) == want })
}

func soa(serial string) string {
	return "NOERROR home.cell. nobody.invalid. " + serial + " 3600 600 86400 10"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}
