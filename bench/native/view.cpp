// A generation: one document is put into the working view, and a copy of the whole published.
#include <benchmark/benchmark.h>

#include "model/view.hpp"
#include "native/cell.hpp"

namespace pic::bench {

namespace {

void publish(benchmark::State& state) {
    auto view = cell_with(static_cast<std::uint32_t>(state.range(0))).view;
    auto peer = *view.peers.find(peer_id(5));
    model::ViewPtr published;
    for (auto _ : state) {
        peer.generation = ++view.generation;
        view.peers.put(peer);
        published = std::make_shared<const model::View>(view);
    }
    benchmark::DoNotOptimize(published);
}
BENCHMARK(publish)->Name("one peer put, the view published, present:")->Arg(10)->Arg(many);

} // namespace

} // namespace pic::bench
