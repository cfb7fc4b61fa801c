// The field list of picd.yaml; see codec/fields.hpp.
#pragma once

#include <boost/describe.hpp>

#include "control/settings.hpp"

namespace pic::log {
BOOST_DESCRIBE_ENUM(Level, error, warning, notice, info, debug)
}

namespace pic::net {
BOOST_DESCRIBE_STRUCT(Ledger, (), (table_base, cell_table, priority_base))
}

namespace pic::control {
BOOST_DESCRIBE_STRUCT(Forbidden, (), (public_access, stun, lan_dns))
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (state_directory, runtime_directory, listen, log_level, ledger, forbid))
} // namespace pic::control
