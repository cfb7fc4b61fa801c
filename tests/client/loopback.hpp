// Servers on loopback whose answers a test decides, honest or hostile. Each has a thread of its
// own.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "base/fd.hpp"
#include "client/socket.hpp"

namespace pic::client {

struct Datagram {
    Bytes data;
    bool from_elsewhere = false; // from another port than the one that was asked
};

// An address of loopback for this process: on it no port is taken by tests that run beside it.
std::string own_address();

class UdpServer {
  public:
    using Answer = std::function<std::vector<Datagram>(ByteView question)>;
    // Port 0: any that is free.
    explicit UdpServer(Answer answer, const std::string& address = own_address(),
                       std::uint16_t port = 0);
    ~UdpServer();

    Server server() const { return server_; }
    int questions() const { return questions_; }

  private:
    void run();

    Answer answer_;
    Server server_;
    Fd socket_, elsewhere_, wake_;
    std::atomic<int> questions_ = 0;
    std::thread thread_;
};

// One connection at a time; what `answer` gives is sent as it is, and the connection closed.
class TcpServer {
  public:
    using Answer = std::function<Bytes(ByteView question)>;
    explicit TcpServer(Answer answer, std::uint16_t port);
    ~TcpServer();

  private:
    void run();

    Answer answer_;
    Fd socket_, wake_;
    std::thread thread_;
};

// A port on which nothing listens.
Server nobody();

client::Deadline in(std::chrono::milliseconds time);

} // namespace pic::client
