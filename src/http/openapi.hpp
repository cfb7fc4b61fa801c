// The REST interface as a document (OpenAPI 3.1), made from the table of operations. Pure.
#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::http {

control::json::object openapi(std::span<const control::Operation> operations);

} // namespace pic::http
