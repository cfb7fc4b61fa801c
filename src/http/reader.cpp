#include "http/reader.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "base/lowercase.hpp"
#include "http/answer.hpp"

namespace pic::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t first_read = 4096;

tl::unexpected<Answer> malformed(unsigned status, std::string what) {
    return refuse(status, {Code::malformed, std::move(what), {}, {}, {}});
}

tl::unexpected<Answer> gone() {
    return tl::unexpected(Answer{0, {}, {}});
}

bool is_of_parser(const beast::error_code& failure) {
    return failure.category() ==
           beast::http::make_error_code(beast::http::error::bad_field).category();
}

tl::unexpected<Answer> refused(const beast::error_code& failure, bool line_is_complete) {
    using beast::http::error;
    if (failure == error::end_of_stream || failure == error::partial_message ||
        !is_of_parser(failure))
        return gone();
    if (failure == error::body_limit) return malformed(413, "the body is too long");
    if (failure == error::buffer_overflow)
        return malformed(431, "what stands beside the chunks of the body is too long");
    if (failure == error::header_limit)
        return line_is_complete ? malformed(431, "the header is too long")
                                : malformed(414, "the address is too long");
    return malformed(400, "this is not an HTTP request: " + failure.message());
}

// What Beast lets through and others read in another way.
std::optional<Answer> ambiguity(const beast::http::request<beast::http::string_body>& message) {
    using beast::http::field;
    const auto problem_of = [](unsigned status, std::string what) {
        return problem(status, {Code::malformed, std::move(what), {}, {}, {}});
    };
    const auto lengths = message.count(field::content_length);
    if (lengths > 1 || message[field::content_length].find(',') != beast::string_view::npos)
        return problem_of(400, "the field Content-Length comes twice");
    const auto coding = message[field::transfer_encoding];
    if (message.count(field::transfer_encoding) > 0 && !beast::iequals(coding, "chunked"))
        return problem_of(501, "the only transfer coding here is chunked");
    if (message.version() != 10 && message.version() != 11)
        return problem_of(505, "this is HTTP 1.1");
    if (message.version() == 10 && message.count(field::transfer_encoding) > 0)
        return problem_of(400, "HTTP 1.0 has no transfer codings");
    if (message.count(field::expect) > 0 && !beast::iequals(message[field::expect], "100-continue"))
        return problem_of(417, "only 100-continue can be expected");
    return std::nullopt;
}

} // namespace

struct Reader::State {
    explicit State(const Limits& limits) : buffer(std::max(limits.header, first_read)) {}

    // Holds what the parser takes only whole. Of the header it counts the bytes itself, but not of
    // a chunk's line or of the fields behind the last chunk: these end where the buffer does.
    beast::flat_buffer buffer;
    std::optional<beast::http::request_parser<beast::http::string_body>> parser;
    bool ambiguous = false; // where this request ends: what follows it is nobody's
};

Reader::Reader(Wire& wire, const Limits& limits) :
    wire_(wire), limits_(limits), state_(std::make_unique<State>(limits)) {}
Reader::~Reader() = default;

bool Reader::complete() const {
    return state_->parser && !state_->ambiguous && state_->parser->is_done();
}

bool Reader::keep_alive() const {
    return complete() && state_->parser->get().version() == 11 && state_->parser->keep_alive();
}

asio::awaitable<bool> Reader::wait() {
    auto& buffer = state_->buffer;
    state_->parser.reset();
    if (buffer.size() > 0) co_return true; // the next request came with the last one
    buffer.shrink_to_fit();                // who only waits holds no memory
    const auto [failure] = co_await wire_.socket().async_wait(Socket::wait_read, quietly);
    if (failure) co_return false;
    const auto [ended, size] =
        co_await wire_.socket().async_read_some(buffer.prepare(first_read), quietly);
    buffer.commit(size);
    co_return !ended;
}

asio::awaitable<Or<Request>> Reader::head() {
    auto& parser = state_->parser.emplace();
    parser.header_limit(static_cast<std::uint32_t>(limits_.header));
    parser.body_limit(limits_.body);
    const auto [failure, size] =
        co_await beast::http::async_read_header(wire_.socket(), state_->buffer, parser, quietly);
    if (failure) {
        const auto unread = state_->buffer.cdata();
        const std::string_view text(static_cast<const char*>(unread.data()), unread.size());
        co_return refused(failure, parser.get().target().size() > 0 ||
                                       text.find('\n') != std::string_view::npos);
    }
    const auto& message = parser.get();
    if (auto answer = ambiguity(message)) {
        state_->ambiguous = true;
        co_return tl::unexpected(std::move(*answer));
    }
    if (message.target().size() > limits_.target)
        co_return malformed(414, "the address is too long");
    Request request;
    request.method = message.method_string();
    request.target = message.target();
    request.client = wire_.client();
    for (const auto& field : message)
        request.fields.emplace_back(lowercase(field.name_string()), field.value());
    co_return request;
}

asio::awaitable<Or<std::string>> Reader::body(std::size_t most) {
    auto& parser = *state_->parser;
    if (parser.is_done()) co_return std::move(parser.get().body());
    if (const auto length = parser.content_length(); length && *length > most)
        co_return malformed(413, "the body is too long");
    parser.body_limit(most);
    if (parser.get().count(beast::http::field::expect) > 0 && state_->buffer.size() == 0 &&
        !co_await wire_.write("HTTP/1.1 100 Continue\r\n\r\n"))
        co_return gone();
    const auto [failure, size] =
        co_await beast::http::async_read(wire_.socket(), state_->buffer, parser, quietly);
    if (failure) co_return refused(failure, true);
    co_return std::move(parser.get().body());
}

} // namespace pic::http
