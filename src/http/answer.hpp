// Replies and errors as HTTP: statuses, fields, and problem+json (RFC 9457). Pure.
#pragma once

#include "control/operation.hpp"
#include "http/message.hpp"

namespace pic::http {

std::string_view phrase(unsigned status); // "Not Found"

// An error by its code's status, or by a finer one that HTTP has a word for.
Answer problem(const Error& error);
Answer problem(unsigned status, const Error& error);

inline tl::unexpected<Answer> refuse(const Error& error) {
    return tl::unexpected<Answer>(problem(error));
}
inline tl::unexpected<Answer> refuse(unsigned status, const Error& error) {
    return tl::unexpected<Answer>(problem(status, error));
}

// What the answer depends on besides the reply itself.
struct Asked {
    const control::Operation* operation = nullptr;
    bool dry_run = false;
    bool tls = false;
    std::string path; // as it came, without the query
};

// 200; 201 for what was added, 202 for what is durable but not in force yet, 204 without content.
// Never 304: an answer tells more than its document, whose generation the tag is.
Answer answer(const Asked& asked, const control::Reply& reply);

// A name that is safe within Content-Disposition and on any file system.
std::string file_name(std::string_view name);

} // namespace pic::http
