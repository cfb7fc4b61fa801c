#include "control/page.hpp"

#include "base/id.hpp"

namespace pic::control {

Status check_limit(const PageRequest& request) {
    if (request.limit == 0 || request.limit > longest_page)
        return fail(Code::invalid,
                    "a page has from 1 to " + std::to_string(longest_page) + " lines", "/limit",
                    "leave it out for the usual number");
    return {};
}

Error no_cursor() {
    return {Code::invalid,
            "no page ends here",
            "/cursor",
            "take what the page before gave as next, or leave it out for the first",
            {}};
}

Result<Pager> Pager::of(const PageRequest& request) {
    PIC_TRY(check_limit(request));
    if (!request.cursor.empty() && !is_id(request.cursor)) return fail(no_cursor());
    return Pager(request);
}

} // namespace pic::control
