package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"testing"
	"time"
)

func TestSourceIsWhatOneCustomerHas(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1":          "192.0.2.1/32",
		"::ffff:192.0.2.1":   "192.0.2.1/32",
		"2001:db8:1:2:3::4":  "2001:db8:1:2::/64",
		"fd00:9::2":          "fd00:9::2/128",
		"fe80::1%eth0":       "fe80::1/128",
		"::1":                "::1/128",
		"2001:db8:1:2::9999": "2001:db8:1:2::/64",
	} {
		if got := sourceOf(netip.MustParseAddr(address)).String(); got != want {
			t.Errorf("%s: %s, not %s", address, got, want)
		}
	}
}

// closes says whether the server ends the connection at once, without a word.
func closes(conn net.Conn) bool {
	conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	_, err := conn.Read(make([]byte, 1))
	return err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
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
	eventually(t, "one more of one source is closed at once", func() bool { return closes(open("10.9.0.3")) })
	works()
	held[0].Close()
	eventually(t, "what was given back is there again", func() bool { return !closes(open("10.9.0.3")) })
	for i := range mostOfAll {
		open(fmt.Sprintf("10.9.1.%d", 1+i/mostOfOne))
	}
	works()
}
