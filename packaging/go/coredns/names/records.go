package names

import (
	"fmt"
	"os"

	"github.com/coredns/coredns/plugin"
	"github.com/miekg/dns"
)

const maxRecords = 1 << 16

// Types that a person may give a name of the cell. What would hand the zone on to someone else (NS,
// DNAME) or that the plugin makes itself (SOA) is not among them.
var recordTypes = map[uint16]bool{
	dns.TypeA: true, dns.TypeAAAA: true, dns.TypeCNAME: true, dns.TypeTXT: true, dns.TypeMX: true,
	dns.TypeSRV: true, dns.TypePTR: true, dns.TypeCAA: true,
}

// records are the names that stay until the next reload.
type records struct {
	at    map[string][]dns.RR // lower-case absolute name -> its records
	nodes map[string]bool     // every name that exists, those above a record too (RFC 4592, 2.2.2)
}

func newRecords() *records {
	return &records{at: map[string][]dns.RR{}, nodes: map[string]bool{}}
}

// loadRecords reads a file in zone format (RFC 1035, 5) whose names are absolute. $INCLUDE is
// refused, so that the file can name no other.
func loadRecords(path string, zones plugin.Zones) (*records, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	parser := dns.NewZoneParser(file, ".", path)
	out, count := newRecords(), 0
	for rr, more := parser.Next(); more; rr, more = parser.Next() {
		if count++; count > maxRecords {
			return nil, fmt.Errorf("%s: more than %d records", path, maxRecords)
		}
		if err := out.add(rr, zones); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return out, parser.Err()
}

func (r *records) add(rr dns.RR, zones plugin.Zones) error {
	name := dns.CanonicalName(rr.Header().Name)
	zone := zones.Matches(name)
	if zone == "" {
		return fmt.Errorf("%s is in none of the zones", name)
	}
	kind := rr.Header().Rrtype
	if !recordTypes[kind] || rr.Header().Class != dns.ClassINET {
		return fmt.Errorf("%s: records of type %s are not served", name, dns.TypeToString[kind])
	}
	if kind == dns.TypeCNAME && (name == zone || len(r.at[name]) > 0) || hasType(r.at[name], dns.TypeCNAME) {
		return fmt.Errorf("%s: an alias can have no other record", name)
	}
	rr.Header().Name = name
	r.at[name] = append(r.at[name], rr)
	for up := name; up != zone; up = parent(up) {
		r.nodes[up] = true
	}
	return nil
}

func hasType(list []dns.RR, kinds ...uint16) bool {
	for _, rr := range list {
		for _, kind := range kinds {
			if rr.Header().Rrtype == kind {
				return true
			}
		}
	}
	return false
}

// parent of an absolute name other than the root.
func parent(name string) string {
	at, end := dns.NextLabel(name, 0)
	if end {
		return "."
	}
	return name[at:]
}
