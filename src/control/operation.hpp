// The table of operations: all that can be asked of the cell, said once. REST, D-Bus, picctl, the
// OpenAPI document, completion and reference pages are made from it. A capability exports
// `std::span<const Operation> operations()`; app/ joins them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "codec/schema.hpp"
#include "control/call.hpp"
#include "control/change.hpp"

namespace pic::control {

class Control;
struct Snapshot;

// The least that a caller over HTTP must be. What a peer user may see of others' things is the
// handler's business.
enum class Access { anyone, peer, admin };

// The polkit action that a caller over D-Bus needs: ngo.pic.cell1.<name>.
enum class Right { read, manage, secrets, setup };
std::string_view polkit_action(Right right);

// Whether a cell without a name answers. To those who administer the machine it does where nobody
// else would be let in: it has no users yet.
enum class BeforeSetUp { waits, to_admins, answers };

// What an operation does. A read looks at an immutable snapshot on the caller's thread. A change is
// a pure function on the control thread; the machinery stores, applies, audits and answers. An act
// works with the world outside and answers when it is done.
using Read = Result<Reply> (*)(const Snapshot&, const Call&);
using Decide = Result<Change> (*)(const Context&, const Call&);
using Act = void (*)(Control&, Call, Done);

// Slow, pure preparation of a call on a worker thread, e.g. hashing a password.
using Prepare = Result<json::value> (*)(const Snapshot&, const Call&);

// Sets fields of a document that is there: "noun.update", "noun.set".
inline bool is_update(std::string_view operation) {
    return operation.ends_with(".update") || operation.ends_with(".set");
}

struct Operation {
    std::string_view name; // "noun.verb": D-Bus ngo.pic.Cell1.Noun.Verb, `picctl noun verb`
    std::string_view rest; // "POST /api/peers/{id}/issue"; empty: not over HTTP
    Access access = Access::admin;
    Right right = Right::manage;
    std::variant<Read, Decide, Act> run;
    std::string_view help;             // one line, for a person
    json::object (*input)() = nullptr; // JSON Schema of the input; null: it takes none
    json::object (*output)() = nullptr;
    std::string_view positional = {}; // the input that picctl takes without an option
    std::string_view guarded = {};    // the input that takes Right::secrets where it is given
    std::string_view media = {};      // of Reply::file, when that is the answer: "a/b, c/d"
    std::string_view file = {};       // the member of the answer that is a file's content
    BeforeSetUp before_setup = BeforeSetUp::waits;
    bool confidential = false; // carries secrets: never in clear text over a network
    bool own_session = false;  // about the session it comes with: not over D-Bus
    bool rehearses = false;    // an act that can tell what it would do
    bool may_lock_out = false; // what it does may have to be confirmed
    bool versioned = false;    // of a document with a generation: heeds If-Match
    Prepare prepare = nullptr;

    bool reads() const { return std::holds_alternative<Read>(run); }
    bool decides() const { return std::holds_alternative<Decide>(run); }
    bool can_be_tried() const { return decides() || rehearses; } // without doing it
    bool adds() const { return verb() == "add"; }                // HTTP answers 201
    bool hands_out_file() const { return !media.empty() || !file.empty(); }
    std::string_view noun() const { return name.substr(0, name.find('.')); }
    std::string_view verb() const { return name.substr(name.find('.') + 1); }
    std::string_view rest_method() const { return rest.substr(0, rest.find(' ')); }
    std::string_view rest_path() const { return rest.substr(rest.find(' ') + 1); }
};

// What this call takes of a caller over D-Bus.
Right right_of(const Operation& operation, const Call& call);

Error not_set_up();

// Whether the caller's session, if he came by one, has not ended since, nor his role changed.
Status still_signed_in(const Caller& caller, const model::View& view);

// Whether the caller may ask for this now: signed in, allowed, set up, confidential. Judged when it
// is asked and, for whoever had to wait in line, once more when its turn comes.
Status admit(const Operation& operation, const Caller& caller, const model::View& view);

// An operation without input takes no field; the others judge their own. What heeds no If-Match
// takes none: whoever sends one relies on it.
Status check_fields(const Operation& operation, const Call& call);

// If-Match: Code::precondition when the document is not the one that the caller has read.
Status unchanged(std::uint64_t generation, const Call& call);

// Everything about the operations as one JSON document: `picd --describe`.
json::object describe(std::span<const Operation> operations);

// The input as a struct, with its defaults; for handlers.
template <class T>
Result<T> input_of(const Call& call) {
    return codec::from_json<T>(json::value(call.input));
}

} // namespace pic::control
