// A whole copy of an open store, made a piece at a time: commits go in between, and are in it
// (sqlite.org/backup.html).
#pragma once

#include <memory>
#include <string>

#include "store/sqlite.hpp"

namespace pic::store {

class Copy { // the store's thread
  public:
    static Result<std::unique_ptr<Copy>> begin(sqlite3* database, const std::string& fresh);

    Result<bool> go_on(); // true: it is whole; milliseconds

  private:
    Copy() = default;
    Status finish();

    std::string fresh_;
    DatabaseHandle target_; // before what writes there, which goes first
    Handle<sqlite3_backup, sqlite3_backup_finish> backup_;
};

// Judges a copy that is whole, and puts it in place of the one before: what is copied page by page
// may be damaged like the store itself. Reads all of it; any thread.
Status keep_copy(const std::string& fresh, const std::string& kept);

} // namespace pic::store
