// A device as its owner knows it, and its file. Pure.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "app/picctl/screen.hpp"

namespace pic::picctl {

std::string state_of_peer(const boost::json::object& peer); // in one word

std::string peer_view(const boost::json::object& peer, const Screen& screen);
std::string issued_view(const boost::json::object& body, const Screen& screen);

// The command that hands out the device's file once more: as it was, or with new keys.
std::string again(const boost::json::object& peer);

} // namespace pic::picctl
