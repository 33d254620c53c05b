# Every command of this project. `make demo` and `make test` do all the set-up on a fresh Debian 12 with a Swift 6.3 toolchain.
SHELL := /bin/bash
PREFIX ?= /usr/local
SWIFT ?= swift
# The backtracer waits for a terminal after a crash and would hang a run that nobody watches.
export SWIFT_BACKTRACE = enable=no
# All at once, tests on a busy machine wait so long for a thread that their connections are given up.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8

RELEASE := -c release --static-swift-stdlib
BINARY := .build/release/connector

.PHONY: help setup build test test-long lint format generate demo bench fuzz install clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## Install what is missing (Debian packages), as root or with sudo
	@tools/setup

build: setup ## Build the release binary with the Swift runtime linked in
	$(SWIFT) build $(RELEASE) --product connector
	@ls -lh $(BINARY) | awk '{print "built " $$9 ", " $$5}'

# Tests that begin and kill processes have one for themselves: they wait on threads that others need.
TESTS := $(SWIFT) test --skip-build --disable-xctest
test: setup ## Run all fast tests
	$(SWIFT) build --build-tests
	$(TESTS) --filter DatabasesTests
	$(TESTS) --filter EndToEndTests
	$(TESTS) --skip DatabasesTests --skip EndToEndTests

test-long: setup ## Run the tests that take minutes as well: mutations, faults, servers of others, sanitizers, fuzzing
	@tools/setup servers
	$(SWIFT) build --build-tests
	CONNECTOR_LONG_TESTS=1 $(TESTS) --filter DatabasesTests
	CONNECTOR_LONG_TESTS=1 $(TESTS) --filter EndToEndTests
	CONNECTOR_LONG_TESTS=1 $(TESTS) --skip DatabasesTests --skip EndToEndTests
	$(MAKE) build
	Tests/Faults/kill 200
	CONNECTOR_LONG_TESTS=1 Tests/Faults/run
	Tests/Peers/run
	Tests/Peers/oauth/run
	Tests/Peers/singer/run
	Tests/Peers/http2/run
	Tests/Sanitizers/run
	Fuzz/run yaml 60
	Fuzz/run expressions 60
	Fuzz/run formats 60
	Fuzz/run edi 60
	Tests/Peers/edi/compare

lint: build ## Check the sources' form and the shipped connectors, and play their tests
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Benchmarks Fuzz Package.swift
	$(BINARY) fmt --check
	$(BINARY) lint
	$(BINARY) test --min-coverage 100

format: ## Bring the sources and the shipped connectors into form
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Benchmarks Fuzz Package.swift
	$(BINARY) fmt

generate: ## Write schemas, reference pages, built-in models and the new store anew
	tools/embed-models
	tools/embed-guide
	$(MAKE) build
	$(BINARY) generate
	tools/embed-store $(BINARY)

demo: build ## Sync from a pretend provider, change it, sync again; then a slip and what the checker says
	@tools/demo $(BINARY)

bench: build ## Measure lint, start-up, expressions, syncs and enrolments beside tools of the field
	@Benchmarks/run

fuzz: setup ## Run each fuzzer for a minute
	Fuzz/run yaml 60
	Fuzz/run expressions 60
	Fuzz/run formats 60
	Fuzz/run edi 60

install: build ## Install the binary and completions below PREFIX
	install -Dm755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/connector
	$(BINARY) completions bash | install -Dm644 /dev/stdin $(DESTDIR)$(PREFIX)/share/bash-completion/completions/connector
	$(BINARY) completions zsh | install -Dm644 /dev/stdin $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_connector
	$(BINARY) completions fish | install -Dm644 /dev/stdin $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/connector.fish

clean: ## Remove everything that was built
	rm -rf .build
