# shellcheck shell=sh
# For whoever builds or tests the servers: the same flags, so that both share what is compiled.
# Debian's Go forbids fetching a toolchain unless it is named. -buildvcs would make the result depend
# on where and when it is built; netgo keeps name look-ups out of libc, which is linked only so that
# the binary is position-independent with full RELRO.
export GOWORK=off CGO_ENABLED=1
GOFLAGS="-mod=readonly -trimpath -buildvcs=false -buildmode=pie \
-tags=netgo,osusergo,nomysql,nopgx,nobadger"
export GOFLAGS

use_toolchain() { # of the module in this directory
    GOTOOLCHAIN=$(awk '$1 == "toolchain" { print $2 }' go.mod)
    export GOTOOLCHAIN
}
