// One of the cell's servers: a unit we ship, whose files picd writes and whose health it asks for.
// It is started once what it stands on is there, reloaded or restarted when its files change, and
// left alone when the administrator stopped or masked it. When it does not work, whoever has its
// ports is named and its last lines are kept. Control thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "control/control.hpp"
#include "control/taken_ports.hpp"

namespace pic::control {

struct ServerFile {
    std::string path, content;
};

// What a server that answers works by. A reload that it could not carry out leaves it with what it
// read before, and its unit none the wiser.
enum class Serves { newest, older };

// Where the servers of the VPN answer: the cell's own addresses, those that this machine can have.
std::vector<net::Address> own_addresses(const Context& context);

struct ServerSpec {
    std::string unit;
    ports::UnitVerb on_change = ports::UnitVerb::reload; // when a file changed while it runs
    bool before_setup = false; // runs in a cell without a name; the others wait for the device, too
    bool lets_callers_in = false; // people elsewhere reach picd through it

    // The files that it reads; called after every change that may matter, so it must be cheap. An
    // error says why it cannot run at present.
    std::function<Result<std::vector<ServerFile>>(const Context&)> files;

    // What to ask the server itself. The question is asked on a worker and may take seconds.
    using Question = std::function<Result<Serves>()>;
    std::function<Question(const Context&)> probe;

    std::function<std::vector<Listening>(const Context&)> listens; // null: on nothing

    // How long after its start it may say that it does not work yet.
    std::chrono::seconds patience{10};
    // It sets the clock after its start and never again by much: a clock that is lost later needs
    // another start.
    bool sets_clock = false;
};

class Server {
  public:
    Server(Control& control, ServerSpec spec);

    const std::string& unit() const { return spec_.unit; }
    bool lets_callers_in() const { return spec_.lets_callers_in; }
    void start(); // watches the unit; after that settle() may be called at any time
    void stop();

    // Writes what changed and starts, reloads or leaves alone. `plane_since`: when the cell was
    // started; a unit that ended well after that was stopped by a person.
    void settle(std::uint64_t plane_since);
    void clock_lost();

    // What an administrator asks for: he may start what he stopped.
    void call(ports::UnitVerb verb, const ports::Units::Done& done);

    // A job of ours is under way, or what is due waits for the end of one.
    bool busy() const { return commanded_ || put_off_; }
    // While it runs: what it has not read yet, and why; empty when there is nothing.
    std::string behind() const;

  private:
    Status write_files(const Context& context);
    void act();
    void command(ports::UnitVerb verb);
    void commanded(ports::UnitVerb verb, const Status& outcome);
    void seen(const ports::UnitState& state);
    void freed(); // its unit has no job
    void ask();
    void answered(const Result<Serves>& answer);
    Health verdict() const; // when it does not answer well
    std::chrono::milliseconds next_question();
    void wait(std::chrono::milliseconds delay);
    void examine();
    void found_taken(std::vector<ports::PortHolder> taken);
    void judge(Health health, std::string message);
    std::vector<Listening> listening() const;
    ServerState picture() const; // what to publish
    void publish();
    bool stopped_by_person() const;
    bool stale() const { return written_ != told_; }    // a file is newer than what it was told of
    bool due() const { return stale() || clock_lost_; } // while it runs: to be told, or restarted
    bool young() const;                                 // it may still be starting
    static bool running(const ports::UnitState& state);

    Control& control_;
    ServerSpec spec_;
    ports::UnitState state_;
    std::uint64_t plane_since_ = 0;
    Backoff backoff_;
    boost::asio::steady_timer timer_; // the next question, or the next try to start
    ServerState judged_;              // by its unit and its answers alone
    unsigned failures_ = 0;           // answers in a row that were not good
    // Counted: its files written anew, or to be read again; those it was last told to read; and
    // those it has read.
    std::uint64_t written_ = 0, told_ = 0, read_ = 0;
    bool known_ = false;     // state_ is what systemd said
    bool stopping_ = false;  // somebody's stop is under way, or how it ended
    bool unwritten_ = false; // its files could not be written
    bool commanded_ = false;
    bool put_off_ = false;    // what is due waits for the end of a job
    bool clock_lost_ = false; // since its last start
    bool asking_ = false, examining_ = false;
};

} // namespace pic::control
