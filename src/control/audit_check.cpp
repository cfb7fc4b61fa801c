#include "control/audit_check.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "control/control.hpp"
#include "control/findings.hpp"

namespace pic::control {

namespace {

constexpr std::int64_t looked_at_once = 5000;

using Then = std::function<void(Result<store::AuditVerdict>)>;

std::vector<Finding> found_in(const Result<store::AuditVerdict>& read) {
    if (!read)
        return {{"audit.unread", Severity::problem, "audit",
                 "the audit log cannot be read: " + read.error().detail,
                 "nobody knows whether it is whole", read.error().remedy}};
    const auto& verdict = *read;
    if (!verdict.broken) return {};
    return {
        {"audit.broken", Severity::problem, "audit",
         "the audit log was changed from outside: entry " + std::to_string(*verdict.broken) +
             " does not follow from the one before",
         "what it says from there on may be somebody else's words",
         "find out who may write to the disk of /var/lib/pic; a backup of before has the log as "
         "it was, and picctl audit verify says how far this one goes"}};
}

void go_on(Control& control, const store::AuditVerdict& so_far, Then then) {
    control.world().store.read(
        [&control, so_far, then = std::move(then)](store::Store& store) mutable {
            auto verdict = store.audit().verify(so_far, looked_at_once);
            boost::asio::post(control.world().loop, [&control, then = std::move(then),
                                                     verdict = std::move(verdict)]() mutable {
                if (verdict && !verdict->complete) return go_on(control, *verdict, std::move(then));
                tell_findings(control, "audit", found_in(verdict));
                then(std::move(verdict));
            });
        });
}

} // namespace

void check_audit(Control& control, Then then) {
    go_on(control, {}, std::move(then));
}

} // namespace pic::control
