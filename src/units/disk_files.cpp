#include "units/disk_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "base/file.hpp"

namespace pic::units {

namespace {

constexpr mode_t readable_by_group = 0640;

Status write_new(const std::string& path, std::string_view content) {
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                       readable_by_group));
    if (!fd) return fail(errno_error(errno, "it cannot be made"));
    if (::fchmod(fd.get(), readable_by_group) != 0)
        return fail(errno_error(errno, "its mode cannot be set"));
    return write_all(fd.get(), content);
}

} // namespace

Result<std::optional<std::string>> DiskFiles::read(const std::string& path) {
    return read_file(path);
}

Status DiskFiles::replace(const std::string& path, std::string_view content) {
    const auto next = path + ".new";
    if (auto written = write_new(next, content); !written) {
        auto error = std::move(written).error().within("cannot write " + path);
        error.remedy = "systemd-tmpfiles --create makes the directories under /run/pic again";
        return fail(std::move(error));
    }
    if (::rename(next.c_str(), path.c_str()) != 0)
        return fail(errno_error(errno, "cannot replace " + path));
    return {};
}

Status DiskFiles::remove(const std::string& path) {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
    return fail(errno_error(errno, "cannot remove " + path));
}

} // namespace pic::units
