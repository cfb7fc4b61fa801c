// The model in memory, from generation to generation: a change is applied to the working state and
// handed to the store; once it is durable its generation is published. When a commit fails, the
// working state falls back to the last durable one, and whatever was built on it fails too.
// Control thread only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>

#include "control/change.hpp"
#include "control/index.hpp"
#include "store/store_thread.hpp"

namespace pic::control {

struct State {
    model::View view;
    model::Table<Secret> secrets;
};

class Generations {
  public:
    Generations(boost::asio::io_context& loop, store::StoreThread& store, State loaded);

    const State& working() const { return working_; } // every change accepted so far
    const State& durable() const { return durable_; } // those that are on the disk
    const Index& index() const { return index_; }

    // The state as it would be; nothing is changed.
    static State after(State state, const Change& change, std::uint64_t generation);

    // Answers on the loop, with the state as of this commit.
    using Durable = std::function<void(Result<State>)>;
    void commit(const Change& change, store::AuditEntry audit, Durable durable);

  private:
    void log_reaches(Time time);
    void apply(const Change& change, std::uint64_t generation);
    void committed(std::uint64_t epoch, std::optional<State> state, Result<std::uint64_t> outcome,
                   const Durable& durable);

    boost::asio::io_context& loop_;
    store::StoreThread& store_;
    State working_, durable_;
    Index index_;
    std::uint64_t epoch_ = 0; // grows with each fall back: commits of older ones are void
    Error failure_;           // why the last one fell back
};

} // namespace pic::control
