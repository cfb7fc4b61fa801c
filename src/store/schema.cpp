#include "store/schema.hpp"

#include <filesystem>
#include <sys/stat.h>

namespace pic::store {

namespace {

constexpr int application_id = 0x70696364; // "picd", for file(1)

// Of the connection alone. Foreign files are not executed: nothing in a store may call functions or
// read other tables by a view (trusted_schema). Exclusive: nobody else writes here, and without a
// log index in shared memory a disk that turns read-only is an error to be told and not a SIGBUS
// (sqlite.org/wal.html, 8).
constexpr const char* caution = "PRAGMA locking_mode=EXCLUSIVE;"
                                "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1024;";

// WAL with FULL: a commit that was answered survives a power cut. WAL is written into the file.
constexpr const char* durability = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                   "PRAGMA wal_autocheckpoint=256;";

constexpr const char* tables = R"sql(
BEGIN EXCLUSIVE;
CREATE TABLE documents (collection TEXT NOT NULL, id TEXT NOT NULL, generation INTEGER NOT NULL,
                        json TEXT NOT NULL, PRIMARY KEY (collection, id)) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (name TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE audit (number INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL,
                    role TEXT NOT NULL, address TEXT NOT NULL, action TEXT NOT NULL,
                    target TEXT NOT NULL, result TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE state (generation INTEGER NOT NULL) STRICT;
INSERT INTO state VALUES (0);
PRAGMA application_id=1885954916;
PRAGMA user_version=1;
COMMIT;
)sql";
static_assert(application_id == 1885954916 && schema_version == 1);

Result<std::int64_t> pragma(sqlite3* database, const char* name) {
    PIC_LET(query, Statement::prepare(database, std::string("PRAGMA ") + name));
    PIC_LET(row, query.step());
    return row ? query.number(0) : 0;
}

// picd stands still meanwhile: it would make an empty store in the damaged one's place. The log of
// the damaged file goes with it, or it would be written into the copy.
std::string way_back(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    std::error_code failure;
    if (!std::filesystem::exists(folder + "/store.copy", failure))
        return "restore " + folder + " from a backup; the damaged file is worth keeping until then";
    return "its last copy is store.copy, beside it; to go back to that: sudo sh -c '"
           "systemctl stop picd && cd " +
           folder +
           " && mkdir damaged.$$ && mv store.db* damaged.$$ && cp -p store.copy store.db && "
           "systemctl start picd'";
}

// Whether it is empty, to become a store. Only reads: it may be somebody else's.
Result<bool> identify(sqlite3* database, const std::string& path) {
    PIC_LET(version, pragma(database, "user_version"));
    PIC_LET(id, pragma(database, "application_id"));
    PIC_LET(content, Statement::prepare(database, "SELECT 1 FROM sqlite_master"));
    PIC_LET(holds_something, content.step());
    content.reset();
    if (version == 0 && id == 0 && !holds_something) return true;
    if (id != application_id)
        return fail(Code::internal, path + " is a database, but not a cell's", {},
                    "move it away, or set another state_directory in /etc/pic/picd.yaml");
    if (version > schema_version)
        return fail(Code::internal,
                    path + " was written by a newer picd (format " + std::to_string(version) +
                        ", this one knows " + std::to_string(schema_version) + ")",
                    {}, "install the newer package again, or restore a backup made before");
    return false;
}

Status prepare(sqlite3* database, const std::string& path) {
    PIC_TRY(execute(database, caution));
    PIC_LET(empty, identify(database, path));
    PIC_TRY(execute(database, durability));
    if (auto whole = check_integrity(database); !whole) {
        auto error = std::move(whole).error();
        error.remedy = way_back(path);
        return fail(std::move(error));
    }
    if (empty) PIC_TRY(execute(database, tables));
    // What SQLite may only read it would never write, though the disk be mended meanwhile.
    return execute(database, "BEGIN IMMEDIATE; ROLLBACK");
}

} // namespace

Status check_integrity(sqlite3* database) {
    PIC_LET(query, Statement::prepare(database, "PRAGMA quick_check(1)"));
    PIC_LET(row, query.step());
    if (row && query.text(0) == "ok") return {};
    return fail(Code::internal,
                "it is damaged: " + (row ? query.text(0) : std::string("unreadable")));
}

Result<DatabaseHandle> open_database(const std::string& path) {
    const auto mask = umask(077);
    sqlite3* opened = nullptr;
    const int outcome =
        sqlite3_open_v2(path.c_str(), &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    DatabaseHandle database(opened);
    umask(mask);
    if (outcome != SQLITE_OK) return fail(sqlite_error(opened, "cannot open " + path));
    sqlite3_busy_timeout(opened, 2000);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    auto ready = prepare(opened, path);
    if (ready) return database;
    auto error = std::move(ready).error().within("the store " + path + " is unusable");
    const int code = sqlite3_errcode(opened);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) error.remedy = way_back(path);
    return fail(std::move(error));
}

} // namespace pic::store
