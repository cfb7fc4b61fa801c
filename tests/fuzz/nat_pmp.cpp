#include "client/nat_pmp_message.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    if (const auto address = client::parse_nat_pmp(bytes))
        fuzz::require(address->is_v4(), "NAT-PMP is IPv4's");
}
