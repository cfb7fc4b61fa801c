// The plain pages for people: how the cell is, for anybody who reaches it, so without anything that
// not everybody may know. Pure; no script is needed.
#pragma once

#include <string>
#include <string_view>

#include "model/view.hpp"

namespace pic::http {

// `condition` is the word of GET /api/health.
std::string status_page(const model::View& view, std::string_view condition);
std::string missing_page(const model::View& view); // for 404

std::string escaped(std::string_view text); // for HTML, in text and in quoted attributes

} // namespace pic::http
