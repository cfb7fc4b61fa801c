package names

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// session reads one stream of lines, a connection or the cache file, into a table. The lines of a
// full map go into a table of their own, which replaces the shared one at its end, or never.
type session struct {
	names   *table
	partial *table // while a full map is being read
	missing int    // names of it still to come
	loaded  bool   // this stream has given a full map
	acked   func(seq uint64, refused error) error
	changed func()
}

// run returns when the stream ends or breaks the protocol, with the reason.
func (s *session) run(stream io.Reader) error {
	reader := bufio.NewReaderSize(stream, maxLine+1)
	for {
		text, err := reader.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return fmt.Errorf("a line of more than %d bytes: %w", maxLine, errLimit)
		}
		if err != nil { // a last line without its newline was cut short
			return err
		}
		if err := s.accept(text[:len(text)-1]); err != nil {
			return err
		}
	}
}

func (s *session) accept(text []byte) error {
	next, err := parseLine(text)
	refused := err != nil
	if refused && (s.partial != nil || next.seq == 0) {
		return err // nothing can be told about it: what follows cannot be trusted
	}
	if refused {
		return s.acked(next.seq, err)
	}
	switch next.kind {
	case lineFull:
		s.partial, s.missing = newTable(), next.count
		return nil
	case lineEnd:
		err = s.finish()
	case linePut:
		err = s.put(next)
	case lineDel:
		err = s.del(next)
	}
	if err != nil || next.seq == 0 {
		return err
	}
	return s.acked(next.seq, nil)
}

func (s *session) put(next line) error {
	if s.partial == nil {
		if !s.loaded {
			return fmt.Errorf("a change before the full map: %w", errSyntax)
		}
		defer s.changed()
		return s.names.put(next.name, next.addresses)
	}
	if s.missing == 0 {
		return fmt.Errorf("more names than announced: %w", errLimit)
	}
	s.missing--
	return s.partial.put(next.name, next.addresses)
}

func (s *session) del(next line) error {
	if s.partial != nil || !s.loaded {
		return fmt.Errorf("a removal in or before the full map: %w", errSyntax)
	}
	s.names.del(next.name)
	s.changed()
	return nil
}

func (s *session) finish() error {
	if s.partial == nil || s.missing != 0 {
		return fmt.Errorf("%d names missing at the end of the map: %w", s.missing, errSyntax)
	}
	s.names.replace(s.partial)
	s.partial, s.loaded = nil, true
	s.changed()
	return nil
}
