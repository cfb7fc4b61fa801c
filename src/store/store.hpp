// The cell's memory on disk. One thread (see store_thread.hpp). Every failure names its remedy and
// leaves the store as it was before.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/audit.hpp"
#include "store/commit.hpp"
#include "store/copy.hpp"
#include "store/sqlite.hpp"

namespace pic::store {

struct Document {
    std::string collection, id;
    std::uint64_t generation = 0;
    std::string json;
};

class Store {
  public:
    // Opens `directory`/store.db, or makes it. Checks it, and refuses somebody else's database, one
    // of another format, and another machine's key.
    static Result<std::unique_ptr<Store>> open(const std::string& directory, const Secret& key);

    std::uint64_t generation() const { return generation_; }
    Result<std::vector<Document>> scan();
    Result<std::vector<SecretPut>> secrets();
    Audit& audit() { return audit_; }

    // The next piece of a whole copy beside it; true: there it is, for keep_copy().
    Result<bool> copy_some();
    // Judges it and keeps it as store.copy, in place of the one before; reads all of it. Any
    // thread, while no other is begun. What it is for: open() of a damaged store names it.
    static Status keep_copy(const std::string& directory);

    // All of them durable with one write to the disk, or none; the outcome of each: the newest
    // generation, or Code::conflict when it was made for another one and is left out.
    std::vector<Result<std::uint64_t>> commit(std::span<const Commit> commits);

  private:
    Store() = default;
    Status prepare();
    Status check_key();
    Status write(const Commit& commit);
    Status write_rows(const Commit& commit, std::uint64_t generation);

    std::string directory_;
    DatabaseHandle database_; // before the statements, which go first
    Secret key_;
    Audit audit_;
    Statement begin_, commit_;
    Statement put_, erase_, put_secret_, erase_secret_, set_generation_;
    std::uint64_t generation_ = 0;
    std::unique_ptr<Copy> copy_; // while one is made
};

} // namespace pic::store
