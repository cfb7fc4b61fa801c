#include "fakes/cell.hpp"
#include "kernel/port.hpp"

namespace pic::kernel {

namespace {

class FakeMachine final : public Machine {
  public:
    FakeMachine() { kernel_.set_host(fakes::host_with_uplink()); }
    std::unique_ptr<ports::Kernel> open(const std::string&) override { return kernel_.open(); }
    bool has_wireguard() const override { return true; }

  private:
    fakes::FakeKernel kernel_;
};

void on_fake(const std::function<void(Machine&)>& body) {
    FakeMachine machine;
    body(machine);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Fake, KernelPort, testing::Values(on_fake));

} // namespace pic::kernel
