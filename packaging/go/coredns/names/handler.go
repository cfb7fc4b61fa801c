package names

import (
	"context"

	"github.com/coredns/coredns/plugin"
	"github.com/coredns/coredns/plugin/pkg/upstream"
	"github.com/coredns/coredns/request"
	"github.com/miekg/dns"
)

const maxAliases = 8 // followed for one question

// Names is the handler. It owns its zones whole: nothing in them is passed on.
type Names struct {
	Next     plugin.Handler
	zones    zones
	upstream interface {
		Lookup(context.Context, request.Request, string, uint16) (*dns.Msg, error)
	}
}

var _ plugin.Handler = (*Names)(nil)

func newNames(z zones) *Names { return &Names{zones: z, upstream: upstream.New()} }

func (n *Names) Name() string { return "names" }

func (n *Names) ServeDNS(ctx context.Context, w dns.ResponseWriter, r *dns.Msg) (int, error) {
	state := request.Request{W: w, Req: r}
	origin := n.zones.origins.Matches(state.Name())
	if origin == "" {
		return plugin.NextOrFailure(n.Name(), n.Next, ctx, w, r)
	}
	switch state.QType() {
	case dns.TypeAXFR, dns.TypeIXFR:
		return dns.RcodeRefused, nil
	}
	if state.QClass() != dns.ClassINET {
		return dns.RcodeRefused, nil
	}
	reply := new(dns.Msg)
	reply.SetReply(r)
	reply.Authoritative, reply.RecursionAvailable = true, true
	if !n.answer(ctx, state, reply) {
		return dns.RcodeServerFailure, nil
	}
	return dns.RcodeSuccess, w.WriteMsg(reply)
}

// answer fills the reply, following aliases; false when it cannot be known.
func (n *Names) answer(ctx context.Context, state request.Request, reply *dns.Msg) bool {
	name, written := state.Name(), state.QName()
	for range maxAliases {
		origin := n.zones.origins.Matches(name)
		if origin == "" {
			return n.askElsewhere(ctx, state, name, reply)
		}
		at := n.zones.find(name, origin)
		matching := choose(at.records, state.QType())
		if at.unknown && len(matching) == 0 {
			return false
		}
		for _, rr := range matching {
			rr = dns.Copy(rr)
			rr.Header().Name = written
			reply.Answer = append(reply.Answer, rr)
		}
		if len(matching) == 0 {
			reply.Ns = []dns.RR{n.zones.soa(origin)}
			if !at.exists {
				reply.Rcode = dns.RcodeNameError
			}
			return true
		}
		alias, ok := matching[0].(*dns.CNAME)
		if !ok || state.QType() == dns.TypeCNAME || state.QType() == dns.TypeANY {
			return true
		}
		name, written = dns.CanonicalName(alias.Target), alias.Target
	}
	return false
}

// choose: to ANY one type is enough (RFC 8482), so that it is no amplifier.
func choose(list []dns.RR, kind uint16) []dns.RR {
	if kind == dns.TypeANY && len(list) > 0 {
		kind = list[0].Header().Rrtype
	}
	if hasType(list, dns.TypeCNAME) {
		kind = dns.TypeCNAME // it is alone
	}
	var out []dns.RR
	for _, rr := range list {
		if rr.Header().Rrtype == kind {
			out = append(out, rr)
		}
	}
	return out
}

// askElsewhere resolves an alias that leaves the cell through CoreDNS itself, as the client would.
func (n *Names) askElsewhere(ctx context.Context, state request.Request, name string,
	reply *dns.Msg) bool {
	found, err := n.upstream.Lookup(ctx, state, name, state.QType())
	if err != nil || found == nil {
		return false
	}
	if found.Rcode != dns.RcodeSuccess && found.Rcode != dns.RcodeNameError {
		return false
	}
	reply.Answer = append(reply.Answer, found.Answer...)
	reply.Ns, reply.Rcode = found.Ns, found.Rcode
	return true
}
