package main

import (
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Connections at a time: a household behind one address has dozens, and each costs memory.
const (
	mostOfOne = 128
	mostOfAll = 1024
)

// sources counts the open connections of this process, over all ports. One source has no more than
// its share; when all places are taken, whoever has the most of them gives one up. So many strangers
// together, or one with many addresses, keep out nobody who has a few. Who gives one up loses that
// which was silent for the longest time: what a program forgot keeps its neighbours behind the same
// address out of nothing.
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

// admit gives the connection back as one that is counted until it is closed; nil: it has no address,
// and is closed.
func (s *sources) admit(conn net.Conn) net.Conn {
	from, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		conn.Close()
		return nil
	}
	admitted := &countedConn{Conn: conn, source: sourceOf(from.Addr()), all: s}
	admitted.heard.Store(now())
	if victim := s.take(admitted); victim != nil {
		victim.Close()
	}
	return admitted
}

func (s *sources) take(conn *countedConn) (victim *countedConn) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.open[conn.source]) >= mostOfOne {
		victim = longestSilent(s.open[conn.source])
	} else if s.all >= mostOfAll {
		victim = longestSilent(s.largest())
	}
	if victim != nil {
		s.drop(victim)
	}
	if s.open[conn.source] == nil {
		s.open[conn.source] = map[*countedConn]struct{}{}
	}
	s.open[conn.source][conn] = struct{}{}
	s.all++
	return victim
}

func (s *sources) largest() (found map[*countedConn]struct{}) {
	for _, conns := range s.open {
		if len(conns) > len(found) {
			found = conns
		}
	}
	return found
}

func longestSilent(conns map[*countedConn]struct{}) (found *countedConn) {
	for conn := range conns {
		if found == nil || conn.heard.Load() < found.heard.Load() {
			found = conn
		}
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
	heard  atomic.Int64 // when the client last sent or took something, by now()
}

var began = time.Now()

// now is in nanoseconds and goes on whatever happens to the clock: pic-ntp may set it back.
func now() int64 { return int64(time.Since(began)) }

func (c *countedConn) Read(into []byte) (int, error) {
	count, err := c.Conn.Read(into)
	c.heard.Store(now())
	return count, err
}

func (c *countedConn) Write(from []byte) (int, error) {
	count, err := c.Conn.Write(from)
	c.heard.Store(now())
	return count, err
}

func (c *countedConn) Close() error {
	c.all.mutex.Lock()
	c.all.drop(c)
	c.all.mutex.Unlock()
	return c.Conn.Close()
}
