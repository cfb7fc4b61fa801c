// Long lists are handed out in pages, walked in the order of ids.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "codec/about.hpp"

namespace pic::control {

inline constexpr std::uint32_t longest_page = 1000;

struct PageRequest {
    std::uint32_t limit = 100;
    std::string cursor; // the `next` of the page before
};
BOOST_DESCRIBE_STRUCT(PageRequest, (), (limit, cursor))
PIC_ABOUT(PageRequest, {"limit", "how many at once, 1000 at most"},
          {"cursor", "where to go on: the next of the page before"})

// Code::invalid for a page of none, or of more than the longest.
Status check_limit(const PageRequest& request);
Error no_cursor();

// Cuts one page out of a list.
class Pager {
  public:
    static Result<Pager> of(const PageRequest& request);

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
    explicit Pager(const PageRequest& request) : limit_(request.limit), cursor_(request.cursor) {}

    std::uint32_t limit_, taken_ = 0, total_ = 0;
    std::string cursor_, last_;
    bool more_ = false;
};

} // namespace pic::control
