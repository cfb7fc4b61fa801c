#include "cell/time_zone.hpp"

#include <gtest/gtest.h>

#include "fakes/files.hpp"
#include "units/disk_files.hpp"

namespace pic::cell {

TEST(TimeZone, IsOneOfTheSystems) {
    units::DiskFiles files;
    for (const auto* zone : {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"})
        EXPECT_TRUE(check_time_zone(zone, files)) << zone;
    for (const auto* none : {"", "Europe/Atlantis", "../etc", "Europe/Berlin ", "europe/berlin",
                             "Z Europe/Berlin", "Europe/Berlin\nUTC"}) {
        const auto checked = check_time_zone(none, files);
        ASSERT_FALSE(checked) << none;
        EXPECT_EQ(checked.error().field, "/time_zone");
    }
}

TEST(TimeZone, OtherNamesOfAZoneAreNamesToo) {
    fakes::FakeFiles files;
    files.content["/usr/share/zoneinfo/tzdata.zi"] =
        "# version 2025b\nR A 1916 o - Jun 14 23s 1 S\nZ Africa/Lagos 0:13:35 - LMT 1905 Jul\n"
        "1 - WAT\nL Africa/Lagos Africa/Kinshasa";
    EXPECT_TRUE(check_time_zone("Africa/Lagos", files));
    EXPECT_TRUE(check_time_zone("Africa/Kinshasa", files));
    EXPECT_FALSE(check_time_zone("A", files));
    EXPECT_FALSE(check_time_zone("Europe/Berlin", files));
}

TEST(TimeZone, WithoutTheListUtcIsKnown) {
    fakes::FakeFiles files;
    EXPECT_TRUE(check_time_zone("UTC", files));
    EXPECT_FALSE(check_time_zone("Europe/Berlin", files));
}

} // namespace pic::cell
