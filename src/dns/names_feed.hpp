// Tells pic-dns the names of peers: all of them when it connects, after that each change, as lines
// of JSON over a Unix socket (packaging/go/coredns/names). Control thread only.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "control/control.hpp"

namespace pic::dns {

class NamesListener;

class NamesFeed {
  public:
    NamesFeed(control::Control& control, std::string path);
    ~NamesFeed();

    void start();
    void stop();

  private:
    struct Name {
        std::string label;
        net::Address ipv4, ipv6;
        bool operator==(const Name&) const = default;
    };
    std::optional<Name> name_of(const std::string& peer) const;
    Status open();
    void listen();
    void try_again(void (NamesFeed::*what)());
    void accept();
    void accept_later(const std::string& why);
    void greet(const std::shared_ptr<NamesListener>& listener);
    void happened(const control::Event& event);
    void refresh_all();
    void refresh(const std::string& peer);
    void tell(const std::string& line);

    control::Control& control_;
    std::string path_;
    boost::asio::local::stream_protocol::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    bool accepts_ = true; // the last try to
    std::set<std::shared_ptr<NamesListener>> listeners_;
    std::map<std::string, Name> names_; // by peer's id, as told
    std::uint64_t sequence_ = 0;
    control::Dispatcher::Subscription subscription_;
};

} // namespace pic::dns
