#include "http/etag.hpp"

#include <charconv>

namespace pic::http {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> generation_of(std::string_view tag) {
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
    auto text = tag.substr(1, tag.size() - 2);
    if (text.ends_with("-gzip")) text.remove_suffix(5);
    std::uint64_t generation = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), generation);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return generation;
}

} // namespace

std::string etag(std::uint64_t generation) {
    return '"' + std::to_string(generation) + '"';
}

Result<std::optional<std::uint64_t>> parse_if_match(std::string_view field) {
    const auto tag = trimmed(field);
    if (tag == "*") return std::optional<std::uint64_t>();
    if (tag.starts_with("W/"))
        return fail(Code::precondition, "a weak entity tag never matches", {},
                    "send back the ETag as it came");
    if (const auto generation = generation_of(tag)) return generation;
    return fail(Code::malformed, "If-Match is not one entity tag of this cell", {},
                "send back the ETag as it came, with its quotes: \"123\"");
}

} // namespace pic::http
