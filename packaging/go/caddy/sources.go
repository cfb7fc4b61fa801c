package main

import (
	"net"
	"net/netip"
	"sync"
)

// Connections at a time: a household behind one address has dozens, and each costs some 40 KiB. A
// stranger in the LAN who opens more gets no more of them, and leaves room for everybody else.
const (
	mostOfOne = 128
	mostOfAll = 1024
)

// sources counts the open connections of this process, over all ports.
type sources struct {
	mutex sync.Mutex
	open  map[netip.Prefix]int
	all   int
}

var counted = sources{open: map[netip.Prefix]int{}}

// sourceOf is what one customer has: an IPv4 address, or a /64 of IPv6. In the VPN and in the LAN
// a /64 is everybody, and there one device is one address.
func sourceOf(address netip.Addr) netip.Prefix {
	address = address.Unmap().WithZone("")
	bits := address.BitLen()
	if address.Is6() && !address.IsPrivate() && !address.IsLinkLocalUnicast() {
		bits = 64
	}
	return netip.PrefixFrom(address, bits).Masked()
}

// admit gives the connection back as one that is counted until it is closed, or closes it and gives
// nil.
func (s *sources) admit(conn net.Conn) net.Conn {
	from, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil || !s.take(sourceOf(from.Addr())) {
		conn.Close()
		return nil
	}
	return &countedConn{Conn: conn, done: sync.OnceFunc(func() { s.giveBack(sourceOf(from.Addr())) })}
}

func (s *sources) take(source netip.Prefix) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.open[source] >= mostOfOne || s.all >= mostOfAll {
		return false
	}
	s.open[source]++
	s.all++
	return true
}

func (s *sources) giveBack(source netip.Prefix) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.all--
	if s.open[source]--; s.open[source] == 0 {
		delete(s.open, source)
	}
}

type countedConn struct {
	net.Conn
	done func()
}

func (c *countedConn) Close() error {
	c.done()
	return c.Conn.Close()
}
