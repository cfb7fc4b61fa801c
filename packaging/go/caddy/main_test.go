package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// The test program is three: the test as started, which makes namespaces; the tests inside them,
// where the paths and addresses of tests/golden/formats/caddy.json exist; and pic-caddy, which they start.
func TestMain(m *testing.M) {
	switch os.Getenv("PIC_TEST_ROLE") {
	case "server":
		main()
	case "tests":
		if err := furnish(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(m.Run())
	default:
		os.Exit(inNamespaces())
	}
}

func inNamespaces() int {
	args := []string{"--net", "--mount"}
	if os.Getuid() != 0 {
		args = append(args, "--map-root-user")
	}
	cmd := exec.Command("unshare", append(append(args, "--", os.Args[0]), os.Args[1:]...)...)
	cmd.Env = append(os.Environ(), "PIC_TEST_ROLE=tests")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// furnish: everything of 10.9.0.0/20 and the public 203.0.113.0/24 is this machine's.
func furnish() error {
	for _, line := range []string{
		"mount -t tmpfs tmpfs /run", "mount -t tmpfs tmpfs /var/lib", "ip link set lo up",
		"ip address add 10.9.0.1/20 dev lo", "ip address add 203.0.113.1/24 dev lo",
		"mkdir -p /run/pic/web /run/pic-web /var/lib/pic-web",
	} {
		if out, err := exec.Command("sh", "-c", line).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %s", line, out)
		}
	}
	return nil
}
