#include "endpoint/operations.hpp"

#include "endpoint/change.hpp"
#include "endpoint/fields.hpp"

namespace pic::endpoint {

using namespace control;

std::span<const Operation> operations() {
    using codec::schema;
    static const Operation table[] = {
        {.name = "endpoint.show",
         .rest = "GET /api/endpoint",
         .right = Right::read,
         .run = show,
         .help = "where devices find the cell, and how that is known",
         .output = schema<EndpointView>},
        {.name = "endpoint.set",
         .rest = "PATCH /api/endpoint",
         .run = set,
         .help = "the name or address that devices use (none: what is found), and STUN",
         .input = schema<model::Endpoint>,
         .output = schema<EndpointView>,
         .positional = "address",
         .versioned = true},
        {.name = "endpoint.check",
         .rest = "POST /api/endpoint/check",
         .run = check,
         .help = "look again how the internet reaches the cell",
         .output = schema<EndpointView>},
    };
    return table;
}

} // namespace pic::endpoint
