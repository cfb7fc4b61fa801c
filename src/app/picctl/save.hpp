// Where --output goes, and standard output.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::picctl {

// What becomes of a file that is there. One with a device's key may be the only copy of it.
enum class Present { replaced, kept };

// Whether a file can be there. Asked before picd is: what it hands out may be the only copy.
// Code::invalid where something other than a file is in the way, or one that is kept.
Status check_place(const std::string& path, Present present = Present::replaced);

// A device's configuration in the form that the file's name says.
Result<std::string> as_named(const std::string& path, const std::string& config);

enum class Readers { owner, everybody };

// Whole or not at all, and with these readers whatever stood there.
Status save(const std::string& path, std::string_view content, Readers readers,
            Present present = Present::replaced);

// To standard output. An error where not all of it arrived: on a full disk, or nobody reads any
// more.
Status put_out(std::string_view text);

} // namespace pic::picctl
