// The certificate that pic-web shows: made again when the machine's names or addresses change, or
// in time before it ends. Kept in pic-web's folder, so that a restart of picd changes nothing.
// Control thread only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "control/control.hpp"

namespace pic::web {

struct Subject { // whom a leaf is for
    std::vector<std::string> names;
    std::vector<net::Address> addresses;
    bool operator==(const Subject&) const = default;
};

struct Leaf {
    std::string chain; // PEM: the leaf, then its intermediate
    Secret key;        // PEM
    std::string fingerprint;
    Subject subject;
    Time from{}, renew_at{};
};

// What the cell's authority does for this folder; app/ ties the two together.
struct Authority {
    std::function<Result<Leaf>(const control::Context&, const Subject&)> issue;
    // Of a chain and a key on the disk; an error when the present authority did not sign it, or
    // when they are not of one another: files are replaced one by one.
    std::function<Result<Leaf>(const control::Context&, const std::string& chain,
                               const Secret& key)>
        inspect;
};

Subject subject_of(const control::Context& context);

class LeafKeeper {
  public:
    LeafKeeper(ports::Files& files, std::string folder, Authority authority) :
        files_(files), folder_(std::move(folder)), authority_(std::move(authority)) {}

    Result<const Leaf*> leaf(const control::Context& context);

  private:
    void read_present(const control::Context& context);

    ports::Files& files_;
    std::string folder_;
    Authority authority_;
    std::string made_by_; // the intermediate
    Leaf leaf_;
    bool read_ = false;
    bool ahead_ = false; // its issuer begins in the future: another leaf would as well
};

} // namespace pic::web
