// What the operations of names take and answer, with their field lists.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"

namespace pic::dns {

struct DnsView : model::Dns {
    bool lan_forbidden = false;            // by picd.yaml, whatever `lan` says
    std::vector<model::DnsUpstream> asked; // `upstreams`, or the defaults where there are none
    bool defaults = false;                 // `asked` are those
    std::vector<std::string> notes;        // of what is set, where it may surprise
};
BOOST_DESCRIBE_STRUCT(DnsView, (model::Dns), (lan_forbidden, asked, defaults, notes))

struct RecordView : model::Record {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(RecordView, (model::Record), (id))

struct Records {
    std::vector<RecordView> records;
};
BOOST_DESCRIBE_STRUCT(Records, (), (records))

struct AddRecord : model::Record {};
BOOST_DESCRIBE_STRUCT(AddRecord, (model::Record), ())
PIC_NEEDS(AddRecord, "name")

struct WhichRecord {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(WhichRecord, (), (id))
PIC_ABOUT(WhichRecord, {"id", "the record's id or name"})
PIC_NEEDS(WhichRecord, "id")

struct UpdateRecord : WhichRecord, model::Record {};
BOOST_DESCRIBE_STRUCT(UpdateRecord, (WhichRecord, model::Record), ())

} // namespace pic::dns
