#include "control/store_copy.hpp"

#include "base/log.hpp"
#include "base/memory.hpp"
#include "control/control.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
// A start has enough to do, and what it opened is whole.
constexpr auto first = 10min;
constexpr auto interval = 24h;

} // namespace

void StoreCopy::keep(Control& control) {
    const auto now = control.world().clock.steady();
    if (!due_) due_ = now + first;
    if (now < *due_) return;
    due_ = now + interval;
    control.world().store.read([](store::Store& store) {
        if (const auto copied = store.copy(); !copied)
            log::warning("There is no new copy of the store: " + copied.error().text());
        give_memory_back();
    });
}

} // namespace pic::control
