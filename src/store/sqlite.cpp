#include "store/sqlite.hpp"

namespace pic::store {

Error sqlite_error(sqlite3* database, std::string what) {
    Error error;
    error.detail = std::move(what);
    const int code = sqlite3_errcode(database) & 0xff;
    error.causes.push_back(sqlite3_errmsg(database));
    if (code == SQLITE_FULL) error.remedy = "free some space on the disk of /var/lib/pic";
    if (code == SQLITE_READONLY || code == SQLITE_IOERR)
        error.remedy = "look at the disk: journalctl -k, findmnt /var/lib/pic";
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        error.remedy = "restore /var/lib/pic from a backup";
    return error;
}

Result<Statement> Statement::prepare(sqlite3* database, std::string_view sql) {
    Statement result;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        return fail(sqlite_error(database, "the store does not understand a query"));
    result.statement_.reset(statement);
    return result;
}

Statement& Statement::bind(std::string_view text) {
    sqlite3_bind_text64(statement_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), ++bound_, number);
    return *this;
}

Statement& Statement::bind(std::span<const std::uint8_t> bytes) {
    sqlite3_bind_blob64(statement_.get(), ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    return *this;
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    bound_ = 0;
}

Result<bool> Statement::step() {
    const int outcome = sqlite3_step(statement_.get());
    if (outcome == SQLITE_ROW) return true;
    auto* database = sqlite3_db_handle(statement_.get());
    if (outcome != SQLITE_DONE) {
        auto error = sqlite_error(database, "the store cannot be read or written");
        reset();
        return fail(std::move(error));
    }
    reset();
    return false;
}

Status Statement::run() {
    PIC_LET(row, step());
    if (row) reset();
    return {};
}

std::string Statement::text(int column) const {
    const auto* data = sqlite3_column_text(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::span<const std::uint8_t> Statement::bytes(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Status execute(sqlite3* database, const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return fail(sqlite_error(database, "the store cannot be read or written"));
}

} // namespace pic::store
