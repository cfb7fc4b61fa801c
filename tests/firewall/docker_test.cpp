// pic-firewall with the real iptables, in a namespace with Docker's chains.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "firewall/pic_firewall_program.hpp"
#include "kernel/namespace.hpp"

namespace pic::firewall {

namespace {

using kernel::shell;

// As dockerd 26 makes them (tests/golden/firewall/docker26).
constexpr const char* docker_starts = R"(set -e
    iptables -P FORWARD DROP
    for c in DOCKER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do
        iptables -N $c
    done
    iptables -A FORWARD -j DOCKER-USER
    iptables -A FORWARD -j DOCKER-ISOLATION-STAGE-1
    iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    iptables -A DOCKER-USER -j RETURN)";

struct Docker {
    Docker() { setenv("STATE_DIRECTORY", folder.path.c_str(), 1); }
    ~Docker() { unsetenv("STATE_DIRECTORY"); }

    int run(const std::string& order) {
        const int status =
            std::system((std::string(pic_firewall_program) + " " + order + " 2>/dev/null").c_str());
        return WEXITSTATUS(status);
    }
    std::string rules() {
        shell("iptables -S >" + folder.path + "/../rules-" + std::to_string(getpid()));
        const auto path = folder.path + "/../rules-" + std::to_string(getpid());
        std::ifstream file(path);
        std::string text{std::istreambuf_iterator<char>(file), {}};
        std::filesystem::remove(path);
        return text;
    }
    bool remembers() { return std::filesystem::exists(folder.path + "/docker"); }

    kernel::Folder folder;
};

} // namespace

TEST(PicFirewall, OpensDockerOnceAndTakesItBackWhole) {
    kernel::in_namespace([] {
        Docker docker;
        shell(docker_starts);
        const auto before = docker.rules();
        EXPECT_EQ(docker.run("docker:open:51820"), 0);
        const auto opened = docker.rules();
        EXPECT_NE(opened.find("-A DOCKER-USER -i pic0 -m comment --comment picd -j ACCEPT"),
                  std::string::npos)
            << opened;
        EXPECT_EQ(docker.run("docker:open:51820"), 0);
        EXPECT_EQ(docker.rules(), opened);
        EXPECT_EQ(docker.run("docker:close"), 0);
        EXPECT_EQ(docker.rules(), before);
        EXPECT_FALSE(docker.remembers());
    });
}

TEST(PicFirewall, FillsDockersChainAgainAfterABoot) {
    kernel::in_namespace([] {
        Docker docker;
        shell(docker_starts);
        EXPECT_EQ(docker.run("docker:open:51820"), 0);
        const auto opened = docker.rules();
        shell("iptables -F && iptables -X && iptables -P FORWARD ACCEPT");
        EXPECT_EQ(docker.run("all:again"), 0); // Docker is not up yet
        EXPECT_TRUE(docker.remembers());
        shell(docker_starts);
        EXPECT_EQ(docker.run("all:again"), 0);
        EXPECT_EQ(docker.rules(), opened);
        EXPECT_EQ(docker.run("all:close"), 0);
        EXPECT_FALSE(docker.remembers());
    });
}

TEST(PicFirewall, TouchesNothingWithoutBeingAskedOrWithoutDocker) {
    kernel::in_namespace([] {
        Docker docker;
        EXPECT_EQ(docker.run("docker:open:51820"), 1);
        EXPECT_FALSE(docker.remembers());
        shell(docker_starts);
        const auto before = docker.rules();
        EXPECT_EQ(docker.run("all:again"), 0);
        EXPECT_EQ(docker.run("all:close"), 0);
        EXPECT_EQ(docker.run("docker:open:0"), 2);
        EXPECT_EQ(docker.run("'docker:open:1;iptables -F'"), 2);
        EXPECT_EQ(docker.rules(), before);
    });
}

TEST(PicFirewall, ForgetsNothingThatItCouldNotClose) {
    kernel::in_namespace([] {
        Docker docker;
        shell(docker_starts);
        EXPECT_EQ(docker.run("docker:open:51820"), 0);
        const auto opened = docker.rules();
        const auto stub = docker.folder.path + "/stub";
        std::ofstream(stub) << "#!/bin/sh\necho another has the lock\nexit 4\n";
        shell("chmod 755 " + stub);
        const auto close = "unshare --mount sh -c 'mount --bind " + stub +
                           " /usr/sbin/iptables && exec " + pic_firewall_program +
                           " docker:close' 2>/dev/null";
        EXPECT_EQ(WEXITSTATUS(std::system(close.c_str())), 1);
        EXPECT_TRUE(docker.remembers());
        EXPECT_EQ(docker.rules(), opened);
        EXPECT_EQ(docker.run("docker:close"), 0);
        EXPECT_FALSE(docker.remembers());
    });
}

TEST(PicFirewall, KeepsTheRecordOfAFirewallThatIsNotInstalled) {
    if (std::filesystem::exists("/usr/sbin/ufw")) GTEST_SKIP() << "ufw is installed here";
    kernel::in_namespace([] {
        Docker docker;
        std::ofstream(docker.folder.path + "/ufw") << "port 51820\nallow 51820/udp\n";
        EXPECT_EQ(docker.run("ufw:close"), 1);
        EXPECT_TRUE(std::filesystem::exists(docker.folder.path + "/ufw"));
    });
}

} // namespace pic::firewall
