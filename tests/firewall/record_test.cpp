#include "firewall/record.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace pic::firewall {

namespace {

struct RecordTest : testing::Test {
    RecordTest() {
        std::string name = "/tmp/pic-record-XXXXXX";
        directory = mkdtemp(name.data());
    }
    ~RecordTest() override { std::filesystem::remove_all(directory); }
    std::string directory;
};

} // namespace

TEST_F(RecordTest, IsReadAsItWasWritten) {
    const auto records = Records::open(directory);
    ASSERT_TRUE(records);
    EXPECT_EQ(records->load(Kind::ufw)->port, 0);
    ASSERT_TRUE(records->save(Kind::ufw, {51820, {"allow 51820/udp", "route allow in on pic0"}}));
    const auto record = records->load(Kind::ufw);
    EXPECT_EQ(record->port, 51820);
    EXPECT_TRUE(record->has("route allow in on pic0"));
    EXPECT_FALSE(record->has("allow"));
    struct stat info {};
    ASSERT_EQ(stat((directory + "/ufw").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0644U); // picd lists what was opened
    ASSERT_TRUE(records->remove(Kind::ufw));
    ASSERT_TRUE(records->remove(Kind::ufw));
    EXPECT_TRUE(std::filesystem::is_empty(directory));
}

TEST_F(RecordTest, WhatIsBrokenIsNotGuessedAt) {
    const auto records = Records::open(directory);
    for (const auto* text : {"", "51820\n", "port\n", "port x\n", "port 70000\n", "port 1 2\n"}) {
        std::ofstream(directory + "/docker") << text;
        const auto broken = records->load(Kind::docker);
        ASSERT_FALSE(broken) << text;
        EXPECT_NE(broken.error().detail.find(directory + "/docker"), std::string::npos);
    }
}

} // namespace pic::firewall
