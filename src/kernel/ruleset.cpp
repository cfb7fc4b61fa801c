#include "kernel/ruleset.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <nftables/libnftables.h>

#include "base/handle.hpp"
#include "net/ledger.hpp"

namespace pic::kernel {

namespace {

constexpr char separator = '\0';

// "chain input", "set lan4", …: what a text declares.
std::set<std::string> declared(const std::string& text) {
    std::set<std::string> names;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind, name, brace;
        words >> kind >> name >> brace;
        if (brace.starts_with('{') && (kind == "chain" || kind == "set" || kind == "map"))
            names.insert(kind + " " + name);
    }
    return names;
}

// Takes away what `before` declares and `wanted` does not: rules first, then the maps that name
// chains, then those.
std::string without(const std::string& before, const std::string& wanted) {
    std::string emptied, sets, chains;
    const auto kept = declared(wanted);
    for (const auto& name : declared(before)) {
        if (kept.contains(name)) continue;
        const auto space = name.find(' ');
        const auto what = name.substr(0, space) + " inet " + std::string(net::nft_table) +
                          name.substr(space) + "\n";
        const bool chain = name.starts_with("chain ");
        if (chain) emptied += "flush " + what;
        (chain ? chains : sets) += "delete " + what;
    }
    return emptied + sets + chains;
}

} // namespace

RulesetLoader::RulesetLoader(std::string memory) : memory_(std::move(memory)) {
    std::ifstream file(memory_, std::ios::binary);
    std::getline(file, text_, separator);
    std::getline(file, reading_, separator);
}

// A context of its own: it keeps what it last read of the kernel, the elements of every set
// included.
Result<std::string> RulesetLoader::run(const std::string& commands) {
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

Result<std::optional<std::string>> RulesetLoader::listing() {
    const auto table = "table inet " + std::string(net::nft_table);
    auto text = run("list " + table);
    if (text) return std::optional(std::move(*text));
    // Only when it is refused: each list reads all that there is.
    PIC_LET(tables, run("list tables inet"));
    if (tables.find(table + "\n") != std::string::npos) return fail(std::move(text).error());
    return std::optional<std::string>();
}

Result<std::optional<ports::Ruleset>> RulesetLoader::present() {
    PIC_LET(reading, listing());
    if (!reading) return std::optional<ports::Ruleset>();
    if (*reading == reading_) return std::optional(ports::Ruleset{text_});
    return std::optional(ports::Ruleset{std::move(*reading)});
}

Status RulesetLoader::load(const ports::Ruleset& ruleset) {
    PIC_LET(before, listing());
    const auto merged = run(ruleset.text + without(before.value_or(std::string()), ruleset.text));
    // What the kernel does not change in place, as a chain's kind: the elements come back with the
    // next look, and until then what they let through is dropped.
    const auto table = "table inet " + std::string(net::nft_table) + "\n";
    if (!merged) PIC_TRY(run("add " + table + "delete " + table + ruleset.text));
    PIC_LET(after, listing());
    text_ = ruleset.text;
    reading_ = after.value_or(std::string());
    remember();
    return {};
}

Status RulesetLoader::remove() {
    PIC_LET(present, listing());
    if (present) PIC_TRY(run("delete table inet " + std::string(net::nft_table)));
    text_.clear();
    reading_.clear();
    std::remove(memory_.c_str());
    return {};
}

// Lost, it costs one needless load at the next start.
void RulesetLoader::remember() const {
    const auto next = memory_ + ".new";
    std::ofstream file(next, std::ios::binary | std::ios::trunc);
    file << text_ << separator << reading_ << separator;
    file.close();
    if (file) std::rename(next.c_str(), memory_.c_str());
}

} // namespace pic::kernel
