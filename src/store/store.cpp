#include "store/store.hpp"

#include <unistd.h>

#include "store/schema.hpp"
#include "store/seal.hpp"

namespace pic::store {

namespace {

constexpr std::string_view key_check = "key-check"; // sealed under the key it stands for
constexpr const char* fresh_copy = "/store.copy.new";

} // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string& directory, const Secret& key) {
    if (key.size() != key_bytes)
        return fail(Code::internal, "the machine's key should have 32 bytes", {},
                    "systemctl status pic-key.service says why it is missing");
    ::unlink((directory + fresh_copy).c_str()); // of a picd that stopped in the middle of it
    std::unique_ptr<Store> store(new Store);
    PIC_LET(database, open_database(directory + "/store.db"));
    store->directory_ = directory;
    store->database_ = std::move(database);
    store->key_ = key;
    PIC_TRY(store->prepare());
    PIC_TRY(store->check_key());
    return store;
}

Status Store::prepare() {
    auto* database = database_.get();
    const std::pair<Statement*, std::string_view> statements[] = {
        {&begin_, "BEGIN IMMEDIATE"},
        {&commit_, "COMMIT"},
        {&put_, "INSERT INTO documents (collection, id, generation, json) VALUES (?,?,?,?) "
                "ON CONFLICT DO UPDATE SET generation=excluded.generation, json=excluded.json"},
        {&erase_, "DELETE FROM documents WHERE collection=? AND id=?"},
        {&put_secret_, "INSERT INTO secrets (name, sealed) VALUES (?,?) "
                       "ON CONFLICT DO UPDATE SET sealed=excluded.sealed"},
        {&erase_secret_, "DELETE FROM secrets WHERE name=?"},
        {&set_generation_, "UPDATE state SET generation=?"},
    };
    for (const auto& [statement, sql] : statements) {
        PIC_LET(prepared, Statement::prepare(database, sql));
        *statement = std::move(prepared);
    }
    PIC_LET(get_generation, Statement::prepare(database, "SELECT generation FROM state"));
    PIC_LET(row, get_generation.step());
    if (!row) return fail(Code::internal, "the store has lost its generation number");
    generation_ = static_cast<std::uint64_t>(get_generation.number(0));
    PIC_LET(audit, Audit::open(database));
    audit_ = std::move(audit);
    return {};
}

Status Store::check_key() {
    PIC_LET(get, Statement::prepare(database_.get(), "SELECT sealed FROM secrets WHERE name=?"));
    PIC_LET(row, get.bind(key_check).step());
    if (row) {
        auto opened = unseal(get.bytes(0), key_check, key_);
        if (opened) return {};
        return fail(std::move(opened).error().within("this store was made with another key"));
    }
    const auto sealed = seal(Secret(key_check), key_check, key_);
    return put_secret_.bind(key_check).bind(std::span<const std::uint8_t>(sealed)).run();
}

Result<bool> Store::copy_some() {
    const auto fresh = directory_ + fresh_copy;
    if (!copy_) {
        PIC_LET(begun, Copy::begin(database_.get(), fresh));
        copy_ = std::move(begun);
    }
    auto whole = copy_->go_on();
    if (whole && !*whole) return false;
    copy_.reset();
    if (!whole) ::unlink(fresh.c_str());
    return whole;
}

Status Store::keep_copy(const std::string& directory) {
    const auto fresh = directory + fresh_copy;
    auto kept = store::keep_copy(fresh, directory + "/store.copy");
    if (!kept) ::unlink(fresh.c_str());
    return kept;
}

Result<std::vector<Document>> Store::scan() {
    PIC_LET(query, Statement::prepare(database_.get(),
                                      "SELECT collection, id, generation, json FROM documents"));
    std::vector<Document> documents;
    for (;;) {
        PIC_LET(more, query.step());
        if (!more) return documents;
        documents.push_back({query.text(0), query.text(1),
                             static_cast<std::uint64_t>(query.number(2)), query.text(3)});
    }
}

Result<std::vector<SecretPut>> Store::secrets() {
    PIC_LET(query, Statement::prepare(database_.get(), "SELECT name, sealed FROM secrets"));
    std::vector<SecretPut> secrets;
    for (;;) {
        PIC_LET(more, query.step());
        if (!more) return secrets;
        const auto name = query.text(0);
        if (name == key_check) continue;
        PIC_LET(value, unseal(query.bytes(1), name, key_));
        secrets.push_back({name, std::move(value)});
    }
}

Status Store::write_rows(const Commit& commit, std::uint64_t generation) {
    for (const auto& put : commit.puts)
        PIC_TRY(put_.bind(put.collection)
                    .bind(put.id)
                    .bind(static_cast<std::int64_t>(generation))
                    .bind(put.json)
                    .run());
    for (const auto& gone : commit.deletes)
        PIC_TRY(erase_.bind(gone.collection).bind(gone.id).run());
    for (const auto& secret : commit.secrets) {
        const auto sealed = seal(secret.value, secret.name, key_);
        PIC_TRY(put_secret_.bind(secret.name).bind(std::span<const std::uint8_t>(sealed)).run());
    }
    for (const auto& name : commit.secret_deletes)
        PIC_TRY(erase_secret_.bind(name).run());
    for (const auto& entry : commit.audit)
        PIC_TRY(audit_.append(entry));
    return {};
}

// Within a transaction. After a failure only the end of all of it undoes what was written.
Status Store::write(const Commit& commit) {
    const auto next = commit.changes() ? generation_ + 1 : generation_;
    PIC_TRY(write_rows(commit, next));
    if (commit.changes()) PIC_TRY(set_generation_.bind(static_cast<std::int64_t>(next)).run());
    generation_ = next;
    return {};
}

std::vector<Result<std::uint64_t>> Store::commit(std::span<const Commit> commits) {
    std::vector<Result<std::uint64_t>> outcomes;
    const auto before = generation_;
    const auto tail = audit_.tail();
    auto transaction = begin_.run();
    for (const auto& commit : commits) {
        if (!transaction) break;
        if (commit.changes() && commit.expected != generation_) {
            outcomes.push_back(
                fail(Code::conflict, "the cell was changed meanwhile", {}, "try again"));
            continue;
        }
        transaction = write(commit);
        outcomes.emplace_back(generation_);
    }
    if (transaction) transaction = commit_.run();
    if (transaction) return outcomes;
    // A full disk may have ended the transaction: then there is nothing to go back to.
    if (sqlite3_get_autocommit(database_.get()) == 0) (void)execute(database_.get(), "ROLLBACK");
    generation_ = before;
    audit_.restore(tail);
    return std::vector<Result<std::uint64_t>>(
        commits.size(), fail(std::move(transaction).error().within("nothing could be stored")));
}

} // namespace pic::store
