package main

import (
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

const phonePut = `{"put":"phone","a":["10.9.0.2"],"aaaa":["fd0a:9::2"]}`

func TestOneZoneOfPeersAndRecords(t *testing.T) {
	startUpstream(t, "9.9.9.9", "dns.quad9.net")
	feed := startPicd(t)
	_, err := startServer(t, exactCorefile(t))
	must(t, err)
	feed.accept(phonePut)
	expect(t, "home.cell.", "SOA", soa("7"))
	expect(t, "phone.home.cell.", "A", "NOERROR 10.9.0.2")
	expect(t, "phone.home.cell.", "TXT", `NOERROR "the \"red\" one"`)
	expect(t, "photos.home.cell.", "AAAA", "NOERROR phone.home.cell. fd0a:9::2")
	expect(t, "www.home.cell.", "A", "NOERROR home.cell. 10.9.0.1")
	expect(t, "blog.home.cell.", "A", "NOERROR pages.example.net. 9.9.9.9")
	expect(t, "x.lab.home.cell.", "A", "NOERROR 10.9.0.1")
	expect(t, "tv.home.cell.", "A", "NXDOMAIN")
	expect(t, "2.0.9.10.in-addr.arpa.", "PTR", "NOERROR phone.home.cell.")
	expect(t, "9.15.9.10.in-addr.arpa.", "PTR", "NXDOMAIN")
	feed.change(2, `{"seq":2,"put":"tv","a":["10.9.0.3"]}`)
	expect(t, "tv.home.cell.", "A", "NOERROR 10.9.0.3")
	feed.change(3, `{"seq":3,"del":"phone"}`)
	expect(t, "phone.home.cell.", "A", "NOERROR")
	expect(t, "2.0.9.10.in-addr.arpa.", "PTR", "NXDOMAIN")
}

func TestNothingPrivateIsAskedUpstream(t *testing.T) {
	quad9 := startUpstream(t, "9.9.9.9", "dns.quad9.net")
	startPicd(t)
	_, err := startServer(t, exactCorefile(t))
	must(t, err)
	expect(t, "example.org.", "A", "NOERROR 9.9.9.9")
	for _, name := range []string{"other.cell.", "nas.lan.", "printer.local.", "x.onion.", "fritz.internal.",
		"1.1.168.192.in-addr.arpa.", "1.16.9.10.in-addr.arpa.", "7.100.100.in-addr.arpa.",
		"1.31.31.172.in-addr.arpa.", "1.0.254.169.in-addr.arpa.", "b.a.d.f.ip6.arpa.", "1.b.e.f.ip6.arpa."} {
		if got := ask(phone, name, "PTR"); got != "NXDOMAIN" {
			t.Errorf("%s: %s", name, got)
		}
	}
	expect(t, "use-application-dns.net.", "A", "NOERROR")
	expect(t, "localhost.", "A", "NOERROR 127.0.0.1")
	if asked := quad9.names(); len(asked) != 1 || asked["example.org."] != 1 {
		t.Errorf("asked upstream: %v", asked)
	}
}

func TestStrangersAreRefused(t *testing.T) {
	quad9 := startUpstream(t, "9.9.9.9", "dns.quad9.net")
	startPicd(t)
	_, err := startServer(t, exactCorefile(t))
	must(t, err)
	for _, name := range []string{"home.cell.", "other.cell.", "example.org."} {
		if got := ask(stranger, name, "A"); got != "REFUSED" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if asked := quad9.names(); len(asked) != 0 {
		t.Errorf("asked upstream: %v", asked)
	}
}

func TestSecondUpstreamWhenTheFirstIsGone(t *testing.T) {
	quad9 := startUpstream(t, "9.9.9.9", "dns.quad9.net")
	startUpstream(t, "1.1.1.1", "cloudflare-dns.com")
	startPicd(t)
	_, err := startServer(t, exactCorefile(t))
	must(t, err)
	expect(t, "a.example.org.", "A", "NOERROR 9.9.9.9")
	quad9.stop()
	expect(t, "b.example.org.", "A", "NOERROR 1.1.1.1")
	startUpstream(t, "9.9.9.9", "dns.quad9.net")
	eventually(t, "c.example.org.", "A", "NOERROR 9.9.9.9")
}

func TestUpstreamWithAnotherNameIsNotTrusted(t *testing.T) {
	impostor := startUpstream(t, "9.9.9.9", "dns.example")
	startUpstream(t, "1.1.1.1", "cloudflare-dns.com")
	startPicd(t)
	_, err := startServer(t, exactCorefile(t))
	must(t, err)
	expect(t, "example.org.", "A", "NOERROR 1.1.1.1")
	if asked := impostor.names(); len(asked) != 0 {
		t.Errorf("told the impostor: %v", asked)
	}
}

func TestReloadKeepsTheMapAndEveryQuery(t *testing.T) {
	feed := startPicd(t)
	s, err := startServer(t, exactCorefile(t))
	must(t, err)
	feed.accept(phonePut)
	asked, finish := hammer(t)
	for n := 8; n <= 10 || asked() < 100 && !t.Failed(); n++ {
		serial := strconv.Itoa(n)
		s.reload(t, strings.Replace(exactCorefile(t), "serial 7", "serial "+serial, 1))
		eventually(t, "home.cell.", "SOA", soa(serial))
	}
	finish()
	feed.quiet()
	feed.change(2, `{"seq":2,"put":"tv","a":["10.9.0.3"]}`)
	expect(t, "tv.home.cell.", "A", "NOERROR 10.9.0.3")
}

func hammer(t *testing.T) (asked func() int64, finish func()) {
	var done atomic.Bool
	var count atomic.Int64
	var running sync.WaitGroup
	running.Go(func() {
		for ; !done.Load(); count.Add(1) {
			if got := ask(phone, "phone.home.cell.", "A"); got != "NOERROR 10.9.0.2" {
				t.Errorf("query %d: %s", count.Load(), got)
				return
			}
		}
	})
	return count.Load, func() { done.Store(true); running.Wait() }
}

func TestFailedReloadChangesNothing(t *testing.T) {
	feed := startPicd(t)
	s, err := startServer(t, exactCorefile(t))
	must(t, err)
	feed.accept(phonePut)
	taken, err := net.ListenPacket("udp", "10.9.0.77:53")
	must(t, err)
	defer taken.Close()
	next := strings.Replace(exactCorefile(t), "serial 7", "serial 8", 1)
	for _, bad := range []string{"home.cell {", strings.Replace(next, "ttl", "x", 1) + "names {\n",
		strings.ReplaceAll(next, "bind 10.9.0.1 ", "bind 10.9.0.1 10.9.0.77 "),
		strings.ReplaceAll(next, "bind 10.9.0.1 ", "bind 10.9.0.1 192.0.2.1 ")} {
		failures := strings.Count(s.log(), "[ERROR] SIGUSR1")
		s.reload(t, bad)
		waitFor(t, "a failed reload", func() bool { return strings.Count(s.log(), "[ERROR] SIGUSR1") > failures })
		expect(t, "home.cell.", "SOA", soa("7"))
		expect(t, "phone.home.cell.", "A", "NOERROR 10.9.0.2")
	}
	s.reload(t, next)
	eventually(t, "home.cell.", "SOA", soa("8"))
	feed.quiet()
}

func TestAddressesComeAndGoByReload(t *testing.T) {
	startPicd(t)
	s, err := startServer(t, exactCorefile(t))
	must(t, err)
	wider := strings.ReplaceAll(exactCorefile(t), "bind 10.9.0.1 ", "bind 10.9.0.1 10.9.0.77 ")
	s.reload(t, wider)
	waitFor(t, "10.9.0.77 listens", func() bool { return !free("10.9.0.77:53") })
	s.reload(t, exactCorefile(t))
	waitFor(t, "10.9.0.77 is free again", func() bool { return free("10.9.0.77:53") })
	expect(t, "home.cell.", "SOA", soa("7"))
}

func free(address string) bool {
	listener, err := net.Listen("tcp", address)
	if err == nil {
		listener.Close()
	}
	return err == nil
}

func TestNamesOutliveBothProcesses(t *testing.T) {
	feed := startPicd(t)
	s, err := startServer(t, exactCorefile(t))
	must(t, err)
	feed.accept(phonePut)
	feed.change(2, `{"seq":2,"put":"tv","a":["10.9.0.3"]}`)
	feed.stop()
	s.stop(t)
	_, err = startServer(t, exactCorefile(t))
	must(t, err)
	expect(t, "tv.home.cell.", "A", "NOERROR 10.9.0.3")
	again := startPicd(t)
	again.accept(phonePut)
	expect(t, "tv.home.cell.", "A", "NXDOMAIN")
}

func TestTakenPortIsAFailedStart(t *testing.T) {
	taken, err := net.ListenPacket("udp", "10.9.0.1:53")
	must(t, err)
	defer taken.Close()
	if s, err := startServer(t, exactCorefile(t)); err == nil || !strings.Contains(s.log(), "address already in use") {
		t.Errorf("%v", err)
	}
}
