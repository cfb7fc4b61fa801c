// Long lists are handed out in pages, walked in the order of ids.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "codec/about.hpp"

namespace pic::control {

inline constexpr std::uint32_t longest_page = 1000;

struct PageRequest {
    std::uint32_t limit = 100;
    std::string cursor; // the `next` of the page before
    std::uint32_t length() const { return std::clamp(limit, 1U, longest_page); }
};
BOOST_DESCRIBE_STRUCT(PageRequest, (), (limit, cursor))
PIC_ABOUT(PageRequest, {"limit", "how many at once, 1000 at most"},
          {"cursor", "where to go on: the next of the page before"})

// Cuts one page out of a list.
class Pager {
  public:
    explicit Pager(const PageRequest& request) :
        limit_(request.length()), cursor_(request.cursor) {}

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

} // namespace pic::control
