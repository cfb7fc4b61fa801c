// One connection of pic-dns to the feed of names. Writes what it is given, in order. What comes
// back is a line for each change: it is not waited for, and only a refusal is news. Control thread
// only.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace pic::dns {

class NamesListener : public std::enable_shared_from_this<NamesListener> {
  public:
    using Gone = std::function<void(const std::shared_ptr<NamesListener>&)>;
    using Socket = boost::asio::local::stream_protocol::socket;

    explicit NamesListener(Socket socket) : socket_(std::move(socket)) {}

    void start(Gone gone); // called once, when it has left or was closed
    void send(const std::string& text);
    void close();

  private:
    void read();
    void write();

    Socket socket_;
    Gone gone_;
    std::string waiting_, writing_, answers_;
};

} // namespace pic::dns
