#include "store/copy.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "store/schema.hpp"

namespace pic::store {

namespace {

constexpr int piece = 256; // pages of 4 KiB: what a slow card writes in a moment

// Nobody else has it, and what a crash leaves of it is thrown away.
constexpr const char* careless = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF;"
                                 "PRAGMA synchronous=OFF; PRAGMA cache_size=-256;";

Result<DatabaseHandle> open_copy(const std::string& path, int how) {
    sqlite3* opened = nullptr;
    const int outcome = sqlite3_open_v2(path.c_str(), &opened, how | SQLITE_OPEN_NOMUTEX, nullptr);
    DatabaseHandle copy(opened);
    if (outcome != SQLITE_OK) return fail(sqlite_error(opened, "cannot open " + path));
    return copy;
}

} // namespace

// The file is made here, since SQLite would give it the rights of any file.
Result<std::unique_ptr<Copy>> Copy::begin(sqlite3* database, const std::string& fresh) {
    ::unlink(fresh.c_str());
    const Fd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file) return fail(errno_error(errno, "cannot make " + fresh));
    PIC_LET(target, open_copy(fresh, SQLITE_OPEN_READWRITE));
    PIC_TRY(execute(target.get(), careless));
    std::unique_ptr<Copy> copy(new Copy);
    copy->fresh_ = fresh;
    copy->target_ = std::move(target);
    copy->backup_.reset(sqlite3_backup_init(copy->target_.get(), "main", database, "main"));
    if (!copy->backup_) return fail(sqlite_error(copy->target_.get(), "cannot write " + fresh));
    return copy;
}

Result<bool> Copy::go_on() {
    const int outcome = sqlite3_backup_step(backup_.get(), piece);
    if (outcome == SQLITE_OK) return false;
    if (outcome != SQLITE_DONE)
        return fail(Code::unavailable, std::string(sqlite3_errstr(outcome)));
    PIC_TRY(finish());
    return true;
}

// A log of its own (WAL) is of no use to a file that nobody writes.
Status Copy::finish() {
    if (const int outcome = sqlite3_backup_finish(backup_.release()); outcome != SQLITE_OK)
        return fail(sqlite_error(target_.get(), "cannot write " + fresh_));
    PIC_TRY(execute(target_.get(), "PRAGMA journal_mode=DELETE"));
    target_.reset();
    return {};
}

Status keep_copy(const std::string& fresh, const std::string& kept) {
    PIC_LET(copy, open_copy(fresh, SQLITE_OPEN_READONLY));
    PIC_TRY(check_integrity(copy.get()));
    const Fd file(::open(fresh.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file || fsync(file.get()) != 0) return fail(errno_error(errno, "cannot write " + fresh));
    if (std::rename(fresh.c_str(), kept.c_str()) != 0)
        return fail(errno_error(errno, "cannot rename " + fresh));
    return {};
}

} // namespace pic::store
