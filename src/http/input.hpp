// The input of an operation out of a request. Pure.
//
// Each field has one place: in the path when the template names it; else in the query of GET and
// DELETE, and in the JSON body of POST, PUT and PATCH. `dry_run` is always in the query.
#pragma once

#include "control/operation.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

namespace pic::http {

bool body_carries_fields(std::string_view method);

// Reads `text` as the type that a JSON Schema names.
Result<control::json::value> typed(std::string_view text, const control::json::object& schema);

// Fills in Call::input, dry_run and if_match. What does not fit ends in problem+json with the
// field's pointer; 415 for a body that is not JSON.
Or<control::Call> call_of(const Method& method, const Parameters& parameters, const Target& target,
                          const Request& request);

} // namespace pic::http
