#include "http/assets.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace pic::http {

namespace {

namespace fs = std::filesystem;

std::string field(const Answer& answer, std::string_view name) {
    const auto found = std::ranges::find(answer.fields, name, &Field::first);
    return found == answer.fields.end() ? std::string() : found->second;
}

struct AssetsTest : testing::Test {
    AssetsTest() {
        put("index.html", "<!doctype html>");
        put("icon.svg", "<svg/>");
        put("assets/main-1a2b.js", "plain");
        put("assets/main-1a2b.js.br", "small");
        put("assets/main-1a2b.js.gz", "less");
        put("assets/notes.txt", "of no kind that is served");
    }
    ~AssetsTest() override { fs::remove_all(folder); }

    void put(const std::string& name, std::string_view content) const {
        fs::create_directories(fs::path(folder + "/" + name).parent_path());
        std::ofstream(folder + "/" + name) << content;
    }
    Answer of(std::string_view path, std::string_view coding = {}) const {
        return Assets(folder).answer(path, coding);
    }

    std::string folder = testing::TempDir() + "webui-" + std::to_string(getpid());
};

} // namespace

TEST_F(AssetsTest, AreServedAsTheyAre) {
    const auto icon = of("icon.svg");
    EXPECT_EQ(icon.status, 200U);
    EXPECT_EQ(icon.body, "<svg/>");
    EXPECT_EQ(field(icon, "Content-Type"), "image/svg+xml");
    EXPECT_EQ(field(icon, "Cache-Control"), "no-cache");
    EXPECT_EQ(field(icon, "Content-Encoding"), "");
}

TEST_F(AssetsTest, WithAHashInTheNameAreKeptForEver) {
    EXPECT_EQ(field(of("assets/main-1a2b.js"), "Cache-Control"),
              "public, max-age=31536000, immutable");
}

TEST_F(AssetsTest, ComeInTheSmallestFormThatTheBrowserReads) {
    const auto js = "assets/main-1a2b.js";
    EXPECT_EQ(of(js, "gzip, deflate, br, zstd").body, "small");
    EXPECT_EQ(field(of(js, "gzip, deflate, br"), "Content-Encoding"), "br");
    EXPECT_EQ(of(js, "gzip").body, "less");
    EXPECT_EQ(of(js, "br;q=0, gzip;q=0.5").body, "less");
    EXPECT_EQ(of(js).body, "plain");
    EXPECT_EQ(field(of(js), "Vary"), "Accept-Encoding");
    EXPECT_EQ(of("icon.svg", "br").body, "<svg/>") << "has no other form";
}

TEST_F(AssetsTest, AnyOtherNameIsAPageOfTheBrowsers) {
    for (const auto* path : {"", "devices", "devices/abc", "setup", "index.html"})
        EXPECT_EQ(of(path).body, "<!doctype html>") << path;
}

TEST_F(AssetsTest, APartThatIsGoneIsNoPage) {
    EXPECT_EQ(of("assets/main-9z9z.js").status, 404U);
    EXPECT_EQ(of("assets/notes.txt").status, 404U);
}

TEST_F(AssetsTest, NothingOutsideIsReached) {
    put("../outside.js", "secret");
    for (const auto* path : {"../outside.js", "assets/../../outside.js", "/etc/passwd"})
        EXPECT_EQ(of(path).body.find("secret"), std::string::npos) << path;
    fs::remove(folder + "/../outside.js");
}

TEST_F(AssetsTest, WithoutFilesThereIsNoPage) {
    fs::remove_all(folder);
    EXPECT_EQ(of("").status, 404U);
}

TEST(Accepts, ReadsTheFieldAsItIsWritten) {
    EXPECT_TRUE(accepts("br", "br"));
    EXPECT_TRUE(accepts(" gzip ,\tbr;q=0.1", "br"));
    EXPECT_FALSE(accepts("br;q=0", "br"));
    EXPECT_FALSE(accepts("br; q=0.000", "br"));
    EXPECT_FALSE(accepts("brotli, x-br", "br"));
    EXPECT_FALSE(accepts("", "br"));
    EXPECT_FALSE(accepts(",,;", "br"));
}

} // namespace pic::http
