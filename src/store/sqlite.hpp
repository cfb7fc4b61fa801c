// SQLite's objects under ownership, and its failures as Errors (sqlite.org/c3ref).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "base/handle.hpp"
#include "base/result.hpp"

namespace pic::store {

using DatabaseHandle = Handle<sqlite3, sqlite3_close_v2>;
using StatementHandle = Handle<sqlite3_stmt, sqlite3_finalize>;

Error sqlite_error(sqlite3* database, std::string what);

// A prepared statement. bind() in the order of its question marks, then step() per row.
class Statement {
  public:
    Statement() = default;
    static Result<Statement> prepare(sqlite3* database, std::string_view sql);

    Statement& bind(std::string_view text);
    Statement& bind(std::int64_t number);
    Statement& bind(std::span<const std::uint8_t> bytes);

    Result<bool> step(); // whether there is a row; resets the statement when there is none
    Status run();        // for statements without rows
    void reset();

    std::string text(int column) const;
    std::int64_t number(int column) const;
    std::span<const std::uint8_t> bytes(int column) const; // until the next step

  private:
    StatementHandle statement_;
    int bound_ = 0;
};

Status execute(sqlite3* database, const char* sql);

} // namespace pic::store
