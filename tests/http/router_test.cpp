#include "http/router.hpp"

#include <gtest/gtest.h>

#include "http/small_cell.hpp"

namespace pic::http {

namespace {

std::string name_at(const std::vector<std::string>& segments, std::string_view method) {
    static const Router router(SmallCell::operations());
    const auto found = router.find(segments);
    if (!found) return "(nothing)";
    const auto* at = found->route->find(method);
    return at == nullptr ? "(not allowed)" : std::string(at->operation.name);
}

} // namespace

TEST(Router, FindsByPathAndMethod) {
    EXPECT_EQ(name_at({"api", "boxes"}, "GET"), "box.list");
    EXPECT_EQ(name_at({"api", "boxes"}, "HEAD"), "box.list");
    EXPECT_EQ(name_at({"api", "boxes"}, "POST"), "box.add");
    EXPECT_EQ(name_at({"api", "boxes", "x"}, "DELETE"), "box.remove");
    EXPECT_EQ(name_at({"api", "boxes", "x", "picture"}, "GET"), "box.picture");
}

TEST(Router, PrefersLiterals) {
    EXPECT_EQ(name_at({"api", "boxes", "largest"}, "GET"), "box.largest");
    EXPECT_EQ(name_at({"api", "boxes", "largest"}, "DELETE"), "(not allowed)");
}

TEST(Router, FindsNothingElsewhere) {
    EXPECT_EQ(name_at({"api", "boxes", ""}, "GET"), "(nothing)");
    EXPECT_EQ(name_at({"api", "Boxes"}, "GET"), "(nothing)");
    EXPECT_EQ(name_at({"api"}, "GET"), "(nothing)");
    EXPECT_EQ(name_at({"api", "boxes", "x", "picture", "y"}, "GET"), "(nothing)");
}

TEST(Router, TellsParametersAndMethods) {
    const Router router(SmallCell::operations());
    const auto found = router.find({"api", "boxes", "a/b"});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->parameters, (Parameters{{"id", "a/b"}}));
    EXPECT_EQ(found->route->allow(), "HEAD, OPTIONS, DELETE, GET, PATCH");
}

} // namespace pic::http
