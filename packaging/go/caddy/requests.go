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

var answers = requests{open: map[netip.Prefix]int{}}

// enter counts one more of this source, if it may have one; crowd is whose requests are to end for
// it.
func (r *requests) enter(source netip.Prefix) (crowd netip.Prefix, ok bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.open[source] >= mostOfOne {
		return crowd, false
	}
	if r.all >= mostOfAll {
		crowd = r.largest()
	}
	r.open[source]++
	r.all++
	return crowd, true
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

// fairShare is the handler "fair_share": it lets through what requests has a place for.
type fairShare struct{}

func init() { caddy.RegisterModule(new(fairShare)) }

func (*fairShare) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "http.handlers.fair_share",
		New: func() caddy.Module { return new(fairShare) },
	}
}

func (*fairShare) ServeHTTP(w http.ResponseWriter, r *http.Request, next caddyhttp.Handler) error {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return err
	}
	source := sourceOf(from.Addr())
	crowd, ok := answers.enter(source)
	if !ok { // no answer: it would wait, like the others, until the client takes it
		connections.close(source, func(conn *countedConn) bool { return conn.RemoteAddr().String() == r.RemoteAddr })
		panic(http.ErrAbortHandler)
	}
	defer answers.leave(source)
	if crowd.IsValid() {
		connections.close(crowd, func(*countedConn) bool { return true })
	}
	return next.ServeHTTP(w, r)
}
