package main

import (
	"log"
	"net"
	"os"

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
		if err := notify(socket, "READY=1"); err != nil {
			log.Printf("[ERROR] telling systemd: %v", err)
		}
		return nil
	})
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
