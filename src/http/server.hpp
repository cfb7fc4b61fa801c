// The REST front end: the table of operations and the stream of events over HTTP, on loopback and
// on the Unix socket that pic-web passes requests on to. It runs on a thread of its own.
#pragma once

#include <atomic>
#include <thread>

#include "http/listener.hpp"
#include "http/streams.hpp"

namespace pic::http {

Time wall_clock();

struct Options {
    net::HostPort listen;             // an address of loopback; port 0: the kernel chooses
    std::string socket;               // path
    std::string staging;              // a folder of pic-web's group; see listen_unix()
    std::string web_user = "pic-web"; // who passes on requests
    std::string webui;                // the folder of the web UI's files
    // What keeps it from listening, each time that changes; on the HTTP thread.
    std::function<void(std::vector<control::Finding>)> report = [](auto) {};
    Limits limits;
    Api::Now now = wall_clock;
};

class Server {
  public:
    // The dispatcher outlives the server, and answers nothing once the server is gone.
    Server(Options options, control::Dispatcher& dispatcher,
           std::span<const control::Operation> operations);
    ~Server(); // drops what is still under way
    Server(const Server&) = delete;

    void start();
    // No more requests; `drained` is called on the HTTP thread when the answers under way are out,
    // or when that takes too long.
    void stop(std::function<void()> drained);

    std::uint16_t port() const { return port_; } // listened on; 0: not yet

  private:
    Result<Listener::Place> open_tcp() const;
    Result<Listener::Place> open_unix() const;
    void report(control::Finding finding, const Status& outcome);
    void ended();

    Options options_;
    boost::asio::io_context io_{1};
    Api api_;
    Streams streams_;
    Service service_;
    Listener tcp_, unix_;
    boost::asio::steady_timer drain_;
    std::function<void()> drained_;
    std::map<std::string, control::Finding> findings_;
    std::atomic<std::uint16_t> port_ = 0;
    control::Dispatcher::Subscription subscription_;
    std::thread thread_;
};

} // namespace pic::http
