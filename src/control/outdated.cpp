#include "control/outdated.hpp"

#include <algorithm>
#include <utility>

#include "control/control.hpp"
#include "control/findings.hpp"
#include "control/notes.hpp"
#include "control/pending.hpp"

namespace pic::control {

namespace {

// "the file of phone is out of date", "the files of a, b, c and 7 more are out of date"
std::string what_of(const std::map<std::string, std::string>& outdated) {
    std::vector<std::string> some;
    for (const auto& [id, name] : outdated) {
        if (some.size() == most_named) break;
        some.push_back(name);
    }
    std::ranges::sort(some);
    const bool one = outdated.size() == 1;
    return (one ? "the file of " : "the files of ") + some_of(some, outdated.size()) +
           (one ? " is out of date" : " are out of date");
}

std::string command_for(const std::map<std::string, std::string>& outdated, const Snapshot& seen) {
    if (outdated.size() == 1)
        if (const auto* peer = seen.view->peers.find(outdated.begin()->first))
            return file_command(peer->value.name, peer->value.key_origin) + " makes a new one";
    return file_command("NAME", model::KeyOrigin::kept) + " makes a new one, and " +
           file_command("NAME", model::KeyOrigin::forgotten) +
           " where the private key is not kept here";
}

// A file made for a change that is undone is out of date once more.
std::string new_one(const std::map<std::string, std::string>& outdated, const Snapshot& seen) {
    const std::string_view care =
        "; as long as the change of the VPN may be undone, only for the device that you confirm "
        "it with";
    return command_for(outdated, seen) + std::string(wireguard_waits(*seen.view) ? care : "");
}

const model::Peer* find_outdated(const Snapshot& seen, const std::string& id) {
    const auto* peer = seen.view->peers.find(id);
    return peer != nullptr && outdated(peer->value, *seen.view, *seen.observed) ? &peer->value
                                                                                : nullptr;
}

} // namespace

Outdated::Names Outdated::all_in(const Snapshot& seen) {
    Names names;
    seen.view->peers.each([&](const auto& peer) {
        if (outdated(peer.value, *seen.view, *seen.observed))
            names.emplace(peer.id, peer.value.name);
    });
    return names;
}

Outdated::Concerned Outdated::look(Control& control, const std::vector<Edit>& edits) {
    const auto seen = control.snapshot();
    if (!seen->view->set_up()) return {};
    Concerned concerned;
    for (const auto& edit : edits)
        if (edit.collection == Collection<model::Peer>::name) concerned.peers.push_back(edit.id);
    auto common = common_part(*seen->view, *seen->observed);
    concerned.all = common_ != common;
    if (concerned.all) {
        common_ = std::move(common);
        scan(control);
    } else if (scanning_) {
        touched_.insert(concerned.peers.begin(), concerned.peers.end());
    } else {
        judge(control, {concerned.peers.begin(), concerned.peers.end()});
    }
    return concerned;
}

// One that is under way is of what is no longer so.
void Outdated::scan(Control& control) {
    scanning_ = true;
    touched_.clear();
    control.on_worker([seen = control.snapshot()] { return all_in(*seen); },
                      [this, &control, number = ++scans_](Names names) {
                          if (number == scans_) scanned(control, std::move(names));
                      });
}

void Outdated::scanned(Control& control, Names names) {
    scanning_ = false;
    names_ = std::move(names);
    judge(control, std::exchange(touched_, {}));
    for (const auto& [concerned, known] : std::exchange(waiting_, {}))
        known(note_for(*control.snapshot(), concerned));
}

void Outdated::judge(Control& control, const std::set<std::string>& peers) {
    const auto seen = control.snapshot();
    for (const auto& id : peers) {
        if (const auto* peer = find_outdated(*seen, id))
            names_.insert_or_assign(id, peer->name);
        else
            names_.erase(id);
    }
    tell(control);
}

void Outdated::tell(Control& control) {
    if (names_.empty()) return tell_findings(control, "file", {});
    tell_findings(control, "file",
                  {{"file.outdated", Severity::warning,
                    names_.size() == 1 ? names_.begin()->second : "devices", what_of(names_),
                    "with an old file a device may not get in, or not as it was set since",
                    new_one(names_, *control.snapshot())}});
}

void Outdated::when_known(const Control& control, Concerned concerned, Known known) {
    if (scanning_ && (concerned.all || !concerned.peers.empty()))
        waiting_.emplace_back(std::move(concerned), std::move(known));
    else
        known(note_for(*control.snapshot(), concerned));
}

std::string Outdated::note_for(const Snapshot& seen, const Concerned& concerned) const {
    Names some;
    if (!concerned.all)
        for (const auto& id : concerned.peers)
            if (const auto found = names_.find(id); found != names_.end()) some.insert(*found);
    const auto& outdated = concerned.all ? names_ : some;
    if (outdated.empty()) return {};
    return what_of(outdated) + ": " + new_one(outdated, seen);
}

} // namespace pic::control
