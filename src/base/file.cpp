#include "base/file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/fd.hpp"

namespace pic {

namespace {

constexpr std::size_t largest = 16 << 20;

bool wait_for_room(int fd) {
    pollfd place{fd, POLLOUT, 0};
    return ::poll(&place, 1, -1) > 0 || errno == EINTR;
}

} // namespace

Result<std::optional<std::string>> read_file(const std::string& path) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && errno == ENOENT) return std::optional<std::string>();
    if (!fd) return fail(errno_error(errno, "cannot open " + path));
    std::string content;
    std::array<char, 65536> part;
    for (;;) {
        const auto size = ::read(fd.get(), part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return fail(errno_error(errno, "cannot read " + path));
        if (size == 0) return std::optional(std::move(content));
        content.append(part.data(), static_cast<std::size_t>(size));
        if (content.size() > largest) return fail(Code::internal, path + " is far too large");
    }
}

Status write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written > 0)
            content.remove_prefix(static_cast<std::size_t>(written));
        else if (written < 0 && errno != EINTR && (errno != EAGAIN || !wait_for_room(fd)))
            return fail(errno_error(errno, "it cannot be written"));
    }
    return {};
}

} // namespace pic
