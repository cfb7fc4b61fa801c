#include "bus/value.hpp"

#include <cmath>
#include <gtest/gtest.h>

#include "bus/nowhere.hpp"
#include "bus/text.hpp"

namespace pic::bus {

namespace {

// A message between nobody and nobody.
class Value : public testing::Test {
  protected:
    void SetUp() override { make_message(); }
    void make_message() {
        sd_bus_message* message = nullptr;
        ASSERT_GE(sd_bus_message_new_signal(bus_.get(), &message, "/x", "x.y", "Z"), 0);
        message_.reset(message);
    }

    sd_bus_message* sealed() {
        EXPECT_GE(sd_bus_message_seal(message_.get(), 1, 0), 0);
        return message_.get();
    }
    Result<json::object> round_trip(const json::object& object) {
        PIC_TRY(append(message_.get(), object));
        return read(sealed());
    }
    // Begins {"x": …}, two containers.
    void open_member() {
        sd_bus_message_open_container(message_.get(), 'a', "{sv}");
        sd_bus_message_open_container(message_.get(), 'e', "sv");
        sd_bus_message_append(message_.get(), "s", "x");
    }
    void close(int containers) {
        for (int i = 0; i < containers; ++i)
            sd_bus_message_close_container(message_.get());
    }

    Nowhere bus_;
    Message message_;
};

json::object parse(std::string_view text) {
    return json::parse(text).as_object();
}

} // namespace

TEST_F(Value, EveryKindComesBackAsItWent) {
    const auto object = parse(R"({"text": "Grüße", "whole": -7, "big": 18446744073709551615,
        "real": 0.5, "yes": true, "no": false, "nothing": null, "names": ["a", "b"],
        "mixed": [1, "two", null, [3]], "empty": [], "inside": {"deeper": {"x": [{"y": 1}]}}})");
    EXPECT_EQ(round_trip(object), object);
}

TEST_F(Value, NamesAreAnArrayOfStringsOnTheBus) {
    ASSERT_TRUE(append(message_.get(), parse(R"({"tags": ["a"]})")));
    EXPECT_GT(sd_bus_message_enter_container(sealed(), 'a', "{sv}"), 0);
    sd_bus_message_enter_container(message_.get(), 'e', "sv");
    sd_bus_message_skip(message_.get(), "s");
    EXPECT_GT(sd_bus_message_enter_container(message_.get(), 'v', "as"), 0);
}

TEST_F(Value, ReadsWhatOtherLanguagesWrite) {
    sd_bus_message_append(message_.get(), "a{sv}", 5, "small", "y", 7, "port", "q", 51820, "path",
                          "o", "/a", "ids", "ai", 2, 1, 2, "map", "a{ss}", 1, "k", "v");
    EXPECT_EQ(read(sealed()), parse(R"({"small": 7, "port": 51820, "path": "/a", "ids": [1, 2],
                                        "map": {"k": "v"}})"));
}

TEST_F(Value, GoesAsDeepAsItSaysInBothDirections) {
    json::value value = "bottom";
    for (int i = 0; i < deepest; ++i)
        value = json::object{{"in", value}};
    EXPECT_EQ(round_trip(value.as_object()), value.as_object());
}

TEST_F(Value, RefusesToWriteDeeper) {
    json::value value = "bottom";
    for (int i = 0; i <= deepest; ++i)
        value = json::object{{"in", value}};
    EXPECT_FALSE(append(message_.get(), value.as_object()));
}

TEST_F(Value, RefusesTextThatTheBusWouldHangUpOn) {
    EXPECT_FALSE(append(message_.get(), {{"x", json::string_view("a\0b", 3)}}));
}

TEST_F(Value, LooksThroughVariantsOfVariants) {
    open_member();
    for (int i = 0; i < 5; ++i)
        sd_bus_message_open_container(message_.get(), 'v', "v");
    sd_bus_message_append(message_.get(), "v", "s", "deep");
    close(5 + 2);
    EXPECT_EQ(read(sealed()), parse(R"({"x": "deep"})"));
}

// Lists without variants around them: the bus allows more of them than JSON has levels here.
TEST_F(Value, RefusesToReadDeeperThanItWrites) {
    for (const int lists : {deepest - 1, deepest}) {
        make_message();
        std::string contents = std::string(static_cast<std::size_t>(lists), 'a') + "s";
        open_member();
        sd_bus_message_open_container(message_.get(), 'v', contents.c_str());
        for (int i = 0; i < lists; ++i) {
            contents.erase(0, 1);
            sd_bus_message_open_container(message_.get(), 'a', contents.c_str());
        }
        sd_bus_message_append(message_.get(), "s", "bottom");
        close(lists + 1 + 2);
        EXPECT_EQ(read(sealed()).has_value(), lists < deepest) << lists;
    }
}

TEST_F(Value, RefusesTooMuch) {
    ASSERT_TRUE(append(message_.get(), parse(R"({"a": [1, 2, 3], "b": "four"})")));
    sealed();
    EXPECT_FALSE(read(message_.get(), nullptr, {.values = 5}));
    sd_bus_message_rewind(message_.get(), 1);
    EXPECT_FALSE(read(message_.get(), nullptr, {.text = 5}));
    sd_bus_message_rewind(message_.get(), 1);
    EXPECT_TRUE(read(message_.get(), nullptr, {.values = 6, .text = 6}));
}

TEST_F(Value, RefusesAMemberTwice) {
    sd_bus_message_append(message_.get(), "a{sv}", 2, "x", "b", 1, "x", "b", 0);
    const auto object = read(sealed());
    ASSERT_FALSE(object);
    EXPECT_EQ(object.error().field, "/x");
}

TEST_F(Value, RefusesWhatJsonHasNot) {
    sd_bus_message_append(message_.get(), "a{sv}", 1, "x", "d", std::nan(""));
    EXPECT_FALSE(read(sealed()));
}

TEST_F(Value, RefusesAnythingButADictionary) {
    sd_bus_message_append(message_.get(), "s", "x");
    const auto object = read(sealed());
    ASSERT_FALSE(object);
    EXPECT_EQ(object.error().code, Code::malformed);
}

TEST_F(Value, KeepsFileDescriptorsOnlyForWhoWantsThem) {
    sd_bus_message_append(message_.get(), "a{sv}", 1, "content", "h", 0);
    sealed();
    EXPECT_FALSE(read(message_.get()));
    std::vector<Fd> files;
    sd_bus_message_rewind(message_.get(), 1);
    EXPECT_EQ(read(message_.get(), &files), parse(R"({"content": 0})"));
    EXPECT_EQ(files.size(), 1u);
}

TEST(BusText, IsUtf8WithoutNul) {
    EXPECT_TRUE(is_bus_text("plain"));
    EXPECT_TRUE(is_bus_text("Grüße \xf0\x9f\x8d\xb0"));
    for (const std::string_view bad :
         {std::string_view("\0", 1), std::string_view("\xff"), std::string_view("\xc3"),
          std::string_view("\xc0\xaf"), std::string_view("\xed\xa0\x80"),
          std::string_view("\xf4\x90\x80\x80"), std::string_view("\x80")})
        EXPECT_FALSE(is_bus_text(bad));
}

} // namespace pic::bus
