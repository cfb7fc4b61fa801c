#include "app/picctl/deliver.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <iostream>
#include <sys/mman.h>
#include <unistd.h>

#include "app/operations.hpp"
#include "app/picctl/save.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::StartsWith;

const std::string config = "[Interface]\nPrivateKey = x\n";
const Screen terminal{.terminal = true, .columns = 80};

// What is written to a stream while this lives goes elsewhere.
class Redirected {
  public:
    Redirected(int stream, Fd to) : stream_(stream), before_(::dup(stream)), to_(std::move(to)) {
        std::cout.flush();
        ::dup2(to_.get(), stream_);
    }
    ~Redirected() { ::dup2(before_.get(), stream_); }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

    std::string content() const {
        std::string text(65536, '\0');
        const auto size = ::pread(to_.get(), text.data(), text.size(), 0);
        return text.substr(0, size < 0 ? 0 : static_cast<std::size_t>(size));
    }

  private:
    int stream_;
    Fd before_, to_;
};

Fd memory() {
    return Fd(::memfd_create("pic-test", MFD_CLOEXEC));
}

Fd full() {
    return Fd(::open("/dev/full", O_WRONLY | O_CLOEXEC));
}

Command command(std::string_view name, json::object input = {}) {
    const auto table = app::operations();
    Command result;
    result.operation = &*std::ranges::find(table, name, &control::Operation::name);
    result.input = std::move(input);
    return result;
}

Answer issued(const char* origin = "forgotten") {
    return {.body = {{"config", config},
                     {"peer", json::object{{"name", "phone"}, {"key_origin", origin}}}}};
}

struct Streams {
    std::string out, err;
};

Streams delivered(const Command& command, Answer answer, const Screen& screen) {
    const Redirected out(STDOUT_FILENO, memory()), err(STDERR_FILENO, memory());
    EXPECT_TRUE(deliver(command, std::move(answer), screen));
    return {out.content(), err.content()};
}

Status lost(const Command& command, Answer answer) {
    const Redirected out(STDOUT_FILENO, full());
    return deliver(command, std::move(answer), {});
}

} // namespace

TEST(Deliver, ADevicesFileComesAloneWhereNoTerminalIs) {
    for (const auto* name : {"peer.add", "peer.issue"}) {
        const auto streams = delivered(command(name), issued(), {});
        EXPECT_EQ(streams.out, config);
        EXPECT_THAT(streams.err, StartsWith("This is the only copy"));
    }
}

TEST(Deliver, AHyphenIsStandardOutputOnATerminalToo) {
    auto asked = command("peer.add");
    asked.output = "-";
    const auto streams = delivered(asked, issued(), terminal);
    EXPECT_EQ(streams.out, config);
    EXPECT_THAT(streams.err, StartsWith("This is the only copy"));
    auto root = command("ca.root");
    root.output = "-";
    EXPECT_EQ(delivered(root, {.content = "a certificate"}, terminal).out, "a certificate");
}

TEST(Deliver, WhatIsNoDevicesFileGoesWhereItAlwaysDoes) {
    EXPECT_EQ(delivered(command("ca.root"), {.content = "a certificate"}, {}).out, "a certificate");
    auto rehearsed = command("peer.add");
    rehearsed.dry_run = true;
    const auto steps = delivered(rehearsed, {.body = {{"steps", json::array{"add it"}}}}, {});
    EXPECT_EQ(steps.out, "add it\n");
    auto as_json = command("peer.add");
    as_json.json = true;
    EXPECT_THAT(delivered(as_json, issued(), {}).out, HasSubstr("\"config\":\"[Interface]"));
    EXPECT_THAT(delivered(command("peer.add"), issued(), terminal).out, StartsWith(config));
}

TEST(Deliver, WhatCannotBeWrittenIsSaidToBeLost) {
    const auto list = lost(command("peer.list"), {.body = {{"peers", json::array()}}});
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().detail, "cannot write to standard output");
    EXPECT_EQ(list.error().remedy, "");
    const auto only = lost(command("peer.add"), issued());
    ASSERT_FALSE(only);
    EXPECT_THAT(only.error().remedy, HasSubstr("only copy of its file is lost"));
    EXPECT_THAT(only.error().remedy, HasSubstr("picctl peer issue phone"));
    const auto kept = lost(command("peer.add"), issued("kept"));
    ASSERT_FALSE(kept);
    EXPECT_THAT(kept.error().remedy, HasSubstr("picctl peer config phone"));
    const auto done = lost(command("record.add"), {.body = {{"name", "nas"}}});
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().remedy, HasSubstr("done all the same"));
}

