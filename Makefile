# Everything a person or CI runs. `make demo` and `make test` need Python 3.11+, git and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test explore lint check bench eval setup lock clean

demo: setup
	@mkdir -p out
	@$(BIN)/summarizer summarize seeds --out out/demo.jsonl
	@$(BIN)/summarizer show out/demo.jsonl
	@$(BIN)/summarizer show out/demo.jsonl --out out/demo.html
	@echo "The records:  out/demo.jsonl, one JSON object a line"
	@echo "The page:     out/demo.html, articles beside their facts (open it in a browser)"
	@echo "Your own:     $(BIN)/summarizer summarize ARTICLE"
	@echo "A stronger model, with a key or a server of your own:"
	@echo "              OPENAI_API_KEY=... $(BIN)/summarizer summarize seeds --model openai/gpt-5-mini"
	@echo "              $(BIN)/summarizer summarize seeds --model ollama/qwen3:8b"
	@echo "              $(BIN)/summarizer models list"

test: setup
	$(BIN)/python -m pytest -n auto

# Property tests on cases they have not seen before: slow, and never the same twice.
explore: setup
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -n auto -m "not local_model and not browser" tests/scoring tests/grounding tests/ingest tests/schema_loader

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/summarizer gold lint

check: lint test

bench: setup
	$(BIN)/python -m tests.bench

eval: setup
	$(BIN)/summarizer eval run --suite seeds
	$(BIN)/summarizer eval report --suite seeds

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $@

# Every extra but `train`, whose torch would drag gigabytes into the lock.
LOCKED := db eval local parquet pdf postgres serve

# --no-header and --no-emit-index-url: a lock file names hashes, never an address.
lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 $(foreach extra,$(LOCKED),--extra $(extra)) --group dev --group weights \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --quiet --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache
