#include "codec/schema.hpp"

#include <gtest/gtest.h>

namespace pic::codec {

namespace {

struct Which {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(Which, (), (id))
PIC_ABOUT(Which, {"id", "which one"})
PIC_NEEDS(Which, "id")

struct Paint : Which {
    std::string colour = "red", note;
    bool glossy = true;
    std::optional<int> layers;
};
BOOST_DESCRIBE_STRUCT(Paint, (Which), (colour, note, glossy, layers))
PIC_ABOUT(Paint, {"colour", "of the outside"})

} // namespace

TEST(Schema, SaysWhatAStructAndItsBasesSayOfTheirFields) {
    const auto described = schema<Paint>();
    EXPECT_EQ(described.at("properties").at("colour").at("description"), "of the outside");
    EXPECT_EQ(described.at("properties").at("id").at("description"), "which one");
    EXPECT_FALSE(described.at("properties").at("note").as_object().contains("description"));
    EXPECT_TRUE(is_required(described, "id"));
    EXPECT_FALSE(is_required(described, "colour"));
}

TEST(Schema, ShowsDefaultsWhereTheyAreWanted) {
    const auto fields = schema_with_defaults<Paint>().at("properties");
    EXPECT_EQ(fields.at("colour").at("default"), "red");
    EXPECT_EQ(fields.at("glossy").at("default"), true);
    EXPECT_FALSE(fields.at("note").as_object().contains("default"));
    EXPECT_FALSE(fields.at("layers").as_object().contains("default"));
    EXPECT_FALSE(schema<Paint>().at("properties").at("colour").as_object().contains("default"));
}

TEST(Schema, WhatIsNeededIsMissedAtItsField) {
    const auto without = from_json<Paint>(json::object{{"colour", "blue"}});
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().field, "/id");
    EXPECT_TRUE(from_json<Paint>(json::object{{"id", ""}}));
}

} // namespace pic::codec
