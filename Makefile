# make run: the service with demo data.  make check: everything that must pass.
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
export DEMO ?= true
export PORT ?= 8000
unexport PYTHONDONTWRITEBYTECODE # every process would compile everything again

.PHONY: run check lint test browser screenshots lock clean

run: .venv/run
	@$(FLASK) migrate
	@$(FLASK) demo
	@$(FLASK) reindex
	@exec $(BIN)/gunicorn wsgi:app

check: lint .venv/browser.ready
	@$(BIN)/pytest tests -n auto

lint: .venv/test
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config setup.cfg --no-logo

test: .venv/test
	@$(BIN)/pytest tests/matching tests/test_house.py -m "not slow"

browser: .venv/browser.ready

screenshots: .venv/browser.ready
	@$(BIN)/python -m tests.pages.screenshots

lock: .venv/test
	@for set in uv run test scale peers; do \
	  $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-annotate \
	    requirements/$$set.in -c requirements/run.txt -o requirements/$$set.txt || exit 1; done

clean:
	rm -rf .venv var

$(BIN)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.11 run"; exit 1; }
	@echo "Making the environment .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/run: $(BIN)/uv requirements/run.txt
	@echo "Installing what the service needs"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@touch $@

.venv/test: $(BIN)/uv requirements/test.txt
	@echo "Installing what the tests need"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	@touch $@

.venv/browser.ready: .venv/test
	@echo "Looking for a browser and a Chinese font"
	@$(BIN)/python -m tests.browser
	@touch $@
