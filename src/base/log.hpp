// Structured messages to the journal (sd_journal_sendv(3)), or as lines to standard error where
// that is a terminal or a pipe. Any thread. Text is for the person who reads it; fields are for
// filters. Never a secret in either.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace pic::log {

enum class Level { error = 3, warning = 4, notice = 5, info = 6, debug = 7 }; // as syslog(3)

struct Field {
    std::string_view name; // upper case, e.g. "PIC_PEER"
    std::string value;
};

void set_level(Level level);
void write(Level level, std::string_view text, std::initializer_list<Field> fields = {});

inline void error(std::string_view text, std::initializer_list<Field> fields = {}) {
    write(Level::error, text, fields);
}
inline void warning(std::string_view text, std::initializer_list<Field> fields = {}) {
    write(Level::warning, text, fields);
}
inline void notice(std::string_view text, std::initializer_list<Field> fields = {}) {
    write(Level::notice, text, fields);
}
inline void info(std::string_view text, std::initializer_list<Field> fields = {}) {
    write(Level::info, text, fields);
}
inline void debug(std::string_view text, std::initializer_list<Field> fields = {}) {
    write(Level::debug, text, fields);
}

} // namespace pic::log
