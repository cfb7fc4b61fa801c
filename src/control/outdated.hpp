// Which devices hold a file that is no longer the one they should have: kept in step with each
// change, not searched for. What all files have in common is compared; when that is another one,
// a worker looks at every device. Control thread only; control.part<Outdated>().
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "control/change.hpp"
#include "control/client_file.hpp"
#include "control/snapshot.hpp"

namespace pic::control {

class Control;

class Outdated {
  public:
    struct Concerned { // whose files a change may have made others
        bool all = false;
        std::vector<std::string> peers; // ids
    };

    // At what was just published; `edits` made it.
    Concerned look(Control& control, const std::vector<Edit>& edits = {});

    // What whoever made the change should know, once it is known; empty: nothing.
    using Known = std::function<void(std::string note)>;
    void when_known(const Control& control, Concerned concerned, Known known);

  private:
    using Names = std::map<std::string, std::string>; // by id
    static Names all_in(const Snapshot& seen);
    void scan(Control& control);
    void scanned(Control& control, Names names);
    void judge(Control& control, const std::set<std::string>& peers);
    void tell(Control& control);
    std::string note_for(const Snapshot& seen, const Concerned& concerned) const;

    Names names_;
    std::optional<CommonPart> common_;
    std::uint64_t scans_ = 0; // the number of the newest
    bool scanning_ = false;
    std::set<std::string> touched_; // peers that were changed meanwhile
    std::vector<std::pair<Concerned, Known>> waiting_;
};

} // namespace pic::control
