.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN := .venv/bin
PY := $(BIN)/python
STAMP := .venv/ready
PROVIDERS := .venv/providers
DEPENDENCIES := requirements.txt pyproject.toml $(wildcard constraints.txt)
QUIET := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

help:        ## what you can do here
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## a virtual environment in .venv with everything

$(STAMP): $(DEPENDENCIES)
	@test -n "$(PYTHON)" || \
	  { echo "Python 3.11 or newer is needed and no python3 was found: install it first." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, $(PYTHON) is $$("$(PYTHON)" -V 2>&1 | cut -d" " -f2): install it first." >&2; exit 1; }
	@test -x $(PY) || { echo "Creating .venv"; "$(PYTHON)" -m venv .venv; } || \
	  { rm -rf .venv; echo "The virtual environment could not be made: install Python's venv module (on Debian: python3-venv)." >&2; exit 1; }
	@echo "Installing the requirements (a minute on the first run)"
	@$(QUIET) $(PY) -m pip install -qq -r requirements.txt $(if $(wildcard constraints.txt),-c constraints.txt)
	@$(QUIET) $(PY) -m pip install -qq --no-deps -e .
	@touch $@

$(PROVIDERS): $(STAMP) requirements-providers.txt requirements-deploy.txt
	@echo "Installing the providers' SDKs, which only the tests need"
	@$(QUIET) $(PY) -m pip install -qq -r requirements-providers.txt -c constraints.txt
	@$(QUIET) $(PY) -m pip install -qq --no-deps -r requirements-deploy.txt
	@touch $@

run: $(STAMP) ## the platform, on port 8000 (PORT=8123 make run for another)
	@exec $(PY) -m mem0site.embedded --with-parent

fmt: $(STAMP) ## format and fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(PROVIDERS) ## everything but the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy .
	SECRET_KEY=check $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	SECRET_KEY=check $(PY) manage.py check

test: $(PROVIDERS) ## the tests, on every core
	$(PY) -m pytest -q -n auto --dist loadfile

again: $(PROVIDERS) ## what failed last time, by itself
	$(PY) -m pytest -q -m "" --last-failed --last-failed-no-failures none

coverage: $(PROVIDERS) ## the tests, with what they reach
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage report

acceptance: $(STAMP) ## the official clients against a running server
	$(PY) -m pytest -q -m acceptance -n auto --dist loadgroup tests/acceptance

browser: $(STAMP) ## a real browser (Chromium) on the pages
	$(PY) -m pytest -q -m browser tests/browser

long: $(PROVIDERS) ## the proofs too long for every run (docs/guarantees.md)
	$(PY) -m pytest -q -m long

proof: $(PROVIDERS) ## the tests of one guarantee: G=5, with LONG=1 the long ones as well
	@$(PY) -m tests.proofs "$(G)" $(if $(LONG),--long)

fuzz: $(STAMP) ## the JSON and filter parsers under a fuzzer for SECONDS (600)
	@$(QUIET) $(PY) -m pip install -qq -r tests/fuzz/requirements.txt
	$(PY) -m tests.fuzz $(or $(SECONDS),600)

hostile: $(PROVIDERS) ## hostile input to every operation of the API, CASES (20000) requests
	CASES=$(or $(CASES),20000) $(PY) -m pytest -q -s -m long tests/abuse/test_hostile.py

audit: $(STAMP) ## bandit, Django's deployment checks, known vulnerabilities (needs the advisory service)
	$(BIN)/bandit -q -c pyproject.toml -r mem0 mem0site memories orgs webhooks
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') PUBLIC_URL=https://memory.example.com \
	  ALLOWED_HOSTS=memory.example.com TRUSTED_PROXIES=true $(PY) manage.py check --deploy --fail-level WARNING
	@$(QUIET) $(PY) -m pip install -qq -r tests/fuzz/requirements.txt
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r constraints.txt

screenshots: $(STAMP) ## pictures of every page, in screenshots/
	$(PY) -m pytest -q -m screenshots tests/browser

lock: $(STAMP) ## recompile constraints.txt
	$(BIN)/uv pip compile -q requirements.txt requirements-providers.txt -o constraints.txt --python-version 3.11 \
	  --universal --no-emit-index-url --no-header --no-annotate

.PHONY: help setup run fmt check test again coverage acceptance browser long proof fuzz hostile audit screenshots lock
