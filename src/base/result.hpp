// Result<T>: a value or an Error. Monadic (map, and_then, map_error) by tl::expected, because
// GCC 12 has no std::expected in C++20.
#pragma once

#include "base/error.hpp"

#include <tl/expected.hpp>

namespace pic {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> fail(Code code, std::string detail, std::string field = {},
                                  std::string remedy = {}) {
    return fail(Error{code, std::move(detail), std::move(field), std::move(remedy), {}});
}

} // namespace pic

// Returns the error of `expression` from the enclosing function; the value, if any, is dropped.
#define PIC_TRY(expression)                                                                        \
    do {                                                                                           \
        if (auto pic_tried = (expression); !pic_tried)                                             \
            return ::tl::unexpected<::pic::Error>(std::move(pic_tried).error());                   \
    } while (false)

// Declares `name` with the value of `expression`, or returns its error.
#define PIC_LET(name, expression)                                                                  \
    auto name##_result = (expression);                                                             \
    if (!name##_result) return ::tl::unexpected<::pic::Error>(std::move(name##_result).error());   \
    auto name = std::move(*name##_result)
