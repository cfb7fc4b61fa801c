#include "kernel/nft.hpp"

#include <nftables/libnftables.h>

#include "base/handle.hpp"
#include "kernel/netfilter.hpp"

namespace pic::kernel {

// A context of its own: it keeps what it last read of the kernel, the elements of every set
// included.
Result<std::string> run_nft(const std::string& commands) {
    const Handle<nft_ctx, nft_ctx_free> context(nft_ctx_new(NFT_CTX_DEFAULT));
    nft_ctx_buffer_output(context.get());
    nft_ctx_buffer_error(context.get());
    nft_ctx_output_set_flags(context.get(), NFT_CTX_OUTPUT_STATELESS | NFT_CTX_OUTPUT_TERSE |
                                                NFT_CTX_OUTPUT_NUMERIC_ALL);
    if (nft_run_cmd_from_buffer(context.get(), commands.c_str()) == 0)
        return std::string(nft_ctx_get_output_buffer(context.get()));
    Error error;
    error.detail = "nftables refused a command";
    error.causes.push_back(nft_ctx_get_error_buffer(context.get()));
    return fail(std::move(error));
}

Result<std::uint32_t> nft_generation(Socket& netfilter) {
    std::uint32_t generation = 0;
    auto message = ask_netfilter_generation();
    const auto answer = netfilter.ask(message, [&](const Socket::Part& part) {
        generation = decode_netfilter_generation(part.payload);
    });
    PIC_TRY(status(answer, "the packet filter's generation cannot be read"));
    return generation;
}

} // namespace pic::kernel
