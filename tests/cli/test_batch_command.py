"""The batch commands as a user gives them: submitted, looked at, collected, and refused with the next step."""

import json

import pytest
from typer.testing import CliRunner

from summarizer.cli.main import app
from summarizer.errors import SummarizerError


@pytest.fixture
def batch(tmp_path, llm_server, monkeypatch):
    """Return a function that runs `summarizer batch …` in ``tmp_path``: exit code, output, what was said."""
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text(
        "".join(json.dumps({"text": f"The bridge was closed on Monday for {n} days."}) + "\n" for n in range(2, 7))
    )

    def run(*arguments):
        result = CliRunner().invoke(app, ["batch", *map(str, arguments)])
        if isinstance(result.exception, SummarizerError):
            return result.exception.exit_code, result.stdout, str(result.exception)
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def submit(batch, llm_server):
    def run(*arguments):
        model = "--model", "compatible/test", "--base-url", llm_server.url, "--price", "1/2"
        return batch("submit", "in.jsonl", "--out", "results.jsonl", *model, *arguments)

    return run


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_batch_is_submitted_looked_at_and_collected(batch, submit, tmp_path):
    code, _, said = submit("--requests-per-batch", 2)
    assert code == 0
    assert said.splitlines() == [
        "r1-0001: 2 requests sent as batch-0001",
        "r1-0002: 2 requests sent as batch-0002",
        "r1-0003: 1 requests sent as batch-0003",
        "5 articles, 5 requests under way; then: summarizer batch collect results.jsonl",
    ]
    code, shown, _ = batch("status")
    assert (code, "r1-0002  batch-0002  in_progress" in shown) == (0, True)
    code, _, said = batch("collect", "--wait", "--every", "0.01")
    assert (code, "all collected in results.jsonl" in said) == (0, True)
    records = lines(tmp_path / "results.jsonl")
    assert [record["provenance"]["batch"] for record in records].count("batch-0001") == 2
    assert len({record["document"]["id"] for record in records}) == len(records) == 5
    state = json.loads(batch("status", "results.jsonl", "--format", "json")[1])
    assert (state["format"], state["done"]) == ("summarizer.batch/1", True)


def test_what_is_not_all_there_yet_is_exit_code_4(batch, submit, llm_server, tmp_path):
    llm_server.batches.polls_until_done = 5
    submit()
    code, _, said = batch("collect", "--out", "results.jsonl")
    assert (code, "5 requests are under way" in said) == (4, True)
    assert not (tmp_path / "results.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["submit", "in.jsonl", "--out", "x.jsonl", "--model", "openai/gpt-5-mini"], "OPENAI_API_KEY"),
        (["submit", "in.jsonl", "--out", "x.txt", "--model", "openai/gpt-5-mini"], "name a file that ends in .jsonl"),
        (["submit", "in.jsonl", "--out", "x.jsonl"], "local/smollm2 has no batches"),
        (
            ["submit", "none.jsonl", "--out", "x.jsonl", "--model", "compatible/x", "--base-url", "http://h/v1"],
            "no such",
        ),
        (["status"], "no batch was submitted from this folder"),
        (["collect", "x.jsonl"], "summarizer batch submit SOURCE --out x.jsonl"),
    ],
    ids=["no key", "no lines", "embedded", "no source", "nothing here", "nothing submitted"],
)
def test_what_cannot_work_is_refused_and_leaves_nothing(batch, tmp_path, monkeypatch, arguments, said):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    code, _, error = batch(*arguments)
    assert code == 2
    assert said in error
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "cache") == ["in.jsonl"]


def test_a_batch_of_another_endpoint_is_refused(batch, submit):
    submit()
    code, _, error = batch("collect", "--base-url", "http://127.0.0.1:9/v1")
    assert code == 2
    assert "was submitted with endpoint" in error
