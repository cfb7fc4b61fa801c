// What the kernel's error numbers mean to the person who reads them.
#include <cerrno>
#include <cstring>

#include "kernel/socket.hpp"

namespace pic::kernel {

namespace {

Code code_of(int error) {
    switch (error) {
    case ENODEV:
    case ENOENT:
    case ESRCH:
        return Code::not_found;
    case EEXIST:
    case EADDRINUSE:
        return Code::conflict;
    case EOPNOTSUPP:
    case EAFNOSUPPORT:
    case EAGAIN:
    case EBUSY:
    case ENOBUFS:
    case ETIMEDOUT:
        return Code::unavailable;
    default:
        return Code::internal;
    }
}

std::string remedy_of(int error) {
    switch (error) {
    case EPERM:
        return "picd needs CAP_NET_ADMIN: start it by its unit, picd.service, and look for "
               "drop-ins that take the capability away (systemctl cat picd)";
    case EOPNOTSUPP:
    case EPROTONOSUPPORT:
        return "the kernel lacks the feature: load its module (for WireGuard: modprobe wireguard) "
               "or install a kernel that has it";
    case EAFNOSUPPORT:
        return "IPv6 is turned off on this machine or device: turn it on again "
               "(sysctl net.ipv6.conf.all.disable_ipv6=0)";
    case EACCES: // of an address or a route where disable_ipv6 is set; or by a security module
        return "where this is about IPv6, it is turned off on this machine or device: turn it on "
               "again (sysctl net.ipv6.conf.all.disable_ipv6=0); else see journalctl -k";
    case ETIMEDOUT:
        return "the kernel did not answer; it is under heavy load or stuck (see dmesg)";
    default:
        return {};
    }
}

} // namespace

Error refusal(const Answer& answer, std::string what) {
    auto error = errno_error(answer.error, std::move(what));
    error.code = code_of(answer.error);
    error.remedy = remedy_of(answer.error);
    if (!answer.words.empty()) error.causes.insert(error.causes.begin(), answer.words);
    return error;
}

Status status(const Answer& answer, const std::string& what) {
    if (answer) return {};
    return fail(refusal(answer, what));
}

Status gone_is_fine(Status outcome) {
    if (!outcome && outcome.error().code == Code::not_found) return {};
    return outcome;
}

} // namespace pic::kernel
