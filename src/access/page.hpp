// Cuts one page out of a list that is walked in the order of ids.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

namespace pic::access {

class Pager {
  public:
    Pager(std::uint32_t limit, std::string cursor) :
        limit_(std::clamp(limit, 1U, 1000U)), cursor_(std::move(cursor)) {}

    // Whether the next one that matches belongs to the page.
    bool takes(const std::string& id) {
        ++total_;
        if (id <= cursor_) return false;
        if (taken_ == limit_) {
            more_ = true;
            return false;
        }
        ++taken_;
        last_ = id;
        return true;
    }

    std::string next() const { return more_ ? last_ : std::string(); } // the next page's cursor
    std::uint32_t total() const { return total_; }

  private:
    std::uint32_t limit_, taken_ = 0, total_ = 0;
    std::string cursor_, last_;
    bool more_ = false;
};

} // namespace pic::access
