package main

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/caddyserver/caddy/v2"
	"go.uber.org/zap"
)

// retryAfter is how long a taken port is left alone before it is tried again.
const retryAfter = 3 * time.Second

// The network "patient" is TCP which waits for its port ("listen": ["patient/:443"]). With "tcp",
// one port that someone else holds fails the whole configuration, and each reload binds a second
// socket and resets the connections which the first has queued and not yet accepted. Here a port is
// bound once for the process, and every configuration that names it takes connections from it.
func init() { caddy.RegisterNetwork("patient", listenPatiently) }

func listenPatiently(_ context.Context, _, host, ports string, offset uint,
	config net.ListenConfig) (any, error) {
	address, err := net.ResolveTCPAddr("tcp", net.JoinHostPort(host, ports))
	if err != nil {
		return nil, err // port ranges too: nobody needs them
	}
	address.Port += int(offset)
	return portAt(address, config).share(), nil
}

// port is one address of this process, bound as soon as it is free.
type port struct {
	address  *net.TCPAddr
	config   net.ListenConfig
	accepted chan net.Conn
	stop     context.CancelFunc
	users    int // guarded by portsMutex
}

var (
	portsMutex sync.Mutex
	ports      = map[string]*port{}
)

// portAt counts its caller as a user; share().Close() takes that back.
func portAt(address *net.TCPAddr, config net.ListenConfig) *port {
	portsMutex.Lock()
	defer portsMutex.Unlock()
	p, known := ports[address.String()]
	if !known {
		ctx, stop := context.WithCancel(context.Background())
		p = &port{address: address, config: config, accepted: make(chan net.Conn), stop: stop}
		ports[address.String()] = p
		listener, err := p.bind(ctx) // now, so that it listens when systemd hears of the start
		go p.serve(ctx, listener, err)
	}
	p.users++
	return p
}

func (p *port) bind(ctx context.Context) (net.Listener, error) {
	return p.config.Listen(ctx, "tcp", p.address.String())
}

func (p *port) serve(ctx context.Context, listener net.Listener, err error) {
	if err != nil {
		caddy.Log().Error("a port is not free; trying again until it is",
			zap.String("address", p.address.String()), zap.Error(err))
	}
	for ; err != nil; listener, err = p.bind(ctx) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(retryAfter):
		}
	}
	caddy.Log().Info("listening", zap.String("address", p.address.String()))
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	p.accept(ctx, listener)
}

func (p *port) accept(ctx context.Context, listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil && ctx.Err() != nil {
			return
		}
		if err != nil { // out of descriptors, or the client is gone already
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if conn = connections.admit(conn); conn == nil {
			continue
		}
		select {
		case p.accepted <- conn:
		case <-ctx.Done():
			conn.Close()
			return
		}
	}
}

func (p *port) share() net.Listener { return &share{port: p, closed: make(chan struct{})} }

func (p *port) release() {
	portsMutex.Lock()
	defer portsMutex.Unlock()
	if p.users--; p.users == 0 {
		delete(ports, p.address.String())
		p.stop()
	}
}

// share is one configuration's view of a port.
type share struct {
	port   *port
	once   sync.Once
	closed chan struct{}
}

func (s *share) Accept() (net.Conn, error) {
	select {
	case <-s.closed:
		return nil, net.ErrClosed
	case conn := <-s.port.accepted:
		return conn, nil
	}
}

func (s *share) Close() error {
	s.once.Do(func() {
		close(s.closed)
		s.port.release()
	})
	return nil
}

func (s *share) Addr() net.Addr { return s.port.address }
