// What a request may ask for and what it is answered, without a socket in sight. Any thread.
#pragma once

#include <functional>
#include <span>

#include "control/dispatcher.hpp"
#include "http/answer.hpp"
#include "http/assets.hpp"
#include "http/router.hpp"
#include "http/source.hpp"
#include "http/target.hpp"

namespace pic::http {

// A request that was let in by its head alone; its body has not been read yet.
struct Visit {
    control::SnapshotPtr snapshot; // of the moment it came
    control::Caller caller;
    Source source;
    Target target;
    Parameters parameters;
    const Method* method = nullptr; // nullptr: the stream of events
    std::string cookie;             // of the session, to look at it again
};

class Api {
  public:
    using Now = std::function<Time()>;
    Api(control::Dispatcher& dispatcher, std::span<const control::Operation> operations, Now now,
        const std::string& webui);

    // Looks at everything but the body: is it meant for us, from whom, may he? An answer ends the
    // request: a refusal, or what has no body to wait for.
    Or<Visit> receive(const Request& head) const;

    Or<control::Call> call(const Visit& visit, const Request& request) const;
    void submit(const Visit& visit, control::Call call, control::Done done) const;
    Answer answer(const Visit& visit, const Request& request, bool dry_run,
                  const Result<control::Reply>& reply) const;

    // Who holds this session now; nullopt when it is over.
    std::optional<control::Caller> caller(const control::Snapshot& snapshot,
                                          const std::string& cookie) const;
    control::SnapshotPtr snapshot() const { return dispatcher_.snapshot(); }
    Time now() const { return now_(); }

  private:
    Or<Visit> enter(const Request& head) const;
    Or<Visit> route(const Request& head, Visit visit) const;
    Answer page(const Request& head, const Target& target) const;
    Status check_intent(const Request& head, const Visit& visit) const;

    control::Dispatcher& dispatcher_;
    Router router_;
    Assets assets_;
    Now now_;
    std::string openapi_; // the document, made once
};

} // namespace pic::http
