#include "codec/yaml.hpp"
#include "control/settings_fields.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto value = codec::parse_yaml(fuzz::text_of(bytes));
    if (value) static_cast<void>(codec::from_json<control::Settings>(*value));
}
