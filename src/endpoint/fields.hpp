// What the operations of the endpoint answer, with its field list.
#pragma once

#include "codec/fields.hpp"
#include "control/observed_fields.hpp"

namespace pic::endpoint {

struct EndpointView : model::Endpoint {
    std::string endpoint;        // what devices are told; empty: not known
    bool stun_forbidden = false; // by picd.yaml, whatever `stun` says
    control::Reach reach = control::Reach::unknown;
    std::string advice; // the same in words, with what to do
    std::string how;    // it was found
    std::optional<net::Address> public4, public6;
    std::optional<net::Address> local; // what a router must forward to
    std::vector<std::string> notes;    // of what is set, where it may surprise
};
BOOST_DESCRIBE_STRUCT(EndpointView, (model::Endpoint),
                      (endpoint, stun_forbidden, reach, advice, how, public4, public6, local,
                       notes))

} // namespace pic::endpoint
