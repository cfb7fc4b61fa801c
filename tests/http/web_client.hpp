// A client of the tests: bytes over a real socket, and answers taken apart by their own rules
// rather than by the code under test. Blocking, with a limit of ten seconds on everything.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/fd.hpp"

namespace pic::http {

struct Response {
    int status = 0;                                 // 0: the connection ended before a whole answer
    std::multimap<std::string, std::string> fields; // names in lower case
    std::string body;

    std::string field(const std::string& name) const;
    boost::json::object json() const; // of the body; empty when it is none
};

class WebClient {
  public:
    explicit WebClient(std::uint16_t port); // 127.0.0.1
    explicit WebClient(const std::string& socket_path);

    bool connected() const { return static_cast<bool>(fd_); }
    void send(std::string_view bytes);
    Response read(bool to_head = false);           // the next answer
    std::string read_until(std::string_view text); // of a stream; empty: it ended before
    bool ended();                                  // waits; true when the other side has closed
    bool hung_up(std::chrono::milliseconds patience) const; // without reading anything

  private:
    bool receive();

    Fd fd_;
    std::string unread_;
};

// "METHOD target" with the fields and body, and what every request must have.
std::string request(std::string_view line, std::string_view fields = {},
                    std::string_view body = {});

} // namespace pic::http
