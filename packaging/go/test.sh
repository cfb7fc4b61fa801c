#!/bin/sh
# test.sh [FUZZTIME]: vets and tests both servers, then fuzzes the parser of picd's feed (20000 inputs each).
# The tests of the whole servers make network and mount namespaces of their own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
for module in coredns caddy; do
    cd "$here/$module"
    GOTOOLCHAIN=$(awk '$1 == "toolchain" { print $2 }' go.mod)
    export GOTOOLCHAIN GOWORK=off
    unformatted=$(gofmt -l .)
    [ -z "$unformatted" ] || { echo "not as gofmt writes it: $unformatted" >&2; exit 1; }
    go vet ./...
    go test ./...
done
cd "$here/coredns"
for target in FuzzParseLine FuzzSession; do
    go test ./names -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20000x}"
done
