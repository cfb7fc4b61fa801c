// What another capability puts into the commit that names the cell. app/ ties it to set-up.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "control/change.hpp"

namespace pic::control {

// One for the loop: Control::part<Founding>().
class Founding {
  public:
    using Step = std::function<Status(const Context&, const std::string& name, Change&)>;

    void add(Step step) { steps_.push_back(std::move(step)); }

    Status add_to(Change& change, const Context& context, const std::string& name) const {
        for (const auto& step : steps_)
            PIC_TRY(step(context, name, change));
        return {};
    }

  private:
    std::vector<Step> steps_;
};

} // namespace pic::control
