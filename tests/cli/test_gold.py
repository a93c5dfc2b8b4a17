"""`summarizer gold` as a labeller runs it: start, check, compare, merge."""

import json
import subprocess
import sys

import pytest

from summarizer.ingest.documents import make_document
from summarizer.schema_loader.load import load_schema

SCHEMA = '''
from typing import Literal

from pydantic import BaseModel, Field


class Storm(BaseModel):
    """A storm as facts."""

    place: str | None = Field(None, description="Where it struck.")
    strength: Literal["weak", "strong"] | None = Field(None, description="How strong it was.")
    closed: list[str] = Field(default_factory=list, description="What was closed.")
'''
ARTICLE = "The harbour bridge in Tarnhaven was closed on Monday after a strong storm, the city council said.\n"
FILLED = """\
facts:
  place: {value: Tarnhaven, evidence: {1: in Tarnhaven}}
  strength: {value: strong, evidence: {1: a strong storm}}
  closed:
    - {id: c1, evidence: {1: The harbour bridge}, facts: the harbour bridge}
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "summarizer.toml").write_text("")
    for name in ("schemas", "articles", "evals/gold/storms", "b"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "schemas/storm.py").write_text(SCHEMA)
    (tmp_path / "articles/storm.txt").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def gold(place):
    """The path of a labelled gold file."""
    path = place / "evals/gold/storms/storm.yaml"
    path.write_text(
        f"format: summarizer.gold/1\narticle: {{id: {make_document(ARTICLE).id}, source: articles/storm.txt}}\n"
        f"schema: {{name: storm, digest: {load_schema(place / 'schemas/storm.py').digest}}}\nsplit: dev\nstory: storm\n"
        f"labels: [{{by: reader-1, on: 2031-05-04}}]\n{FILLED}"
    )
    return path


def test_a_started_file_is_refused_until_it_is_labelled(place, command):
    done = command("gold", "init", "articles/storm.txt", "--schema", "storm", "--out", "evals/gold/storms/storm.yaml")
    assert (done.returncode, done.stderr) == (0, "wrote evals/gold/storms/storm.yaml\n")
    done = command("gold", "lint")
    assert done.returncode == 2
    assert "storm.yaml:" in done.stdout
    assert "labels: nobody has labelled this" in done.stdout
    assert done.stdout.endswith("1 file, 1 error, 0 warnings\n")
    path = place / "evals/gold/storms/storm.yaml"
    text = path.read_text()
    path.write_text(text[: text.index("facts:")].replace("labels: []", "labels: [{by: a, on: 2031-05-04}]") + FILLED)
    assert command("gold", "lint").stdout == "1 file, 0 errors, 0 warnings\n"


def test_lint_names_file_and_line_and_ends_with_2_on_an_error(gold, command):
    done = command("gold", "lint", "storms")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 file, 0 errors, 0 warnings\n", "")
    text = gold.read_text()
    gold.write_text(text.replace("a strong storm", "a weak storm").replace("value: Tarnhaven", "value: Tarnhafen"))
    line = text[: text.index("  place:")].count("\n") + 1
    done = command("gold", "lint", gold)
    assert (done.returncode, done.stderr) == (2, "")
    sentence = ARTICLE.strip()[:79]
    assert done.stdout.splitlines() == [
        f"{gold}:{line}: warning: place: 'Tarnhafen', and what else is accepted, stands nowhere in the article",
        f"{gold}:{line + 1}: strength: 'a weak storm' doesn't stand in sentence 1; the sentence is '{sentence}…'",
        "1 file, 1 error, 1 warning",
    ]


def test_two_labels_are_compared_measured_and_merged(gold, place, command):
    other = place / "b/storm.yaml"
    other.write_text(
        gold.read_text().replace("reader-1", "reader-2").replace("value: strong", "value: weak").replace("place: {value: Tarnhaven, evidence: {1: in Tarnhaven}}", "place: null")
    )  # fmt: skip
    done = command("gold", "diff", gold, other)
    assert (done.returncode, done.stdout) == (
        0,
        "place (value)\n    A: Tarnhaven\n    B: null\nstrength (value)\n    A: strong\n    B: weak\n2 differences\n",
    )
    agreed = json.loads(command("gold", "agree", "storms", "b", "--json").stdout)
    assert (agreed["articles"], agreed["f1"]) == (1, 0.4)
    assert [(one["field"], one["ours"], one["theirs"], one["hits"]) for one in agreed["fields"]] == [
        ("place", 1, 0, 0.0), ("strength", 1, 1, 0.0), ("closed", 1, 1, 1.0),
    ]  # fmt: skip
    assert command("gold", "agree", "storms", "b").stdout.endswith("1 article, F1 0.400 over all leaves\n")

    done = command(
        "gold", "adjudicate", gold, other, "--by", "judge", "--out", "merged.yaml", stdin="both\nwhat\nskip\n"
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    merged = (place / "merged.yaml").read_text()
    assert "\n  place: {value: Tarnhaven, optional: true, evidence: {1: in Tarnhaven}}\n" in merged
    assert "\n  strength: {value: strong, accept: [weak], unclear: true, evidence: {1: a strong storm}}\n" in merged
    assert "{by: judge, on: 20" in merged
    assert '"2 differences: 1 either, 1 undecided (strength)"' in merged
    assert command("gold", "lint", "merged.yaml").returncode == 0

    printed = command("gold", "adjudicate", gold, other, "--by", "judge", stdin="both\nwhat\nskip\n")
    assert printed.stdout == merged
    taken = command("gold", "adjudicate", gold, other, "--by", "judge", "--take", "b")
    assert "\n  place: null\n  strength: {value: weak, evidence: {1: a strong storm}}\n" in taken.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lint", "strms"], "there is no suite named 'strms'; did you mean 'storms'?"),
        (["init", "none.txt", "--schema", "storm"], "none.txt: no such file or folder"),
        (["init", "articles/storm.txt", "--schema", "storm", "--out", "b/there.yaml"], "b/there.yaml: already there; give another --out"),
        (["diff", "b/bomb.yaml", "b/bomb.yaml"], "b/bomb.yaml:1: the anchor &a isn't allowed"),
        (["adjudicate", "x", "y", "--by", "me", "--out", "b/there.yaml"], "b/there.yaml: already there"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_bad_input_is_one_clear_line_and_exit_code_2(gold, place, command, arguments, said):
    (place / "b/there.yaml").write_text("mine\n")
    (place / "b/bomb.yaml").write_text("a: &a [x]\nb: [*a, *a]\n")
    done = command("gold", *arguments)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert (place / "b/there.yaml").read_text() == "mine\n"


def test_nothing_is_written_when_the_questions_are_broken_off(gold, place, command):
    (place / "b/storm.yaml").write_text(gold.read_text().replace("value: strong", "value: weak"))
    done = command("gold", "adjudicate", gold, "b/storm.yaml", "--by", "me", "--out", "merged.yaml", stdin="")
    assert done.returncode == 1
    assert not (place / "merged.yaml").exists()


def test_help_loads_neither_the_parser_nor_scipy():
    program = (
        "import sys\nfrom summarizer.cli.main import main\nsys.argv = ['summarizer', 'gold', 'lint', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'yaml', 'scipy', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == "[]\n"
