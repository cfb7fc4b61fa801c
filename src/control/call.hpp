// One request for an operation and its answer, the same from every front end. Values; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "codec/json.hpp"
#include "model/cell.hpp"

namespace pic::control {

namespace json = boost::json;

// Who asks. A front end fills this in after it has authenticated the caller.
struct Caller {
    std::string actor;               // for the audit: "anna", "uid:1000(anna)", "picd"
    std::optional<model::Role> role; // nullopt: nobody is signed in
    std::string user;                // id of the signed-in user; empty over D-Bus
    std::string session;             // id of the session; empty over D-Bus
    std::string address;             // where from; empty: this machine
    std::string agent;               // the browser, as it names itself
    bool confidential = true;        // over TLS or without leaving this machine
    Secret csrf = {};                // the session's CSRF token, for what is about the session

    bool admin() const { return role == model::Role::admin; }
};

// What picd does by itself.
inline Caller picd() {
    Caller caller;
    caller.actor = "picd";
    caller.role = model::Role::admin;
    return caller;
}

struct Call {
    Caller caller;
    json::object input;                    // path parameters, query and body in one
    std::optional<std::uint64_t> if_match; // generation the caller has seen
    bool dry_run = false;                  // answer with the plan, change nothing
    json::value prepared;                  // what Operation::prepare made of the input
    Time now{};                            // when it was asked, by the loop's clock
};

// Bytes that are not JSON: a client file, a picture, a certificate.
struct File {
    std::string name;  // suggested to whoever saves it
    std::string media; // "image/png"
    std::string bytes;
};

struct Grant { // a new session: http/ turns it into cookies, nobody else may have it
    std::string cookie, csrf;
    bool revoke = false; // the session is over: take the cookies back
};

struct Reply {
    json::value body = nullptr;
    std::optional<File> file;
    std::optional<Grant> grant;
    std::uint64_t generation = 0;     // of the document in `body`: its ETag; 0: none
    std::vector<std::string> pending; // durable but not yet in force, and why; then HTTP says 202
};

using Done = std::function<void(Result<Reply>)>; // called once, on any thread

} // namespace pic::control
