// Ownership of what C libraries hand out: Handle<nftnl_rule, nftnl_rule_free> frees on scope exit.
#pragma once

#include <memory>

namespace pic {

template <auto free_function>
struct Freed {
    void operator()(auto* object) const noexcept { free_function(object); }
};

template <class T, auto free_function>
using Handle = std::unique_ptr<T, Freed<free_function>>;

} // namespace pic
