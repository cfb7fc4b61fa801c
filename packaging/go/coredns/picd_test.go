package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"testing"
	"time"
)

// picd is the other end of the feed.
type picd struct {
	t        *testing.T
	listener net.Listener
	conn     net.Conn
	acks     *bufio.Reader
}

func startPicd(t *testing.T) *picd {
	t.Helper()
	os.Remove("/run/pic/dns/names.sock")
	listener, err := net.Listen("unix", "/run/pic/dns/names.sock")
	must(t, err)
	p := &picd{t: t, listener: listener}
	t.Cleanup(p.stop)
	return p
}

func (p *picd) stop() {
	p.listener.Close()
	if p.conn != nil {
		p.conn.Close()
	}
}

// accept waits for the plugin and gives it the whole map.
func (p *picd) accept(puts ...string) {
	p.t.Helper()
	must(p.t, p.listener.(*net.UnixListener).SetDeadline(time.Now().Add(15*time.Second)))
	conn, err := p.listener.Accept()
	must(p.t, err)
	p.conn, p.acks = conn, bufio.NewReader(conn)
	fmt.Fprintf(conn, "{\"full\":%d}\n", len(puts))
	for _, line := range puts {
		fmt.Fprintln(conn, line)
	}
	p.change(1, `{"seq":1,"end":true}`)
}

// change sends one line and waits for its acknowledgement.
func (p *picd) change(seq int, line string) {
	p.t.Helper()
	fmt.Fprintln(p.conn, line)
	must(p.t, p.conn.SetReadDeadline(time.Now().Add(15*time.Second)))
	got, err := p.acks.ReadString('\n')
	if want := fmt.Sprintf("{\"seq\":%d}\n", seq); err != nil || got != want {
		p.t.Fatalf("%s: acknowledged with %q, %v", line, got, err)
	}
}

// quiet fails when the plugin has closed the connection or opened another.
func (p *picd) quiet() {
	p.t.Helper()
	p.conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
	if _, err := p.acks.ReadByte(); !os.IsTimeout(err) {
		p.t.Errorf("the feed's connection ended: %v", err)
	}
	p.listener.(*net.UnixListener).SetDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := p.listener.Accept(); !os.IsTimeout(err) {
		p.t.Errorf("a second connection for the feed: %v", err)
	}
}
