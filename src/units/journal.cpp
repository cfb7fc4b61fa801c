#include "units/journal.hpp"

#include <algorithm>
#include <array>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

#include "base/handle.hpp"
#include "net/name.hpp"

namespace pic::units {

namespace {

using JournalHandle = Handle<sd_journal, sd_journal_close>;

constexpr std::size_t longest_line = 1000;
constexpr std::string_view message_field = "MESSAGE=";
// A character may take four bytes of which the line shows one; nothing longer is even unpacked.
constexpr std::size_t longest_read = 4 * longest_line;
constexpr std::uint64_t microseconds = 1000000;

int add(sd_journal& journal, const std::string& match) {
    return sd_journal_add_match(&journal, match.data(), match.size());
}

// (by the unit or by systemd about the unit) and since this boot: before it, the clock may have
// been another one, and with it the order.
int select(sd_journal& journal, const std::string& unit) {
    sd_id128_t boot{};
    std::array<char, SD_ID128_STRING_MAX> text{};
    int result = sd_id128_get_boot(&boot);
    if (result >= 0) result = add(journal, "_SYSTEMD_UNIT=" + unit);
    if (result >= 0) result = sd_journal_add_disjunction(&journal);
    if (result >= 0) result = add(journal, "_PID=1");
    if (result >= 0) result = add(journal, "UNIT=" + unit);
    if (result >= 0) result = sd_journal_add_conjunction(&journal);
    if (result < 0) return result;
    return add(journal, std::string("_BOOT_ID=") + sd_id128_to_string(boot, text.data()));
}

// An entry without a message, or one that cannot be read any more, is no line.
bool read_line(sd_journal& journal, ports::LogLine& line) {
    const void* data = nullptr;
    std::size_t size = 0;
    std::uint64_t time = 0;
    if (sd_journal_get_data(&journal, "MESSAGE", &data, &size) < 0 ||
        sd_journal_get_realtime_usec(&journal, &time) < 0)
        return false;
    std::string_view message(static_cast<const char*>(data), size);
    message.remove_prefix(std::min(message_field.size(), message.size()));
    line.text = net::to_line(message, longest_line);
    line.time = Time(std::chrono::seconds(time / microseconds));
    return true;
}

} // namespace

Result<std::vector<ports::LogLine>> SystemJournal::last_lines(const std::string& unit,
                                                              std::size_t most) {
    sd_journal* opened = nullptr;
    int result = sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
    const JournalHandle journal(opened);
    if (result >= 0) result = sd_journal_set_data_threshold(journal.get(), longest_read);
    if (result >= 0) result = select(*journal, unit);
    if (result >= 0) result = sd_journal_seek_tail(journal.get());
    std::vector<ports::LogLine> lines;
    while (result >= 0 && lines.size() < most &&
           (result = sd_journal_previous(journal.get())) > 0) {
        ports::LogLine line;
        if (read_line(*journal, line)) lines.push_back(std::move(line));
    }
    if (result < 0) return fail(errno_error(-result, "the journal of " + unit + " cannot be read"));
    std::ranges::reverse(lines);
    return lines;
}

} // namespace pic::units
