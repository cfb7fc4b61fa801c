#include "control/store_copy.hpp"

#include <boost/asio/post.hpp>

#include "base/memory.hpp"
#include "control/audit_check.hpp"
#include "control/control.hpp"
#include "control/findings.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
// A start has enough to do, and what it opened is whole.
constexpr auto first = 10min;
constexpr auto interval = 24h, retry = 1h;

} // namespace

void StoreCopy::keep(Control& control) {
    const auto now = control.world().clock.steady();
    if (!due_) due_ = now + first;
    if (now < *due_) return;
    due_ = now + interval;
    check_audit(control, [this, &control](const auto&) { go_on(control); });
}

// Piece by piece: what is to be stored meanwhile comes in between.
void StoreCopy::go_on(Control& control) {
    control.world().store.read([this, &control](store::Store& store) {
        auto whole = store.copy_some();
        boost::asio::post(control.world().loop, [this, &control, whole = std::move(whole)] {
            if (!whole) return ended(control, fail(whole.error()));
            if (!*whole) return go_on(control);
            control.on_worker(
                [directory = control.settings().state_directory] {
                    return store::Store::keep_copy(directory);
                },
                [this, &control](const Status& kept) { ended(control, kept); });
        });
    });
}

void StoreCopy::ended(Control& control, const Status& kept) {
    give_memory_back();
    if (kept) return tell_findings(control, "store_copy", {});
    due_ = control.world().clock.steady() + retry;
    tell_findings(
        control, "store_copy",
        {{"store_copy.failed", Severity::warning, "store",
          "the store cannot be copied: " + kept.error().detail,
          "the copy is what is left when the disk damages the store; the last one stays",
          "look at the disk: journalctl -k, findmnt -T " + control.settings().state_directory}});
}

} // namespace pic::control
