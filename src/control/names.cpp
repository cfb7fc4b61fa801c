#include "control/names.hpp"

#include <array>
#include <unistd.h>

#include "net/name.hpp"

namespace pic::control {

std::string host_label() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return {};
    const std::string_view text(name.data());
    const auto label = net::parse_host_name(text.substr(0, text.find('.')));
    return label && *label != "localhost" ? *label : std::string();
}

std::vector<std::string> names_of(const model::View& view) {
    std::vector<std::string> names;
    if (const auto label = host_label(); !label.empty()) names.push_back(label + ".local");
    if (view.set_up()) {
        names.push_back(view.zone());
        names.push_back(view.cell.value.name + ".local");
    }
    return names;
}

} // namespace pic::control
