package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// ticks is an endless event stream, an event every 20 ms.
func ticks(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for n := 0; r.Context().Err() == nil; n++ {
		fmt.Fprintf(w, "data: %d\n\n", n)
		w.(http.Flusher).Flush()
		time.Sleep(20 * time.Millisecond)
	}
}

func TestReloadUnderLoadLosesNothing(t *testing.T) {
	roots := writeLeaf(t, 1)
	startPicd(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/events" {
			ticks(w, r)
			return
		}
		fmt.Fprint(w, "cell")
	})
	config := exactConfig(t)
	must(t, startCaddy(t, config))
	next, stop := followEvents(t, from(phone, roots), "https://home.cell:8443/api/events")
	defer stop()
	finish := hammer(t, from(phone, roots))
	for i := range 8 {
		reload(t, strings.Replace(config, `"idle_timeout": "2m"`, fmt.Sprintf(`"idle_timeout": "%ds"`, 60+i), 1))
	}
	if asked := finish(); asked < 50 {
		t.Errorf("only %d requests: no load", asked)
	}
	seen := next()
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); { // over grace_period
		if n := next(); n != seen+1 {
			t.Fatalf("event %d after %d", n, seen)
		}
		seen++
	}
}

// A handshake that begins under the old certificate ends under it.
func TestReloadUnderLoadWithANewCertificateLosesNothing(t *testing.T) {
	writeLeaf(t, 1)
	startPicd(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "cell") })
	must(t, startCaddy(t, exactConfig(t)))
	client := from(phone, nil)
	client.Transport.(*http.Transport).TLSClientConfig.InsecureSkipVerify = true
	finish := hammer(t, client)
	for i := range 20 {
		writeLeaf(t, int64(2+i))
		reload(t, strings.ReplaceAll(exactConfig(t), "AB:CD", fmt.Sprintf("EF:%02d", i)))
	}
	if asked := finish(); asked < 50 {
		t.Errorf("only %d requests: no load", asked)
	}
}

// followEvents returns a function that reads the next event's number.
func followEvents(t *testing.T, client *http.Client, url string) (next func() int, stop func()) {
	t.Helper()
	client.Timeout = 0
	response, err := client.Get(url)
	must(t, err)
	reader := bufio.NewReader(response.Body)
	next = func() (n int) {
		for {
			line, err := reader.ReadString('\n')
			if err != nil {
				t.Fatalf("the stream ended: %v", err)
			}
			if _, err := fmt.Sscanf(line, "data: %d", &n); err == nil {
				return n
			}
		}
	}
	return next, func() { response.Body.Close() }
}

// hammer opens a connection per request from two sides until it is told to finish.
func hammer(t *testing.T, client *http.Client) (finish func() int64) {
	var done atomic.Bool
	var asked atomic.Int64
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() {
			for !done.Load() {
				response, err := client.Get("https://home.cell:8443/")
				if err != nil {
					t.Errorf("request %d lost: %v", asked.Load(), err)
					return
				}
				response.Body.Close()
				asked.Add(1)
			}
		})
	}
	return func() int64 {
		done.Store(true)
		running.Wait()
		return asked.Load()
	}
}

// The file names stay when picd renews the leaf; its fingerprint, which is its tag, makes the text another.
func TestReloadTakesTheNewCertificate(t *testing.T) {
	writeLeaf(t, 1)
	must(t, startCaddy(t, exactConfig(t)))
	if got := servedSerial(t); got != "1" {
		t.Fatalf("serial %s", got)
	}
	writeLeaf(t, 2)
	reload(t, strings.ReplaceAll(exactConfig(t), "AB:CD", "EF:01"))
	if got := servedSerial(t); got != "2" {
		t.Errorf("serial %s after the renewal", got)
	}
}

// A warning at each start would be what is shown of a server that later fails.
func TestDoesNotWarnOfItsOwnSocket(t *testing.T) {
	writeLeaf(t, 1)
	must(t, startCaddy(t, exactConfig(t)))
	reload(t, strings.ReplaceAll(exactConfig(t), "AB:CD", "EF:01"))
	if text := said(t); strings.Contains(text, "admin endpoint") {
		t.Errorf("it said: %s", text)
	}
}

func TestAReloadThatFailsSaysWhy(t *testing.T) {
	writeLeaf(t, 1)
	must(t, startCaddy(t, exactConfig(t)))
	must(t, os.WriteFile(configPath, []byte(strings.Replace(exactConfig(t), "patient/:8443", "nowhere/:8443", 1)), 0o640))
	out, err := command("reload", "--config", configPath, "--address", adminAt).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "nowhere") {
		t.Errorf("%v: %s", err, out)
	}
}

func servedSerial(t *testing.T) string {
	t.Helper()
	conn, err := tls.Dial("tcp", "10.9.0.1:8443", &tls.Config{InsecureSkipVerify: true})
	must(t, err)
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.String()
}
