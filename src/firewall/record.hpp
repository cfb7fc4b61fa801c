// What was opened in one firewall, as a file that root alone writes and everybody may read: first
// "port N", then a line for each rule that was added. What was there before is not in it, and so is
// never taken away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "firewall/order.hpp"

namespace pic::firewall {

struct Record {
    std::uint16_t port = 0; // 0: nothing was opened
    std::vector<std::string> opened;

    bool has(const std::string& rule) const;
    void forget(const std::string& rule);
};

// The file's text. Pure.
Result<Record> parse_record(std::string_view text);
std::string text_of(const Record& record);

// A directory with a record for each kind; one process at a time.
class Records {
  public:
    // Waits for whoever has it open.
    static Result<Records> open(const std::string& directory);

    Result<Record> load(Kind kind) const;
    Status save(Kind kind, const Record& record) const; // whole or not at all
    Status remove(Kind kind) const;

  private:
    explicit Records(std::string directory, Fd lock) :
        directory_(std::move(directory)), lock_(std::move(lock)) {}
    std::string path(Kind kind) const;

    std::string directory_;
    Fd lock_;
};

} // namespace pic::firewall
