#include "kernel/namespace.hpp"
#include "kernel/netlink_kernel.hpp"
#include "kernel/port.hpp"

namespace pic::kernel {

namespace {

class RealMachine final : public Machine {
  public:
    RealMachine() {
        make_uplink();
        has_wireguard_ = std::system("ip link add wgprobe type wireguard 2>/dev/null && "
                                     "ip link delete wgprobe") == 0;
    }

    std::unique_ptr<ports::Kernel> open(const std::string& memory) override {
        const auto path = folder_.path + "/" + memory;
        std::filesystem::create_directory(path);
        auto kernel = NetlinkKernel::open(path);
        EXPECT_TRUE(kernel) << kernel.error().text();
        return kernel ? std::move(*kernel) : nullptr;
    }
    bool has_wireguard() const override { return has_wireguard_; }

  private:
    Folder folder_;
    bool has_wireguard_ = false;
};

void on_linux(const std::function<void(Machine&)>& body) {
    in_namespace([&] {
        RealMachine machine;
        body(machine);
    });
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Linux, KernelPort, testing::Values(on_linux));

} // namespace pic::kernel
