package names

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coredns/coredns/plugin/pkg/dnstest"
	"github.com/coredns/coredns/plugin/test"
	"github.com/coredns/coredns/request"
	"github.com/miekg/dns"
)

var testOrigins = []string{"home.cell.", "0.9.10.in-addr.arpa.", "0.0.0.0.0.0.0.0.0.0.0.0.9.0.0.0.a.0.d.f.ip6.arpa."}

type elsewhere struct{ reply *dns.Msg }

func (e elsewhere) Lookup(context.Context, request.Request, string, uint16) (*dns.Msg, error) {
	if e.reply == nil {
		return nil, errors.New("no answer")
	}
	return e.reply, nil
}

func testHandler(t *testing.T, names *table, zone ...string) *Names {
	t.Helper()
	path := filepath.Join(t.TempDir(), "records.zone")
	if err := os.WriteFile(path, []byte(strings.Join(zone, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	static, err := loadRecords(path, testOrigins)
	if err != nil {
		t.Fatal(err)
	}
	return newNames(zones{origins: testOrigins, static: static, peers: names, serial: 7, ttl: 60})
}

func phoneOnly(t *testing.T) *table {
	names := newTable()
	read(t, names, `{"full":1}`, `{"put":"phone","a":["10.9.0.2"],"aaaa":["fd0a:9::2"]}`, `{"end":true}`)
	return names
}

// ask returns "RCODE answer ; authority" with the answers' data alone.
func ask(t *testing.T, n *Names, name, kind string) string {
	t.Helper()
	r := new(dns.Msg)
	r.SetQuestion(name, dns.StringToType[kind])
	w := dnstest.NewRecorder(&test.ResponseWriter{})
	rcode, err := n.ServeDNS(context.Background(), w, r)
	if err != nil {
		t.Fatal(err)
	}
	if w.Msg == nil {
		return dns.RcodeToString[rcode]
	}
	out := []string{dns.RcodeToString[w.Msg.Rcode]}
	for _, rr := range w.Msg.Answer {
		out = append(out, strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	for _, rr := range w.Msg.Ns {
		out = append(out, "; "+dns.TypeToString[rr.Header().Rrtype]+" "+rr.Header().Name)
	}
	return strings.Join(out, " ")
}

func TestAnswers(t *testing.T) {
	n := testHandler(t, phoneOnly(t),
		`home.cell. 60 A 10.9.0.1`, `www.home.cell. 60 CNAME home.cell.`,
		`photos.home.cell. 60 CNAME phone.home.cell.`, `phone.home.cell. 60 TXT "red"`,
		`home.cell. 60 MX 10 mail.home.cell.`, `_imaps._tcp.home.cell. 60 SRV 0 1 993 home.cell.`,
		`*.lab.home.cell. 60 A 10.9.0.1`, `gone.home.cell. 60 CNAME nowhere.home.cell.`)
	const soa, reverse = " ; SOA home.cell.", " ; SOA 0.9.10.in-addr.arpa."
	for _, c := range []struct{ name, kind, want string }{
		{"home.cell.", "A", "NOERROR 10.9.0.1"},
		{"home.cell.", "AAAA", "NOERROR" + soa},
		{"home.cell.", "SOA", "NOERROR home.cell. nobody.invalid. 7 3600 600 86400 10"},
		{"home.cell.", "NS", "NOERROR home.cell."},
		{"home.cell.", "MX", "NOERROR 10 mail.home.cell."},
		{"phone.home.cell.", "A", "NOERROR 10.9.0.2"},
		{"PhOnE.home.CELL.", "AAAA", "NOERROR fd0a:9::2"},
		{"phone.home.cell.", "TXT", `NOERROR "red"`},
		{"phone.home.cell.", "MX", "NOERROR" + soa},
		{"www.home.cell.", "A", "NOERROR home.cell. 10.9.0.1"},
		{"www.home.cell.", "CNAME", "NOERROR home.cell."},
		{"photos.home.cell.", "A", "NOERROR phone.home.cell. 10.9.0.2"},
		{"gone.home.cell.", "A", "NXDOMAIN nowhere.home.cell." + soa},
		{"_imaps._tcp.home.cell.", "SRV", "NOERROR 0 1 993 home.cell."},
		{"_tcp.home.cell.", "A", "NOERROR" + soa},
		{"lab.home.cell.", "A", "NOERROR" + soa},
		{"x.lab.home.cell.", "A", "NOERROR 10.9.0.1"},
		{"y.x.lab.home.cell.", "A", "NOERROR 10.9.0.1"},
		{"x.lab.home.cell.", "AAAA", "NOERROR" + soa},
		{"tv.home.cell.", "A", "NXDOMAIN" + soa},
		{"x.phone.home.cell.", "A", "NXDOMAIN" + soa},
		{"2.0.9.10.in-addr.arpa.", "PTR", "NOERROR phone.home.cell."},
		{"2.0.9.10.in-addr.arpa.", "A", "NOERROR" + reverse},
		{"3.0.9.10.in-addr.arpa.", "PTR", "NXDOMAIN" + reverse},
		{"x.0.9.10.in-addr.arpa.", "PTR", "NXDOMAIN" + reverse},
		{"0.9.10.in-addr.arpa.", "PTR", "NOERROR" + reverse},
		{"0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9.0.0.0.a.0.d.f.ip6.arpa.", "PTR",
			"NOERROR ; SOA 0.0.0.0.0.0.0.0.0.0.0.0.9.0.0.0.a.0.d.f.ip6.arpa."},
		{"2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9.0.0.0.a.0.d.f.ip6.arpa.", "PTR",
			"NOERROR phone.home.cell."},
		{"home.cell.", "AXFR", "REFUSED"},
	} {
		if got := ask(t, n, c.name, c.kind); got != c.want {
			t.Errorf("%s %s: %s, not %s", c.name, c.kind, got, c.want)
		}
	}
}

func TestWithoutAMapNobodyIsDenied(t *testing.T) {
	n := testHandler(t, newTable(), `www.home.cell. 60 A 10.9.0.1`, `phone.home.cell. 60 TXT "red"`)
	for question, want := range map[[2]string]string{
		{"www.home.cell.", "A"}:           "NOERROR 10.9.0.1",
		{"www.home.cell.", "MX"}:          "NOERROR ; SOA home.cell.",
		{"phone.home.cell.", "TXT"}:       `NOERROR "red"`,
		{"phone.home.cell.", "A"}:         "SERVFAIL",
		{"tv.home.cell.", "A"}:            "SERVFAIL",
		{"2.0.9.10.in-addr.arpa.", "PTR"}: "SERVFAIL",
	} {
		if got := ask(t, n, question[0], question[1]); got != want {
			t.Errorf("%v: %s, not %s", question, got, want)
		}
	}
}

func TestStaticAddressHidesThePeers(t *testing.T) {
	n := testHandler(t, phoneOnly(t), `phone.home.cell. 60 A 10.9.0.1`)
	if got := ask(t, n, "phone.home.cell.", "A"); got != "NOERROR 10.9.0.1" {
		t.Error(got)
	}
	if got := ask(t, n, "phone.home.cell.", "AAAA"); got != "NOERROR ; SOA home.cell." {
		t.Error(got)
	}
}

func TestAliasThatLeavesTheCell(t *testing.T) {
	n := testHandler(t, phoneOnly(t), `blog.home.cell. 60 CNAME pages.example.net.`)
	reply := new(dns.Msg)
	reply.Answer = []dns.RR{test.A("pages.example.net. 60 IN A 192.0.2.7")}
	n.upstream = elsewhere{reply}
	if got := ask(t, n, "blog.home.cell.", "A"); got != "NOERROR pages.example.net. 192.0.2.7" {
		t.Error(got)
	}
	n.upstream = elsewhere{nil}
	if got := ask(t, n, "blog.home.cell.", "A"); got != "SERVFAIL" {
		t.Error(got)
	}
}

func TestAliasLoopEnds(t *testing.T) {
	n := testHandler(t, phoneOnly(t), `a.home.cell. 60 CNAME b.home.cell.`, `b.home.cell. 60 CNAME a.home.cell.`)
	if got := ask(t, n, "a.home.cell.", "A"); got != "SERVFAIL" {
		t.Error(got)
	}
}
