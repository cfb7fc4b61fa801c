# The two commands are `make start` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
BUILD := build/release
export CCACHE_DIR ?= $(HOME)/.cache/ccache
FUZZ_SECONDS ?= 5
PYTEST := /usr/bin/python3 -m pytest -q -p no:cacheprovider

.PHONY: help deps build build-tests debs start try stop status logs clean test test-house test-unit \
        test-netns test-go test-fuzz test-debs test-core test-system test-first-hour test-webui test-web \
        lint sanitize bench

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

deps: ## install what building and testing needs (Debian 12)
	packaging/install-build-deps

$(BUILD)/build.ninja: | deps
	CXX="ccache g++" meson setup $(BUILD)

build: $(BUILD)/build.ninja ## compile
	ninja -C $(BUILD)

build-tests: build
	ninja -C $(BUILD) tests/unit_tests tests/netns_tests

debs: build ## the three packages, into build/debs
	packaging/build-debs build/debs

start: ## run the cell here, after asking (YES=1), or in a VM where this machine cannot
try: ## run the cell in a throwaway VM; asks (YES=1) where building needs what is missing
start try:
	packaging/start $@

stop: ## stop what `make start` or `make try` runs; a VM and its cell are gone then
status: ## how it is
logs: ## what it and its servers said last
clean: ## remove everything that was built here, and the VM
stop status logs clean:
	@packaging/start $@

test: test-house test-unit test-netns test-go test-webui test-fuzz test-debs test-core ## every kind, the VM's by their core

test-house: deps ## the order of the house: include table, files, format, units, scripts
	$(PYTEST) tests/house
	packaging/lint

test-unit: build-tests ## no privileges needed
	tests/run-gtest --at-once 4 $(BUILD)/tests/unit_tests

test-netns: build-tests ## needs root: namespaces of its own
	tests/run-gtest --root $(BUILD)/tests/netns_tests

test-go: deps ## the CoreDNS plugin and both Go servers
	packaging/go/test.sh

test-debs: debs ## what Debian says of the packages
	lintian --fail-on error --allow-root --info build/debs/*.deb

test-webui: build ## the web UI's types, logic and size
	packaging/webui/build.sh $(BUILD)/src/app/picd build/webui --test

test-web: debs ## the web UI in Chromium, against a cell in a VM; pictures go to build/pictures
	packaging/install-build-deps --browser
	tests/web/run -q

test-core: debs build-tests ## of the VM's tests those that everything stands on
	$(PYTEST) -s tests/system -m core

test-system: debs build-tests ## the packages in a VM
	$(PYTEST) tests/system --ignore tests/system/first_hour

test-first-hour: debs ## from apt to a phone that loads a page, five kinds of machine
	$(PYTEST) -s tests/system/first_hour

test-fuzz: deps ## each parser of outside bytes, five seconds each (FUZZ_SECONDS)
	tests/fuzz/run $(FUZZ_SECONDS)

lint: build-tests test-debs ## format, clang-tidy, units, scripts, pages, packages
	packaging/lint $(BUILD)

sanitize: deps ## the unit tests under ASan+UBSan, then TSan
	packaging/sanitize

bench: debs ## measure, and write docs/performance.md
	bench/run
