#include "codec/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <set>

namespace pic::codec {

namespace {

constexpr std::size_t longest_input = 1 << 20, deepest_input = 32;

std::string_view kind_name(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null:
        return "null";
    case json::kind::bool_:
        return "true or false";
    case json::kind::string:
        return "a string";
    case json::kind::array:
        return "a list";
    case json::kind::object:
        return "an object";
    default:
        return "a number";
    }
}

// Boost.JSON keeps the last of two equal keys; two readers of one document must not disagree about
// which counts, so this pass over the text refuses it. A handler of json::basic_parser.
class RepeatedKeys {
  public:
    static constexpr std::size_t max_object_size = longest_input, max_array_size = longest_input,
                                 max_key_size = longest_input, max_string_size = longest_input;
    using Failure = boost::system::error_code;

    bool on_document_begin(Failure&) { return true; }
    bool on_document_end(Failure&) { return true; }
    bool on_object_begin(Failure&) {
        seen_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Failure&) {
        seen_.pop_back();
        return true;
    }
    bool on_array_begin(Failure&) { return true; }
    bool on_array_end(std::size_t, Failure&) { return true; }
    bool on_key_part(json::string_view part, std::size_t, Failure&) {
        key_.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Failure& failure) {
        key_.append(part.data(), part.size());
        if (!seen_.back().insert(std::move(key_)).second) failure = json::error::not_exact;
        key_.clear();
        return !failure.failed();
    }
    bool on_string_part(json::string_view, std::size_t, Failure&) { return true; }
    bool on_string(json::string_view, std::size_t, Failure&) { return true; }
    bool on_number_part(json::string_view, Failure&) { return true; }
    bool on_int64(std::int64_t, json::string_view, Failure&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, Failure&) { return true; }
    bool on_double(double, json::string_view, Failure&) { return true; }
    bool on_bool(bool, Failure&) { return true; }
    bool on_null(Failure&) { return true; }
    bool on_comment_part(json::string_view, Failure&) { return true; }
    bool on_comment(json::string_view, Failure&) { return true; }

  private:
    std::vector<std::set<std::string>> seen_;
    std::string key_;
};

bool repeats_a_key(std::string_view text, const json::parse_options& options) {
    json::basic_parser<RepeatedKeys> parser(options);
    boost::system::error_code failure;
    parser.write_some(false, text.data(), text.size(), failure);
    return failure == json::error::not_exact;
}

// As much of a name as a message shows, cut between characters (UTF-8).
std::string_view beginning(std::string_view name) {
    constexpr std::size_t longest = 80;
    if (name.size() <= longest) return name;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80)
        --end;
    return name.substr(0, end);
}

} // namespace

Result<json::value> parse(std::string_view text) {
    if (text.size() > longest_input) return fail(Code::malformed, "the JSON is longer than 1 MiB");
    json::parse_options options;
    options.max_depth = deepest_input;
    boost::system::error_code failure;
    auto value = json::parse({text.data(), text.size()}, failure, {}, options);
    if (failure) return fail(Code::malformed, "this is not JSON: " + failure.message());
    if (repeats_a_key(text, options))
        return fail(Code::malformed, "a field is given twice in one object");
    return value;
}

Error wrong_type(std::string_view wanted, const json::value& got) {
    return {Code::malformed,
            "should be " + std::string(wanted) + ", but is " + std::string(kind_name(got)),
            {},
            {},
            {}};
}

Error out_of_range(std::int64_t least, std::uint64_t most) {
    return {Code::invalid,
            "should be a whole number from " + std::to_string(least) + " to " +
                std::to_string(most),
            {},
            {},
            {}};
}

Error missing_field(std::string_view name) {
    return {Code::invalid, "this is missing", pointer_token(name), "it has to be given", {}};
}

Error unknown_field(std::string_view name, const std::vector<std::string_view>& known) {
    std::string list;
    for (const auto field : known)
        list.append(list.empty() ? "" : ", ").append(field);
    return {Code::malformed,
            "there is no such field",
            pointer_token(beginning(name)),
            list.empty() ? "this takes no fields" : "the fields are: " + list,
            {}};
}

std::string pointer_token(std::string_view name) {
    std::string token = "/";
    for (const char c : name) {
        if (c == '~')
            token += "~0";
        else if (c == '/')
            token += "~1";
        else
            token += c;
    }
    return token;
}

void merge(json::object& target, const json::object& patch) {
    for (const auto& [name, value] : patch) {
        auto& field = target[name];
        if (value.is_object()) {
            if (!field.is_object()) field = json::object();
            merge(field.get_object(), value.get_object());
        } else {
            field = value;
        }
    }
}

} // namespace pic::codec
