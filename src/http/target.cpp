#include "http/target.hpp"

#include "net/name.hpp"

namespace pic::http {

namespace {

constexpr std::size_t most_parts = 64, longest_part = 2048;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// RFC 3986, 2.1.
Result<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            plain += ' ';
        } else if (text[i] != '%') {
            plain += text[i];
        } else {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
            if (low < 0) return fail(Code::malformed, "the address has a broken % escape");
            plain += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (!net::parse_line(plain, longest_part))
        return fail(
            Code::malformed,
            "the address has control characters, is not UTF-8, or a part of it is too long");
    return plain;
}

Status split_path(std::string_view path, std::vector<std::string>& segments) {
    if (path.empty()) return {};
    for (std::size_t start = 0; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        if (segments.size() == most_parts)
            return fail(Code::malformed, "the address has too many parts");
        PIC_LET(segment, decode(path.substr(start, end - start), false));
        segments.push_back(std::move(segment));
        start = end + 1;
    }
    return {};
}

Status split_query(std::string_view query, Target& target) {
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        if (target.query.size() == most_parts)
            return fail(Code::malformed, "the address has too many parameters");
        const auto equals = std::min(pair.find('='), pair.size());
        PIC_LET(name, decode(pair.substr(0, equals), true));
        PIC_LET(value, decode(pair.substr(std::min(equals + 1, pair.size())), true));
        target.query.emplace_back(std::move(name), std::move(value));
    }
    return {};
}

} // namespace

Result<Target> parse_target(std::string_view text) {
    if (!text.starts_with('/') || text.find('#') != std::string_view::npos)
        return fail(Code::malformed, "the address of a request starts with / and has no #");
    Target target;
    const auto mark = std::min(text.find('?'), text.size());
    PIC_TRY(split_path(text.substr(1, mark - 1), target.segments));
    PIC_TRY(split_query(text.substr(std::min(mark + 1, text.size())), target));
    return target;
}

} // namespace pic::http
