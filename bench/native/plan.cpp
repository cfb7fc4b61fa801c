// The two sizes of one code path: the steps of one peer's change, and a look at everything.
#include <benchmark/benchmark.h>

#include "native/cell.hpp"
#include "plan/diff.hpp"

namespace pic::bench {

namespace {

void one_peer(benchmark::State& state) {
    const auto& before = cell_with(static_cast<std::uint32_t>(state.range(0)));
    auto after = before;
    auto peer = *after.view.peers.find(peer_id(5));
    peer.value.permissions.lan = true;
    after.view.peers.put(peer);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            plan::diff(plan::wanted(before, peer.id), plan::wanted(after, peer.id)));
}
BENCHMARK(one_peer)->Name("steps of one changed peer, present:")->Arg(10)->Arg(many);

void everything(benchmark::State& state) {
    const auto& inputs = cell_with(many);
    const auto present = plan::wanted_by_all(inputs);
    for (auto _ : state) {
        const auto steps = plan::diff(present, plan::wanted_by_all(inputs));
        if (!steps.empty()) state.SkipWithError("a settled cell wants steps");
    }
}
BENCHMARK(everything)->Name("check of 10,000 peers, nothing to do")->Unit(benchmark::kMillisecond);

} // namespace

} // namespace pic::bench
