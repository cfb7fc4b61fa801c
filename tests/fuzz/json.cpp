#include "codec/json.hpp"
#include "codec/fields.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;
namespace json = boost::json;

namespace {

template <class T>
void read_as(const json::value& value) {
    const auto read = codec::from_json<T>(value);
    if (!read) return;
    const auto again = codec::from_json<T>(codec::to_json(*read));
    fuzz::require(again && *again == *read, "a document is its JSON");
}

} // namespace

FUZZ(bytes) {
    const auto value = codec::parse(fuzz::text_of(bytes));
    if (!value) return;
    read_as<model::Peer>(*value);
    read_as<model::Endpoint>(*value);
    read_as<model::Dns>(*value);
    read_as<model::WireGuard>(*value);
    read_as<model::Record>(*value);
    if (!value->is_object()) return;
    auto merged = codec::to_json(model::Peer()).as_object();
    codec::merge(merged, value->get_object());
    read_as<model::Peer>(merged);
}
