// A request and its answer, free of sockets: what connection.hpp reads and writes. Values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace pic::http {

using Field = std::pair<std::string, std::string>; // a request's names are in lower case

// Who is at the other end of the connection, by the kernel's word.
struct Client {
    std::string address; // empty: over the Unix socket
    bool web = false;    // pic-web, whose word counts about the client before it
};

struct Request {
    std::string method, target;
    std::vector<Field> fields;
    std::string body;
    Client client;

    const std::string* find(std::string_view name) const {
        for (const auto& field : fields)
            if (field.first == name) return &field.second;
        return nullptr;
    }
    std::string_view text(std::string_view name) const { // empty: there is none
        const auto* value = find(name);
        return value == nullptr ? std::string_view() : *value;
    }
};

struct Answer {
    unsigned status = 200;
    std::vector<Field> fields;
    std::string body;
};

// A step on the way to an answer: it may also end it.
template <class T>
using Or = tl::expected<T, Answer>;

} // namespace pic::http
