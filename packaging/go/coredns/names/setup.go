// Package names is a CoreDNS plugin that owns the cell's zones: the peers' names, which picd feeds
// it over a socket, and the static records of a file. README.md tells the whole.
package names

import (
	"path/filepath"
	"strconv"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/plugin"
)

const (
	defaultTTL = 60
	maxTTL     = 86400
)

func init() { plugin.Register("names", setup) }

type options struct {
	origins                []string
	socket, cache, records string
	serial, ttl            uint32
}

func setup(c *caddy.Controller) error {
	opts, err := parse(c)
	if err != nil {
		return plugin.Error("names", err)
	}
	z := zones{origins: opts.origins, static: newRecords(), serial: opts.serial, ttl: opts.ttl}
	if opts.records != "" {
		if z.static, err = loadRecords(opts.records, z.origins); err != nil {
			return plugin.Error("names", err)
		}
	}
	if opts.socket != "" {
		z.peers = sharedFeed(opts.socket, opts.cache).names
		c.OnFinalShutdown(saveFeeds)
	}
	handler := newNames(z)
	dnsserver.GetConfig(c).AddPlugin(func(next plugin.Handler) plugin.Handler {
		handler.Next = next
		return handler
	})
	return nil
}

func parse(c *caddy.Controller) (options, error) {
	opts := options{serial: 1, ttl: defaultTTL}
	for i := 0; c.Next(); i++ {
		if i > 0 {
			return opts, plugin.ErrOnce
		}
		opts.origins = plugin.OriginsFromArgsOrServerBlock(c.RemainingArgs(), c.ServerBlockKeys)
		for c.NextBlock() {
			if err := parseProperty(c, &opts); err != nil {
				return opts, err
			}
		}
	}
	if opts.cache != "" && opts.socket == "" {
		return opts, c.Err("cache needs a socket")
	}
	return opts, nil
}

func parseProperty(c *caddy.Controller, opts *options) error {
	property := c.Val()
	args := c.RemainingArgs()
	if len(args) != 1 {
		return c.ArgErr()
	}
	switch property {
	case "socket":
		return parsePath(c, args[0], &opts.socket)
	case "cache":
		return parsePath(c, args[0], &opts.cache)
	case "records":
		return parsePath(c, args[0], &opts.records)
	case "serial":
		return parseNumber(c, args[0], 1<<32-1, &opts.serial)
	case "ttl":
		return parseNumber(c, args[0], maxTTL, &opts.ttl)
	}
	return c.Errf("unknown property '%s'", property)
}

func parsePath(c *caddy.Controller, text string, to *string) error {
	if !filepath.IsAbs(text) {
		return c.Errf("'%s' is not an absolute path", text)
	}
	*to = filepath.Clean(text)
	return nil
}

func parseNumber(c *caddy.Controller, text string, most uint64, to *uint32) error {
	value, err := strconv.ParseUint(text, 10, 32)
	if err != nil || value > most {
		return c.Errf("'%s' is not a number from 0 to %d", text, most)
	}
	*to = uint32(value)
	return nil
}
