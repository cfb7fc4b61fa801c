// A bus that leads nowhere: sd-bus makes a message only on one that is at least connecting.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <systemd/sd-bus.h>

#include "base/fd.hpp"
#include "base/handle.hpp"

namespace pic::bus {

class Nowhere {
  public:
    Nowhere() {
        int ends[2];
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        other_ = Fd(ends[1]);
        sd_bus* raw = nullptr;
        EXPECT_GE(sd_bus_new(&raw), 0);
        bus_.reset(raw);
        EXPECT_GE(sd_bus_set_fd(raw, ends[0], ends[0]), 0);
        EXPECT_GE(sd_bus_start(raw), 0);
    }
    sd_bus* get() const { return bus_.get(); }

  private:
    static void drop(sd_bus* bus) { sd_bus_close_unref(bus); }

    Handle<sd_bus, drop> bus_;
    Fd other_;
};

} // namespace pic::bus
