# Everything a person or CI runs. `make demo` and `make test` need Python 3.11+, git and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint check bench setup lock clean

demo: setup
	$(BIN)/summarizer summarize seeds --out out/demo.jsonl --format text

test: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: setup
	$(BIN)/python -m tests.bench

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $@

# --no-header and --no-emit-index-url: a lock file names hashes, never an address.
lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 --all-extras --group dev --group weights \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --quiet --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache
