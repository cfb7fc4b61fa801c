// The tables, and whose file it is. There is one format so far.
#pragma once

#include <string>

#include "store/sqlite.hpp"

namespace pic::store {

inline constexpr int schema_version = 1;

// Opens the file with its checks: integrity, version, rights (0600). Makes it when it is not there.
Result<DatabaseHandle> open_database(const std::string& path);

// Reads all of it.
Status check_integrity(sqlite3* database);

} // namespace pic::store
