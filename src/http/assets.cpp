#include "http/assets.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/file.hpp"
#include "base/log.hpp"
#include "http/answer.hpp"

namespace pic::http {

namespace fs = std::filesystem;

namespace {

struct Kind {
    std::string_view suffix, media;
};
constexpr std::array<Kind, 5> kinds{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
}};

constexpr std::string_view index_name = "index.html";
// Vite puts a hash of the content into each of these names: the content of one never changes.
constexpr std::string_view hashed = "assets/";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool refused(std::string_view parameters) { // ";q=0", ";q=0.0"
    const auto at = parameters.find("q=");
    return at != std::string_view::npos &&
           parameters.substr(at + 2).find_first_not_of("0. \t") == std::string_view::npos;
}

} // namespace

bool accepts(std::string_view field, std::string_view coding) {
    while (!field.empty()) {
        const auto end = std::min(field.find(','), field.size());
        const auto item = field.substr(0, end);
        const auto parameters = std::min(item.find(';'), item.size());
        if (trimmed(item.substr(0, parameters)) == coding) return !refused(item.substr(parameters));
        field.remove_prefix(std::min(end + 1, field.size()));
    }
    return false;
}

Assets::Assets(const std::string& directory) {
    std::error_code failure;
    for (auto entry = fs::recursive_directory_iterator(directory, failure);
         !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        const auto& path = entry->path();
        const auto* kind = std::ranges::find(kinds, path.extension().string(), &Kind::suffix);
        if (kind == kinds.end()) continue;
        const auto beside = [&](const char* suffix) { return fs::exists(path.string() + suffix); };
        files_.emplace(path.lexically_relative(directory).string(),
                       File{path.string(), kind->media, beside(".br"), beside(".gz")});
    }
    if (failure) log::warning("The web UI's files cannot be read: " + failure.message());
}

Answer Assets::answer(std::string_view path, std::string_view accept_encoding) const {
    if (const auto found = files_.find(path); found != files_.end())
        return of(found->second, path.starts_with(hashed), accept_encoding);
    const auto index = files_.find(index_name);
    // A page that was opened before an upgrade may ask for a part that is gone: it must not get
    // another page instead.
    if (index == files_.end() || path.starts_with(hashed))
        return problem({Code::not_found, "there is no such file", {}, "load the page anew", {}});
    return of(index->second, false, accept_encoding);
}

Answer Assets::of(const File& file, bool immutable, std::string_view accept_encoding) const {
    const bool brotli = file.brotli && accepts(accept_encoding, "br");
    const bool gzip = !brotli && file.gzip && accepts(accept_encoding, "gzip");
    auto content = read_file(file.path + (brotli ? ".br" : gzip ? ".gz" : ""));
    if (!content) return problem(content.error());
    if (!*content) return problem({Code::not_found, "the file is gone", {}, {}, {}});
    Answer answer{
        200,
        {{"Content-Type", std::string(file.media)},
         {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"},
         {"Vary", "Accept-Encoding"}},
        std::move(**content)};
    if (brotli || gzip) answer.fields.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
    return answer;
}

} // namespace pic::http
