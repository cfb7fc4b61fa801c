#include "dns/names_listener.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include "base/log.hpp"

namespace pic::dns {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t most_waiting = 32U << 20; // bytes that it has not read yet
constexpr std::size_t longest_answer = 4096;

// {"seq":7,"error":"…"}: without an error all is well.
void report(const std::string& line) {
    boost::system::error_code failure;
    const auto answer = json::parse(line, failure);
    const auto* fields = failure ? nullptr : answer.if_object();
    const auto* error = fields == nullptr ? nullptr : fields->if_contains("error");
    if (fields != nullptr && error == nullptr) return;
    log::error("pic-dns did not take a device's name: " +
               std::string(error != nullptr && error->is_string()
                               ? std::string_view(error->as_string())
                               : "it answered what nobody understands"));
}

} // namespace

void NamesListener::start(Gone gone) {
    gone_ = std::move(gone);
    read();
}

void NamesListener::send(const std::string& text) {
    if (waiting_.size() + text.size() > most_waiting) return close();
    waiting_ += text;
    if (writing_.empty()) write();
}

void NamesListener::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (const auto gone = std::exchange(gone_, nullptr)) gone(shared_from_this());
}

void NamesListener::read() {
    asio::async_read_until(socket_, asio::dynamic_buffer(answers_, longest_answer), '\n',
                           [self = shared_from_this()](auto failure, std::size_t length) {
                               if (failure) return self->close();
                               report(self->answers_.substr(0, length));
                               self->answers_.erase(0, length);
                               self->read();
                           });
}

void NamesListener::write() {
    writing_.swap(waiting_);
    asio::async_write(socket_, asio::buffer(writing_),
                      [self = shared_from_this()](auto failure, std::size_t) {
                          if (failure) return self->close();
                          self->writing_.clear();
                          if (!self->waiting_.empty()) self->write();
                      });
}

} // namespace pic::dns
