#include "formats/wireguard_conf.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto conf = formats::parse_client_conf(fuzz::text_of(bytes));
    if (!conf) return;
    const auto again = formats::parse_client_conf(formats::client_conf_text(*conf).reveal());
    fuzz::require(again && *again == *conf, "a file that was read is written the same");
}
