#include "app/picctl/peer_view.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "app/picctl/fold.hpp"
#include "app/picctl/text.hpp"
#include "control/client_file.hpp"
#include "peers/rendering.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

bool is_true(const json::object& peer, std::string_view name) {
    const auto* value = peer.if_contains(name);
    return value != nullptr && *value == true;
}

// "internet, services": what --internet and the like have allowed.
std::string permissions_of(const json::object& peer) {
    const auto* permissions = peer.if_contains("permissions");
    if (permissions == nullptr || !permissions->is_object()) return {};
    std::string text;
    for (const auto& each : permissions->get_object())
        if (each.value() == true) text.append(text.empty() ? "" : ", ").append(each.key());
    return text.empty() ? "none" : text;
}

std::string key_of(const std::string& origin) {
    if (origin == "caller") return "on the device alone";
    return origin == "kept" ? "kept here, sealed" : "handed out once, not kept here";
}

// "1.5 MiB"
std::string bytes_of(const json::object& peer, std::string_view name) {
    const auto* value = peer.if_contains(name);
    boost::system::error_code failure;
    auto size = value == nullptr ? 0.0 : value->to_number<double>(failure);
    static constexpr std::string_view units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < std::size(units); ++unit)
        size /= 1024;
    return fmt::format("{:.{}f} {}", size, unit == 0 ? 0 : 1, units[unit]);
}

std::string code_text(const std::string& config, const json::object& peer, const Screen& screen) {
    const auto code = peers::code_of(config);
    if (!code)
        return folded("There is no QR code: " + code.error().text() + ".", screen.columns) + "\n";
    auto drawn = formats::qr_terminal(*code, screen.colours);
    const auto fits = holds_code(screen, drawn);
    if (fits) return drawn;
    const auto once_more = again(peer), name = member(peer, "name");
    const bool kept = member(peer, "key_origin") == "kept";
    return folded("Not shown: " + fits.error().detail + ".", screen.columns) +
           fmt::format("\n{}:\n  {}{}\n  {} --output {}.png\n",
                       kept
                           ? "Enlarge it and ask again, or have a picture"
                           : "Enlarge it and have another file, or one as a picture; the one above "
                             "stops working then",
                       once_more, kept ? " --format terminal" : "", once_more, name);
}

// What is left to do with the file, whether it is on the screen or elsewhere.
std::string note_of(const std::string& origin) {
    if (origin == "forgotten")
        return "This is the only copy: the cell does not keep the device's private key.";
    if (origin == "caller")
        return "The private key stayed on the device: put it into the file's line PrivateKey, and "
               "take the # before it away.";
    return {};
}

} // namespace

std::string state_of_peer(const json::object& peer) {
    if (!is_true(peer, "enabled")) return "disabled";
    if (is_true(peer, "expired")) return "expired";
    return is_true(peer, "reissue_needed") ? "re-issue" : "enabled";
}

std::string peer_view(const json::object& peer, const Screen& screen) {
    std::vector<Line> all = {
        {"name", member(peer, "name")},
        {"owner", member(peer, "owner_name")},
        {"addresses", member(peer, "ipv4") + ", " + member(peer, "ipv6")},
        {"state", state_of_peer(peer)},
        {"blocked", member(peer, "blocked")},
        {"tunnel", member(peer, "tunnel")},
        {"routes", member(peer, "tunnel") == "split" ? member(peer, "routes") : ""},
        {"permissions", permissions_of(peer)},
        {"endpoint", member(peer, "endpoint")},
        {"expires", member(peer, "expires")},
        {"tags", member(peer, "tags")},
        {"note", member(peer, "note")},
        {"created", member(peer, "created")},
        {"public key", member(peer, "public_key")},
        {"private key", key_of(member(peer, "key_origin"))},
        {"connected from", member(peer, "connected_from")},
        {"last handshake", member(peer, "last_handshake")},
        {"received", bytes_of(peer, "received")},
        {"sent", bytes_of(peer, "sent")},
    };
    std::erase_if(all, [](const auto& line) { return line.text.empty() || line.text == "-"; });
    return aligned(all, screen.columns);
}

std::string issued_view(const json::object& body, const Screen& screen) {
    static const json::object nobody;
    const auto* found = body.if_contains("peer");
    const auto& peer = found != nullptr && found->is_object() ? found->get_object() : nobody;
    const auto config = member(body, "config"), origin = member(peer, "key_origin");
    auto text = config; // empty when it went where --output said
    if (const auto note = note_of(origin); !note.empty())
        text += (text.empty() ? "" : "\n") + folded(note, screen.columns) + "\n";
    // Last: what stands above may scroll away, and the code has to be seen whole.
    if (!config.empty() && origin != "caller") text += "\n" + code_text(config, peer, screen);
    return text;
}

std::string again(const json::object& peer) {
    const auto origin = codec::from_json<model::KeyOrigin>(json::value(member(peer, "key_origin")));
    return control::file_command(member(peer, "name"), origin.value_or(model::KeyOrigin::kept));
}

} // namespace pic::picctl
