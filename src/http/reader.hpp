// Requests from a wire, by Boost.Beast's parser and stricter where proxies and servers are known to
// disagree (RFC 9112, 6.1 and 11.2): one Content-Length, "chunked" as the only transfer coding, and
// fields that come behind the body count for nothing. HTTP thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "http/wire.hpp"

namespace pic::http {

class Reader {
  public:
    Reader(Wire& wire, const Limits& limits);
    ~Reader();

    // Each of these ends in an answer, after which the connection is of no more use; its status is
    // 0 when the client is gone.
    boost::asio::awaitable<bool> wait(); // for a request's first byte; false: the client is gone
    boost::asio::awaitable<Or<Request>> head(); // all but the body
    boost::asio::awaitable<Or<std::string>> body(std::size_t most);

    bool complete() const;   // nothing of this request is still to be read
    bool keep_alive() const; // the client wants to go on after it

  private:
    struct State; // Beast's, which is slow to compile

    Wire& wire_;
    const Limits& limits_;
    std::unique_ptr<State> state_;
};

} // namespace pic::http