TEST(Deliver, AFileThatCannotBeSavedIsLostToo) {
    auto asked = command("peer.add");
    asked.output = "/nowhere/at/all/phone.conf";
    const auto outcome = deliver(asked, issued(), {});
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().remedy, HasSubstr("picctl peer issue phone"));
}

TEST(Deliver, AFileThatWasSavedIsNotSaidToBeLost) {
    std::string folder = "/tmp/pic-deliver-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    auto asked = command("peer.add");
    asked.output = folder + "/phone.conf";
    const auto outcome = lost(asked, issued());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().remedy, "the file is whole, in " + asked.output);
    EXPECT_EQ(::unlink(asked.output.c_str()), 0);
    EXPECT_EQ(::rmdir(folder.c_str()), 0);
}

TEST(Deliver, ATerminalGetsNoBytesOfAPicture) {
    const auto asked = command("peer.config", {{"format", "png"}});
    auto input = asked.input;
    const auto outcome = check_output(asked, input, terminal);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().remedy, HasSubstr("--output"));
    EXPECT_TRUE(check_output(asked, input, {})) << "where it goes into a file or a pipe";
}

TEST(Deliver, ACodeThatATerminalCannotShowWholeIsNotShown) {
    const auto asked = command("peer.config", {{"format", "terminal"}});
    auto low = terminal;
    low.rows = 2;
    const Redirected out(STDOUT_FILENO, memory());
    const auto outcome = deliver(asked, {.content = "█\n█\n"}, low);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().text(), HasSubstr("terminal of 3 rows and 3 columns"));
    EXPECT_EQ(out.content(), "");
    EXPECT_TRUE(deliver(asked, {.content = "█\n█\n"}, {}));
    EXPECT_EQ(out.content(), "█\n█\n");
}

TEST(CheckOutput, TheNameSaysTheForm) {
    const auto format = [](const char* output, json::object input = {}) {
        auto asked = command("peer.config");
        asked.output = output;
        return check_output(asked, input, {}).map([&] { return input["format"]; });
    };
    EXPECT_EQ(format("/tmp/phone.png"), "png");
    EXPECT_EQ(format("/tmp/phone.conf"), "conf");
    EXPECT_EQ(format("/tmp/phone.anything", {{"format", "svg"}}), "svg");
    EXPECT_FALSE(format("/tmp/phone.jpg"));
    EXPECT_EQ(format("/tmp/phone.SVG", {{"format", "svg"}}), "svg");
    EXPECT_EQ(format("/tmp/phone", {{"format", "svg"}}), "svg");
}

TEST(CheckOutput, ANameForAnotherFormThanTheChosenOneIsRefused) {
    auto asked = command("peer.config");
    const std::pair<const char*, const char*> contradictions[] = {
        {"svg", "/tmp/phone.conf"}, {"conf", "/tmp/phone.svg"}, {"terminal", "/tmp/phone.png"}};
    for (const auto& [format, output] : contradictions) {
        asked.output = output;
        json::object input{{"format", format}};
        const auto outcome = check_output(asked, input, {});
        ASSERT_FALSE(outcome) << output;
        EXPECT_EQ(outcome.error().field, "/format");
        EXPECT_THAT(outcome.error().detail, HasSubstr(std::string("not for ") + format));
    }
}

TEST(CheckOutput, AFormThatThereIsNotIsRefusedBeforeTheDeviceIsThere) {
    auto asked = command("peer.add");
    json::object input;
    asked.output = "/tmp/phone.jpg";
    const auto outcome = check_output(asked, input, {});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::malformed);
    EXPECT_THAT(outcome.error().text(), HasSubstr(".conf, .svg, .png"));
    asked.output = "/tmp/phone.png";
    EXPECT_TRUE(check_output(asked, input, {}));
    input["public_key"] = "the device's own";
    EXPECT_FALSE(check_output(asked, input, {}));
    for (const auto* output : {"/tmp/phone.conf", "-", ""}) {
        asked.output = output;
        EXPECT_TRUE(check_output(asked, input, {})) << output;
    }
    auto root = command("ca.root");
    root.output = "/tmp/root.crt";
    EXPECT_TRUE(check_output(root, input, {}));
}

TEST(PutOut, OfNothingNothingIsMissed) {
    const Redirected out(STDOUT_FILENO, full());
    EXPECT_TRUE(put_out(""));
    EXPECT_FALSE(put_out("a key"));
}

} // namespace pic::picctl
