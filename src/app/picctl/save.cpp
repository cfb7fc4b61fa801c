#include "app/picctl/save.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "peers/rendering.hpp"

namespace pic::picctl {

namespace {

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Whoever was quicker since the place was looked at keeps it, where the file system can tell.
Status give_name(const std::string& fresh, const std::string& path, Present present) {
    const unsigned flags = present == Present::kept ? RENAME_NOREPLACE : 0;
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), flags) == 0) return {};
    if (errno == EINVAL && ::rename(fresh.c_str(), path.c_str()) == 0) return {};
    return fail(errno_error(errno, "it cannot be put in its place"));
}

// It may be the only copy: a power cut shall not take its name away either.
Status keep_name(const std::string& path) {
    const Fd folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder && ::fsync(folder.get()) == 0) return {};
    auto error = errno_error(errno, path + " is written, but it may not outlast a power cut");
    error.remedy = "the file is whole: copy it to another disk, too";
    return fail(std::move(error));
}

} // namespace

Status check_place(const std::string& path, Present present) {
    struct stat found {};
    const bool there = ::lstat(path.c_str(), &found) == 0;
    // A link or a device would be replaced, not written through.
    if (there && !S_ISREG(found.st_mode))
        return fail(Code::invalid, path + " is there and is no file", {},
                    "name another one, or leave --output out: then it goes to standard output");
    if (there && present == Present::kept)
        return fail(Code::conflict, path + " is there, and may be the only copy of a device's key",
                    {}, "name another file, or remove that one first");
    if (::access(folder_of(path).c_str(), W_OK | X_OK) != 0)
        return fail(errno_error(errno, "cannot write " + path));
    return {};
}

Result<std::string> as_named(const std::string& path, const std::string& config) {
    PIC_LET(format, peers::format_of(path));
    return peers::render({}, format, Secret(config)).map([](control::File file) {
        return std::move(file.bytes);
    });
}

Status save(const std::string& path, std::string_view content, Readers readers, Present present) {
    PIC_TRY(check_place(path, present));
    auto fresh = path + ".XXXXXX";
    const Fd fd(::mkostemp(fresh.data(), O_CLOEXEC)); // new, 0600
    if (!fd) return fail(errno_error(errno, "cannot write beside " + path));
    auto written = write_all(fd.get(), content);
    if (written && ::fsync(fd.get()) != 0)
        written = fail(errno_error(errno, "it did not reach the disk"));
    if (readers == Readers::everybody && ::fchmod(fd.get(), 0644) != 0)
        written = fail(errno_error(errno, "its mode cannot be set"));
    if (written) written = give_name(fresh, path, present);
    if (written) return keep_name(path);
    ::unlink(fresh.c_str());
    return fail(std::move(written).error().within("cannot write " + path));
}

Status put_out(std::string_view text) {
    std::cout.flush(); // what was asked stands before it
    return write_all(STDOUT_FILENO, text).map_error([](Error error) {
        return std::move(error).within("cannot write to standard output");
    });
}

} // namespace pic::picctl
