#include "dns/alias.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "control/index.hpp"

namespace pic::dns {

namespace {

// The zone as pic-dns looks names up in it (packaging/go/coredns/names/zone.go). Peers have
// addresses and no wildcard stands above them, so that no way leads on from them.
class Zone {
  public:
    Zone(const model::Record& record, const model::View& view, const std::string& self) :
        origin_(view.zone()) {
        view.records.each([&](const auto& each) {
            if (each.id != self) add(each.value);
        });
        add(record);
    }

    // What it is called in the zone; empty: it leads to the zone itself, or out of it.
    std::string within(const std::string& alias) const {
        if (alias.find('.') == std::string::npos) return alias;
        const auto suffix = "." + origin_;
        return alias.ends_with(suffix) ? alias.substr(0, alias.size() - suffix.size()) : "";
    }

    // The name of the record that answers for this alias; empty: none.
    std::string answering(const std::string& alias) const {
        const auto name = within(alias);
        return name.empty() ? name : find(name);
    }
    const std::string& alias_of(const std::string& name) const { return aliases_.at(name); }

  private:
    void add(const model::Record& record) {
        aliases_[record.name] = record.alias;
        for (auto up = record.name; !up.empty(); up = parent(up))
            exist_.insert(up);
    }

    static std::string parent(const std::string& name) {
        const auto dot = name.find('.');
        return dot == std::string::npos ? std::string() : name.substr(dot + 1);
    }

    // RFC 4592: itself, or the wildcard below the closest name that exists.
    std::string find(const std::string& name) const {
        if (aliases_.contains(name)) return name;
        for (auto up = name; !up.empty() && !exist_.contains(up);) {
            up = parent(up);
            if (aliases_.contains("*." + up)) return "*." + up;
        }
        return {};
    }

    std::string origin_;
    std::map<std::string, std::string> aliases_; // by name; empty: it has addresses
    std::set<std::string> exist_;                // those above a record too
};

} // namespace

std::vector<std::string> aliases_of(const model::Record& record, const model::View& view,
                                    const std::string& self) {
    const Zone zone(record, view, self);
    std::vector<std::string> names;
    view.records.each([&](const auto& each) {
        const auto& alias = each.value.alias;
        if (each.id != self && !alias.empty() && zone.answering(alias) == record.name)
            names.push_back(each.value.name);
    });
    std::ranges::sort(names);
    return names;
}

Status check_alias(const model::Record& record, const model::View& view, const std::string& self) {
    const Zone zone(record, view, self);
    std::vector<std::string> way{record.name};
    bool circles = record.alias == record.name; // what was meant, however many labels it has
    for (auto alias = record.alias; !circles && !alias.empty(); alias = zone.alias_of(way.back())) {
        const auto next = zone.answering(alias);
        if (next.empty()) return {};
        circles = std::ranges::find(way, next) != way.end();
        way.push_back(next);
    }
    if (!circles) return {};
    std::string text;
    for (const auto& name : way)
        text += (text.empty() ? "" : " -> ") + name;
    return fail(Code::invalid,
                way.size() <= 2 ? "this alias leads to itself"
                                : "this alias leads round in a circle: " + text,
                "/alias", "let it lead to a name that has addresses");
}

bool leads_nowhere(const model::Record& record, const control::Context& context,
                   const std::string& self) {
    const Zone zone(record, context.view, self);
    const auto name = zone.within(record.alias);
    return !name.empty() && zone.answering(record.alias).empty() &&
           context.index.peer_named(name).empty();
}

} // namespace pic::dns
