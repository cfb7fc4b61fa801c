// Where --output goes.
#pragma once

#include <string>

#include "base/result.hpp"

namespace pic::picctl {

// Whether a file can be there. Asked before picd is: what it hands out may be the only copy.
// Code::invalid where something other than a file is in the way.
Status check_place(const std::string& path);

// A device's configuration, as a QR code where the file is called .svg or .png.
Result<std::string> as_named(const std::string& path, const std::string& config);

enum class Readers { owner, everybody };

// Whole or not at all, and with these readers whatever stood there.
Status save(const std::string& path, std::string_view content, Readers readers);

} // namespace pic::picctl
