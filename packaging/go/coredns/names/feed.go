package names

import (
	"context"
	"encoding/json"
	"net"
	"sync"
	"sync/atomic"
	"time"

	clog "github.com/coredns/coredns/plugin/pkg/log"
)

var log = clog.NewWithPlugin("names")

const (
	firstPause  = 100 * time.Millisecond
	longestWait = 5 * time.Second
	saveDelay   = time.Second // changes within it share one write of the cache
	ackTimeout  = 5 * time.Second
)

// feed keeps a table as picd tells it over a socket, and the table in a cache file.
type feed struct {
	names  *table
	socket string
	cache  string // empty: none
	wake   chan struct{}

	saving sync.Mutex
	dirty  atomic.Bool // the cache is older than the table
}

func newFeed(socket, cache string) *feed {
	f := &feed{names: newTable(), socket: socket, cache: cache, wake: make(chan struct{}, 1)}
	if cache != "" {
		if err := loadCache(cache, f.names); err != nil {
			log.Warningf("The saved names are not used: %v", err)
		}
	}
	return f
}

func (f *feed) run(ctx context.Context) {
	var saver sync.WaitGroup
	saver.Go(func() { f.saveChanges(ctx) })
	f.follow(ctx)
	saver.Wait()
}

// follow connects again and again. A connection that lasted starts the pauses from the shortest.
func (f *feed) follow(ctx context.Context) {
	pause, told := firstPause, ""
	for ctx.Err() == nil {
		lasted, err := f.connect(ctx)
		if lasted {
			pause, told = firstPause, ""
		}
		if reason := err.Error(); ctx.Err() == nil && reason != told {
			log.Warningf("No feed of peer names from %s, trying again: %s", f.socket, reason)
			told = reason
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, longestWait)
	}
}

func (f *feed) connect(ctx context.Context) (lasted bool, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", f.socket)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	reader := session{
		names:   f.names,
		acked:   func(seq uint64, refused error) error { return acknowledge(conn, seq, refused) },
		changed: f.touch,
	}
	err = reader.run(conn)
	return reader.loaded, err
}

func acknowledge(conn net.Conn, seq uint64, refused error) error {
	answer := struct {
		Seq   uint64 `json:"seq"`
		Error string `json:"error,omitempty"`
	}{Seq: seq}
	if refused != nil {
		answer.Error = refused.Error()
	}
	if err := conn.SetWriteDeadline(time.Now().Add(ackTimeout)); err != nil {
		return err
	}
	return json.NewEncoder(conn).Encode(answer)
}

func (f *feed) touch() {
	f.dirty.Store(true)
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *feed) saveChanges(ctx context.Context) {
	for f.cache != "" {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
		select {
		case <-ctx.Done():
		case <-time.After(saveDelay):
		}
		f.save()
	}
}

func (f *feed) save() {
	f.saving.Lock()
	defer f.saving.Unlock()
	if f.cache == "" || !f.dirty.Swap(false) {
		return
	}
	if err := saveCache(f.cache, f.names); err != nil {
		log.Warningf("The names are not saved, so that they are missing after a restart without picd: %v",
			err)
	}
}

// CoreDNS builds each plugin anew when it reloads; the map must outlive that. So a feed belongs to
// the process: it starts with the first Corefile that names its socket and ends with the process.
var (
	feedsMutex sync.Mutex
	feeds      = map[string]*feed{}
)

func sharedFeed(socket, cache string) *feed {
	feedsMutex.Lock()
	defer feedsMutex.Unlock()
	if known, ok := feeds[socket]; ok {
		return known
	}
	f := newFeed(socket, cache)
	feeds[socket] = f
	go f.run(context.Background())
	return f
}

// saveFeeds writes what is not yet written when the process ends.
func saveFeeds() error {
	feedsMutex.Lock()
	defer feedsMutex.Unlock()
	for _, f := range feeds {
		f.save()
	}
	return nil
}
