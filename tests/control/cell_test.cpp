// The whole loop on fakes: a change is durable and in the kernel before it is answered.
#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::control {

using fakes::Cell;

TEST(Cell, KeepsNothingInTheKernelBeforeSetUp) {
    Cell cell;
    EXPECT_TRUE(cell.settle());
    EXPECT_TRUE(cell.kernel.objects().empty());
}

TEST(Cell, PutsAPeerIntoTheKernelBeforeItAnswers) {
    Cell cell;
    cell.set_up();
    const auto reply = cell.submit("peer.add", {{"name", "phone"}});
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_TRUE(reply->pending.empty());
    const auto key = std::string(reply->body.at("peer").at("public_key").as_string());
    EXPECT_TRUE(cell.kernel.has("wgpeer pic0 " + key));
    EXPECT_TRUE(cell.kernel.has("element internet 10.9.0.2"));
}

TEST(Cell, ARestartOnAnUnchangedMachineChangesNothing) {
    Cell cell;
    cell.set_up();
    (void)cell.submit("peer.add", {{"name", "phone"}});
    const auto before = cell.kernel.applied().size();
    const auto generation = cell.view().generation;
    cell.restart();
    EXPECT_TRUE(cell.settle());
    EXPECT_EQ(cell.kernel.applied().size(), before);
    EXPECT_EQ(cell.view().generation, generation);
}

} // namespace pic::control
