// A whole copy of an open store, made a piece at a time: commits go in between, and are in it
// (sqlite.org/backup.html). The store's thread.
#pragma once

#include <memory>
#include <string>

#include "base/fd.hpp"
#include "store/sqlite.hpp"

namespace pic::store {

class Copy {
  public:
    // Into `kept`, in place of the one before; under another name until it is whole, so that a
    // machine that stops meanwhile keeps that one.
    static Result<std::unique_ptr<Copy>> begin(sqlite3* database, const std::string& kept);
    ~Copy(); // what is not whole is gone

    Result<bool> go_on(); // true: it is there; milliseconds

  private:
    Copy() = default;
    Status finish();

    std::string fresh_, kept_;
    Fd file_;
    DatabaseHandle target_; // before what writes there, which goes first
    Handle<sqlite3_backup, sqlite3_backup_finish> backup_;
};

} // namespace pic::store
