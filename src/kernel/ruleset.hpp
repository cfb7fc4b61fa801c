// The rules of table inet pic. The kernel keeps no text: what a ruleset reads like once it is
// loaded is remembered beside the text it was made from, in `memory`, so that a restart finds it
// unchanged and somebody else's edit is noticed. One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "kernel/nft.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

class RulesetLoader {
  public:
    // `memory`: a file under /run/pic, of which only this class knows.
    RulesetLoader(std::string memory, Nft nft);

    // What is loaded: the text it was made from, or, when somebody changed it, what it reads like;
    // nullopt when there is no table.
    Result<std::optional<ports::Ruleset>> present();

    // In one transaction; elements of the sets stay: `elements` reads what they hold, where the
    // table has to be made anew. Chains, sets and maps that others added to the table go; objects
    // of other kinds (counters, flowtables), which no rule uses any more, stay.
    using Elements = std::function<Result<std::vector<ports::SetElement>>()>;
    Status load(const ports::Ruleset& ruleset, const Elements& elements);
    Status remove();

    // False once a load was refused and the rules loaded before are not there either, as the cell
    // made them: nothing would hold a device back.
    bool holds() const { return holds_; }

  private:
    Result<std::optional<std::string>> listing();
    Status replace(const std::string& text, const Elements& elements);
    Result<std::string> replace_and_read(const std::string& text, const Elements& elements);
    bool is_untouched();
    void remember() const;

    std::string memory_;
    Nft nft_;
    std::string text_, reading_; // empty: nothing that the kernel has reads like it
    bool holds_ = true;
};

} // namespace pic::kernel
