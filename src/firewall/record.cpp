#include "firewall/record.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pic::firewall {

bool Record::has(const std::string& rule) const {
    return std::ranges::find(opened, rule) != opened.end();
}

void Record::forget(const std::string& rule) {
    std::erase(opened, rule);
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
    Record record;
    std::ifstream file(path(kind));
    std::string line;
    if (!std::getline(file, line)) return record;
    constexpr std::string_view key = "port ";
    const auto [end, failure] = std::from_chars(line.data() + std::min(key.size(), line.size()),
                                                line.data() + line.size(), record.port);
    if (!line.starts_with(key) || failure != std::errc() || end != line.data() + line.size())
        return fail(Code::malformed, path(kind) + " is not as it was written: " + line, {},
                    "remove it, and what it names from the firewall");
    while (std::getline(file, line))
        record.opened.push_back(line);
    return record;
}

Status Records::save(Kind kind, const Record& record) const {
    const auto fresh = path(kind) + ".new";
    std::ofstream file(fresh, std::ios::trunc);
    file << "port " << record.port << '\n';
    for (const auto& rule : record.opened)
        file << rule << '\n';
    file.close();
    if (!file || ::chmod(fresh.c_str(), 0644) != 0 ||
        std::rename(fresh.c_str(), path(kind).c_str()) != 0)
        return fail(errno_error(errno, "cannot write " + path(kind)));
    return {};
}

Status Records::remove(Kind kind) const {
    if (::unlink(path(kind).c_str()) != 0 && errno != ENOENT)
        return fail(errno_error(errno, "cannot remove " + path(kind)));
    return {};
}

} // namespace pic::firewall
