#include "cell/time_zone.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
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
    EXPECT_EQ(*time_zones(files), (std::vector<std::string>{"Africa/Lagos", "Africa/Kinshasa"}));
    EXPECT_FALSE(check_time_zone("Europe/Berlin", files));
}

TEST(TimeZone, WithoutTheListUtcIsKnown) {
    fakes::FakeFiles files;
    EXPECT_TRUE(check_time_zone("UTC", files));
    EXPECT_FALSE(check_time_zone("Europe/Berlin", files));
}

TEST(TimeZone, OfTheMachineIsWhereLocaltimeLeads) {
    std::string folder = std::filesystem::temp_directory_path() / "pic-zone-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const auto link = folder + "/localtime";
    const auto leads_to = [&](const std::string& target) {
        std::filesystem::remove(link);
        std::filesystem::create_symlink(target, link);
        return host_time_zone(link.c_str());
    };
    std::filesystem::create_directories(folder + "/zoneinfo/Europe");
    std::filesystem::create_directories(folder + "/zoneinfo/Etc");
    for (const auto* zone : {"Europe/Berlin", "Etc/UTC"})
        std::ofstream(folder + "/zoneinfo/" + zone) << "TZif";
    EXPECT_EQ(leads_to(folder + "/zoneinfo/Europe/Berlin"), "Europe/Berlin");
    EXPECT_EQ(leads_to(folder + "/zoneinfo/Etc/UTC"), "UTC");
    EXPECT_EQ(leads_to(folder + "/zoneinfo/Europe/Paris"), "UTC") << "it leads nowhere";
    EXPECT_EQ(leads_to(folder), "UTC") << "it names no zone";
    std::filesystem::remove(link);
    EXPECT_EQ(host_time_zone(link.c_str()), "UTC");
    std::filesystem::remove_all(folder);
}

} // namespace pic::cell
