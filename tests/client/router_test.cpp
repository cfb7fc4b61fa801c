// Routers on loopback addresses of their own, on the port that NAT-PMP and PCP share.
#include "client/router.hpp"

#include <gtest/gtest.h>
#include <mutex>

#include "client/loopback.hpp"
#include "client/nat_pmp_message.hpp"

namespace pic::client {

namespace {

using namespace std::chrono_literals;

Bytes nat_pmp(std::uint32_t address, unsigned result = 0) {
    return Writer().u16(0x0080).u16(result).u32(12345).u32(address).take();
}

Bytes pcp(ByteView question, std::uint32_t address, unsigned result = 0) {
    Writer writer;
    writer.u8(2).u8(0x81).u8(0).u8(result).u32(60).u32(1).bytes(Bytes(12));
    writer.bytes(question.subspan(24, 16)).u16(9).u16(4096);
    return writer.bytes(Bytes(10)).u16(0xffff).u32(address).take();
}

bool is_pcp(ByteView question) {
    return question[0] == 2;
}

} // namespace

TEST(Router, TellsItsAddressByNatPmp) {
    const UdpServer router([](ByteView) { return std::vector<Datagram>{{nat_pmp(0x64400002)}}; },
                           "127.0.0.71", nat_pmp_port);
    const auto told = ask_router(router.server().address, "lo", in(5s));
    ASSERT_TRUE(told) << told.error().text();
    EXPECT_EQ(told->text(), "100.64.0.2");
}

TEST(Router, TellsItsAddressByPcpAndGetsItsMappingBack) {
    std::mutex mutex;
    std::vector<std::uint32_t> lifetimes;
    const UdpServer router(
        [&](ByteView question) {
            if (!is_pcp(question)) return std::vector<Datagram>{{Bytes{2, 0x80, 0, 1, 0, 0, 0, 0}}};
            const std::lock_guard lock(mutex);
            lifetimes.push_back(Reader(question.subspan(4)).u32());
            return std::vector<Datagram>{{pcp(question, 0xcb007107)}};
        },
        "127.0.0.72", nat_pmp_port);
    const auto told = ask_router(router.server().address, {}, in(5s));
    ASSERT_TRUE(told) << told.error().text();
    EXPECT_EQ(told->text(), "203.0.113.7");
    const std::lock_guard lock(mutex);
    EXPECT_EQ(lifetimes, (std::vector<std::uint32_t>{60, 0}));
}

TEST(Router, MayRefuseOrSayNothing) {
    const UdpServer refuses(
        [](ByteView question) {
            return std::vector<Datagram>{{is_pcp(question) ? pcp(question, 0, 2) : nat_pmp(0, 2)}};
        },
        "127.0.0.73", nat_pmp_port);
    const UdpServer silent([](ByteView) { return std::vector<Datagram>(); }, "127.0.0.74",
                           nat_pmp_port);
    for (const auto* address : {"127.0.0.73", "127.0.0.74", "127.0.0.75"}) {
        const auto told = ask_router(*net::Address::parse(address), {}, in(600ms));
        ASSERT_FALSE(told) << address;
        EXPECT_EQ(told.error().code, Code::unavailable) << told.error().text();
    }
    EXPECT_GE(silent.questions(), 2);
}

TEST(Router, IsNotBelievedFromAnotherPort) {
    const UdpServer router(
        [](ByteView) {
            return std::vector<Datagram>{{nat_pmp(0x05090014), true}};
        },
        "127.0.0.76", nat_pmp_port);
    EXPECT_FALSE(ask_router(router.server().address, {}, in(400ms)));
}

} // namespace pic::client
