// Documents as the store keeps them and answers as the API gives them.
#include <benchmark/benchmark.h>

#include "codec/fields.hpp"
#include "codec/json.hpp"
#include "native/cell.hpp"

namespace pic::bench {

namespace {

const model::Peer& peer() {
    return cell_with(10).view.peers.find(peer_id(5))->value;
}

void write(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(boost::json::serialize(codec::to_json(peer())));
}
BENCHMARK(write)->Name("a peer to JSON");

void read(benchmark::State& state) {
    const auto text = boost::json::serialize(codec::to_json(peer()));
    for (auto _ : state) {
        const auto value = codec::from_json<model::Peer>(*codec::parse(text));
        if (!value) state.SkipWithError("what was written cannot be read");
    }
}
BENCHMARK(read)->Name("a peer from JSON");

} // namespace

} // namespace pic::bench
