// Sockets that listen, and what the kernel says of who connected to them.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "net/host_port.hpp"

namespace pic::http {

// Code::conflict when somebody else has the port.
Result<Fd> listen_tcp(const net::HostPort& at);

// Replaces what is at `path` in one step, so that nobody finds nothing there. Mode 0660; `group`
// may connect beside our own user.
Result<Fd> listen_unix(const std::string& path, std::optional<gid_t> group);

// `web_user`: whoever has this uid at the other end of a Unix socket is pic-web (SO_PEERCRED).
// nullopt: it is gone again.
std::optional<Client> client_of(int connected, std::optional<uid_t> web_user);

struct Account {
    uid_t user;
    gid_t group;
};
std::optional<Account> find_account(const std::string& user_name);

} // namespace pic::http
