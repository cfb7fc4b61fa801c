#include "store/copy.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace pic::store {

namespace {

constexpr int piece = 256; // pages of 4 KiB: what a slow card writes in a moment

// Nobody else has it, and what a crash leaves of it is thrown away.
constexpr const char* careless = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF;"
                                 "PRAGMA synchronous=OFF; PRAGMA cache_size=-256;";

} // namespace

// The file is made here, since SQLite would give it the rights of any file.
Result<std::unique_ptr<Copy>> Copy::begin(sqlite3* database, const std::string& kept) {
    std::unique_ptr<Copy> copy(new Copy);
    copy->kept_ = kept;
    copy->fresh_ = kept + ".new";
    const auto* fresh = copy->fresh_.c_str();
    ::unlink(fresh);
    copy->file_ = Fd(::open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!copy->file_) return fail(errno_error(errno, "cannot make " + copy->fresh_));
    sqlite3* target = nullptr;
    const int outcome = sqlite3_open_v2(fresh, &target, SQLITE_OPEN_READWRITE, nullptr);
    copy->target_ = DatabaseHandle(target);
    if (outcome != SQLITE_OK) return fail(sqlite_error(target, "cannot open " + copy->fresh_));
    PIC_TRY(execute(target, careless));
    copy->backup_.reset(sqlite3_backup_init(target, "main", database, "main"));
    if (!copy->backup_) return fail(sqlite_error(target, "cannot write " + copy->fresh_));
    return copy;
}

Copy::~Copy() {
    if (!fresh_.empty()) ::unlink(fresh_.c_str());
}

// Onto the disk with each piece: at the end of a large one commits would wait for all of it.
Result<bool> Copy::go_on() {
    const int outcome = sqlite3_backup_step(backup_.get(), piece);
    if (outcome == SQLITE_DONE) {
        PIC_TRY(finish());
        return true;
    }
    if (outcome != SQLITE_OK)
        return fail(Code::unavailable,
                    "cannot write " + fresh_ + ": " + std::string(sqlite3_errstr(outcome)));
    if (fdatasync(file_.get()) != 0) return fail(errno_error(errno, "cannot write " + fresh_));
    return false;
}

Status Copy::finish() {
    if (const int outcome = sqlite3_backup_finish(backup_.release()); outcome != SQLITE_OK)
        return fail(sqlite_error(target_.get(), "cannot write " + fresh_));
    target_.reset();
    if (fsync(file_.get()) != 0) return fail(errno_error(errno, "cannot write " + fresh_));
    if (std::rename(fresh_.c_str(), kept_.c_str()) != 0)
        return fail(errno_error(errno, "cannot rename " + fresh_));
    fresh_.clear();
    return {};
}

} // namespace pic::store
