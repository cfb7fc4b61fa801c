// What the control loop asks the store to make durable. Values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "base/time.hpp"

namespace pic::store {

struct Put {
    std::string collection, id, json;
};

struct Gone {
    std::string collection, id;
};

struct SecretPut {
    std::string name;
    Secret value;
};

struct AuditEntry {
    Time time{};
    std::string actor, role, address, action, target, result;
    bool operator==(const AuditEntry&) const = default;
};

struct Commit {
    std::uint64_t expected = 0; // the newest generation; the commit makes the one after it
    std::vector<Put> puts;
    std::vector<Gone> deletes;
    std::vector<SecretPut> secrets;
    std::vector<std::string> secret_deletes;
    std::vector<AuditEntry> audit;

    // A commit that only adds to the audit log makes no generation.
    bool changes() const {
        return !puts.empty() || !deletes.empty() || !secrets.empty() || !secret_deletes.empty();
    }
};

} // namespace pic::store
