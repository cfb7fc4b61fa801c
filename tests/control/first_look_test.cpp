// A server that ran before picd started.
#include "control/server.hpp"

#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::control {

TEST(FirstLook, GivesARunningServerItsFilesThoughNothingElseHappens) {
    constexpr const char* unit = "pic-test.service";
    fakes::Cell cell;
    cell.systemd.install(unit);
    cell.systemd.start(unit);
    cell.files.folders.insert("/run/pic/test");
    ServerSpec spec;
    spec.unit = unit;
    spec.before_setup = true;
    spec.files = [](const Context&) -> Result<std::vector<ServerFile>> {
        return std::vector{ServerFile{"/run/pic/test/conf", "new"}};
    };
    spec.probe = [](const Context&) { return ServerSpec::Question([] { return Serves::newest; }); };
    ASSERT_TRUE(cell.settle());
    Server server(cell.control(), std::move(spec));
    server.start();
    EXPECT_TRUE(cell.run_until([&] { return cell.files.content.contains("/run/pic/test/conf"); }));
    server.stop();
}

} // namespace pic::control
