"""The public names: a change here needs a line in CHANGELOG.md."""

import subprocess
import sys

import summarizer

PUBLIC = [
    "Ask",
    "Coverage",
    "Document",
    "Evidence",
    "Metadata",
    "Provenance",
    "Record",
    "Score",
    "Sentence",
    "Span",
    "Summarizer",
    "SummarizerError",
    "Usage",
    "When",
    "__version__",
    "summarize",
]


def test_the_public_names_are_pinned():
    assert summarizer.__all__ == PUBLIC


def test_every_public_name_is_there_and_says_what_it_promises():
    for name in set(PUBLIC) - {"__version__"}:
        assert getattr(summarizer, name).__doc__, name


def test_importing_the_package_loads_no_model_code():
    program = (
        "import sys, summarizer; summarizer.Ask;"
        "print(sorted(set(sys.modules) & {'openai', 'instructor', 'spacy', 'xllamacpp', 'trafilatura', 'jinja2'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
