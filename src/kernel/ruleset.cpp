#include "kernel/ruleset.hpp"

#include <fmt/format.h>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "net/ledger.hpp"

namespace pic::kernel {

namespace {

constexpr char separator = '\0';
constexpr int tries = 4;

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

// Of the first set in a ruleset or a listing: the cell's are all as large.
std::string_view size_in(std::string_view text) {
    constexpr std::string_view word = "size ";
    const auto at = text.find(word);
    if (at == std::string_view::npos) return {};
    const auto number = text.substr(at + word.size());
    return number.substr(0, number.find_first_not_of("0123456789"));
}

// `add element inet pic lan4 { 10.9.0.2, 10.9.0.3 }` for each set.
std::string filled(std::span<const ports::SetElement> elements) {
    std::map<std::string, std::string> sets;
    for (const auto& element : elements) {
        auto& text = sets[ports::set_name(element.set, element.address.family())];
        text += (text.empty() ? "" : ", ") + element.address.text();
        if (element.set == ports::Set::peer) text += " : " + std::to_string(element.mark);
    }
    std::string text;
    for (const auto& [name, list] : sets)
        text += fmt::format("add element inet {} {} {{ {} }}\n", net::nft_table, name, list);
    return text;
}

} // namespace

RulesetLoader::RulesetLoader(std::string memory, Nft nft) :
    memory_(std::move(memory)), nft_(std::move(nft)) {
    std::ifstream file(memory_, std::ios::binary);
    std::getline(file, text_, separator);
    std::getline(file, reading_, separator);
}

Result<std::optional<std::string>> RulesetLoader::listing() {
    const auto table = "table inet " + std::string(net::nft_table);
    auto text = nft_.run("list " + table);
    if (text) return std::optional(std::move(*text));
    // Only when it is refused: each list reads all that there is.
    PIC_LET(tables, nft_.run("list tables inet"));
    if (tables.find(table + "\n") != std::string::npos) return fail(std::move(text).error());
    return std::optional<std::string>();
}

Result<std::optional<ports::Ruleset>> RulesetLoader::present() {
    PIC_LET(reading, listing());
    if (!reading) return std::optional<ports::Ruleset>();
    if (*reading != reading_) return std::optional(ports::Ruleset{std::move(*reading)});
    holds_ = true; // also where somebody put back what he changed
    return std::optional(ports::Ruleset{text_});
}

Status RulesetLoader::load(const ports::Ruleset& ruleset, const Elements& elements) {
    auto reading = replace_and_read(ruleset.text, elements);
    holds_ = reading || is_untouched();
    if (!reading) return fail(std::move(reading).error());
    text_ = ruleset.text;
    reading_ = std::move(*reading);
    remember();
    return {};
}

// What the rules read like, and nobody else's edit at the same moment (a hook for a new uplink may
// make one): no transaction but ours was between, or one more load, which takes such an edit away,
// reads the same. So others may be busy in their own tables. Empty when neither comes true; then
// the next look finds a difference and loads again.
Result<std::string> RulesetLoader::replace_and_read(const std::string& text,
                                                    const Elements& elements) {
    std::optional<std::string> last;
    for (int i = 0; i < tries; ++i) {
        PIC_LET(before, nft_.generation());
        PIC_TRY(replace(text, elements));
        PIC_LET(listed, listing());
        PIC_LET(after, nft_.generation());
        auto reading = listed.value_or(std::string());
        if (after == before + 1 || reading == last) return reading;
        last = std::move(reading);
    }
    return std::string();
}

// What the kernel does not change in place, as a chain's kind, is made anew. Linux before 6.5 says
// that it has changed the size of a set, and has not.
Status RulesetLoader::replace(const std::string& text, const Elements& elements) {
    PIC_LET(before, listing());
    const bool same_size = !before || size_in(*before) == size_in(text);
    if (same_size && nft_.run(text + without(before.value_or(std::string()), text))) return {};
    PIC_LET(held, elements());
    const auto table = "table inet " + std::string(net::nft_table) + "\n";
    PIC_TRY(nft_.run("add " + table + "delete " + table + text + filled(held)));
    return {};
}

bool RulesetLoader::is_untouched() {
    const auto reading = listing();
    return reading && *reading && **reading == reading_;
}

Status RulesetLoader::remove() {
    PIC_LET(present, listing());
    if (present) PIC_TRY(nft_.run("delete table inet " + std::string(net::nft_table)));
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
