// Files in memory: a map from path to content, in folders that are there. As on the disk, read()
// may be called on any thread; the members are the test's, of one thread.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "ports/files.hpp"

namespace pic::fakes {

class FakeFiles final : public ports::Files {
  public:
    std::set<std::string> folders;
    std::map<std::string, std::string> content;
    std::vector<std::string> written; // paths, oldest first
    std::optional<Error> writes_fail; // a full disk, a folder that is read-only
    std::set<std::string> broken;     // paths that cannot be written

    Result<std::optional<std::string>> read(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        const auto found = content.find(path);
        if (found == content.end()) return std::optional<std::string>();
        return std::optional(found->second);
    }

    Status replace(const std::string& path, std::string_view text) override {
        if (writes_fail) return fail(*writes_fail);
        if (broken.contains(path)) return fail(Code::internal, "cannot write " + path);
        if (!folders.contains(path.substr(0, path.rfind('/'))))
            return fail(Code::internal, "cannot write " + path, {},
                        "systemd-tmpfiles --create makes the directories under /run/pic again");
        const std::lock_guard lock(mutex_);
        content[path] = std::string(text);
        written.push_back(path);
        return {};
    }

    Status remove(const std::string& path) override {
        const std::lock_guard lock(mutex_);
        content.erase(path);
        return {};
    }

  private:
    std::mutex mutex_; // guards `content`
};

} // namespace pic::fakes
