// What the operations of the web pages take and answer, with their field lists.
#pragma once

#include "codec/fields.hpp"

namespace pic::web {

struct WebView : model::Web {
    bool public_access_forbidden = false; // by picd.yaml, whatever `public_access` says
};
BOOST_DESCRIBE_STRUCT(WebView, (model::Web), (public_access_forbidden))

struct UpdateWeb : model::Web {
    bool confirm = false; // opens them to the internet only with this
};
BOOST_DESCRIBE_STRUCT(UpdateWeb, (model::Web), (confirm))
PIC_ABOUT(UpdateWeb, {"confirm", "do it, where it opens them to the internet"})

} // namespace pic::web
