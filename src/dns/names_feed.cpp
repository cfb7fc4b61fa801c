#include "dns/names_feed.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "base/log.hpp"
#include "dns/names_listener.hpp"

namespace pic::dns {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using asio::local::stream_protocol;

constexpr std::size_t most_listeners = 4; // pic-dns, and the one it replaces

std::string put_line(const std::string& label, const net::Address& ipv4, const net::Address& ipv6,
                     std::uint64_t sequence) {
    json::object line{
        {"put", label}, {"a", json::array{ipv4.text()}}, {"aaaa", json::array{ipv6.text()}}};
    if (sequence != 0) line["seq"] = sequence;
    return json::serialize(line) + "\n";
}

} // namespace

NamesFeed::NamesFeed(control::Control& control, std::string path) :
    control_(control), path_(std::move(path)), acceptor_(control.world().loop),
    pause_(control.world().loop) {}

NamesFeed::~NamesFeed() = default;

void NamesFeed::start() {
    refresh_all();
    subscription_ = control_.subscribe([this](const control::Event& event) { happened(event); });
    listen();
}

// Until it succeeds: the folder may come later than we.
void NamesFeed::listen() {
    if (auto listening = open(); !listening) {
        if (std::exchange(accepts_, false)) log::error(listening.error().text());
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        return try_again(&NamesFeed::listen);
    }
    accept();
}

Status NamesFeed::open() {
    ::unlink(path_.c_str());
    boost::system::error_code failure;
    acceptor_.open(stream_protocol(), failure);
    if (!failure) acceptor_.bind(stream_protocol::endpoint(path_), failure);
    if (!failure && ::chmod(path_.c_str(), 0660) != 0) failure.assign(errno, failure.category());
    if (!failure) acceptor_.listen(static_cast<int>(most_listeners), failure);
    if (failure)
        return fail(Code::internal, "names cannot be fed over " + path_ + ": " + failure.message(),
                    {}, "systemd-tmpfiles --create makes the directories under /run/pic again");
    return {};
}

void NamesFeed::stop() {
    subscription_.reset();
    acceptor_.close();
    pause_.cancel();
    const auto listeners = std::exchange(listeners_, {});
    for (const auto& listener : listeners)
        listener->close();
}

void NamesFeed::accept() {
    acceptor_.async_accept([this](auto failure, stream_protocol::socket socket) {
        if (failure == asio::error::operation_aborted) return;
        if (failure) return accept_later(failure.message());
        accepts_ = true;
        if (listeners_.size() < most_listeners)
            greet(std::make_shared<NamesListener>(std::move(socket)));
        accept();
    });
}

// Out of descriptors, the next try fails as well, and at once.
void NamesFeed::accept_later(const std::string& why) {
    if (std::exchange(accepts_, false))
        log::error("pic-dns cannot connect for the names of devices: " + why);
    try_again(&NamesFeed::accept);
}

void NamesFeed::try_again(void (NamesFeed::*what)()) {
    pause_.expires_after(std::chrono::seconds(1));
    pause_.async_wait([this, what](auto failure) {
        if (!failure) (this->*what)();
    });
}

void NamesFeed::greet(const std::shared_ptr<NamesListener>& listener) {
    listeners_.insert(listener);
    listener->start([this](const auto& gone) { listeners_.erase(gone); });
    std::string text = json::serialize(json::object{{"full", names_.size()}}) + "\n";
    for (const auto& [id, name] : names_)
        text += put_line(name.label, name.ipv4, name.ipv6, 0);
    listener->send(text + "{\"end\":true}\n");
}

std::optional<NamesFeed::Name> NamesFeed::name_of(const std::string& peer) const {
    const auto snapshot = control_.snapshot();
    const auto& view = *snapshot->view;
    const auto* found = view.peers.find(peer);
    if (found == nullptr) return {};
    const auto& wireguard = view.wireguard.value;
    return Name{found->value.name, model::address4(wireguard, found->value.offset),
                model::address6(wireguard, found->value.offset)};
}

void NamesFeed::happened(const control::Event& event) {
    if (event.generation == 0) return; // observed, not changed
    if (event.noun == "peers")
        refresh(event.id);
    else if (event.noun == "wireguard")
        refresh_all();
}

void NamesFeed::refresh_all() {
    std::set<std::string> peers;
    for (const auto& [id, name] : names_)
        peers.insert(id);
    const auto snapshot = control_.snapshot();
    snapshot->view->peers.each([&](const auto& peer) { peers.insert(peer.id); });
    for (const auto& id : peers)
        refresh(id);
}

void NamesFeed::refresh(const std::string& peer) {
    const auto told = names_.find(peer);
    const auto now = name_of(peer);
    if (told != names_.end() && (!now || now->label != told->second.label))
        tell(json::serialize(json::object{{"seq", ++sequence_}, {"del", told->second.label}}) +
             "\n");
    if (!now) {
        if (told != names_.end()) names_.erase(told);
        return;
    }
    if (told != names_.end() && told->second == *now) return;
    names_[peer] = *now;
    tell(put_line(now->label, now->ipv4, now->ipv6, ++sequence_));
}

void NamesFeed::tell(const std::string& line) {
    const auto listeners = listeners_; // one that is closed meanwhile leaves the set
    for (const auto& listener : listeners)
        listener->send(line);
}

} // namespace pic::dns
