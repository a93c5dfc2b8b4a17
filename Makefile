# Everything a person or CI runs. `make demo` and `make test` need Python 3.11+, git and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SMALL := $(VENV)/.runs

.PHONY: demo dashboard test explore mutants lint check bench eval setup setup-demo lock clean

# Only what running needs, not what testing does: the smaller of the two locks.
demo: setup-demo
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

DASHBOARD := sqlite:///$(CURDIR)/out/dashboard.db
dashboard: setup
	@mkdir -p out
	@$(BIN)/summarizer summarize seeds --db $(DASHBOARD) --resume
	@$(BIN)/summarizer summarize seeds --schema diplomatic_call --db $(DASHBOARD) --resume
	@$(BIN)/summarizer export --db $(DASHBOARD) --out out/public --html
	@echo "The exported folder: out/public (open out/public/index.html, or put it on any static host)"
	@$(BIN)/summarizer serve --db $(DASHBOARD)

test: setup
	$(BIN)/python -m pytest -n auto

# Property tests on cases they have not seen before: slow, and never the same twice.
explore: setup
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -n auto -m "not local_model and not browser" tests/scoring tests/grounding tests/ingest tests/schema_loader

# Changes what scores in small ways and lists what no test notices. SAMPLE=0 tries every change, which takes hours.
SAMPLE ?= 12
mutants: setup
	nice $(BIN)/python -m tests.mutants $(if $(filter-out 0,$(SAMPLE)),--sample $(SAMPLE))

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

setup-demo: $(SMALL)

# `touch` of both: what has everything has what running needs.
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $@ $(SMALL)

$(SMALL): requirements-demo.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --no-compile --require-hashes --no-deps -r requirements-demo.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m summarizer.local.slim
	touch $@

# Every extra but `train`, whose torch would drag gigabytes into the lock.
LOCKED := anthropic db eval google local parquet pdf postgres serve
# --no-header and --no-emit-index-url: a lock file names hashes, never an address.
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --group weights --generate-hashes --no-header \
	--no-emit-index-url --no-annotate --quiet pyproject.toml

lock:
	$(COMPILE) $(foreach extra,$(LOCKED),--extra $(extra)) --group dev --output-file requirements.lock
	$(COMPILE) --extra local --group build --constraint requirements.lock --output-file requirements-demo.lock

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache
