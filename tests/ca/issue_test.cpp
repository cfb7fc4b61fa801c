// The judge is openssl(1), which reads what was made as any client would.
#include "ca/issue.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "ca/certificate.hpp"
#include "ca/constraints.hpp"

namespace pic::ca {

namespace {

net::Address address(const char* text) {
    return *net::Address::parse(text);
}
const Time now = clock_floor() + std::chrono::days(10);

class Folder {
  public:
    Folder() {
        char name[] = "/tmp/pic-ca-XXXXXX";
        path_ = mkdtemp(name);
    }
    ~Folder() { std::filesystem::remove_all(path_); }

    void write(const std::string& name, std::string_view text) const {
        std::ofstream(path_ / name) << text;
    }
    // What openssl prints, run in this folder.
    std::string openssl(const std::string& arguments) const {
        const std::string command = "cd " + path_.string() + " && openssl " + arguments + " 2>&1";
        FILE* pipe = popen(command.c_str(), "r");
        std::string text;
        for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe))
            text += static_cast<char>(c);
        pclose(pipe);
        return text;
    }

  private:
    std::filesystem::path path_;
};

class Ca : public testing::Test {
  protected:
    void SetUp() override {
        root_ = *issue_root("home", now);
        intermediate_ = *issue_intermediate(root_, "home", now);
        folder_.write("root.crt", root_.certificate);
        folder_.write("intermediate.crt", intermediate_.certificate);
    }

    std::string verify(const std::string& certificate, const std::string& more = "",
                       const std::string& purpose = "sslserver") const {
        folder_.write("leaf.crt", certificate);
        const auto at = std::to_string(now.time_since_epoch().count());
        return folder_.openssl("verify -x509_strict -purpose " + purpose + " -attime " + at +
                               " -CAfile root.crt -untrusted intermediate.crt " + more +
                               " leaf.crt");
    }

    // A leaf that `issuer` signs without asking what it may vouch for, as a thief of its key would.
    std::string forge(const Issued& issuer, const std::string& names) const {
        folder_.write("issuer.crt", issuer.certificate);
        folder_.write("issuer.key", issuer.key.reveal());
        folder_.write("ext", (names.empty() ? "" : "subjectAltName=" + names + "\n") +
                                 "authorityKeyIdentifier=keyid\n"
                                 "basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\n");
        folder_.openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k "
                        "-out csr -subj /O=x");
        folder_.openssl("x509 -req -in csr -CA issuer.crt -CAkey issuer.key -days 3000 "
                        "-extfile ext -out forged.crt");
        return folder_.openssl("x509 -in forged.crt");
    }

    Folder folder_;
    Issued root_, intermediate_;
};

} // namespace

TEST_F(Ca, ALeafOfTheCellVerifies) {
    const auto leaf = issue_leaf(
        intermediate_,
        {{"home.cell", "*.home.cell", "home.local"}, {address("10.9.0.1"), address("fd12::1")}},
        now);
    ASSERT_TRUE(leaf) << leaf.error().text();
    for (const auto* who : {"-verify_hostname home.cell", "-verify_hostname files.home.cell",
                            "-verify_ip 10.9.0.1", "-verify_ip fd12::1"})
        EXPECT_EQ(verify(leaf->certificate, who), "leaf.crt: OK\n") << who;
    EXPECT_NE(verify(leaf->certificate, "-verify_ip 10.9.0.2").find("mismatch"), std::string::npos);
}

TEST_F(Ca, AKeyBelongsToItsOwnCertificateAlone) {
    const auto leaf = issue_leaf(intermediate_, {{"home.cell"}, {}}, now);
    ASSERT_TRUE(leaf) << leaf.error().text();
    EXPECT_TRUE(belong_together(leaf->certificate, leaf->key));
    EXPECT_FALSE(belong_together(leaf->certificate, intermediate_.key));
    EXPECT_FALSE(belong_together(leaf->certificate, Secret("no key")));
}

TEST_F(Ca, ALeafOfAddressesAloneVerifies) {
    const auto leaf = issue_leaf(intermediate_, {{}, {address("192.168.1.9")}}, now);
    ASSERT_TRUE(leaf) << leaf.error().text();
    EXPECT_EQ(verify(leaf->certificate, "-verify_ip 192.168.1.9"), "leaf.crt: OK\n");
}

TEST_F(Ca, AStolenRootVouchesForNobodyElse) {
    ASSERT_EQ(verify(forge(root_, "DNS:evil.cell")), "leaf.crt: OK\n");
    for (const auto* names :
         {"DNS:example.com", "DNS:evil.cell,DNS:example.com", "IP:1.1.1.1", "IP:2606:4700::1111",
          "DNS:notcell", "email:boss@example.com", "URI:https://example.com/"})
        for (const auto* issuer : {&root_, &intermediate_})
            EXPECT_NE(verify(forge(*issuer, names)).find("permitted subtree violation"),
                      std::string::npos)
                << names;
}

