// On the machine's own systemd, with a unit of the test's own. Only where somebody says that the
// machine may be thrown away.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "units/systemd.hpp"
#include "units/systemd_units.hpp"

namespace pic::units {

namespace {

const std::filesystem::path unit_file = "/usr/lib/systemd/system/" + test_unit;
const std::filesystem::path drop_in = "/etc/systemd/system/" + test_unit + ".d/mine.conf";

void systemctl(const std::string& words) {
    EXPECT_EQ(std::system(("systemctl --quiet " + words).c_str()), 0) << words;
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    systemctl("daemon-reload");
}

// Whatever the test has left: there may be nothing to do.
void tidy(const std::string& verb) {
    (void)!std::system(("systemctl --quiet " + verb + " " + test_unit + " 2>/dev/null").c_str());
}

void write_unit(const std::string& program) {
    write(unit_file, "[Service]\nType=notify\nNotifyAccess=all\nExecReload=/bin/true\nExecStart=" +
                         program + "\n");
}

class OnMachine final : public Systemd {
  public:
    OnMachine() { units_.start(); }
    ~OnMachine() override {
        tidy("stop");
        tidy("unmask");
        std::filesystem::remove(unit_file);
        std::filesystem::remove_all(drop_in.parent_path());
        systemctl("daemon-reload");
        tidy("reset-failed");
    }
    ports::Units& units() override { return units_; }
    boost::asio::io_context& loop() override { return loop_; }

    void install() override {
        write_unit("/bin/sh -c 'systemd-notify --ready; exec sleep infinity'");
    }
    void restart_on_failure() override {
        write(drop_in, "[Service]\nRestart=on-failure\nRestartSec=1h\n");
    }
    void slow_reload() override {
        write(drop_in, "[Service]\nExecReload=\nExecReload=/bin/sleep 1\n");
    }
    void break_start() override { write_unit("/bin/false"); }
    void start() override { systemctl("start " + test_unit); }
    void stop() override { systemctl("stop " + test_unit); }
    void mask() override { systemctl("mask " + test_unit); }
    void override_it() override { write(drop_in, "[Service]\nNice=1\n"); }
    void kill() override { systemctl("kill --signal=KILL " + test_unit); }

  private:
    boost::asio::io_context loop_;
    SystemdUnits units_{loop_, {}};
};

std::unique_ptr<Systemd> on_machine() {
    const char* may = std::getenv("PIC_THROWAWAY");
    if (may == nullptr || std::string_view(may) != "1") return nullptr;
    return std::make_unique<OnMachine>();
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Machine, OnSystemd, testing::Values(on_machine));

} // namespace pic::units
