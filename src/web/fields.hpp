// What the operations of the web pages answer, with its field list.
#pragma once

#include "codec/fields.hpp"

namespace pic::web {

struct WebView : model::Web {
    bool public_access_forbidden = false; // by picd.yaml, whatever `public_access` says
};
BOOST_DESCRIBE_STRUCT(WebView, (model::Web), (public_access_forbidden))

} // namespace pic::web
