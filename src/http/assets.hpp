// The files of the web UI, as they were built and installed. Which there are is read once; what a
// request names is looked up among them and never becomes a path. A file's compressed forms stand
// beside it (NAME.br, NAME.gz). Immutable; any thread, reads from disk.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace pic::http {

// Whether a field Accept-Encoding names this coding and does not refuse it (RFC 9110, 12.5.3).
bool accepts(std::string_view field, std::string_view coding);

class Assets {
  public:
    explicit Assets(const std::string& directory); // one that cannot be read has no files

    // "assets/main-3lXioNcp.js"; any name that is none of a file's is one of the UI's own pages,
    // which the browser tells apart: index.html. Code 404 for what can only have been a file.
    Answer answer(std::string_view path, std::string_view accept_encoding) const;

  private:
    struct File {
        std::string path;
        std::string_view media;
        bool brotli = false, gzip = false;
    };
    Answer of(const File& file, bool immutable, std::string_view accept_encoding) const;

    std::map<std::string, File, std::less<>> files_;
};

} // namespace pic::http