// A leaf without names is touched by no constraint.
TEST_F(Ca, AStolenRootSignsNeitherMailNorPrograms) {
    for (const auto* issuer : {&root_, &intermediate_})
        for (const auto* names : {"", "email:boss@cell"})
            for (const auto* purpose : {"smimesign", "smimeencrypt", "sslclient"})
                EXPECT_NE(verify(forge(*issuer, names), "", purpose)
                              .find("unsuitable certificate purpose"),
                          std::string::npos)
                    << purpose << " " << names;
    // OpenSSL 3.0 knows no purpose for programs: this is what those who judge them read.
    for (const auto* file : {"root.crt", "intermediate.crt"})
        EXPECT_EQ(folder_.openssl(std::string("x509 -noout -ext extendedKeyUsage -in ") + file),
                  "X509v3 Extended Key Usage: \n    TLS Web Server Authentication\n");
}

TEST_F(Ca, AnIntermediateMakesNoFurtherAuthority) {
    const auto second = *issue_intermediate(intermediate_, "thief", now);
    const auto leaf = *issue_leaf(second, {{"home.cell"}, {}}, now);
    folder_.write("intermediate.crt", intermediate_.certificate + second.certificate);
    EXPECT_NE(verify(leaf.certificate).find("path length constraint exceeded"), std::string::npos);
}

TEST_F(Ca, RefusesWhatClientsWouldRefuse) {
    for (const auto& request :
         {LeafRequest{{"example.com"}, {}}, LeafRequest{{"a.cell,DNS:example.com"}, {}},
          LeafRequest{{"A.cell"}, {}}, LeafRequest{{}, {address("1.1.1.1")}}, LeafRequest{}})
        EXPECT_FALSE(issue_leaf(intermediate_, request, now));
    EXPECT_FALSE(issue_root("", now));
    EXPECT_FALSE(issue_root("a\nb", now));
}

TEST_F(Ca, TheKeyOfAnotherSignsNothing) {
    EXPECT_FALSE(issue_leaf({root_.certificate, intermediate_.key}, {{"home.cell"}, {}}, now));
    EXPECT_FALSE(issue_leaf({root_.certificate, Secret("x")}, {{"home.cell"}, {}}, now));
}

TEST(CaTime, AMachineThatBootsIn2020IssuesForToday) {
    const auto root = inspect(issue_root("home", *parse_time("2020-01-01T00:00:00Z"))->certificate);
    EXPECT_EQ(root->from, clock_floor() - std::chrono::days(1));
    EXPECT_EQ(root->until - root->from, root_life);
}

TEST(CaTime, NothingOutlivesItsIssuer) {
    const auto root = *issue_root("home", now);
    const auto late = now + root_life - std::chrono::days(30);
    const auto leaf = issue_leaf(root, {{"home.cell"}, {}}, late);
    EXPECT_EQ(inspect(leaf->certificate)->until, inspect(root.certificate)->until);
    EXPECT_FALSE(issue_leaf(root, {{"home.cell"}, {}}, now + root_life));
}

TEST_F(Ca, SaysWhatACertificateSays) {
    const auto pem =
        issue_leaf(intermediate_, {{"home.cell"}, {address("fd12::1")}}, now)->certificate;
    const auto leaf = inspect(pem);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->subject, "CN=home.cell,O=Personal Internet Cell");
    EXPECT_EQ(leaf->issuer, "CN=Cell web of home,O=Personal Internet Cell");
    EXPECT_EQ(leaf->names, std::vector<std::string>{"home.cell"});
    EXPECT_EQ(leaf->addresses, std::vector{address("fd12::1")});
    EXPECT_EQ(leaf->until - leaf->from, leaf_life);
    folder_.write("leaf.crt", pem);
    EXPECT_EQ(folder_.openssl("x509 -in leaf.crt -noout -fingerprint -sha256 -serial"),
              "sha256 Fingerprint=" + leaf->fingerprint + "\nserial=" + leaf->serial + "\n");
    const auto der = *to_der(pem);
    folder_.write("leaf.der", std::string(der.begin(), der.end()));
    EXPECT_EQ(folder_.openssl("x509 -inform der -in leaf.der"), pem);
}

TEST(Certificate, RefusesWhatIsNone) {
    for (const auto& bad : {std::string(), std::string("-----BEGIN CERTIFICATE-----\nAAAA\n"),
                            std::string(70000, 'x')})
        EXPECT_FALSE(inspect(bad));
}

} // namespace pic::ca
