#include "http/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "http/writer.hpp"

namespace pic::http {

namespace asio = boost::asio;

namespace {

std::string text_of(const control::Event& event) {
    const control::json::object data{
        {"noun", event.noun}, {"id", event.id}, {"generation", event.generation}};
    return "data: " + control::json::serialize(data) + "\n\n";
}

} // namespace

Stream::Stream(std::shared_ptr<Wire> wire, const Visit& visit, const Api& api,
               const Limits& limits) :
    wire_(std::move(wire)),
    api_(api), limits_(limits), caller_(visit.caller), cookie_(visit.cookie),
    concern_(visit.caller, *visit.snapshot), waiting_(limits.waiting_events),
    wake_(wire_->socket().get_executor()) {}

void Stream::start(std::function<void()> ended) {
    watch_for_the_end();
    asio::co_spawn(
        wire_->socket().get_executor(), [self = shared_from_this()] { return self->run(); },
        [self = shared_from_this(), ended = std::move(ended)](const std::exception_ptr& escaped) {
            if (escaped) log::error("A stream of events ended for lack of memory.");
            self->close();
            ended();
        });
}

void Stream::close() {
    wire_->close();
    wake_.cancel();
}

// A client says nothing on a stream; if its socket has something to read, that is the end.
void Stream::watch_for_the_end() {
    wire_->socket().async_wait(Socket::wait_read, [weak = weak_from_this()](auto) {
        if (const auto self = weak.lock()) self->close();
    });
}

bool Stream::still_allowed(const control::Snapshot& snapshot) const {
    const auto now = api_.caller(snapshot, cookie_);
    return now && now->role == caller_.role && now->user == caller_.user;
}

void Stream::tell(const control::Event& event, const control::Snapshot& snapshot) {
    if ((event.noun == "sessions" || event.noun == "users") && !still_allowed(snapshot))
        return close();
    if (!concern_.about(event, snapshot)) return;
    if (!waiting_.push(event)) return close();
    wake_.cancel();
}

asio::awaitable<bool> Stream::send(std::string text) {
    wire_->limit(limits_.write);
    const bool sent = co_await wire_->write(text);
    if (sent) wire_->limit(limits_.ping + limits_.write);
    co_return sent;
}

asio::awaitable<void> Stream::run() {
    if (!co_await send(stream_head(api_.now()) + "retry: 2000\n\n")) co_return;
    auto next_ping = asio::steady_timer::clock_type::now() + limits_.ping;
    while (wire_->is_open()) {
        std::string text;
        while (!waiting_.empty())
            text += text_of(waiting_.pop());
        if (asio::steady_timer::clock_type::now() >= next_ping) {
            if (!still_allowed(*api_.snapshot())) co_return;
            text += ": still here\n\n";
            next_ping = asio::steady_timer::clock_type::now() + limits_.ping;
        }
        if (!text.empty() && !co_await send(std::move(text))) co_return;
        if (!waiting_.empty()) continue;
        wake_.expires_at(next_ping);
        co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

} // namespace pic::http
