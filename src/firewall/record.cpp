#include "firewall/record.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.hpp"

namespace pic::firewall {

bool Record::has(const std::string& rule) const {
    return std::ranges::find(opened, rule) != opened.end();
}

void Record::forget(const std::string& rule) {
    std::erase(opened, rule);
}

Result<Record> parse_record(std::string_view text) {
    Record record;
    std::istringstream lines{std::string(text)};
    std::string line;
    std::getline(lines, line);
    constexpr std::string_view key = "port ";
    const auto [end, failure] = std::from_chars(line.data() + std::min(key.size(), line.size()),
                                                line.data() + line.size(), record.port);
    if (!line.starts_with(key) || failure != std::errc() || end != line.data() + line.size())
        return fail(Code::malformed, "it does not begin with a port: " + line, {},
                    "remove it, and what it names from the firewall");
    while (std::getline(lines, line))
        record.opened.push_back(line);
    return record;
}

std::string text_of(const Record& record) {
    std::string text = "port " + std::to_string(record.port) + '\n';
    for (const auto& rule : record.opened)
        text += rule + '\n';
    return text;
}

Result<Records> Records::open(const std::string& directory) {
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST)
        return fail(errno_error(errno, "cannot make " + directory));
    Fd lock(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!lock || ::flock(lock.get(), LOCK_EX) != 0)
        return fail(errno_error(errno, "cannot lock " + directory));
    return Records(directory, std::move(lock));
}

std::string Records::path(Kind kind) const {
    return directory_ + "/" + std::string(name_of(kind));
}

Result<Record> Records::load(Kind kind) const {
    PIC_LET(text, read_file(path(kind)));
    if (!text) return Record(); // nothing was opened
    auto record = parse_record(*text);
    if (record) return record;
    return fail(std::move(record).error().within(path(kind) + " is not as it was written"));
}

// On the disk before anything is opened: what a power cut forgets would stay open for ever.
Status Records::save(Kind kind, const Record& record) const {
    const auto fresh = path(kind) + ".new", text = text_of(record);
    const Fd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file || ::fchmod(file.get(), 0644) != 0 ||
        ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(file.get()) != 0 || std::rename(fresh.c_str(), path(kind).c_str()) != 0 ||
        ::fsync(lock_.get()) != 0)
        return fail(errno_error(errno, "cannot write " + path(kind)));
    return {};
}

Status Records::remove(Kind kind) const {
    if (::unlink(path(kind).c_str()) != 0 && errno != ENOENT)
        return fail(errno_error(errno, "cannot remove " + path(kind)));
    return {};
}

} // namespace pic::firewall
