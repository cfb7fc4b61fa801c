// One call to picd over the system bus (ngo.pic.Cell1); blocks until it is answered.
#pragma once

#include <optional>
#include <string>

#include "base/fd.hpp"
#include "control/operation.hpp"

namespace pic::picctl {

struct Answer {
    boost::json::object body;
    std::string file_name; // of the file in `content`
    std::optional<std::string> content;
};

// The file that an answer hands out, taken out of it: what is left may be shown to who looks on.
// Nothing after a rehearsal.
std::optional<std::string> take_file(const control::Operation& operation, Answer& answer);

// `patient`: polkit may ask a person for a password. `brief`: an answer at once or none.
enum class Manner { patient, brief };

// Code::unreachable when nobody answers to the name: the daemon is not running.
Result<Answer> call(const control::Operation& operation, const boost::json::object& input,
                    Manner manner = Manner::patient);

} // namespace pic::picctl
