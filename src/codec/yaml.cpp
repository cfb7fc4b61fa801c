#include "codec/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <charconv>

#include "base/file.hpp"

namespace pic::codec {

namespace {

constexpr std::size_t longest_file = 1 << 20;
constexpr int deepest = 16;

json::value scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    if (node.Tag() == "!") return json::value(text); // quoted
    if (text == "true") return true;
    if (text == "false") return false;
    if (text == "null" || text == "~" || text.empty()) return nullptr;
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure == std::errc() && end == text.data() + text.size()) return number;
    return json::value(text);
}

Result<json::value> convert(const YAML::Node& node, int depth) {
    if (depth > deepest) return fail(Code::malformed, "nested too deeply");
    if (node.IsNull()) return json::value(nullptr);
    if (node.IsScalar()) return scalar(node);
    if (node.IsSequence()) {
        json::array array;
        for (const auto& item : node) {
            PIC_LET(value, convert(item, depth + 1));
            array.push_back(std::move(value));
        }
        return json::value(std::move(array));
    }
    json::object object;
    if (node.IsMap())
        for (const auto& entry : node) {
            const auto name = entry.first.as<std::string>();
            PIC_LET(value, convert(entry.second, depth + 1));
            if (!object.emplace(name, std::move(value)).second)
                return fail(Code::malformed, "given twice", pointer_token(name));
        }
    return json::value(std::move(object));
}

} // namespace

Result<json::value> parse_yaml(std::string_view text) {
    if (text.size() > longest_file) return fail(Code::malformed, "the file is longer than 1 MiB");
    try {
        const auto node = YAML::Load(std::string(text));
        if (!node || node.IsNull()) return json::value(json::object());
        return convert(node, 0);
    } catch (const YAML::Exception& failure) {
        return fail(Code::malformed, failure.what());
    }
}

Result<json::value> read_yaml(const std::string& path) {
    PIC_LET(text, read_file(path));
    if (!text) return json::value(json::object());
    return parse_yaml(*text);
}

} // namespace pic::codec
