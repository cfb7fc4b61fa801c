package names

import (
	"net"
	"net/netip"
	"strings"

	"github.com/coredns/coredns/plugin"
	"github.com/coredns/coredns/plugin/pkg/dnsutil"
	"github.com/miekg/dns"
)

const negativeTTL = 10 // a peer added now must be found soon by who asked for it too early

// zones answers for names: static records first, then the peers' map.
type zones struct {
	origins plugin.Zones // the first forward one is where a PTR points
	static  *records
	peers   *table // nil: none, the zones are what the records say
	serial  uint32
	ttl     uint32
}

// node is what there is at one name.
type node struct {
	records []dns.RR
	exists  bool
	unknown bool // whether there is more: the peers' map was never loaded
}

func (z *zones) find(name, origin string) node {
	if at := z.exact(name, origin); at.exists || at.unknown {
		return at
	}
	// RFC 4592: the wildcard below the closest name that does exist, and no other.
	for up := name; up != origin; {
		up = parent(up)
		if rrs := z.static.at["*."+up]; rrs != nil {
			return node{records: rrs, exists: true}
		}
		if up == origin || z.exact(up, origin).exists {
			break
		}
	}
	return node{}
}

func (z *zones) exact(name, origin string) node {
	static := z.static.at[name]
	if name == origin {
		return node{records: append([]dns.RR{z.soa(origin), z.ns(origin)}, static...), exists: true}
	}
	if hasType(static, dns.TypeCNAME) {
		return node{records: static, exists: true}
	}
	at := node{exists: z.static.nodes[name]}
	if z.peers != nil {
		at = z.peer(name, origin)
		at.exists = at.exists || z.static.nodes[name]
		if hasType(static, dns.TypeA, dns.TypeAAAA, dns.TypePTR) {
			at.records, at.unknown = nil, false
		}
	}
	at.records = append(at.records, static...)
	return at
}

func (z *zones) peer(name, origin string) node {
	if isReverse(origin) {
		return z.pointer(name)
	}
	label := strings.TrimSuffix(name, "."+origin)
	addresses, exists, populated := z.peers.addresses(label)
	at := node{exists: exists, unknown: !populated && checkLabel(label) == nil}
	for _, address := range addresses {
		at.records = append(at.records, z.addressRecord(name, address))
	}
	return at
}

// pointer takes a name above the addresses for one that exists (RFC 8020): the space below it is
// the peers', of whom some may come.
func (z *zones) pointer(name string) node {
	address, err := netip.ParseAddr(dnsutil.ExtractAddressFromReverse(name))
	if err != nil {
		return node{exists: abovePointers(name)}
	}
	label, exists, populated := z.peers.label(address)
	if !exists {
		return node{unknown: !populated}
	}
	target := label + "." + z.forwardOrigin()
	return node{exists: true, records: []dns.RR{
		&dns.PTR{Hdr: z.header(name, dns.TypePTR), Ptr: target}}}
}

func abovePointers(name string) bool {
	digits, full := "0123456789", 4+2
	if strings.HasSuffix(name, ".ip6.arpa.") {
		digits, full = "0123456789abcdef", 32+2
	}
	labels := dns.SplitDomainName(name)
	for _, label := range labels[:len(labels)-2] {
		if strings.Trim(label, digits) != "" {
			return false
		}
	}
	return len(labels) < full
}

func isReverse(origin string) bool {
	return strings.HasSuffix(origin, ".in-addr.arpa.") || strings.HasSuffix(origin, ".ip6.arpa.")
}

func (z *zones) forwardOrigin() string {
	for _, origin := range z.origins {
		if !isReverse(origin) {
			return origin
		}
	}
	return "."
}

func (z *zones) header(name string, kind uint16) dns.RR_Header {
	return dns.RR_Header{Name: name, Rrtype: kind, Class: dns.ClassINET, Ttl: z.ttl}
}

func (z *zones) addressRecord(name string, address netip.Addr) dns.RR {
	ip := net.IP(address.AsSlice())
	if address.Is4() {
		return &dns.A{Hdr: z.header(name, dns.TypeA), A: ip}
	}
	return &dns.AAAA{Hdr: z.header(name, dns.TypeAAAA), AAAA: ip}
}

func (z *zones) soa(origin string) dns.RR {
	hdr := z.header(origin, dns.TypeSOA)
	hdr.Ttl = negativeTTL
	return &dns.SOA{Hdr: hdr, Ns: origin, Mbox: "nobody.invalid.", Serial: z.serial,
		Refresh: 3600, Retry: 600, Expire: 86400, Minttl: negativeTTL}
}

func (z *zones) ns(origin string) dns.RR {
	return &dns.NS{Hdr: z.header(origin, dns.TypeNS), Ns: origin}
}
