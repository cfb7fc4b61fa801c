package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
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
		"2001:db8:1:2::9999": "2001:db8:1:2::/64",
	} {
		if got := sourceOf(netip.MustParseAddr(address)).String(); got != want {
			t.Errorf("%s: %s, not %s", address, got, want)
		}
	}
}

func TestOneSourceLeavesRoomForOthers(t *testing.T) {
	roots := writeLeaf(t, 1)
	startPicd(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "cell") })
	must(t, startCaddy(t, exactConfig(t)))
	open := func() net.Conn {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP("10.9.0.3")}}
		conn, err := dialer.Dial("tcp", "10.9.0.1:8443")
		must(t, err)
		t.Cleanup(func() { conn.Close() })
		return conn
	}
	held := make([]net.Conn, mostOfOne)
	for i := range held {
		held[i] = open()
	}
	refused := func() bool {
		conn := open()
		conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		_, err := conn.Read(make([]byte, 1))
		conn.Close()
		return err == io.EOF
	}
	eventually(t, "one more is closed at once", refused)
	response, err := from(phone, roots).Get("https://home.cell:8443/")
	if got := body(t, response, err); got != "cell" {
		t.Errorf("another device is told %q", got)
	}
	held[0].Close()
	eventually(t, "what was given back is there again", func() bool { return !refused() })
}
