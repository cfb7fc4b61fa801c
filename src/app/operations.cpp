#include "app/operations.hpp"

#include "access/operations.hpp"
#include "audit/operations.hpp"
#include "ca/operations.hpp"
#include "cell/operations.hpp"
#include "dns/operations.hpp"
#include "endpoint/operations.hpp"
#include "hostfirewall/operations.hpp"
#include "ntp/operations.hpp"
#include "peers/operations.hpp"
#include "web/operations.hpp"

namespace pic::app {

std::span<const control::Operation> operations() {
    static const auto table = [] {
        std::vector<control::Operation> all;
        for (const auto& some :
             {cell::operations(), peers::operations(), dns::operations(), ntp::operations(),
              web::operations(), ca::operations(), access::operations(), audit::operations(),
              endpoint::operations(), hostfirewall::operations()})
            all.insert(all.end(), some.begin(), some.end());
        return all;
    }();
    return table;
}

} // namespace pic::app
