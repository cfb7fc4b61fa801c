// pic-coredns: CoreDNS with only the plugins which the cell's Corefile names, and `names`, ours.
package main

import (
	"log"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/acl"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/bufsize"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/local"
	_ "github.com/coredns/coredns/plugin/log"

	_ "pic.ngo/pic-coredns/names"
)

// The order in which a query passes through the plugins; CoreDNS fixes it here, not in the Corefile.
var directives = []string{
	"bufsize", "bind", "errors", "log", "local", "acl", "cache", "names", "forward",
}

func main() {
	if err := dnsserver.SetDirectives(directives); err != nil {
		log.Fatal(err)
	}
	notifyWhenReady()
	coremain.Run()
}
