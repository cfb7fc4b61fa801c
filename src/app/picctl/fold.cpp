#include "app/picctl/fold.hpp"

#include <algorithm>

namespace pic::picctl {

std::size_t width_of(std::string_view text) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

std::string folded(std::string_view text, std::size_t width, std::size_t indent) {
    if (width == 0 || width_of(text) <= width) return std::string(text);
    std::string result;
    std::size_t used = 0; // of the line that is being written
    for (bool first = true; !text.empty(); first = false) {
        const auto word = text.substr(0, text.find(' '));
        const auto size = width_of(word);
        if (first) {
            used = size;
        } else if (size != 0 && used + 1 + size > width && used > indent) {
            while (result.ends_with(' '))
                result.pop_back();
            result += '\n' + std::string(indent, ' ');
            used = indent + size;
        } else {
            result += ' ';
            used += 1 + size;
        }
        result += word;
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return result;
}

} // namespace pic::picctl
