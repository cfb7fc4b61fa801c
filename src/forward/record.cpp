#include "forward/record.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include "base/file.hpp"

namespace pic::forward {

Result<Record> load_record(const std::string& path) {
    PIC_LET(text, read_file(path));
    Record record;
    std::istringstream lines(text.value_or(""));
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string word;
        unsigned index = 0;
        words >> word;
        if (word == "forwarding")
            record.forwarding = true;
        else if (word == "raised" && words >> index)
            record.raised.insert(index);
        else if (word == "forwarded" && words >> index)
            record.forwarded.insert(index);
        else if (word == "new_forwarded")
            record.new_forwarded = true;
        else if (word == "restoring")
            record.restoring = true;
        else
            return fail(Code::malformed, path + " has a line that is not ours: " + line);
    }
    return record;
}

Status save_record(const std::string& path, const Record& record) {
    const std::string fresh = path + ".new";
    std::ofstream file(fresh, std::ios::trunc);
    if (record.forwarding) file << "forwarding\n";
    for (const unsigned index : record.raised)
        file << "raised " << index << '\n';
    for (const unsigned index : record.forwarded)
        file << "forwarded " << index << '\n';
    if (record.new_forwarded) file << "new_forwarded\n";
    if (record.restoring) file << "restoring\n";
    file.close();
    if (!file || std::rename(fresh.c_str(), path.c_str()) != 0)
        return fail(errno_error(errno, "cannot write " + path));
    return {};
}

} // namespace pic::forward
