#include "http/streams.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <vector>

namespace pic::http {

void Streams::tell(const control::Event& event) {
    const std::lock_guard lock(mutex_);
    const bool asleep = inbox_.empty() && !overrun_;
    if (!inbox_.push(event)) overrun_ = true;
    if (asleep) boost::asio::post(io_, [this] { hand_out(); });
}

// When more happened than there is room for, all are cut off: they come back and read anew.
void Streams::hand_out() {
    control::EventQueue events(limits_.waiting_events);
    bool overrun = false;
    {
        const std::lock_guard lock(mutex_);
        std::swap(events, inbox_);
        overrun = std::exchange(overrun_, false);
    }
    if (overrun) return close();
    const auto snapshot = api_.snapshot();
    const std::vector present(all_.begin(), all_.end());
    while (!events.empty()) {
        const auto event = events.pop();
        for (const auto& stream : present)
            stream->tell(event, *snapshot);
    }
}

Status Streams::open(const std::shared_ptr<Wire>& wire, const Visit& visit) {
    const auto of_user = std::ranges::count_if(
        all_, [&](const auto& stream) { return stream->user() == visit.caller.user; });
    const auto kept =
        visit.caller.admin() ? 0 : std::min(limits_.streams_for_admins, limits_.streams);
    if (all_.size() >= limits_.streams - kept ||
        static_cast<std::size_t>(of_user) >= limits_.streams_per_user)
        return fail(Code::too_many, "too many streams of events are open", {},
                    "close another window of this cell");
    const auto stream = std::make_shared<Stream>(wire, visit, api_, limits_);
    all_.insert(stream);
    stream->start([this, weak = std::weak_ptr(stream)] {
        if (const auto ended = weak.lock()) all_.erase(ended);
    });
    return {};
}

void Streams::close() {
    const std::vector present(all_.begin(), all_.end());
    for (const auto& stream : present)
        stream->close();
}

} // namespace pic::http
