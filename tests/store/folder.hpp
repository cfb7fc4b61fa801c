// A directory of the test's own, removed with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>

#include "store/store.hpp"

namespace pic::store {

struct Folder : testing::Test {
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "pic-store-XXXXXX";
        path = mkdtemp(name.data());
    }
    ~Folder() override { std::filesystem::remove_all(path); }

    std::unique_ptr<Store> open() const {
        auto store = Store::open(path, key);
        EXPECT_TRUE(store) << store.error().text();
        return store ? std::move(*store) : nullptr;
    }

    std::string path;
    Secret key{std::string_view("0123456789abcdef0123456789abcdef")};
};

inline Result<std::uint64_t> commit_one(Store& store, const Commit& commit) {
    return store.commit({&commit, 1}).front();
}

inline AuditEntry entry(std::string action) {
    return {Time(std::chrono::seconds(1800000000)),
            "anna",
            "admin",
            "10.0.0.2",
            std::move(action),
            "phone",
            "done"};
}

} // namespace pic::store
