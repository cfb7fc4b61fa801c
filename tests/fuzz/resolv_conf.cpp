#include "client/resolv_conf.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto servers = client::parse_resolv_conf(fuzz::text_of(bytes));
    fuzz::require(!servers.empty() && servers.size() <= 3, "one to three servers");
}
