#include "http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "base/log.hpp"
#include "http/reader.hpp"
#include "http/streams.hpp"
#include "http/writer.hpp"

namespace pic::http {

namespace asio = boost::asio;

namespace {

// Where an answer from another thread arrives. Who brings it holds this weakly: when the connection
// is gone, so is the place.
struct Arrival {
    Arrival(const asio::any_io_executor& executor, Limits::Duration patience) :
        timer(executor, patience) {}
    asio::steady_timer timer;
    std::optional<Result<control::Reply>> reply;
};

void log_answer(const Request& request, const Answer& answer) {
    if (request.method.empty()) return;
    log::debug(fmt::format("{} {} {}", request.method,
                           request.target.substr(0, request.target.find('?')), answer.status));
}

} // namespace

void Connection::start(std::function<void()> ended) {
    asio::co_spawn(
        wire_->socket().get_executor(), [self = shared_from_this()] { return self->run(); },
        [self = shared_from_this(), ended = std::move(ended)](const std::exception_ptr& escaped) {
            if (escaped) log::error("A connection ended for lack of memory.");
            ended();
        });
}

void Connection::finish() {
    last_ = true;
    if (!busy_) wire_->close();
}

asio::awaitable<void> Connection::run() {
    Reader reader(*wire_, service_.limits);
    wire_->limit(service_.limits.request);
    while (co_await reader.wait()) {
        wire_->limit(service_.limits.request);
        if (!co_await serve(reader)) co_return;
        busy_ = false;
        waiting_since_ = Clock::now();
        wire_->limit(service_.limits.idle);
    }
    wire_->close();
}

// Whether another request may follow.
asio::awaitable<bool> Connection::serve(Reader& reader) {
    auto request = co_await reader.head();
    // By name: GCC 12 destroys a temporary twice that a braced list makes within co_await.
    static const Request unread;
    if (!request) co_return co_await answered(reader, unread, std::move(request.error()));
    auto visit = service_.api.receive(*request);
    if (!visit) co_return co_await answered(reader, *request, std::move(visit.error()));
    if (visit->method == nullptr && request->method == "GET") {
        auto opened = service_.streams.open(wire_, *visit);
        if (opened) co_return false;
        co_return co_await answered(reader, *request, problem(opened.error()));
    }
    if (visit->method == nullptr) co_return co_await answered(reader, *request, Answer());
    const auto& limits = service_.limits;
    auto body = co_await reader.body(visit->caller.role ? limits.body : limits.stranger_body);
    if (!body) co_return co_await answered(reader, *request, std::move(body.error()));
    request->body = std::move(*body);
    auto answer = co_await ask(*visit, *request);
    co_return co_await answered(reader, *request, std::move(answer));
}

asio::awaitable<bool> Connection::answered(Reader& reader, const Request& request, Answer answer) {
    if (answer.status == 0) co_return false;
    busy_ = true;
    log_answer(request, answer);
    const bool again = reader.keep_alive() && !last_;
    const auto bytes = to_bytes(answer, {request.method != "HEAD", !again, service_.api.now()});
    wire_->limit(service_.limits.write);
    const bool written = co_await wire_->write(bytes);
    if (written && again && !last_) co_return true;
    busy_ = false;
    if (written) co_await wire_->linger();
    wire_->close();
    co_return false;
}

asio::awaitable<Answer> Connection::ask(const Visit& visit, const Request& request) {
    auto call = service_.api.call(visit, request);
    if (!call) co_return std::move(call.error());
    const bool dry_run = call->dry_run;
    const auto reply = co_await submit(visit, std::move(*call));
    co_return service_.api.answer(visit, request, dry_run, reply);
}

asio::awaitable<Result<control::Reply>> Connection::submit(const Visit& visit, control::Call call) {
    busy_ = true;
    const auto& limits = service_.limits;
    wire_->limit(limits.answer + limits.write);
    const auto executor = wire_->socket().get_executor();
    const auto arrival = std::make_shared<Arrival>(executor, limits.answer);
    service_.api.submit(visit, std::move(call),
                        [weak = std::weak_ptr(arrival), executor](Result<control::Reply> reply) {
                            if (weak.expired()) return; // nobody waits: the server may be gone
                            asio::post(executor, [weak, reply = std::move(reply)]() mutable {
                                const auto place = weak.lock();
                                if (!place) return;
                                place->reply = std::move(reply);
                                place->timer.cancel();
                            });
                        });
    co_await arrival->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (arrival->reply) co_return std::move(*arrival->reply);
    co_return fail(Code::unavailable, "the cell is still at it; how it ends is not known", {},
                   "look again in a while");
}

} // namespace pic::http
