#include "cell/operations.hpp"

#include "cell/acts.hpp"
#include "cell/setup.hpp"
#include "cell/status.hpp"
#include "cell/units.hpp"
#include "cell/wireguard.hpp"

namespace pic::cell {

using namespace control;

std::span<const Operation> operations() {
    using codec::schema;
    static const Operation table[] = {
        {.name = "cell.proposal", .rest = "GET /api/setup", .access = Access::anyone,
         .right = Right::read, .run = propose, .help = "what set-up would choose",
         .output = schema<Proposal>, .before_setup = true},
        {.name = "cell.setup", .rest = "POST /api/setup", .access = Access::anyone,
         .right = Right::setup, .run = set_up,
         .help = "name the cell, choose its ranges and its first administrator",
         .input = schema<SetUp>, .output = schema<SetUpDone>, .positional = "name",
         .before_setup = true, .confidential = true, .prepare = prepare_setup},
        {.name = "cell.setup_code", .rest = "", .right = Right::setup, .run = setup_code,
         .help = "the one-time code for setting up in a browser, and where",
         .output = schema<SetupCode>, .before_setup = true, .confidential = true},
        {.name = "cell.status", .rest = "GET /api/status", .right = Right::read, .run = status,
         .help = "how the cell is", .output = schema<CellStatus>, .before_setup = true},
        {.name = "cell.health", .rest = "GET /api/health", .access = Access::anyone,
         .right = Right::read, .run = health, .help = "how the cell is, in one word",
         .output = schema<CellHealth>, .before_setup = true},
        {.name = "cell.doctor", .rest = "GET /api/doctor", .right = Right::read, .run = doctor,
         .help = "what is wrong, why it matters and how to mend it", .output = schema<Findings>,
         .before_setup = true},
        {.name = "cell.plan", .rest = "GET /api/plan", .right = Right::read, .run = plan,
         .help = "what would change in the kernel, and why; nothing on a settled machine",
         .output = schema<Plan>},
        {.name = "cell.confirm", .rest = "POST /api/confirm/{id}", .run = confirm,
         .help = "keep a change that would otherwise be undone after a minute",
         .input = schema<WhichChange>, .positional = "id"},
        {.name = "wireguard.show", .rest = "GET /api/wireguard", .right = Right::read,
         .run = show_wireguard, .help = "the VPN's ranges, port and MTU",
         .output = schema<model::WireGuard>},
        {.name = "wireguard.update", .rest = "PATCH /api/wireguard", .run = update_wireguard,
         .help = "change the VPN's ranges, port or MTU; undone unless confirmed",
         .input = schema<UpdateWireGuard>, .output = schema<model::WireGuard>},
        {.name = "unit.list", .rest = "GET /api/units", .right = Right::read, .run = list_units,
         .help = "the cell's servers and their health", .output = schema<Units>,
         .before_setup = true},
        {.name = "unit.log", .rest = "GET /api/units/{unit}/log", .right = Right::read,
         .run = unit_log, .help = "what a server said last: 50 lines, or --lines up to 500",
         .input = schema<AskUnitLog>,
         .output = schema<UnitLog>, .positional = "unit", .before_setup = true},
        {.name = "unit.start", .rest = "POST /api/units/{unit}/start", .run = start_unit,
         .help = "start a server that was stopped", .input = schema<WhichUnit>,
         .positional = "unit"},
        {.name = "unit.stop", .rest = "POST /api/units/{unit}/stop", .run = stop_unit,
         .help = "stop a server until it is started again", .input = schema<WhichUnit>,
         .positional = "unit"},
        {.name = "unit.restart", .rest = "POST /api/units/{unit}/restart", .run = restart_unit,
         .help = "restart a server", .input = schema<WhichUnit>, .positional = "unit"},
    };
    return table;
}

} // namespace pic::cell
