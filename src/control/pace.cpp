#include "control/pace.hpp"

#include <algorithm>

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::seconds interval = 2s;
constexpr int at_once = 30;

} // namespace

// The generic cell rate algorithm (ITU-T I.371): what is remembered is one instant for each user.
Status Pace::take(const Caller& caller, Instant now) {
    if (caller.role != model::Role::peer) return {};
    std::erase_if(rested_, [&](const auto& entry) { return entry.second <= now; });
    const auto present = rested_.find(caller.user);
    const auto rested = (present == rested_.end() ? now : present->second) + interval;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(rested - now - at_once * interval);
    if (wait > 0s)
        return fail(Error{.code = Code::too_many,
                          .detail = "there were too many changes in a short time",
                          .remedy = "try again in a moment",
                          .retry_after = static_cast<std::uint32_t>(wait.count())});
    rested_[caller.user] = rested;
    return {};
}

} // namespace pic::control
