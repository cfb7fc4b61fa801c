#include "ca/certificate.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace pic::ca {

// Names of a certificate are not all text: a directory's name once was read as if it were.
TEST(Certificate, TellsDnsNamesAndAddressesFromNamesOfEveryOtherKind) {
    std::ifstream file(PIC_GOLDEN "/../fuzz/corpus/certificate/every-name");
    const std::string pem{std::istreambuf_iterator<char>(file), {}};
    const auto certificate = inspect(pem);
    ASSERT_TRUE(certificate) << certificate.error().text();
    EXPECT_EQ(certificate->names, std::vector<std::string>{"home.cell"});
    ASSERT_EQ(certificate->addresses.size(), 2U);
    EXPECT_EQ(certificate->addresses[0].text(), "10.9.0.1");
    EXPECT_EQ(certificate->addresses[1].text(), "fd00:9::1");
}

TEST(Certificate, IsRenewedWithAThirdOfItsLifeLeft) {
    using std::chrono::days;
    Certificate certificate;
    certificate.from = Time(days(100));
    certificate.until = Time(days(400));
    EXPECT_EQ(certificate.renew_at(), Time(days(300)));
}

} // namespace pic::ca
