#include "http/small_cell.hpp"

#include <boost/describe.hpp>

#include "codec/fields.hpp"

namespace pic::http {

using namespace control;

namespace {

struct Box {
    std::string id, name;
    std::uint32_t size = 0;
    std::optional<std::uint64_t> weight;
    bool open = false;
    std::vector<std::string> tags;
    model::Permissions permissions;
};
BOOST_DESCRIBE_STRUCT(Box, (), (id, name, size, weight, open, tags, permissions))

struct Health {
    std::string condition;
};
BOOST_DESCRIBE_STRUCT(Health, (), (condition))

// The cell answers by the operation's name; these are only here to say what kind each is.
Result<Reply> read(const Snapshot&, const Call&) {
    return Reply();
}
Result<Change> decide(const Context&, const Call&) {
    return Change();
}
void act(Control&, Call, Done) {}

const Operation table[] = {
    {.name = "cell.health",
     .rest = "GET /api/health",
     .access = Access::anyone,
     .run = read,
     .help = "how it is",
     .output = codec::schema<Health>,
     .before_setup = BeforeSetUp::answers},
    {.name = "cell.enter",
     .rest = "POST /api/enter",
     .access = Access::anyone,
     .run = act,
     .help = "sign in",
     .before_setup = BeforeSetUp::answers,
     .confidential = true},
    {.name = "cell.leave",
     .rest = "POST /api/leave",
     .access = Access::anyone,
     .run = act,
     .help = "sign out",
     .before_setup = BeforeSetUp::answers},
    {.name = "box.list",
     .rest = "GET /api/boxes",
     .access = Access::peer,
     .run = read,
     .help = "boxes",
     .input = codec::schema<Box>,
     .output = codec::schema<Box>},
    {.name = "box.show",
     .rest = "GET /api/boxes/{id}",
     .access = Access::peer,
     .run = read,
     .help = "a box",
     .input = codec::schema<Box>,
     .output = codec::schema<Box>},
    {.name = "box.largest",
     .rest = "GET /api/boxes/largest",
     .access = Access::peer,
     .run = read,
     .help = "the largest",
     .output = codec::schema<Box>},
    {.name = "box.picture",
     .rest = "GET /api/boxes/{id}/picture",
     .access = Access::peer,
     .run = read,
     .help = "its picture",
     .input = codec::schema<Box>,
     .media = "image/svg+xml"},
    {.name = "box.add",
     .rest = "POST /api/boxes",
     .run = decide,
     .help = "a new box",
     .input = codec::schema<Box>,
     .output = codec::schema<Box>,
     .positional = "name"},
    {.name = "box.update",
     .rest = "PATCH /api/boxes/{id}",
     .run = decide,
     .help = "change a box",
     .input = codec::schema<Box>,
     .output = codec::schema<Box>},
    {.name = "box.remove",
     .rest = "DELETE /api/boxes/{id}",
     .run = decide,
     .help = "remove a box",
     .input = codec::schema<Box>},
    {.name = "box.wait",
     .rest = "POST /api/boxes/{id}/wait",
     .run = act,
     .help = "answers when the test says so",
     .input = codec::schema<Box>},
    {.name = "box.fail",
     .rest = "POST /api/boxes/{id}/fail",
     .run = act,
     .help = "goes wrong",
     .input = codec::schema<Box>},
};

model::View view_of_a_cell() {
    model::View view;
    view.generation = 7;
    view.cell.value.name = "home";
    view.users.put({"anna", 1, {.name = "anna", .role = model::Role::admin, .password = "x"}});
    view.users.put({"paul", 2, {.name = "paul", .role = model::Role::peer, .password = "x"}});
    return view;
}

} // namespace

std::span<const Operation> SmallCell::operations() {
    return table;
}

SmallCell::SmallCell() :
    snapshot_(std::make_shared<const Snapshot>(
        Snapshot{std::make_shared<const model::View>(view_of_a_cell()),
                 std::make_shared<const Observed>(), std::make_shared<const Settings>()})) {}

SnapshotPtr SmallCell::snapshot() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
}

void SmallCell::edit(const std::function<void(model::View&)>& change) {
    const std::lock_guard lock(mutex_);
    auto view = *snapshot_->view;
    change(view);
    snapshot_ = std::make_shared<const Snapshot>(Snapshot{
        std::make_shared<const model::View>(view), snapshot_->observed, snapshot_->settings});
}

access::NewSession SmallCell::sign_in(const std::string& user) {
    auto made = access::new_session(
        user, {}, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    edit([&](model::View& view) { view.sessions.put({made.id, 3, made.session}); });
    return made;
}

Dispatcher::Subscription SmallCell::subscribe(std::function<void(const Event&)> happened) {
    auto listener = std::make_shared<std::function<void(const Event&)>>(std::move(happened));
    const std::lock_guard lock(mutex_);
    listener_ = listener;
    return listener;
}

void SmallCell::tell(const Event& event) {
    std::shared_ptr<std::function<void(const Event&)>> listener;
    {
        const std::lock_guard lock(mutex_);
        listener = listener_.lock();
    }
    if (listener) (*listener)(event);
}

void SmallCell::touch_session(const std::string& id) {
    const std::lock_guard lock(mutex_);
    touched_.push_back(id);
}

std::vector<std::string> SmallCell::touched() const {
    const std::lock_guard lock(mutex_);
    return touched_;
}

std::vector<Call> SmallCell::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

void SmallCell::answer_held() {
    std::vector<Done> held;
    {
        const std::lock_guard lock(mutex_);
        held.swap(held_);
    }
    for (const auto& done : held)
        done(Reply());
}

void SmallCell::submit(const Operation& operation, Call call, Done done) {
    if (auto admitted = admit(operation, call.caller, *snapshot()->view); !admitted)
        return done(fail(admitted.error()));
    if (operation.name == "box.fail")
        return done(fail(Error{Code::too_many, "not so fast", "/name", "wait", {"why"}, 17}));
    Reply reply = reply_to(operation, call);
    {
        const std::lock_guard lock(mutex_);
        if (operation.name != "cell.health") calls_.push_back(call);
        if (operation.name == "box.wait") return held_.push_back(std::move(done));
    }
    done(std::move(reply));
}

// What was asked comes back, so that a test sees what arrived.
Reply SmallCell::reply_to(const Operation& operation, const Call& call) {
    Reply reply;
    const auto verb = operation.verb();
    if (verb == "health") reply.body = {{"condition", "good"}};
    if (verb == "list" || verb == "show" || verb == "add" || verb == "update" || verb == "largest")
        reply.body = call.input;
    if (verb == "show" || verb == "update") reply.generation = 7;
    if (verb == "update" && call.input.contains("tags")) reply.pending = {"the kernel is slow"};
    if (verb == "picture") reply.file = File{"../a \"b\"\r\n.svg", "image/svg+xml", "<svg/>"};
    if (verb == "enter") reply.grant = Grant{"id.token", "csrf-token", false};
    if (verb == "leave") reply.grant = Grant{{}, {}, true};
    return reply;
}

} // namespace pic::http
