#include "formats/chrony_conf.hpp"

#include <fmt/format.h>
#include <iterator>

#include "net/name.hpp"

namespace pic::formats {

namespace {

// `authselectmode mix` would make the NTS servers required: where their port 4460 is blocked, no
// other source is ever selected (seen on 4.3). Trusted and preferred, they overrule the pool while
// they answer, and leave the clock to it while they do not.
constexpr std::string_view head = R"(# Written by picd; changes are lost. See picctl(1).
authselectmode ignore
)";

// A machine without a clock of its own starts with a date at which no certificate is valid yet:
// the first update alone is taken without looking at their dates. The first answers, seconds apart,
// tell the clock's pace but roughly. Not taken, chrony trusts the clock for one second only, and
// the orphan below speaks instead of the servers: for minutes (seen on 4.3 with the usual 100 and
// 1000).
constexpr std::string_view clock = R"(
nocerttimecheck 1
makestep 1 3
maxupdateskew 10000
rtcsync

driftfile /var/lib/pic-ntp/chrony.drift
ntsdumpdir /var/lib/pic-ntp
bindcmdaddress /run/chrony/chronyd.sock
cmdport 0
)";

// ntp/ refuses anything else before it is stored; here a line break would be a directive.
bool is_host(const std::string& text) {
    return net::parse_host_name(text).has_value() || net::Address::parse(text).has_value();
}

} // namespace

std::string chrony_conf_text(const ChronyConf& conf) {
    std::string text(head);
    const auto out = std::back_inserter(text);
    for (const auto& server : conf.time.nts_servers)
        if (is_host(server)) fmt::format_to(out, "server {} iburst nts trust prefer\n", server);
    if (is_host(conf.time.pool))
        fmt::format_to(out, "pool {} iburst maxsources 3\n", conf.time.pool);
    text += clock;
    fmt::format_to(out, "\nlocal stratum {} orphan\n", orphan_stratum);
    if (conf.ipv4) fmt::format_to(out, "bindaddress {}\n", conf.ipv4->text());
    if (conf.ipv6) fmt::format_to(out, "bindaddress {}\n", conf.ipv6->text());
    for (const auto& client : conf.clients)
        fmt::format_to(out, "allow {}\n", client.text());
    return text;
}

} // namespace pic::formats
