// The rules of table inet pic through libnftables(3). The kernel keeps no text: what a ruleset
// reads like once it is loaded is remembered beside the text it was made from, in `memory`, so that
// a restart finds it unchanged and somebody else's edit is noticed. One thread.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

class RulesetLoader {
  public:
    // `memory`: a file under /run/pic, of which only this class knows.
    explicit RulesetLoader(std::string memory);

    // What is loaded: the text it was made from, or, when somebody changed it, what it reads like;
    // nullopt when there is no table.
    Result<std::optional<ports::Ruleset>> present();

    // In one transaction; elements of the sets stay. What others added to the table goes.
    Status load(const ports::Ruleset& ruleset);
    Status remove();

  private:
    Result<std::string> run(const std::string& commands);
    Result<std::optional<std::string>> listing();
    void remember() const;

    std::string memory_, text_, reading_;
};

} // namespace pic::kernel
