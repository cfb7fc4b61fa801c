package main

import (
	"net/http"
	"net/netip"
	"sync"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
)

// requests counts what is being answered. HTTP/2 carries 250 requests over one connection, and each
// whose answer nobody takes keeps its memory: a bound on connections alone bounds nothing. So one
// source has no more requests open than it may have connections, and loses the connection that
// brings more; when all places are taken, whoever has the most of them gives up all of his.
type requests struct {
	mutex sync.Mutex
	open  map[netip.Prefix]int
	all   int
}

var answering = requests{open: map[netip.Prefix]int{}}

func (r *requests) enter(source netip.Prefix) (full netip.Prefix, ok bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.open[source] >= mostOfOne {
		return full, false
	}
	if r.all >= mostOfAll {
		full = r.largest()
	}
	r.open[source]++
	r.all++
	return full, true
}

func (r *requests) largest() (found netip.Prefix) {
	for source, count := range r.open {
		if count > r.open[found] {
			found = source
		}
	}
	return found
}

func (r *requests) leave(source netip.Prefix) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.all--
	if r.open[source]--; r.open[source] == 0 {
		delete(r.open, source)
	}
}

// counting is the handler "counted".
type counting struct{}

func init() { caddy.RegisterModule(counting{}) }

func (counting) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "http.handlers.counted",
		New: func() caddy.Module { return counting{} },
	}
}

func (counting) ServeHTTP(w http.ResponseWriter, r *http.Request, next caddyhttp.Handler) error {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return err
	}
	source := sourceOf(from.Addr())
	full, ok := answering.enter(source)
	if !ok { // without a word, for which it would have to be waited
		counted.close(source, func(conn *countedConn) bool { return conn.RemoteAddr().String() == r.RemoteAddr })
		panic(http.ErrAbortHandler)
	}
	defer answering.leave(source)
	if full.IsValid() {
		counted.close(full, func(*countedConn) bool { return true })
	}
	return next.ServeHTTP(w, r)
}
