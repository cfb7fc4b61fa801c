// IPv6 forwarding for the whole machine, without the loss of what it learns from routers.
//
// A device that hears router advertisements (accept_ra 1) stops hearing them once forwarding is on,
// and the kernel removes the routes learned there at that moment. accept_ra 2 means "hear them even
// so"; set first, nothing is lost. A device whose accept_ra is 0 is somebody else's doing
// (networkd, NetworkManager read advertisements themselves), and so is forwarding that was on
// before us: both are left alone.
#pragma once

#include <string>

#include "forward/ipv6_settings.hpp"
#include "forward/record.hpp"

namespace pic::forward {

class Forwarding {
  public:
    Forwarding(std::string record_path, Record record) :
        path_(std::move(record_path)), record_(std::move(record)) {}

    // Makes it so; for the start and for every event after it. Does nothing on a settled machine.
    Status settle();
    // Puts back what settle() changed and nobody changed since.
    Status restore();

    bool ours() const { return record_.forwarding; }

  private:
    Status raise(const Device& device);
    Status raise_all();
    Status remember_forwarding();
    Status begin_restoring();
    Status restore_forwarding();

    std::string path_;
    Record record_;
};

} // namespace pic::forward
