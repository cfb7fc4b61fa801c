#include "http/server.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "http/sockets.hpp"
#include "net/loopback.hpp"

namespace pic::http {

namespace {

using control::Finding;
using control::Severity;

Finding tcp_finding(const net::HostPort& at) {
    return {"http.tcp",
            Severity::warning,
            at.text(),
            {},
            "programs on this machine cannot use the API there; the web pages are not concerned",
            "ss -ltnp 'sport = :" + std::to_string(at.port) + "' shows who has the port"};
}

Finding unix_finding(const std::string& path) {
    return {"http.socket",
            Severity::problem,
            path,
            {},
            "neither the web pages nor the API can be reached",
            "systemd-tmpfiles --create makes the folders again"};
}

} // namespace

Time wall_clock() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Server::Server(Options options, control::Dispatcher& dispatcher,
               std::span<const control::Operation> operations) :
    options_(std::move(options)),
    api_(dispatcher, operations, options_.now, options_.webui),
    streams_(io_, api_, options_.limits), service_{api_, streams_, options_.limits,
                                                   [this] { ended(); }},
    tcp_(
        io_, service_, [this] { return open_tcp(); },
        [this](const Status& outcome) {
            port_ = tcp_.port();
            report(tcp_finding(options_.listen), outcome);
        }),
    unix_(
        io_, service_, [this] { return open_unix(); },
        [this](const Status& outcome) { report(unix_finding(options_.socket), outcome); }),
    drain_(io_),
    subscription_(dispatcher.subscribe([this](const auto& event) { streams_.tell(event); })) {}

Server::~Server() {
    subscription_.reset();
    io_.stop();
    if (thread_.joinable()) thread_.join();
}

void Server::start() {
    boost::asio::post(io_, [this] {
        unix_.start();
        tcp_.start();
    });
    thread_ = std::thread([this] {
        const auto work = boost::asio::make_work_guard(io_);
        io_.run();
    });
}

void Server::stop(std::function<void()> drained) {
    boost::asio::post(io_, [this, drained = std::move(drained)]() mutable {
        drained_ = std::move(drained);
        tcp_.stop();
        unix_.stop();
        streams_.close();
        drain_.expires_after(options_.limits.drain);
        drain_.async_wait([this](auto) {
            if (auto done = std::exchange(drained_, nullptr)) done();
        });
        ended();
    });
}

void Server::ended() {
    if (drained_ && tcp_.empty() && unix_.empty()) drain_.cancel();
}

Result<Listener::Place> Server::open_tcp() const {
    const auto address = options_.listen.address();
    if (!address || !net::is_loopback(*address))
        return fail(Code::invalid, options_.listen.text() + " is not an address of loopback", {},
                    "set listen in /etc/pic/picd.yaml; others reach the cell through pic-web");
    PIC_LET(fd, listen_tcp(options_.listen));
    return Listener::Place{std::move(fd), {}};
}

Result<Listener::Place> Server::open_unix() const {
    const auto web = find_user(options_.web_user);
    if (!web)
        return fail(Code::unavailable, "there is no user " + options_.web_user, {},
                    "install the package again: apt reinstall picd");
    PIC_LET(fd, listen_unix(options_.socket, options_.staging));
    return Listener::Place{std::move(fd), web};
}

void Server::report(control::Finding finding, const Status& outcome) {
    const auto present = findings_.find(finding.id);
    if (outcome && present == findings_.end()) return;
    if (!outcome) {
        finding.what = outcome.error().detail;
        for (const auto& cause : outcome.error().causes)
            finding.what += ": " + cause;
        if (!outcome.error().remedy.empty()) finding.remedy = outcome.error().remedy;
        if (present != findings_.end() && present->second == finding) return;
        log::warning(finding.what + ", so " + finding.why + ". It is tried again.");
        findings_[finding.id] = std::move(finding);
    } else {
        log::info("The API listens on " + finding.subject + " again.");
        findings_.erase(present);
    }
    std::vector<control::Finding> all;
    for (const auto& entry : findings_)
        all.push_back(entry.second);
    options_.report(std::move(all));
}

} // namespace pic::http
