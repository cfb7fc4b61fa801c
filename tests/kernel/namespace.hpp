// A network namespace for the length of one test: the body runs on a thread that left the
// machine's.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <gtest/gtest.h>
#include <sched.h>
#include <string>
#include <thread>

namespace pic::kernel {

inline void in_namespace(const std::function<void()>& body) {
    std::thread([&] {
        ASSERT_EQ(unshare(CLONE_NEWNET), 0) << "netns tests need root";
        body();
    }).join();
}

inline void shell(const std::string& command) {
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

struct Folder {
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "pic-kernel-XXXXXX";
        path = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

} // namespace pic::kernel
