package main

import (
	"bytes"
	"log"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/coredns/caddy"
)

// notifyWhenReady tells systemd (Type=notify, sd_notify(3)) once every listener is bound, so that a
// failed bind is a failed start.
func notifyWhenReady() {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return
	}
	os.Unsetenv("NOTIFY_SOCKET")
	caddy.RegisterEventHook("systemd", func(event caddy.EventName, _ any) error {
		if event != caddy.InstanceStartupEvent {
			return nil
		}
		awaitSignalHandler()
		if err := notify(socket, "READY=1"); err != nil {
			log.Printf("[ERROR] telling systemd: %v", err)
		}
		return nil
	})
}

// awaitSignalHandler: caddy takes its signals in a goroutine of its own, and on a busy machine that one
// may start after the listeners. Go ignores a SIGUSR1 that nobody takes yet, so a reload would be lost.
// The goroutine is found by its function's name, which is not ours: should it change, the server starts all
// the same.
func awaitSignalHandler() {
	for end := time.Now().Add(5 * time.Second); !signalHandlerWaits(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			log.Print("[WARNING] caddy's signal handler was not seen; a reload right now may be lost")
			return
		}
	}
}

func signalHandlerWaits() bool {
	stacks := make([]byte, 1<<18)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, stack := range bytes.Split(stacks, []byte("\n\n")) {
		state, frames, _ := bytes.Cut(stack, []byte("\n"))
		if bytes.Contains(frames, []byte("caddy.trapSignalsPosix.func1")) {
			return bytes.Contains(state, []byte("[chan receive"))
		}
	}
	return false
}

func notify(socket, state string) error {
	if socket[0] == '@' {
		socket = "\x00" + socket[1:]
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write([]byte(state))
	return err
}
