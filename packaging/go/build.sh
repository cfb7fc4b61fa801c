#!/bin/sh
# build.sh OUTDIR: builds pic-coredns and pic-caddy from the modules which go.mod and go.sum pin.
# The same sources give the same bytes, wherever they lie. Needs Go 1.21 or later (an older one
# than go.mod asks for fetches that toolchain itself) and gcc.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

pinned() { # MODULE-DIRECTORY MODULE-PATH: its version
    awk -v module="$2" '$1 == module { print $2 } $2 == module { print $3 }' "$here/$1/go.mod"
}

# shellcheck source=packaging/go/flags.sh
. "$here/flags.sh"

# What is linked in asks that its licence and its notices go with the copy.
licences() {
    modules=$(go list -deps -f \
        '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' .)
    printf '==== Go\n\n'
    cat "$(go env GOROOT)/LICENSE"
    echo "$modules" | sort -u | while read -r path version dir; do
        printf '\n==== %s %s\n' "$path" "$version"
        files=$(find "$dir" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o \
            -iname 'notice*' \) | sort)
        [ -n "$files" ] || { echo "$path $version says nothing of its licence" >&2; exit 1; }
        echo "$files" | while read -r file; do
            printf '\n-- %s\n\n' "${file##*/}"
            cat "$file"
        done
    done
}

build() { # NAME VERSION-VARIABLES
    cd "$here/$1"
    use_toolchain
    go build -ldflags "-s -w -buildid= -linkmode=external $2 \
            -extldflags '-Wl,-z,relro,-z,now -Wl,--build-id=sha1'" \
        -o "$out/pic-$1" .
    licences >"$out/pic-$1.licences"
}

coredns=$(pinned coredns github.com/coredns/coredns)
caddy=$(pinned caddy github.com/caddyserver/caddy/v2)
build coredns "-X github.com/coredns/coredns/coremain.gitTag=$coredns"
build caddy "" # says its module's version by itself

"$out/pic-coredns" -version | grep -qx "CoreDNS-${coredns#v}" ||
    { echo "pic-coredns does not say that it is $coredns" >&2; exit 1; }
"$out/pic-caddy" version | grep -q "^$caddy " ||
    { echo "pic-caddy does not say that it is $caddy" >&2; exit 1; }
