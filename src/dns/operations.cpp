#include "dns/operations.hpp"

#include "dns/change.hpp"
#include "dns/fields.hpp"

namespace pic::dns {

using namespace control;

std::span<const Operation> operations() {
    using codec::schema;
    static const Operation table[] = {
        {.name = "dns.show",
         .rest = "GET /api/dns",
         .right = Right::read,
         .run = show,
         .help = "where names are asked, and for whom they are answered",
         .output = schema<DnsView>},
        {.name = "dns.update",
         .rest = "PATCH /api/dns",
         .run = update,
         .help = "change the servers that are asked, or answer the LAN too",
         .input = schema<model::Dns>,
         .output = schema<DnsView>,
         .versioned = true},
        {.name = "record.list",
         .rest = "GET /api/dns/records",
         .right = Right::read,
         .run = list_records,
         .help = "custom names in the cell's zone",
         .output = schema<Records>},
        {.name = "record.add",
         .rest = "POST /api/dns/records",
         .run = add_record,
         .help = "add a name, for addresses or as an alias",
         .input = schema<AddRecord>,
         .output = schema<RecordView>,
         .positional = "name"},
        {.name = "record.update",
         .rest = "PATCH /api/dns/records/{id}",
         .run = update_record,
         .help = "change a custom name",
         .input = schema<UpdateRecord>,
         .output = schema<RecordView>,
         .positional = "id",
         .versioned = true},
        {.name = "record.remove",
         .rest = "DELETE /api/dns/records/{id}",
         .run = remove_record,
         .help = "remove a custom name",
         .input = schema<WhichRecord>,
         .positional = "id",
         .versioned = true},
    };
    return table;
}

} // namespace pic::dns
