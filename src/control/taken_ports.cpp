#include "control/taken_ports.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace pic::control {

std::vector<ports::PortHolder> in_the_way(const std::vector<Listening>& wanted,
                                          const std::vector<ports::PortHolder>& present,
                                          const std::string& unit) {
    std::vector<ports::PortHolder> result;
    for (const auto& listening : wanted) {
        const auto found = std::ranges::find_if(present, [&](const auto& holder) {
            return holder.port == listening.port && holder.unit != unit &&
                   std::ranges::any_of(listening.addresses, [&](const auto& address) {
                       return ports::stands_in_the_way(holder, address);
                   });
        });
        if (found != present.end()) result.push_back(*found);
    }
    return result;
}

void find_taken(Control& control, std::vector<Listening> wanted, const std::string& unit,
                std::function<void(std::vector<ports::PortHolder>)> then) {
    auto& loop = control.world().loop;
    control.world().kernel.submit(
        [&loop, wanted = std::move(wanted), unit, then = std::move(then)](ports::Kernel& kernel) {
            std::vector<ports::PortHolder> present;
            for (const auto& listening : wanted) {
                auto holders = kernel.holders(listening.port);
                if (!holders) {
                    log::warning("Who has the ports of " + unit +
                                 " is not known: " + holders.error().text());
                    break;
                }
                std::ranges::move(*holders, std::back_inserter(present));
            }
            boost::asio::post(loop, [then, taken = in_the_way(wanted, present, unit)]() mutable {
                then(std::move(taken));
            });
        });
}

} // namespace pic::control
