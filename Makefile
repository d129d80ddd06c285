# Everything a newcomer needs: `make help`. Python 3.11 or newer and make are enough.
PYTHON ?= python3
PORT ?= 8000
# Options for pytest, for example: make test ARGS="tests/accounts -k sign_in"
ARGS ?=

PY := .venv/bin/python
# The suite takes more than a minute, so two processes pay although each one migrates.
PYTEST := $(PY) -m pytest -n 2

.DEFAULT_GOAL := help
.PHONY: help demo setup test test-postgres test-deep check bench lock

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: ## Set up and run the demo town on http://localhost:8000 (PORT=8123 moves it)
	@exec $(PYTHON) scripts/demo.py --port "$(PORT)"

setup: ## Install what tests and checks need, without running anything
	@$(PYTHON) scripts/setup.py dev npm

test: setup ## Run every test that needs no other service (ARGS="…" for pytest)
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) $(ARGS)

test-postgres: setup ## Run the tests on PostgreSQL: DATABASE_URL, or a throw-away cluster
	@exec $(PY) scripts/postgres.py $(PYTEST) $(ARGS)

test-deep: setup ## Run everything at full depth on PostgreSQL (slow; for the night)
	@exec $(PY) scripts/postgres.py $(PYTEST) --deep $(ARGS)

check: setup ## Run linters, import contracts, types, migration and translation checks
	@$(PY) scripts/check.py

bench: setup ## Run the benchmarks on PostgreSQL; prints a table, writes var/bench.json
	@exec $(PY) scripts/postgres.py $(PY) manage.py bench run --json var/bench.json $(ARGS)

lock: setup ## Make the requirement locks again from pyproject.toml (needs uv)
	@$(PY) scripts/lock.py
