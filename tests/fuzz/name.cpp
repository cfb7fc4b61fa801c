#include "net/name.hpp"
#include "bus/text.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto text = fuzz::text_of(bytes);
    if (const auto label = net::parse_label(text))
        fuzz::require(net::parse_label(*label) == *label, "a folded label stays");
    if (const auto name = net::parse_host_name(text))
        fuzz::require(net::parse_host_name(*name) == *name, "a folded name stays");
    if (const auto device = net::parse_device_name(text))
        fuzz::require(device->size() < 16 && device->find('/') == std::string::npos, "a device");
    if (const auto line = net::parse_line(text, 500)) {
        fuzz::require(line->find_first_of("\n\r\x1b") == std::string::npos, "one line");
        fuzz::require(bus::is_bus_text(*line), "a line is UTF-8");
    }
    const auto harmless = net::to_line(text, 500);
    fuzz::require(harmless.size() <= 500 && net::parse_line(harmless, 500), "a harmless line");
}
