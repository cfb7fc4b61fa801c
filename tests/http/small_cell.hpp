// A cell that is just large enough for a front end: users with sessions, a few operations, and a
// record of what was asked of it. Everything but the store and the kernel behind it is real.
#pragma once

#include <atomic>
#include <mutex>

#include "access/session.hpp"
#include "control/dispatcher.hpp"

namespace pic::http {

class SmallCell final : public control::Dispatcher {
  public:
    SmallCell();

    static std::span<const control::Operation> operations();

    void submit(const control::Operation& operation, control::Call call,
                control::Done done) override;
    control::SnapshotPtr snapshot() const override;
    Subscription subscribe(std::function<void(const control::Event&)> happened) override;
    void touch_session(const std::string& id) override;

    void tell(const control::Event& event);
    void edit(const std::function<void(model::View&)>& change); // of the present view

    access::NewSession sign_in(const std::string& user); // "anna" is an admin, "paul" a peer user
    std::vector<control::Call> calls() const;            // what got as far as being carried out
    std::vector<std::string> touched() const;
    void answer_held(); // what "box.wait" waits for

  private:
    control::Reply reply_to(const control::Operation& operation, const control::Call& call);

    mutable std::mutex mutex_; // guards all below
    control::SnapshotPtr snapshot_;
    std::vector<control::Call> calls_;
    std::vector<std::string> touched_;
    std::vector<control::Done> held_;
    std::weak_ptr<std::function<void(const control::Event&)>> listener_;
};

} // namespace pic::http
