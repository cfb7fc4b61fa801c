package main

import (
	"net"
	"net/netip"
	"sync"
)

// Connections at a time: a household behind one address has dozens, and each costs memory.
const (
	mostOfOne = 128
	mostOfAll = 1024
)

// sources counts the open connections of this process, over all ports. One source has no more than
// its share; when all places are taken, whoever has the most of them gives one up. So many strangers
// together, or one with many addresses, keep out nobody who has a few.
type sources struct {
	mutex sync.Mutex
	open  map[netip.Prefix]map[*countedConn]struct{}
	all   int
}

var connections = sources{open: map[netip.Prefix]map[*countedConn]struct{}{}}

// sourceOf is what one customer has: an IPv4 address, or a /64 of IPv6. In the VPN and in the LAN
// a /64 is everybody, and there one device is one address.
func sourceOf(address netip.Addr) netip.Prefix {
	address = address.Unmap().WithZone("")
	bits := address.BitLen()
	if address.Is6() && !address.IsPrivate() && !address.IsLinkLocalUnicast() && !address.IsLoopback() {
		bits = 64
	}
	return netip.PrefixFrom(address, bits).Masked()
}

// admit gives the connection back as one that is counted until it is closed, or closes it and gives
// nil.
func (s *sources) admit(conn net.Conn) net.Conn {
	from, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		conn.Close()
		return nil
	}
	admitted := &countedConn{Conn: conn, source: sourceOf(from.Addr()), all: s}
	victim, ok := s.take(admitted)
	if victim != nil {
		victim.Close()
	}
	if !ok {
		conn.Close()
		return nil
	}
	return admitted
}

func (s *sources) take(conn *countedConn) (victim *countedConn, ok bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.open[conn.source]) >= mostOfOne {
		return nil, false
	}
	if s.all >= mostOfAll {
		victim = s.ofTheLargest()
		s.drop(victim)
	}
	if s.open[conn.source] == nil {
		s.open[conn.source] = map[*countedConn]struct{}{}
	}
	s.open[conn.source][conn] = struct{}{}
	s.all++
	return victim, true
}

func (s *sources) ofTheLargest() (found *countedConn) {
	var largest map[*countedConn]struct{}
	for _, conns := range s.open {
		if len(conns) > len(largest) {
			largest = conns
		}
	}
	for found = range largest {
		break
	}
	return found
}

// close ends those connections of a source that are meant, with all that they carry.
func (s *sources) close(source netip.Prefix, meant func(*countedConn) bool) {
	var ended []*countedConn
	s.mutex.Lock()
	for conn := range s.open[source] {
		if meant(conn) {
			ended = append(ended, conn)
		}
	}
	s.mutex.Unlock()
	for _, conn := range ended {
		conn.Close()
	}
}

// drop does nothing the second time.
func (s *sources) drop(conn *countedConn) {
	conns := s.open[conn.source]
	if _, known := conns[conn]; !known {
		return
	}
	delete(conns, conn)
	s.all--
	if len(conns) == 0 {
		delete(s.open, conn.source)
	}
}

type countedConn struct {
	net.Conn
	source netip.Prefix
	all    *sources
}

func (c *countedConn) Close() error {
	c.all.mutex.Lock()
	c.all.drop(c)
	c.all.mutex.Unlock()
	return c.Conn.Close()
}
