#include "codec/yaml.hpp"

#include <gtest/gtest.h>

namespace pic::codec {

TEST(Yaml, BecomesTheSameJson) {
    const auto value = parse_yaml("a: 1\nb: [x, 'true', true]\nc: {d: ~}\n");
    ASSERT_TRUE(value);
    EXPECT_EQ(json::serialize(*value), R"({"a":1,"b":["x","true",true],"c":{"d":null}})");
}

TEST(Yaml, AFileOfCommentsIsEmpty) {
    EXPECT_EQ(*parse_yaml("# a: 1\n"), json::object());
}

TEST(Yaml, RefusesWhatTwoReadersCouldReadDifferently) {
    EXPECT_FALSE(parse_yaml("a: 1\na: 2\n"));
    EXPECT_FALSE(parse_yaml("a: [1\n"));
    EXPECT_FALSE(parse_yaml(std::string(40, '[') + std::string(40, ']')));
}

TEST(Yaml, AnAbsentFileIsAnEmptyOne) {
    EXPECT_EQ(*read_yaml("/nonexistent.yaml"), json::object());
}

TEST(Yaml, AFileThatCannotBeReadIsNoEmptyOne) {
    EXPECT_FALSE(read_yaml("/tmp")) << "a directory";
}

} // namespace pic::codec
