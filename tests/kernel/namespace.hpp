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

// eth0 with 192.0.2.7/24 and a default route by 192.0.2.1. Without IPv6 addresses of its own, which
// are announced once more when they are found to be free, at whatever a test does by then.
inline void make_uplink() {
    shell("ip link set lo up && ip link add eth0 type veth peer name other && "
          "ip link set eth0 addrgenmode none && ip link set other addrgenmode none && "
          "ip link set other up && ip link set eth0 up && "
          "ip address add 192.0.2.7/24 dev eth0 && ip route add default via 192.0.2.1");
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
