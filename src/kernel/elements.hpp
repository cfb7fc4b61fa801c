// Elements of nftables' sets and maps (linux/netfilter/nf_tables.h), as batches: all of one or
// nothing. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

// One transaction. The message before its closing frame is the one that asks for the answer:
// kernels before 6.10 do not answer to the frame.
Message change_elements(std::span<const ports::KernelStep> steps);

Message list_elements(ports::Set set, net::Family family);
// Elements of one part of the list.
void decode_elements(Bytes payload, ports::Set set, std::vector<ports::SetElement>& elements);

} // namespace pic::kernel
