// The field lists of what was observed; see codec/fields.hpp.
#pragma once

#include <boost/describe.hpp>

#include "control/observed.hpp"

namespace pic::control {
BOOST_DESCRIBE_ENUM(Severity, note, warning, problem)
BOOST_DESCRIBE_ENUM(Reach, unknown, open, nat, nat_unknown, carrier_nat, offline)
BOOST_DESCRIBE_ENUM(Health, unknown, good, starting, bad, stopped)
BOOST_DESCRIBE_STRUCT(Finding, (), (id, severity, subject, what, why, remedy))
} // namespace pic::control
