#include "app/picctl/say.hpp"

#include <iostream>
#include <unistd.h>

#include "app/picctl/fold.hpp"
#include "app/picctl/screen.hpp"

namespace pic::picctl {

namespace {

std::string fitted(const std::ostream& where, std::string_view text, std::size_t indent) {
    const bool to_error = &where == &std::cerr;
    return folded(text, screen_at(to_error ? STDERR_FILENO : STDOUT_FILENO).columns, indent);
}

} // namespace

void say(std::ostream& where, std::string_view sentence, std::size_t indent) {
    where << fitted(where, sentence, indent) << '\n';
}

void prompt(std::ostream& where, std::string_view question) {
    where << fitted(where, std::string(question) + ":", 0) << ' ' << std::flush;
}

void say(const Error& error) {
    const auto place = error.field.empty() ? "" : " (" + error.field.substr(1) + ")";
    say(std::cerr, "picctl: " + error.detail + place, 2);
    for (const auto& cause : error.causes)
        say(std::cerr, "  because: " + cause, 4);
    if (!error.remedy.empty()) say(std::cerr, "  what to do: " + error.remedy, 4);
}

} // namespace pic::picctl
