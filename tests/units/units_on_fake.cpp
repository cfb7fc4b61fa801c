#include "fakes/clock.hpp"
#include "fakes/systemd.hpp"
#include "units/systemd.hpp"

namespace pic::units {

namespace {

class OnFake final : public Systemd {
  public:
    ports::Units& units() override { return *units_; }
    boost::asio::io_context& loop() override { return loop_; }

    void install() override { systemd_.install(test_unit); }
    void restart_on_failure() override { systemd_.restart_on_failure(test_unit); }
    void slow_reload() override {} // each is seen
    void break_start() override { systemd_.break_start(test_unit, "exit-code"); }
    void start() override { systemd_.start(test_unit); }
    void stop() override { systemd_.stop(test_unit); }
    void mask() override { systemd_.mask(test_unit); }
    void override_it() override { systemd_.override_unit(test_unit); }
    void kill() override { systemd_.crash(test_unit, "signal"); }

  private:
    fakes::FakeClock clock_{Time(std::chrono::seconds(1800000000))};
    fakes::FakeSystemd systemd_{clock_};
    boost::asio::io_context loop_;
    std::unique_ptr<ports::Units> units_ = systemd_.connect(loop_);
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Fake, OnSystemd, testing::Values([]() -> std::unique_ptr<Systemd> {
                             return std::make_unique<OnFake>();
                         }));

} // namespace pic::units
