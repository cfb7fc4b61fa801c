package names

import (
	"errors"
	"io"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
)

type ack struct {
	seq     uint64
	refused bool
}

func read(t *testing.T, names *table, lines ...string) ([]ack, error) {
	t.Helper()
	var acks []ack
	reader := session{names: names, changed: func() {}, acked: func(seq uint64, refused error) error {
		acks = append(acks, ack{seq, refused != nil})
		return nil
	}}
	err := reader.run(strings.NewReader(strings.Join(lines, "\n") + "\n"))
	return acks, err
}

func labels(names *table) string {
	var out []string
	for _, one := range names.entries() {
		out = append(out, one.label)
	}
	return strings.Join(out, " ")
}

func TestFullMapThenChanges(t *testing.T) {
	names := newTable()
	acks, err := read(t, names, `{"full":2}`, `{"put":"phone","a":["10.9.0.2"]}`, `{"put":"tv"}`,
		`{"end":true}`, `{"seq":7,"put":"laptop","a":["10.9.0.3"]}`, `{"seq":8,"del":"tv"}`)
	if !errors.Is(err, io.EOF) || labels(names) != "laptop phone" {
		t.Errorf("%q, %v", labels(names), err)
	}
	if len(acks) != 2 || acks[0] != (ack{7, false}) || acks[1] != (ack{8, false}) {
		t.Errorf("acks %v", acks)
	}
}

func TestFullMapReplacesAtOnceOrNever(t *testing.T) {
	names := newTable()
	read(t, names, `{"full":1}`, `{"put":"old"}`, `{"end":true}`)
	for name, lines := range map[string][]string{
		"cut short":     {`{"full":2}`, `{"put":"new"}`},
		"one missing":   {`{"full":2}`, `{"put":"new"}`, `{"end":true}`},
		"one too many":  {`{"full":1}`, `{"put":"new"}`, `{"put":"newer"}`, `{"end":true}`},
		"a bad one":     {`{"full":2}`, `{"put":"new"}`, `{"seq":3,"put":"No"}`, `{"end":true}`},
		"one taken out": {`{"full":1}`, `{"put":"new"}`, `{"del":"new"}`, `{"end":true}`},
	} {
		if _, err := read(t, names, lines...); err == nil || labels(names) != "old" {
			t.Errorf("%s: %q, %v", name, labels(names), err)
		}
	}
	read(t, names, `{"full":1}`, `{"put":"new"}`, `{"end":true}`)
	if labels(names) != "new" {
		t.Errorf("not replaced: %q", labels(names))
	}
}

func TestBadChangeIsRefusedAndTheRestGoesOn(t *testing.T) {
	names := newTable()
	acks, err := read(t, names, `{"full":0}`, `{"end":true}`, `{"seq":1,"put":"No"}`, `{"seq":2,"put":"yes"}`)
	if !errors.Is(err, io.EOF) || labels(names) != "yes" {
		t.Errorf("%q, %v", labels(names), err)
	}
	if len(acks) != 2 || !acks[0].refused || acks[1].refused {
		t.Errorf("acks %v", acks)
	}
}

func TestStreamThatBreaksTheProtocolEnds(t *testing.T) {
	for _, first := range []string{`{"put":"early"}`, `{"del":"early"}`, `{"end":true}`, `hello`,
		strings.Repeat(" ", maxLine+1)} {
		if _, err := read(t, newTable(), first, `{"full":0}`); errors.Is(err, io.EOF) {
			t.Errorf("%.20s: went on", first)
		}
	}
}

func TestAddressThatMovedStaysWithItsNewName(t *testing.T) {
	names := newTable()
	read(t, names, `{"full":0}`, `{"end":true}`, `{"put":"old","a":["10.9.0.2"]}`,
		`{"put":"new","a":["10.9.0.2"]}`, `{"del":"old"}`)
	if label, _, _ := names.label(netip.MustParseAddr("10.9.0.2")); label != "new" {
		t.Errorf("points to %q", label)
	}
}

func TestCacheIsReadBackAsWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "names.json")
	names, again := newTable(), newTable()
	read(t, names, `{"full":1}`, `{"put":"phone","a":["10.9.0.2"],"aaaa":["fd0a:9::2"]}`, `{"end":true}`)
	if err := saveCache(path, names); err != nil {
		t.Fatal(err)
	}
	if err := loadCache(path, again); err != nil {
		t.Fatal(err)
	}
	addresses, _, populated := again.addresses("phone")
	if len(addresses) != 2 || !populated {
		t.Errorf("%v, %v", addresses, populated)
	}
}
