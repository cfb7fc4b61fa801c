#include "http/page.hpp"

#include <algorithm>
#include <array>

#include "http/page_parts.hpp"

namespace pic::http {

namespace {

struct Words { // for one condition
    std::string_view condition, tone, headline, explanation;
};

constexpr std::array<Words, 5> conditions{{
    {"good", "good", "All is well",
     "The VPN works, and every server that the cell's administrator did not stop."},
    {"starting", "warning", "Starting",
     "Not all of it runs yet. Open this page again in a moment; if it stays so, its administrator "
     "sees what is missing with the commands below."},
    {"degraded", "warning", "Something needs a look",
     "The cell works, but not all of it. Its administrator sees why with the commands below."},
    {"down", "bad", "The VPN is down",
     "No device gets through at present. Its administrator sees why with the commands below."},
    {"not_set_up", "new", "Ready to be set up",
     "This machine is a personal internet cell that has no name yet. Nothing is changed on it, and "
     "no device is let in, before it is set up."},
}};

constexpr Words unknown{"", "warning", "Starting",
                        "The cell looks at itself. Open this page again in a moment."};

const Words& words_for(std::string_view condition) {
    const auto* found = std::ranges::find(conditions, condition, &Words::condition);
    return found == conditions.end() ? unknown : *found;
}

void fill(std::string& text, std::string_view place, std::string_view value) {
    for (auto at = text.find(place); at != std::string::npos;
         at = text.find(place, at + value.size()))
        text.replace(at, place.size(), value);
}

std::string name_of(const model::View& view) {
    return view.set_up() ? view.cell.value.name : "Personal internet cell";
}

std::string page(std::string_view title, std::string_view name, const Words& words,
                 std::string_view content) {
    std::string text(page_html);
    fill(text, "{style}", page_css);
    fill(text, "{content}", content);
    fill(text, "{tone}", words.tone);
    fill(text, "{headline}", words.headline);
    fill(text, "{explanation}", words.explanation);
    fill(text, "{name}", escaped(name));
    fill(text, "{title}", escaped(title));
    return text;
}

} // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        case '\'':
            safe += "&#39;";
            break;
        default:
            safe += c;
        }
    }
    return safe;
}

std::string status_page(const model::View& view, std::string_view condition) {
    const auto& words = words_for(condition);
    const auto name = name_of(view);
    if (!view.set_up()) return page(name, name, words, setup_html);
    std::string content(cell_html);
    fill(content, "{zone}", escaped(view.zone()));
    return page(name, name, words, content);
}

std::string missing_page(const model::View& view) {
    static constexpr Words words{"", "", "Nothing is here",
                                 "This cell has no page of that address."};
    return page("Nothing is here", name_of(view), words, missing_html);
}

} // namespace pic::http
