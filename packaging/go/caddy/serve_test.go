package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
)

func TestServesTheCell(t *testing.T) {
	roots := writeLeaf(t, 1)
	const policy = "default-src 'none'"
	startPicd(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		fmt.Fprintf(w, "%s for=%s proto=%s host=%s", r.URL.Path, r.Header.Get("X-Forwarded-For"),
			r.Header.Get("X-Forwarded-Proto"), r.Host)
	})
	must(t, startCaddy(t, exactConfig(t)))
	for _, url := range []string{"https://home.cell:8443/api/x", "https://home.cell/api/x", "https://10.9.0.1:8443/api/x"} {
		request, err := http.NewRequest("GET", url, nil)
		must(t, err)
		request.Header.Set("X-Forwarded-For", "192.0.2.1")
		request.Header.Set("X-Forwarded-Proto", "ftp")
		response, err := from(phone, roots).Do(request)
		want := "/api/x for=10.9.0.2 proto=https host=" + request.Host
		if got := body(t, response, err); got != want {
			t.Errorf("%s: %q, not %q", url, got, want)
		}
		if said := response.Header.Values("Content-Security-Policy"); len(said) != 1 || said[0] != policy ||
			response.Header.Get("Server") != "" {
			t.Errorf("%s: headers %v", url, response.Header)
		}
	}
	response, err := from(phone, roots).Get("http://home.cell/api/x?y=1")
	must(t, err)
	response.Body.Close()
	if to := response.Header.Get("Location"); response.StatusCode != 308 || to != "https://home.cell/api/x?y=1" {
		t.Errorf("redirected with %d to %q", response.StatusCode, to)
	}
}

func TestStrangersGetNothing(t *testing.T) {
	roots := writeLeaf(t, 1)
	startPicd(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "cell") })
	must(t, startCaddy(t, exactConfig(t)))
	for _, url := range []string{"https://home.cell:8443/", "https://home.cell/", "http://home.cell/"} {
		response, err := from(phone, roots).Get(url)
		body(t, response, err)
		if _, err := from(stranger, roots).Get(url); err == nil {
			t.Errorf("%s answers to %s", url, stranger)
		}
	}
}

func TestWithoutPicd(t *testing.T) {
	roots := writeLeaf(t, 1)
	os.Remove("/run/pic/api.sock")
	must(t, startCaddy(t, exactConfig(t)))
	response, err := from(phone, roots).Get("https://home.cell:8443/api/status")
	text := body(t, response, err)
	if response.StatusCode != 503 || !strings.Contains(text, `"code":"unavailable"`) ||
		response.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s %s", response.StatusCode, response.Header, text)
	}
}

func TestTakenPortLeavesTheOthersAndHeals(t *testing.T) {
	roots := writeLeaf(t, 1)
	startPicd(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "cell") })
	taken, err := net.Listen("tcp", ":443")
	must(t, err)
	go func() {
		for conn, err := taken.Accept(); err == nil; conn, err = taken.Accept() {
			conn.Close()
		}
	}()
	must(t, startCaddy(t, exactConfig(t)))
	reload(t, strings.Replace(exactConfig(t), `"idle_timeout": "2m"`, `"idle_timeout": "3m"`, 1))
	response, err := from(phone, roots).Get("https://home.cell:8443/")
	body(t, response, err)
	if _, err := from(phone, roots).Get("https://home.cell/"); err == nil {
		t.Error("443 answers while someone else holds it")
	}
	taken.Close()
	eventually(t, "443 answers", func() bool {
		response, err := from(phone, roots).Get("https://home.cell/")
		if err == nil {
			response.Body.Close()
		}
		return err == nil
	})
}

// The reason for the network "patient": Caddy's own TCP fails as a whole.
func TestPlainTCPFailsAsAWhole(t *testing.T) {
	writeLeaf(t, 1)
	taken, err := net.Listen("tcp", ":443")
	must(t, err)
	defer taken.Close()
	err = startCaddy(t, strings.ReplaceAll(exactConfig(t), "patient/", ""))
	if err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("started: %v", err)
	}
}
