// What the operations of the audit log take and answer, with their field lists.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"
#include "control/page.hpp"

namespace pic::audit {

struct Selection { // empty: any
    std::string actor, action, target;
    std::optional<Time> since, until; // both included
};
BOOST_DESCRIBE_STRUCT(Selection, (), (actor, action, target, since, until))
PIC_ABOUT(Selection, {"actor", "only what this user did"},
          {"action", "only this operation, like peer.add"},
          {"target", "only what was done to this"}, {"since", "not before this time"},
          {"until", "not after this time"})

struct ListEntries : Selection, control::PageRequest {};
BOOST_DESCRIBE_STRUCT(ListEntries, (Selection, control::PageRequest), ())

struct Entry {
    std::int64_t number = 0;
    Time time{};
    std::string actor, role, address; // no role: nobody was signed in; no address: this machine
    std::string action, target, result;
    std::string hash; // BLAKE2b-256 over this entry and the hash before it
};
BOOST_DESCRIBE_STRUCT(Entry, (), (number, time, actor, role, address, action, target, result, hash))

struct EntryPage { // newest first
    std::vector<Entry> entries;
    std::string next; // empty: this was the last page
};
BOOST_DESCRIBE_STRUCT(EntryPage, (), (entries, next))

struct Verdict {
    bool intact = false;
    std::int64_t entries = 0;           // that fit
    std::optional<std::int64_t> broken; // the first that does not
    std::string newest;                 // hash of the last that fits, to be noted elsewhere
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (intact, entries, broken, newest))

} // namespace pic::audit
