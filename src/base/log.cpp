#include "base/log.hpp"

#include <atomic>
#include <cstdlib>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>
#include <vector>

namespace pic::log {

namespace {

std::atomic<Level> threshold = Level::info;

bool under_journal() {
    static const bool set = std::getenv("JOURNAL_STREAM") != nullptr;
    return set;
}

void write_line(Level level, std::string_view text, std::initializer_list<Field> fields) {
    static constexpr std::string_view names[] = {"",        "",       "",     "error",
                                                 "warning", "notice", "info", "debug"};
    std::string line(names[static_cast<int>(level)]);
    line.append(": ").append(text);
    for (const auto& field : fields)
        line.append(" ").append(field.name).append("=" + field.value);
    line += '\n';
    // A log that cannot be written has nowhere to say so.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace

void set_level(Level level) {
    threshold = level;
}

void write(Level level, std::string_view text, std::initializer_list<Field> fields) {
    if (level > threshold.load(std::memory_order_relaxed)) return;
    if (!under_journal()) return write_line(level, text, fields);
    std::vector<std::string> entries{"MESSAGE=" + std::string(text),
                                     "PRIORITY=" + std::to_string(static_cast<int>(level))};
    for (const auto& field : fields)
        entries.push_back(std::string(field.name) + "=" + field.value);
    std::vector<iovec> parts;
    for (auto& entry : entries)
        parts.push_back({entry.data(), entry.size()});
    sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

} // namespace pic::log
