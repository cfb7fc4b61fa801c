#include "control/store_copy.hpp"

#include <boost/asio/post.hpp>

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
    go_on(control);
}

// Piece by piece: what is to be stored meanwhile comes in between.
void StoreCopy::go_on(Control& control) {
    control.world().store.read([this, &control](store::Store& store) {
        const auto whole = store.copy_some();
        if (whole && !*whole)
            return boost::asio::post(control.world().loop, [this, &control] { go_on(control); });
        if (!whole) log::warning("There is no new copy of the store: " + whole.error().text());
        give_memory_back();
    });
}

} // namespace pic::control
