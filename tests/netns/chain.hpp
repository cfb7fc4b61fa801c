// A host, its router and the provider behind it, each a network namespace of the test's own, joined
// by cables. The calling thread is in the host's namespace while the object lives.
#pragma once

#include <functional>
#include <string>

#include "base/fd.hpp"

namespace pic::netns {

class Chain {
  public:
    Chain();
    ~Chain();

    // Addresses with their lengths. The host's end is "eth0", the router's "lan".
    void host_to_router(const std::string& host, const std::string& router);
    // The router's end is "wan"; the provider has a way to everywhere, on which all is lost.
    void router_to_provider(const std::string& router, const std::string& provider);

    // A socket made in `body` stays there.
    void in_router(const std::function<void()>& body) { in(router_, body); }
    void in_provider(const std::function<void()>& body) { in(provider_, body); }

  private:
    void in(const Fd& place, const std::function<void()>& body);

    Fd home_, host_, router_, provider_;
};

void shell(const std::string& command); // throws when it fails

} // namespace pic::netns
