// What ports::Files promises, on the disk and in memory.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "fakes/files.hpp"
#include "units/disk_files.hpp"

namespace pic::units {

namespace {

struct Place {
    std::unique_ptr<ports::Files> files;
    std::string folder;
};

Place on_disk() {
    std::string name = std::filesystem::temp_directory_path() / "pic-files-XXXXXX";
    return {std::make_unique<DiskFiles>(), mkdtemp(name.data())};
}

Place in_memory() {
    auto files = std::make_unique<fakes::FakeFiles>();
    files->folders = {"/run/pic/dns"};
    return {std::move(files), "/run/pic/dns"};
}

struct FilesPort : testing::TestWithParam<Place (*)()> {
    ~FilesPort() override { std::filesystem::remove_all(place.folder); }
    Place place = GetParam()();
    std::string path = place.folder + "/Corefile";
    ports::Files& files = *place.files;
};

} // namespace

TEST_P(FilesPort, AFileThatIsNotThereReadsAsNone) {
    const auto content = files.read(path);
    ASSERT_TRUE(content);
    EXPECT_FALSE(content->has_value());
}

TEST_P(FilesPort, WhatWasWrittenLastIsRead) {
    ASSERT_TRUE(files.replace(path, "a much longer first version"));
    ASSERT_TRUE(files.replace(path, std::string_view("two\0three", 9)));
    EXPECT_EQ(**files.read(path), std::string("two\0three", 9));
}

TEST_P(FilesPort, AnEmptyFileIsAFile) {
    ASSERT_TRUE(files.replace(path, ""));
    EXPECT_EQ(**files.read(path), "");
}

TEST_P(FilesPort, RemovingWhatIsGoneIsFine) {
    ASSERT_TRUE(files.replace(path, "x"));
    ASSERT_TRUE(files.remove(path));
    EXPECT_FALSE(files.read(path)->has_value());
    EXPECT_TRUE(files.remove(path));
}

TEST_P(FilesPort, AMissingFolderIsAnErrorWithTheRemedy) {
    const auto outcome = files.replace(place.folder + "/nothere/file", "x");
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().remedy.find("systemd-tmpfiles"), std::string::npos);
    EXPECT_FALSE(files.read(place.folder + "/nothere/file")->has_value());
}

INSTANTIATE_TEST_SUITE_P(Disk, FilesPort, testing::Values(on_disk));
INSTANTIATE_TEST_SUITE_P(Fake, FilesPort, testing::Values(in_memory));

struct DiskFilesTest : FilesPort {};

TEST_P(DiskFilesTest, ItsGroupReadsItAndNobodyElse) {
    ASSERT_TRUE(files.replace(path, "x"));
    struct stat found {};
    ASSERT_EQ(stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0640U);
}

TEST_P(DiskFilesTest, AReaderKeepsTheOldFileWhole) {
    ASSERT_TRUE(files.replace(path, "old and whole"));
    std::ifstream reader(path);
    ASSERT_TRUE(files.replace(path, "new"));
    std::string word;
    EXPECT_TRUE(std::getline(reader, word));
    EXPECT_EQ(word, "old and whole");
}

TEST_P(DiskFilesTest, ALinkThatSomebodyLaidIsNotFollowed) {
    const auto victim = place.folder + "/victim";
    std::ofstream(victim) << "untouched";
    std::filesystem::create_symlink(victim, path + ".new");
    EXPECT_FALSE(files.replace(path, "x"));
    EXPECT_EQ(**files.read(victim), "untouched");
}

INSTANTIATE_TEST_SUITE_P(Disk, DiskFilesTest, testing::Values(on_disk));

} // namespace pic::units
