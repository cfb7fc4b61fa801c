package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// The list is picd's, too, which counts wrong passwords by where they come from.
func TestSourceIsWhatOneCustomerHas(t *testing.T) {
	list, err := os.ReadFile("../../../tests/golden/sources.txt")
	must(t, err)
	words := strings.Fields(string(list) + " fe80::1%eth0 fe80::1/128 ::1 ::1/128 ::ffff:192.0.2.1 192.0.2.1/32")
	for i := 0; i < len(words); i += 2 {
		if got := sourceOf(netip.MustParseAddr(words[i])).String(); got != words[i+1] {
			t.Errorf("%s: %s, not %s", words[i], got, words[i+1])
		}
	}
}

// closes says whether the server ends the connection at once, without a word.
func closes(conn net.Conn) bool {
	conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	_, err := conn.Read(make([]byte, 1))
	return err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
}

// unread sends requests over one HTTP/2 connection, and takes of the answers nothing: the window
// into which they would go is closed. What it gives back is closed when the server ends it.
func unread(t *testing.T, source string, roots *x509.CertPool, requests int) (ended chan struct{}) {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	conn, err := tls.DialWithDialer(&dialer, "tcp", "10.9.0.1:8443",
		&tls.Config{RootCAs: roots, NextProtos: []string{"h2"}})
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	fmt.Fprint(conn, http2.ClientPreface)
	framer := http2.NewFramer(conn, conn)
	must(t, framer.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0}))
	ended = make(chan struct{})
	go func() {
		io.Copy(io.Discard, conn)
		close(ended)
	}()
	var headers bytes.Buffer
	encoder := hpack.NewEncoder(&headers)
	for sent := range requests {
		headers.Reset()
		for _, field := range [][2]string{{":method", "GET"}, {":scheme", "https"}, {":authority", "home.cell"}, {":path", "/"}} {
			must(t, encoder.WriteField(hpack.HeaderField{Name: field[0], Value: field[1]}))
		}
		if framer.WriteHeaders(http2.HeadersFrameParam{StreamID: uint32(1 + 2*sent),
			BlockFragment: headers.Bytes(), EndStream: true, EndHeaders: true}) != nil {
			break // the server ended it
		}
	}
	return ended
}

func TestAnswersThatNobodyTakesKeepNobodyOut(t *testing.T) {
	roots := writeLeaf(t, 1)
	var open, arrived atomic.Int32
	startPicd(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Forwarded-For") == phone {
			fmt.Fprint(w, "cell")
			return
		}
		arrived.Add(1)
		open.Add(1)
		defer open.Add(-1)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	must(t, startCaddy(t, exactConfig(t)))
	works := func() {
		t.Helper()
		response, err := from(phone, roots).Get("https://home.cell:8443/")
		if got := body(t, response, err); got != "cell" {
			t.Errorf("another device is told %q", got)
		}
	}
	unread(t, "10.9.0.3", roots, mostOfOne)
	eventually(t, "one source has its share", func() bool { return open.Load() == mostOfOne })
	works()
	select {
	case <-unread(t, "10.9.0.3", roots, 1):
	case <-time.After(15 * time.Second):
		t.Error("one request more of one source is answered")
	}
	if open.Load() != mostOfOne {
		t.Errorf("%d requests of one source are open", open.Load())
	}
	for i := range 2 * mostOfAll / mostOfOne {
		before := arrived.Load()
		unread(t, fmt.Sprintf("10.9.1.%d", 1+i), roots, mostOfOne)
		eventually(t, "its requests arrive", func() bool { return arrived.Load() == before+mostOfOne })
	}
	works()
	eventually(t, "all together have no more than there are places", func() bool { return open.Load() <= mostOfAll })
}

func TestStrangersKeepNobodyOut(t *testing.T) {
	roots := writeLeaf(t, 1)
	startPicd(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "cell") })
	must(t, startCaddy(t, exactConfig(t)))
	open := func(source string) net.Conn {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
		conn, err := dialer.Dial("tcp", "10.9.0.1:8443")
		must(t, err)
		t.Cleanup(func() { conn.Close() })
		return conn
	}
	works := func() {
		t.Helper()
		response, err := from(phone, roots).Get("https://home.cell:8443/")
		if got := body(t, response, err); got != "cell" {
			t.Errorf("another device is told %q", got)
		}
	}
	held := make([]net.Conn, mostOfOne)
	for i := range held {
		held[i] = open("10.9.0.3")
	}
	must(t, tls.Client(held[0], &tls.Config{RootCAs: roots, ServerName: "home.cell"}).Handshake())
	newer := open("10.9.0.3")
	eventually(t, "one more of one source takes the place of one that is silent", func() bool { return closes(held[1]) })
	if closes(newer) || closes(held[0]) {
		t.Error("the newer one, or one that had spoken, is closed")
	}
	works()
	for i := range mostOfAll {
		open(fmt.Sprintf("10.9.1.%d", 1+i/mostOfOne))
	}
	works()
}

// strange is a connection that goes nowhere.
type strange struct{ net.Conn }

func (strange) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.ParseIP("10.9.0.3"), Port: 7} }
func (strange) Close() error         { return nil }

func TestPlacesAreGivenBack(t *testing.T) {
	counted := sources{open: map[netip.Prefix]map[*countedConn]struct{}{}}
	var held []net.Conn
	for range mostOfOne + 1 {
		held = append(held, counted.admit(strange{}))
	}
	if counted.all != mostOfOne {
		t.Errorf("%d are counted", counted.all)
	}
	for _, each := range append(held, held...) { // some twice, and one had lost its place already
		each.Close()
	}
	if counted.all != 0 || len(counted.open) != 0 {
		t.Errorf("%d places are taken by nobody, of %d sources", counted.all, len(counted.open))
	}
}
