# `make demo` and `make test` are all that a fresh machine needs; each installs what is missing first.

# NATIVE=1 builds for this machine's processor alone (faster; may not run on another).
ifdef NATIVE
export GGML_NATIVE = ON
export RUSTFLAGS += -C target-cpu=native
endif

# FEATURES="cuda" (or vulkan, metal) builds for a graphics card; its toolkit must be installed.
FEATURES ?=
CARGO_FEATURES = $(if $(FEATURES),--features "$(FEATURES)")

.PHONY: setup build demo test lint bench torture

setup:
	@.ci/setup

build: setup
	cargo build --release --locked $(CARGO_FEATURES)

demo: build
	target/release/gensvar demo --out demo-reports

test:
	@.ci/setup test
	@# The licences of every platform's dependencies are tested, so they are all fetched.
	cargo fetch --locked --quiet
	cargo test --locked --no-fail-fast

lint: setup
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

bench: setup
	cargo bench --locked

# Kills the watcher hundreds of times, at any instant, while recordings come; about half an hour.
torture:
	@.ci/setup test
	cargo test --locked --test it watch::torture::torture -- --ignored --nocapture
