# Each target does its own set-up in .venv. Needs git, make and Python 3.11, 3.12 or 3.13 with venv.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null && $$p -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
ATTACK := .venv-attack
# wapiti 3.2.3 does not run on Python 3.13, later versions not on 3.11. It scans from outside, so it need not run on the
# site's Python.
ATTACK_PYTHON ?= $(shell for p in python3.12 python3.11; do command -v $$p >/dev/null && $$p -c 'import ensurepip, venv' 2>/dev/null && echo $$p && break; done)
DATA_DIR ?= instance
DEMO_DIR ?= instance-demonstration
export DATA_DIR
# Tests start hundreds of processes, each of which would compile its packages again without cached bytecode.
unexport PYTHONDONTWRITEBYTECODE
# From Python 3.12 on the compiler warns of escapes in Whoosh's code; compile it here, silently, rather than at the
# first start.
COMPILE_QUIETLY = $(BIN)/python -W ignore -m compileall -q $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/whoosh
CATALOGUES := $(wildcard directory/translations/*/LC_MESSAGES/messages.po)
LANGUAGES := $(patsubst directory/translations/%/LC_MESSAGES/messages.po,%,$(CATALOGUES))

.PHONY: help run demo dev shell fast test bench check types rules fix wire atlas-table atlas-changes catalogues requirements messages
.DEFAULT_GOAL := run
# The demonstration ignores the settings of a real site: it has its own data folder, database and secrets.
DEMONSTRATION = env -u DATABASE_URL -u MAIL_URL -u SECRET_KEY -u ENCRYPTION_KEYS -u READS_PER_MINUTE \
  DATA_DIR=$(DEMO_DIR) BIN=$(BIN)

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/run catalogues ## start the site over DATA_DIR
	@BIN=$(BIN) ./start

demo: $(VENV)/run catalogues ## start a site with demonstration data and accounts
	@DEMO=yes $(DEMONSTRATION) ./start

dev: $(VENV)/run catalogues ## the same, reloaded when a file changes; SQL=yes shows each statement
	@DEMO=yes $(DEMONSTRATION) ./start dev

shell: $(VENV)/run catalogues ## Python over the demonstration site, with app, db, clock and all models; SQL=yes
	@$(DEMONSTRATION) ./start shell

# Only tests that need nothing beside their own process; what it leaves out stands at the end of what it prints.
fast: $(VENV)/test catalogues ## tests without browser, PostgreSQL, other processes and sites to write in
	@$(BIN)/python -m pytest -p tests.fast

test: $(VENV)/test catalogues ## all tests but the long ones
	@$(BIN)/python -m tests.parts
	@$(BIN)/pytest

# All of `make test` on PostgreSQL: each data folder has a database of its own on one server.
long-postgresql: $(VENV)/test catalogues ## `make test` on PostgreSQL
	@$(BIN)/python -m tests.parts
	@TEST_DATABASE=postgresql $(BIN)/pytest

long-cases: $(VENV)/test catalogues ## all cases of the tests of which `make test` runs a share
	@$(BIN)/python -m tests.parts
	@$(BIN)/pytest --long -m long

# The scanners' packages conflict with the site's own, so they have another virtual environment.
long-attack: $(ATTACK)/ready ## odd input, scanners, what costs much, the threat model

# Tests that measure waiting times run first and alone; pytest exits with 5 where there is none.
long-%: $(VENV)/test catalogues ## `make long-pages`, `make long-faults`: every page in each language; kills and full disks
	@$(BIN)/python -m tests.parts
	@$(BIN)/pytest -rP -n0 -m alone tests/long/$*; alone=$$?; \
	  $(BIN)/pytest -rP -m "not alone" tests/long/$* && [ $$alone = 0 -o $$alone = 5 ]

# Variables: ONLY=search or ONLY=pages, SIZES=1000000 for other sizes, ENGINES=tantivy to choose engines, OUT=file for
# the table, PROFILE=file for a profile.
bench: $(VENV)/bench catalogues ## measure search and pages beside other engines
	@$(BIN)/python -W ignore -m benchmarks

bench-%: $(VENV)/test catalogues ## one module of benchmarks/
	@$(BIN)/python -m benchmarks.$*

# `types` takes as long as `rules`, so both run at the same time.
check: $(VENV)/test catalogues ## lint, format, types, import contracts, templates, catalogues
	@$(MAKE) --no-print-directory --jobs=2 types rules

types:
	@$(BIN)/mypy

rules:
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache >$(VENV)/contracts.log || { cat $(VENV)/contracts.log; exit 1; }
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/pytest -n0 tests/translations

fix: $(VENV)/test ## mend and format what the tools of `make check` can
	@$(BIN)/ruff check --fix --quiet .; status=$$?; $(BIN)/ruff format --quiet . && exit $$status

wire: $(VENV)/test catalogues ## record routes, operations, commands, settings, jobs and log events anew
	@$(BIN)/python -m tests.wire

atlas-table: $(VENV)/test catalogues ## record the treaties of all pairs of States anew
	@$(BIN)/python -m tests.atlas.table_file

atlas-changes: $(VENV)/test catalogues ## print which pairs have other treaties than in the last release
	@tag=$$(git describe --tags --abbrev=0) && table=$$(mktemp) && git show "$$tag:docs/atlas_table.csv" >"$$table" && \
	  $(BIN)/python -m tests.atlas.table_file "$$table"; status=$$?; rm -f "$$table"; exit $$status

catalogues: $(CATALOGUES:.po=.mo) ## compile the translations

%.mo: %.po | $(VENV)/run
	@$(BIN)/pybabel --quiet compile -i $< -o $@

$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: requirements.txt | $(VENV)/python
	@echo "Installing what the site runs on ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(COMPILE_QUIETLY)
	@touch $@

# requirements-test.txt includes the site's requirements: one installation takes two thirds of the time of two.
$(VENV)/test: requirements.txt requirements-test.txt | $(VENV)/python
	@echo "Installing what the site runs on and what the tests use ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-test.txt
	@$(COMPILE_QUIETLY)
	@touch $(VENV)/run $@

$(ATTACK)/ready: requirements-attack.txt
	@test -n "$(ATTACK_PYTHON)" || { echo "The scanners need Python 3.11 or 3.12 with venv."; exit 1; }
	@echo "Installing the scanners ..."
	@$(ATTACK_PYTHON) -m venv $(ATTACK)
	@$(ATTACK)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-attack.txt
	@touch $@

$(VENV)/bench: requirements-bench.txt $(VENV)/test
	@echo "Installing what the benchmarks compare with ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-bench.txt
	@touch $@

requirements: $(VENV)/test ## lock the dependencies of pyproject.toml anew
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-annotate --allow-unsafe -o requirements.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-annotate --allow-unsafe --extra test -o requirements-test.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-annotate --allow-unsafe --extra test --extra bench -o requirements-bench.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-annotate --allow-unsafe -o requirements-attack.txt requirements-attack.in

messages: $(VENV)/run ## collect the strings for translators
	@PYTHONPATH=. $(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k _lp:1c,2 -c "Translators:" --no-wrap --omit-header -o $(VENV)/messages.pot .
	@for language in $(LANGUAGES); do $(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete \
	  -i $(VENV)/messages.pot -l $$language -o directory/translations/$$language/LC_MESSAGES/messages.po; done
