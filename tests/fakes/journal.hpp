// A journal in memory: what each unit said. Any thread.
#pragma once

#include <map>
#include <mutex>

#include "ports/journal.hpp"

namespace pic::fakes {

class FakeJournal final : public ports::Journal {
  public:
    void say(const std::string& unit, ports::LogLine line) {
        const std::lock_guard lock(mutex_);
        said_[unit].push_back(std::move(line));
    }

    Result<std::vector<ports::LogLine>> last_lines(const std::string& unit,
                                                   std::size_t most) override {
        const std::lock_guard lock(mutex_);
        const auto& all = said_[unit];
        const auto skipped = all.size() - std::min(most, all.size());
        return std::vector(all.begin() + static_cast<std::ptrdiff_t>(skipped), all.end());
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::vector<ports::LogLine>> said_;
};

} // namespace pic::fakes
