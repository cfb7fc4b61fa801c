#!/bin/sh
# Restarts picd and says as JSON how long until it was ready, and what it changed meanwhile in the
# kernel, by the kernel's own account, and of the cell's other units.
set -eu
mkdir -p /run/bench/told
cd /run/bench

peers() { wg showconf pic0 | sha256sum; }
services() {
    systemctl show -P ActiveEnterTimestampMonotonic pic-dns.service pic-ntp.service pic-web.service |
        sha256sum
}

# A change of nobody's that both monitors have to tell of: then they hear all others, too. Seldom: nft
# reads the whole ruleset first, and anew when it changes meanwhile.
heard() {
    until grep -q "$1" ip.log && grep -q "$1" nft.log; do
        nft add table inet "$1"
        nft delete table inet "$1"
        ip link add "$1" type dummy
        ip link del "$1"
        sleep 5
    done
}

rm -f ip.log nft.log
stdbuf -oL ip monitor link address route rule >>ip.log &
ip_monitor=$!
stdbuf -oL nft monitor >>nft.log &
nft_monitor=$!
trap 'kill $ip_monitor $nft_monitor' EXIT # they hold what this script's caller reads to its end
heard bench0
sleep 1 # picd looks at what changed
: >ip.log
: >nft.log
peers_before=$(peers) services_before=$(services)
begin=$(date +%s%N)
systemctl restart picd.service
end=$(date +%s%N)
sleep 3 # what it does late counts
cp ip.log nft.log told/
steps=$(picctl plan --json | jq '.steps | length') # before others' links come and go once more
heard bench1
[ "$peers_before" = "$(peers)" ] && peers_same=true || peers_same=false
[ "$services_before" = "$(services)" ] && services_same=true || services_same=false
# An empty transaction of nftables still tells of a new generation.
jq -n --argjson seconds "$(echo "$begin $end" | awk '{ print ($2 - $1) / 1e9 }')" \
    --argjson changes "$(cat told/ip.log told/nft.log | grep -vc '^# new generation' || true)" \
    --argjson steps "$steps" \
    --argjson peers "$peers_same" --argjson services "$services_same" \
    '{seconds: $seconds, changes: $changes, steps: $steps, peers_same: $peers, services_same: $services}'
