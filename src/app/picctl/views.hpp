// Answers that deserve more than a list of their fields.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "app/picctl/screen.hpp"

namespace pic::picctl {

struct View {
    std::string_view operation;
    std::string (*print)(const boost::json::object& body, const Screen& screen);
};
const View* find_view(std::string_view operation);

} // namespace pic::picctl
