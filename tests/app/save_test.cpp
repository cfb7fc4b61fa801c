#include "app/picctl/save.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/stat.h>

#include "formats/qr.hpp"

namespace pic::picctl {

namespace {

struct Save : testing::Test {
    Save() {
        std::string name = "/tmp/pic-save-XXXXXX";
        folder = mkdtemp(name.data());
    }
    ~Save() override { std::filesystem::remove_all(folder); }

    std::string path() const { return folder + "/phone.conf"; }
    std::string content() const {
        std::ifstream file(path());
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::ptrdiff_t files() const {
        return std::distance(std::filesystem::directory_iterator(folder), {});
    }
    std::string folder;
};

} // namespace

TEST_F(Save, WhoCouldReadWhatStoodThereCannotReadThis) {
    std::ofstream(path()) << "something longer that was there before";
    std::filesystem::permissions(path(), std::filesystem::perms(0644));
    std::ifstream others(path());
    ASSERT_TRUE(save(path(), "a key", Readers::owner));
    EXPECT_EQ(content(), "a key");
    struct stat info {};
    ASSERT_EQ(stat(path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    std::string word;
    others >> word;
    EXPECT_EQ(word, "something");
    EXPECT_EQ(files(), 1);
}

TEST_F(Save, WhatMayBeTheOnlyCopyOfAKeyIsKept) {
    std::ofstream(path()) << "a key";
    EXPECT_EQ(check_place(path(), Present::kept).error().code, Code::conflict);
    EXPECT_FALSE(save(path(), "another key", Readers::owner, Present::kept));
    EXPECT_EQ(content(), "a key");
    EXPECT_EQ(files(), 1);
    std::filesystem::remove(path());
    EXPECT_TRUE(save(path(), "another key", Readers::owner, Present::kept));
    EXPECT_EQ(content(), "another key");
}

TEST_F(Save, WhatIsNoSecretIsForEverybody) {
    ASSERT_TRUE(save(path(), "a certificate", Readers::everybody));
    struct stat info {};
    ASSERT_EQ(stat(path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0644U);
}

TEST(AsNamed, AConfigurationIsAQrCodeInAPicture) {
    const std::string config = "[Interface]\nPrivateKey = x\n";
    for (const auto* text : {"phone.conf", "phone", "a.d/phone", ".phone"})
        EXPECT_EQ(*as_named(text, config), config) << text;
    EXPECT_EQ(*as_named("phone.svg", config), formats::qr_svg(*formats::QrCode::encode(config)));
    EXPECT_TRUE(as_named("phone.png", config)->starts_with("\x89PNG"));
    EXPECT_TRUE(as_named("phone.PNG", config)->starts_with("\x89PNG"));
    EXPECT_FALSE(as_named("phone.png", config + std::string(formats::longest_qr, 'x')));
}

TEST_F(Save, NothingButAFileIsReplaced) {
    std::ofstream(folder + "/other") << "other";
    std::filesystem::create_symlink("other", path());
    EXPECT_FALSE(save(path(), "a key", Readers::owner));
    EXPECT_EQ(content(), "other");
    EXPECT_FALSE(save(folder, "a key", Readers::owner));
    EXPECT_FALSE(check_place(path()));
    EXPECT_FALSE(save(folder + "/none/phone.conf", "a key", Readers::owner));
    EXPECT_EQ(files(), 2);
}

TEST_F(Save, APlaceIsJudgedBeforeThereIsSomethingToSave) {
    EXPECT_TRUE(check_place(path()));
    EXPECT_FALSE(check_place(folder + "/none/phone.conf"));
    EXPECT_EQ(files(), 0);
}

} // namespace pic::picctl
