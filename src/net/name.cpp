#include "net/name.hpp"

#include <algorithm>

#include "base/lowercase.hpp"

namespace pic::net {

namespace {

constexpr std::size_t longest_label = 63, longest_name = 253, longest_device = 15;

bool is_label_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// How many bytes the UTF-8 sequence at the start of `text` takes; 0 when it is none, or when it is
// a control character.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x20 || byte(0) == 0x7f) return 0;
    if (byte(0) < 0x80) return 1;
    const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
    if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    if (byte(0) == 0xc2 && byte(1) < 0xa0) return 0; // C1 controls
    if (byte(0) == 0xe0 && byte(1) < 0xa0) return 0; // overlong
    if (byte(0) == 0xed && byte(1) > 0x9f) return 0; // surrogates
    if (byte(0) == 0xf0 && byte(1) < 0x90) return 0; // overlong
    if (byte(0) == 0xf4 && byte(1) > 0x8f) return 0; // beyond U+10FFFF
    if (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) return 0; // bidi
    if (byte(0) == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 0; // bidi
    return length;
}

// Labels joined by dots, each as `parse` takes it.
Result<std::string> parse_dotted(std::string_view text,
                                 Result<std::string> (*parse)(std::string_view)) {
    if (text.empty() || text.size() > longest_name)
        return fail(Code::invalid, "a host name has 1 to 253 characters");
    std::string name;
    for (std::size_t start = 0; start <= text.size();) {
        const auto dot = std::min(text.find('.', start), text.size());
        PIC_LET(label, parse(text.substr(start, dot - start)));
        if (!name.empty()) name += '.';
        name += label;
        start = dot + 1;
    }
    return name;
}

} // namespace

Result<std::string> parse_any_label(std::string_view text) {
    std::string label = lowercase(text.substr(0, longest_label + 1));
    const bool shaped = !label.empty() && label.size() <= longest_label &&
                        std::ranges::all_of(label, is_label_char) && label.front() != '-' &&
                        label.back() != '-';
    if (!shaped)
        return fail(Code::invalid, "this is not a name for DNS", {},
                    "use 1 to 63 letters, digits and hyphens, with no hyphen at either end");
    return label;
}

Result<std::string> parse_label(std::string_view text) {
    auto label = parse_any_label(text);
    if (label && text.size() >= 4 && text[2] == '-' && text[3] == '-')
        return fail(Code::invalid,
                    "two hyphens in the third and fourth place are kept for names of other "
                    "alphabets",
                    {}, "choose a name without them");
    return label;
}

Result<std::string> parse_host_name(std::string_view text) {
    return parse_dotted(text, parse_any_label);
}

Result<std::string> parse_zone_name(std::string_view text) {
    return parse_dotted(text, parse_label);
}

Result<std::string> parse_device_name(std::string_view text) {
    const bool shaped = !text.empty() && text.size() <= longest_device && text != "." &&
                        text != ".." && std::ranges::all_of(text, [](char c) {
                            return c > ' ' && c < 0x7f && c != '/' && c != ':';
                        });
    if (!shaped) return fail(Code::invalid, "this is not the name of a network device");
    return std::string(text);
}

Result<std::string> parse_line(std::string_view text, std::size_t longest) {
    if (text.size() > longest)
        return fail(Code::invalid, "longer than " + std::to_string(longest) + " bytes");
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t length = sequence_length(rest);
        if (length == 0)
            return fail(Code::invalid, "has a control character or is not UTF-8", {},
                        "write it as one line of plain text");
        rest.remove_prefix(length);
    }
    return std::string(text);
}

std::string to_line(std::string_view text, std::size_t longest) {
    constexpr std::string_view white = "\t\n\v\f\r", ellipsis = "…";
    std::string line;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t length = sequence_length(rest);
        if (line.size() + std::max<std::size_t>(length, 1) > longest) {
            while (!line.empty() && line.size() + ellipsis.size() > longest) {
                while ((line.back() & 0xc0) == 0x80)
                    line.pop_back();
                line.pop_back();
            }
            return longest < ellipsis.size() ? std::string() : line.append(ellipsis);
        }
        if (length > 0)
            line += rest.substr(0, length);
        else
            line += white.find(rest.front()) == std::string_view::npos ? '?' : ' ';
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return line;
}

} // namespace pic::net
