#!/bin/sh
# build.sh PICD OUTDIR [--test]: the web UI's files from webui/, whose types of the API this picd
# tells. Any npm fetches the Node and the npm that package-lock.json here names, and they do the rest:
# an older Node leaves out what it takes for none of its own. --test runs the UI's tests, too.
set -eu

[ $# -ge 2 ] || { echo "usage: $0 PICD OUTDIR [--test]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
picd=$(realpath "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)

install() { # what was installed by this lock file is not installed again
    lock=$(sha256sum <package-lock.json)
    [ "$(cat node_modules/.lock 2>/dev/null)" != "$lock" ] || return 0
    npm ci --no-audit --no-fund --loglevel=error
    echo "$lock" >node_modules/.lock
}

cd "$here"
install
PATH=$here/node_modules/.bin:$PATH
cd "$here/../../webui"
install
"$picd" --openapi >openapi.json
npm run --silent types >/dev/null
npm run --silent check
if [ "${3:-}" = --test ]; then
    npm run --silent lint
    npm run --silent test
fi
npm run --silent build -- --outDir "$out/files" --emptyOutDir --logLevel warn
npm run --silent size -- "$out/files"
npm run --silent compress -- "$out/files"
npm run --silent licences >"$out/webui.licences"
