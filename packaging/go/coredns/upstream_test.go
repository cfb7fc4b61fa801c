package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"
)

const authorityPath = "/run/authority.pem"

// upstream is a resolver that speaks DNS over TLS and answers everything with its own address.
type upstream struct {
	server *dns.Server
	mutex  sync.Mutex
	asked  map[string]int
}

func startUpstream(t *testing.T, address, name string) *upstream {
	t.Helper()
	u := &upstream{asked: map[string]int{}}
	ready := make(chan struct{})
	u.server = &dns.Server{Addr: address + ":853", Net: "tcp-tls", Handler: dns.HandlerFunc(
		func(w dns.ResponseWriter, r *dns.Msg) { u.answer(w, r, address) }),
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{certificateFor(t, name)}},
		NotifyStartedFunc: func() { close(ready) }}
	failed := make(chan error, 1)
	go func() { failed <- u.server.ListenAndServe() }()
	select {
	case <-ready:
	case err := <-failed:
		t.Fatal(err)
	}
	t.Cleanup(u.stop)
	return u
}

func (u *upstream) stop() { u.server.Shutdown() }

func (u *upstream) answer(w dns.ResponseWriter, r *dns.Msg, address string) {
	u.mutex.Lock()
	u.asked[r.Question[0].Name]++
	u.mutex.Unlock()
	reply := new(dns.Msg)
	reply.SetReply(r)
	if rr, err := dns.NewRR(r.Question[0].Name + " 5 IN A " + address); err == nil {
		reply.Answer = []dns.RR{rr}
	}
	w.WriteMsg(reply)
}

func (u *upstream) names() map[string]int {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	out := map[string]int{}
	for name, count := range u.asked {
		if name != "." { // health checks
			out[name] = count
		}
	}
	return out
}

var authority = sync.OnceValues(func() (*x509.Certificate, *ecdsa.PrivateKey) {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, _ := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	cert, _ := x509.ParseCertificate(der)
	os.WriteFile(authorityPath, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644)
	return cert, key
})

func certificateFor(t *testing.T, name string) tls.Certificate {
	t.Helper()
	parent, parentKey := authority()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	must(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
