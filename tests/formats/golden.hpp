// Golden files: what a format must look like, one file per case in tests/golden/formats. Run with
// UPDATE_GOLDEN=1 to write them anew, and read the difference before committing it.
#pragma once

#include <string>
#include <string_view>

namespace pic::formats {

std::string golden_path(const std::string& name);
void expect_golden(const std::string& name, std::string_view text);

} // namespace pic::formats
