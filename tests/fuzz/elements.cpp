// Elements of nftables' sets, as the kernel lists them.
#include "kernel/elements.hpp"

#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto set = static_cast<ports::Set>(fuzz::take_choice(bytes) % 5);
    const std::vector<std::uint8_t> payload(bytes.begin(), bytes.end()); // aligned
    std::vector<ports::SetElement> elements;
    kernel::decode_elements(payload, set, elements);
    for (const auto& element : elements)
        fuzz::require(element.set == set, "an element is of the set that was asked for");
}
