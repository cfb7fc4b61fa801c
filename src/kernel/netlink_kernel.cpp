#include "kernel/netlink_kernel.hpp"

#include <linux/netlink.h>

namespace pic::kernel {

NetlinkKernel::NetlinkKernel(Socket route, Socket generic, Socket nftables,
                             const std::string& directory) :
    route_(std::move(route)),
    generic_(std::move(generic)), nftables_(std::move(nftables)),
    ruleset_(directory + "/ruleset", {run_nft, [this] { return nft_generation(nftables_); }}),
    settings_memory_(directory + "/devices") {}

Result<std::unique_ptr<NetlinkKernel>> NetlinkKernel::open(const std::string& memory_directory) {
    PIC_LET(route, Socket::open(NETLINK_ROUTE));
    PIC_LET(generic, Socket::open(NETLINK_GENERIC));
    PIC_LET(nftables, Socket::open(NETLINK_NETFILTER));
    return std::unique_ptr<NetlinkKernel>(new NetlinkKernel(std::move(route), std::move(generic),
                                                            std::move(nftables), memory_directory));
}

Status NetlinkKernel::watch(std::function<void(ports::KernelEvent)> changed) {
    PIC_LET(watch, Watch::start({route_.port(), generic_.port()}, std::move(changed)));
    watch_ = std::move(watch);
    return {};
}

Result<std::uint16_t> NetlinkKernel::wireguard_family() {
    if (family_ != 0) return family_;
    auto message = find_family("wireguard");
    const auto answer =
        generic_.ask(message, [&](const auto& part) { family_ = decode_family(part.payload); });
    if (answer.is(ENOENT) || (answer && family_ == 0))
        return fail(Code::unavailable, "this kernel has no WireGuard", {},
                    "load its module: modprobe wireguard; or install a kernel that has it");
    PIC_TRY(status(answer, "WireGuard does not answer"));
    return family_;
}

} // namespace pic::kernel
