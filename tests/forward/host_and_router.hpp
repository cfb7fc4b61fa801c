// A host and a router, each a network namespace of the test's own, joined by one cable: "up0" on
// the host's side, "down0" on the router's. The calling thread is in the host's namespace while the
// object lives.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/fd.hpp"

namespace pic::forward {

bool within(std::chrono::milliseconds limit, const std::function<bool()>& condition);
void shell(const std::string& command); // throws when it fails
std::string output(const std::string& command);

class HostAndRouter {
  public:
    HostAndRouter();
    ~HostAndRouter();

    // One advertisement out of `device`: a default router for `lifetime`, and a prefix.
    void advertise(std::chrono::seconds lifetime, const std::string& device = "down0");
    // A second cable, which appears only now.
    void add_cable(const std::string& host_side, const std::string& router_side);

  private:
    void in_router(const std::function<void()>& body);

    Fd home_, host_, router_;
};

// By way of a router that was heard: nothing else makes a default route here.
bool has_default_route(const std::string& device = "up0");
int setting(const std::string& device, const std::string& key);

} // namespace pic::forward
