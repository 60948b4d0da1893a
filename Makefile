# One command each, the same for people and CI. Whatever is missing is set up first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A test waits for a fifth of its time, so one worker more than there are cores. Each has a PostgreSQL and an S3 server
# of its own: more than four only cost memory.
WORKERS ?= $(shell $(BIN)/python -c 'import os; print(min((os.cpu_count() or 1) + 1, 4))')
LOCKER := .cache/locker
PLAYGROUND := playground/dist/index.html
PLAYGROUND_SOURCES := $(wildcard playground/*.* playground/src/*.* playground/src/*/*.*)

.DEFAULT_GOAL := help
.PHONY: help serve work test check fix golden fuzz bench guard lock

help: ## Print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 16

serve: $(VENV)/.installed $(PLAYGROUND) ## Serve on 127.0.0.1:8000 (PORT) with all data in .data (DATA_DIR), until Ctrl-C
	@# make waits for it; should make be killed, the server hears of it (SIGTERM) and ends too.
	@exec $(BIN)/python -I -S server/embedded/tether.py $$PPID 15 -1 -1 -1 $(CURDIR)/$(BIN)/python -m server

work: $(VENV)/.installed ## Take a server's jobs too (its DATABASE_URL, and its SECRET_KEY or DATA_DIR), until Ctrl-C
	@exec $(BIN)/python -I -S server/embedded/tether.py $$PPID 15 -1 -1 -1 $(CURDIR)/$(BIN)/python -m server work

test: $(VENV)/.installed-dev $(PLAYGROUND) ## Run every test, in parallel
	@# Bytecode is kept whatever the environment says: every worker, and every server of a test, would compile it all again.
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(VENV)/.installed-dev ## Check format, lint, types, layers and schema.graphql; starts no server
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schema.print --check

fix: $(VENV)/.installed-dev ## Put right what can be put right by itself: format, imports, schema.graphql
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m schema.print

golden: $(VENV)/.installed-dev ## Write the golden files anew; their diff is to be reviewed
	@GOLDEN=1 exec $(BIN)/python -m pytest -k golden $(ARGS)

fuzz: $(VENV)/.installed-dev ## Hold compiled reads to the reference on FUZZ random stores (1000), and masks to every caller
	@FUZZ=$${FUZZ:-1000} exec $(BIN)/python -m pytest tests/properties/test_compiled_equals_reference.py \
		tests/schema/test_masks_are_right.py tests/schema/test_masks.py $(ARGS)

bench: $(VENV)/.installed-dev ## Measure against other servers on the same data; writes benchmarks/results
	@exec $(BIN)/python -m benchmarks $(ARGS)

guard: $(VENV)/.installed-dev ## Check the plans of the console's documents at 1,000,000 versions
	@exec $(BIN)/python -m benchmarks.guard $(ARGS)

lock: $(LOCKER)/bin/uv ## Pin what pyproject.toml asks for; UPGRADE=1 moves every pin to its newest
	$(LOCK) requirements.lock
	$(LOCK) requirements-dev.lock --group dev --constraints requirements.lock

LOCK = $(LOCKER)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-config --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	$(if $(UPGRADE),--upgrade) --output-file

$(LOCKER)/bin/uv: | $(BIN)/pip
	@$(BIN)/python -m venv $(LOCKER)
	@$(LOCKER)/bin/python -m pip --disable-pip-version-check --quiet install uv

$(VENV)/.installed: requirements.lock | $(BIN)/pip
	@echo "Installing what the server needs; this takes a minute the first time"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements.lock requirements-dev.lock | $(BIN)/pip
	@echo "Installing what the server and its tests need; this takes a minute the first time"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $(VENV)/.installed $@

# Without npm's packages everything but the playground works, and its page says so; the next run tries again.
$(PLAYGROUND): $(PLAYGROUND_SOURCES) | $(BIN)/pip
	@echo "Building the playground; this takes a minute the first time"
	@$(BIN)/python -m tools.node playground check build && touch $@ || echo "The playground is not built; all else works." >&2

# pip comes last when an environment is made, so its presence says that the environment is whole.
$(BIN)/pip:
	@for python in $(PYTHON) python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv --clear $(VENV); \
		fi; \
	done; \
	echo 'Python 3.11 or later with venv is needed; name one: make PYTHON=/path/to/python3.12' >&2; exit 1
