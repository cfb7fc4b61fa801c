#include "formats/golden.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "formats/golden_dir.hpp"

namespace pic::formats {

std::string golden_path(const std::string& name) {
    return std::string(golden_dir) + "/" + name;
}

void expect_golden(const std::string& name, std::string_view text) {
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(golden_path(name), std::ios::binary) << text;
        return;
    }
    std::ifstream file(golden_path(name), std::ios::binary);
    ASSERT_TRUE(file) << golden_path(name) << " is missing; run with UPDATE_GOLDEN=1";
    const std::string wanted{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(text, wanted) << "differs from " << golden_path(name);
}

} // namespace pic::formats
