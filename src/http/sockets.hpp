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

// Replaces what is at `path` in one step, so that nobody finds nothing there. Mode 0660. It is made
// in the folder `staging`, whose group it keeps when that is a setgid one: so the group may
// connect, and nobody needs the right to give files away.
Result<Fd> listen_unix(const std::string& path, const std::string& staging);

// `web_user`: whoever has this uid at the other end of a Unix socket is pic-web (SO_PEERCRED).
// nullopt: it is gone again.
std::optional<Client> client_of(int connected, std::optional<uid_t> web_user);

std::optional<uid_t> find_user(const std::string& name);

} // namespace pic::http
