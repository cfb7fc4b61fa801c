package names

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
)

// Bounds of what picd may say. They hold the memory of a process that listens to a socket, whoever
// sits at its other end.
const (
	maxLine      = 4096
	maxNames     = 1 << 17
	maxAddresses = 16 // of one name
	maxLabel     = 63 // RFC 1035, 2.3.4
)

var (
	errSyntax = errors.New("not a line of the protocol")
	errLimit  = errors.New("over a limit")
)

type lineKind int

const (
	lineFull lineKind = iota // a full map of `count` names follows
	linePut
	lineDel
	lineEnd // of the full map
)

// line is one line of the feed. A seq of 0 asks for no acknowledgement.
type line struct {
	kind      lineKind
	count     int
	seq       uint64
	name      string
	addresses []netip.Addr
}

// parseLine reads one line without its newline. A name or address that is not well formed comes with
// the line's kind and seq, so that the sender can be told which one it was.
func parseLine(text []byte) (line, error) {
	if len(text) > maxLine {
		return line{}, errLimit
	}
	var raw struct {
		Full *int     `json:"full"`
		Put  *string  `json:"put"`
		Del  *string  `json:"del"`
		End  bool     `json:"end"`
		Seq  uint64   `json:"seq"`
		A    []string `json:"a"`
		AAAA []string `json:"aaaa"`
	}
	if err := json.Unmarshal(bytes.TrimSpace(text), &raw); err != nil {
		return line{}, errSyntax
	}
	switch {
	case raw.Full != nil && raw.Put == nil && raw.Del == nil && !raw.End:
		if *raw.Full < 0 || *raw.Full > maxNames {
			return line{}, errLimit
		}
		return line{kind: lineFull, seq: raw.Seq, count: *raw.Full}, nil
	case raw.Put != nil && raw.Full == nil && raw.Del == nil && !raw.End:
		out := line{kind: linePut, seq: raw.Seq, name: *raw.Put}
		err := out.readPut(raw.A, raw.AAAA)
		return out, err
	case raw.Del != nil && raw.Full == nil && raw.Put == nil && !raw.End:
		return line{kind: lineDel, seq: raw.Seq, name: *raw.Del}, checkLabel(*raw.Del)
	case raw.End && raw.Full == nil && raw.Put == nil && raw.Del == nil:
		return line{kind: lineEnd, seq: raw.Seq}, nil
	}
	return line{}, errSyntax
}

func (l *line) readPut(v4, v6 []string) error {
	if err := checkLabel(l.name); err != nil {
		return err
	}
	if len(v4)+len(v6) > maxAddresses {
		return fmt.Errorf("more than %d addresses: %w", maxAddresses, errLimit)
	}
	for i, text := range append(v4[:len(v4):len(v4)], v6...) {
		address, err := netip.ParseAddr(text)
		if err != nil || address.Zone() != "" || address.Is4() != (i < len(v4)) || address.Is4In6() {
			return errors.New("not an address of its family")
		}
		l.addresses = append(l.addresses, address)
	}
	return nil
}

// checkLabel accepts one lower-case host name label (RFC 952, RFC 1123).
func checkLabel(label string) error {
	bad := len(label) == 0 || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-'
	for _, c := range []byte(label) {
		bad = bad || !(c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
	}
	if bad {
		return errors.New("not a lower-case DNS label")
	}
	return nil
}
