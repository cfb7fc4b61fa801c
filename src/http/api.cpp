#include "http/api.hpp"

#include <algorithm>
#include <array>

#include "access/session.hpp"
#include "base/lowercase.hpp"
#include "http/cookie.hpp"
#include "http/host.hpp"
#include "http/input.hpp"
#include "http/openapi.hpp"

namespace pic::http {

namespace {

// Two of one of these, and whoever stands before us may have believed the other.
constexpr std::array<std::string_view, 11> single_fields = {
    "host",         "content-type",    "content-length",   "transfer-encoding",
    "cookie",       "origin",          "sec-fetch-site",   "if-match",
    "x-csrf-token", "x-forwarded-for", "x-forwarded-proto"};

Status check_fields(const Request& head) {
    for (const auto name : single_fields)
        if (std::ranges::count(head.fields, name, &Field::first) > 1)
            return fail(Code::malformed, "the field " + std::string(name) + " comes twice");
    return {};
}

bool is_safe(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

Answer not_allowed(std::string allow) {
    auto answer =
        problem(405, {Code::malformed, "this is not done here with this method", {}, {}, {}});
    answer.fields.emplace_back("Allow", std::move(allow));
    return answer;
}

Answer options(std::string allow) {
    return {204, {{"Allow", std::move(allow)}}, {}};
}

bool is_path(const Target& target, std::string_view name) {
    return target.segments.size() == 2 && target.segments[1] == name;
}

} // namespace

Api::Api(control::Dispatcher& dispatcher, std::span<const control::Operation> operations, Now now,
         const std::string& webui) :
    dispatcher_(dispatcher),
    router_(operations), assets_(webui), now_(std::move(now)),
    openapi_(control::json::serialize(openapi(operations))) {}

std::optional<control::Caller> Api::caller(const control::Snapshot& snapshot,
                                           const std::string& cookie) const {
    if (cookie.empty()) return std::nullopt;
    return access::caller_of(snapshot, cookie, now_());
}

Or<Visit> Api::enter(const Request& head) const {
    if (auto fine = check_fields(head); !fine) return refuse(fine.error());
    auto source = source_of(head);
    if (!source) return refuse(source.error());
    const auto host = parse_host(head.text("host"), source->tls);
    if (!host) return refuse(host.error());
    Visit visit;
    visit.snapshot = dispatcher_.snapshot();
    if (!is_ours(host->host, *visit.snapshot))
        return refuse(421, {Code::not_permitted,
                            "this cell is not called " + host->host,
                            {},
                            "open it by its own name or address",
                            {}});
    auto target = parse_target(head.target);
    if (!target) return refuse(target.error());
    if (!is_safe(head.method) && !of_same_origin(head, *host, source->tls))
        return refuse({Code::not_permitted,
                       "a page of another address asks for this",
                       {},
                       "open the cell by one of its own addresses and do it there",
                       {}});
    visit.cookie =
        find_cookie(head.text("cookie"), cookie_name(access::session_cookie, source->tls))
            .value_or(std::string());
    visit.caller =
        caller(*visit.snapshot, visit.cookie).value_or(control::Caller{.actor = "anonymous"});
    visit.caller.address = source->address;
    visit.caller.agent = head.text("user-agent");
    visit.caller.confidential = source->confidential;
    visit.source = std::move(*source);
    visit.target = std::move(*target);
    return visit;
}

Or<Visit> Api::receive(const Request& head) const {
    auto visit = enter(head);
    if (!visit) return visit;
    if (!visit->target.api()) return tl::unexpected(page(head, visit->target));
    auto admitted = route(head, std::move(*visit));
    if (admitted && !admitted->caller.session.empty())
        dispatcher_.touch_session(admitted->caller.session);
    return admitted;
}

Or<Visit> Api::route(const Request& head, Visit visit) const {
    const bool reads = head.method == "GET" || head.method == "HEAD";
    const bool set_up = visit.snapshot->view->set_up();
    const bool events = is_path(visit.target, "events");
    if (events || is_path(visit.target, "openapi.json")) {
        if (head.method == "OPTIONS") return tl::unexpected(options("GET, HEAD, OPTIONS"));
        if (!reads) return tl::unexpected(not_allowed("GET, HEAD, OPTIONS"));
        if (!set_up) return refuse(control::not_set_up());
        if (!events)
            return tl::unexpected(Answer{200, {{"Content-Type", "application/json"}}, openapi_});
        static const control::Operation stream{.name = "cell.events",
                                               .access = control::Access::peer};
        if (auto admitted = control::admit(stream, visit.caller, *visit.snapshot->view); !admitted)
            return refuse(admitted.error());
        return visit;
    }
    auto found = router_.find(visit.target.segments);
    if (!found && !set_up) return refuse(control::not_set_up());
    if (!found)
        return refuse({Code::not_found,
                       "there is nothing here",
                       {},
                       "GET /api/openapi.json tells what there is",
                       {}});
    if (head.method == "OPTIONS") return tl::unexpected(options(found->route->allow()));
    visit.method = found->route->find(head.method);
    if (visit.method == nullptr) return tl::unexpected(not_allowed(found->route->allow()));
    visit.parameters = std::move(found->parameters);
    if (auto meant = check_intent(head, visit); !meant) return refuse(meant.error());
    if (auto admitted =
            control::admit(visit.method->operation, visit.caller, *visit.snapshot->view);
        !admitted)
        return refuse(admitted.error());
    return visit;
}

// A session's cookie comes with whatever the browser sends; its token only with what our page
// sends. What anybody may do needs none, signing out included: that another site's page can bring
// it about is kept off by where the request comes from.
Status Api::check_intent(const Request& head, const Visit& visit) const {
    if (is_safe(head.method) || visit.caller.session.empty() ||
        visit.method->operation.access == control::Access::anyone)
        return {};
    const auto token = head.text(lowercase(access::csrf_header));
    if (access::csrf_matches(*visit.snapshot, visit.caller.session, token)) return {};
    return fail(Code::not_permitted, "the request lacks the session's CSRF token", {},
                "send the token that signing in gave as " + std::string(access::csrf_header));
}

Or<control::Call> Api::call(const Visit& visit, const Request& request) const {
    auto call = call_of(*visit.method, visit.parameters, visit.target, request);
    if (!call) return call;
    call->caller = visit.caller;
    if (visit.method->operation.own_session && !visit.caller.session.empty())
        call->caller.csrf = access::csrf_of(visit.cookie);
    return call;
}

void Api::submit(const Visit& visit, control::Call call, control::Done done) const {
    dispatcher_.submit(visit.method->operation, std::move(call), std::move(done));
}

Answer Api::answer(const Visit& visit, const Request& request, bool dry_run,
                   const Result<control::Reply>& reply) const {
    if (!reply) return problem(reply.error());
    return http::answer({&visit.method->operation, dry_run, visit.source.tls,
                         request.target.substr(0, request.target.find('?'))},
                        *reply);
}

Answer Api::page(const Request& head, const Target& target) const {
    if (head.method == "OPTIONS") return options("GET, HEAD, OPTIONS");
    if (!is_safe(head.method)) return not_allowed("GET, HEAD, OPTIONS");
    std::string path;
    for (const auto& segment : target.segments)
        path += (path.empty() ? "" : "/") + segment;
    return assets_.answer(path, head.text("accept-encoding"));
}

} // namespace pic::http
