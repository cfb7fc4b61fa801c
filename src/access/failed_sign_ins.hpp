// Sign-ins and set-up codes that failed, for the audit: the first of an address is written down at
// once, those that follow are counted, and the count is written when the minute is over. So an
// address adds one entry a minute, however hard it tries; and when many addresses try, all but the
// first few share one. Control thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pic::access {

struct FailedTry {
    std::string action; // the operation
    std::string address;
    std::string name;     // of the user, or what else was tried; empty: there is none of that name
    bool held_up = false; // not even looked at, because of earlier ones
};

class FailedSignIns {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    struct Count {
        std::string action;
        std::string address;         // empty: of many
        std::set<std::string> names; // some of them
        std::uint32_t wrong = 0, held_up = 0;
    };

    // Whether this one is to be written down now.
    bool note(const FailedTry& one, Instant now);

    std::vector<Count> due(Instant now); // of minutes that are over
    std::vector<Count> all();            // before the end

  private:
    struct Window {
        Instant opened{};
        Count count;
    };
    std::map<std::pair<std::string, std::string>, Window> windows_; // by action and address
};

// "anna, paul", "an unknown name"; "3 wrong and 20 held up within a minute".
std::string target_of(const FailedSignIns::Count& count);
std::string result_of(const FailedSignIns::Count& count);

} // namespace pic::access
