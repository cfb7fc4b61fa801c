package names

import (
	"bytes"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

func TestParseLine(t *testing.T) {
	phone := []netip.Addr{netip.MustParseAddr("10.9.0.2"), netip.MustParseAddr("fd0a:9::2")}
	cases := map[string]line{
		`{"full":3}`: {kind: lineFull, count: 3},
		`{"put":"phone","a":["10.9.0.2"],"aaaa":["fd0a:9::2"]}`: {kind: linePut, name: "phone", addresses: phone},
		`{"seq":7,"put":"phone"}`:                               {kind: linePut, seq: 7, name: "phone"},
		`{"seq":8,"del":"phone"}`:                               {kind: lineDel, seq: 8, name: "phone"},
		`{"end":true}`:                                          {kind: lineEnd},
		`{"end":true,"later":1}`:                                {kind: lineEnd},
	}
	for text, want := range cases {
		got, err := parseLine([]byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

func TestParseLineRefuses(t *testing.T) {
	for _, text := range []string{
		``, `{`, `[]`, `null`, `{}`, `{"end":false}`, `{"seq":1}`, `{"full":-1}`, `{"full":1e9}`,
		`{"full":1,"end":true}`, `{"put":"a","del":"a"}`, `{"put":7}`, `{"seq":-1,"del":"a"}`,
		`{"put":""}`, `{"put":"Phone"}`, `{"put":"a.b"}`, `{"put":"-a"}`, `{"put":"a-"}`,
		`{"put":"a\n"}`, `{"put":"*"}`, `{"put":"` + strings.Repeat("a", 64) + `"}`,
		`{"put":"a","a":["fd0a:9::2"]}`, `{"put":"a","aaaa":["10.9.0.2"]}`,
		`{"put":"a","aaaa":["::ffff:10.9.0.2"]}`, `{"put":"a","aaaa":["fe80::1%eth0"]}`,
		`{"put":"a","a":["10.9.0.256"]}`, `{"put":"a","a":[` + strings.Repeat(`"10.9.0.2",`, 16) + `"10.9.0.2"]}`,
		`{"end":true} {"end":true}`,
	} {
		if got, err := parseLine([]byte(text)); err == nil {
			t.Errorf("%s: taken for %+v", text, got)
		}
	}
	if _, err := parseLine(bytes.Repeat([]byte(" "), maxLine+1)); !errors.Is(err, errLimit) {
		t.Errorf("an endless line: %v", err)
	}
}

func FuzzParseLine(f *testing.F) {
	for _, seed := range []string{`{"full":1}`, `{"seq":7,"put":"a","a":["10.9.0.2"],"aaaa":["::1"]}`,
		`{"seq":8,"del":"a"}`, `{"end":true}`, `{"put":"\u0061"}`, "\xff{"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := parseLine(text)
		if err != nil {
			return
		}
		if got.count < 0 || got.count > maxNames || len(got.addresses) > maxAddresses {
			t.Errorf("over a limit: %+v", got)
		}
		if named := got.kind == linePut || got.kind == lineDel; named != (got.name != "") {
			t.Errorf("a name where none belongs, or none: %+v", got)
		}
		for _, address := range got.addresses {
			if !address.IsValid() || address.Zone() != "" || address.Is4In6() {
				t.Errorf("not an address for DNS: %v", address)
			}
		}
	})
}

func FuzzSession(f *testing.F) {
	f.Add([]byte("{\"full\":1}\n{\"put\":\"a\",\"a\":[\"10.9.0.2\"]}\n{\"end\":true}\n{\"seq\":1,\"del\":\"a\"}\n"))
	f.Add([]byte("{\"full\":0}\n{\"end\":true}\n{\"put\":\"a\"}\n{\"full\":1}\n{\"del\":\"a\"}\n"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		names := newTable()
		reader := session{names: names, changed: func() {},
			acked: func(uint64, error) error { return nil }}
		if reader.run(bytes.NewReader(stream)) == nil {
			t.Error("a stream ended without a reason")
		}
		for _, one := range names.entries() {
			if checkLabel(one.label) != nil {
				t.Errorf("a bad label in the map: %q", one.label)
			}
		}
	})
}
