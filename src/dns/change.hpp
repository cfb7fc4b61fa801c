// Custom records and how names are answered.
#pragma once

#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::dns {

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Change> update(const control::Context& context, const control::Call& call);

Result<control::Reply> list_records(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Change> add_record(const control::Context& context, const control::Call& call);
Result<control::Change> update_record(const control::Context& context, const control::Call& call);
Result<control::Change> remove_record(const control::Context& context, const control::Call& call);

} // namespace pic::dns
