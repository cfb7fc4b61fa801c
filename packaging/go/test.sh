#!/bin/sh
# test.sh [FUZZTIME]: vets and tests both servers, then fuzzes the parser of picd's feed (20000 inputs each).
# The tests of the whole servers make network and mount namespaces of their own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=packaging/go/flags.sh
. "$here/flags.sh"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# go test tells packages; how many tests there were is worth knowing too.
run_tests() {
    status=0
    go test -v ./... >"$log" 2>&1 || status=$?
    if [ $status -ne 0 ]; then cat "$log"; else grep -E '^(ok|\?)' "$log"; fi
    count() { grep -c -E "^ *--- $1:" "$log" || true; }
    echo "$(count PASS) passed, $(count FAIL) failed, $(count SKIP) skipped"
    return $status
}

for module in coredns caddy; do
    cd "$here/$module"
    use_toolchain
    unformatted=$(gofmt -l .)
    [ -z "$unformatted" ] || { echo "not as gofmt writes it: $unformatted" >&2; exit 1; }
    go vet ./...
    run_tests
done
cd "$here/coredns"
use_toolchain
for target in FuzzParseLine FuzzSession; do
    go test ./names -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20000x}"
done
