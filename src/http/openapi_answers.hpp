// The answers of the OpenAPI document: what an operation says, and what the machinery adds to it.
#pragma once

#include "control/operation.hpp"

namespace pic::http {

// `media`: one, or several with commas between them.
control::json::object content_of(std::string_view media, control::json::object schema);
control::json::object response(std::string_view description, control::json::object content = {});

control::json::object answers(const control::Operation& operation);
control::json::object would_change_schema(); // of a dry run, which answers() refers to

} // namespace pic::http
