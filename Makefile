# Every target sets itself up on a machine that has only Python 3.11+ and make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIHUAN_HOME ?= var/demo
ONLY ?=

.PHONY: help
help: ## Say what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: install
install: .venv/.installed ## Make .venv with everything the lock names, and the command bihuan

.PHONY: run
run: .venv/.installed ## Start the demonstration city at http://127.0.0.1:8000
	BIHUAN_HOME="$(BIHUAN_HOME)" .venv/bin/bihuan demo

.PHONY: test
test: .venv/.installed ## Run the suite on SQLite, and on PostgreSQL where one answers
	tools/test

.PHONY: check
check: .venv/.installed ## Lint, types, floors, architecture, kernel: in under a minute
	tools/check

.PHONY: bench
bench: .venv/.installed ## Measure speed and memory against baselines (ONLY=name for one)
	.venv/bin/python -m bench $(ONLY)

.PHONY: screenshots
screenshots: .venv/.installed ## Photograph every page of the demonstration under var/screenshots
	.venv/bin/python tools/screenshots.py $(ONLY)

.PHONY: tutorial-pictures
tutorial-pictures: .venv/.installed ## Walk the first morning and photograph its steps
	TUTORIAL_PICTURES=docs/tutorial/pictures LANGUAGE=zh_CN .venv/bin/pytest -q -n 0 tests/browser/test_first_morning.py

.PHONY: lock
lock: .venv/.installed ## Write the lock files anew from pyproject.toml
	tools/lock

.PHONY: messages
messages: .venv/.installed ## Bring the Chinese catalogue up to date with the sentences
	.venv/bin/python tools/messages.py

.PHONY: clean
clean: ## Remove .venv and what the tools left (never var, which holds data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build
	find src -name '*.egg-info' -prune -exec rm -rf {} +

.venv/.installed: requirements.txt requirements-dev.txt pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make install PYTHON=/path/to/python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Bihuan needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" -V 2>&1). Name another: make install PYTHON=/path/to/python3.12"; exit 1; }
	@test -x .venv/bin/python || "$(PYTHON)" -m venv .venv || { \
	  rm -rf .venv; \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
