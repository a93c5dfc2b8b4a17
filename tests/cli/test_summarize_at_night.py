"""Long runs of the main command: repeats, limits, the account beside the results, log lines, resuming; in this process."""

import json
import sys

import pytest
from typer.testing import CliRunner

from summarizer.cli.main import app
from summarizer.errors import SummarizerError
from summarizer.store.run_summary import RunFile


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text(
        "".join(
            json.dumps({"text": f"Storm {n} closes bridge\n\nThe bridge was closed on Monday for {n} days.\n"}) + "\n"
            for n in range(2, 10)
        )
    )
    return path


@pytest.fixture
def summarize(corpus, tmp_path, llm_server, monkeypatch):
    """Return a function that runs the command over the corpus: exit code, standard error, records."""
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments, out="out.jsonl", price="1/2"):
        given = [str(corpus), "--model", "compatible/test", "--base-url", llm_server.url, "--out", out]
        command = ["summarize", *given, *(["--price", price] if price else []), *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", ["summarizer", *command])
        result = CliRunner().invoke(app, command)
        code = result.exception.exit_code if isinstance(result.exception, SummarizerError) else result.exit_code
        said = str(result.exception) if isinstance(result.exception, SummarizerError) else ""
        return code, result.stderr + said

    return run


@pytest.fixture
def records(tmp_path):
    return lambda: [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]


@pytest.fixture
def account(tmp_path):
    return lambda: RunFile.model_validate_json((tmp_path / "out.jsonl.run.json").read_text())


def test_the_account_says_what_was_done_and_spent(summarize, account, llm_server):
    code, _ = summarize("--jobs", "auto", "--rpm", "100000", "--tpm", "100000000", "--max-usd", "20")
    run = account()
    assert (code, run.ended_by, run.exit_code, run.error) == (0, "finished", 0, None)
    assert (run.articles.taken, run.records.complete, run.records.cached, run.requests.sent) == (8, 8, 0, 8)
    assert (run.limits.jobs, run.limits.rpm, run.limits.max_usd) == ("auto", 100000, 20.0)
    assert run.tokens.input > 0
    spent = (run.tokens.input * 1 + run.tokens.output * 2) / 1_000_000
    assert run.usd.spent == pytest.approx(spent)
    assert len(llm_server.requests) == 8


def test_repeats_are_asked_independently_and_resumed_one_by_one(summarize, records, llm_server, tmp_path):
    code, said = summarize("--repeat", 3)
    assert code == 0
    assert "the repeats will hardly differ" in said
    assert len(llm_server.requests) == len(records()) == 24
    assert {record["provenance"]["repeat"] for record in records()} == {0, 1, 2}
    lines = (tmp_path / "out.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "out.jsonl").write_text("".join(lines[:-5]))
    assert summarize("--repeat", 3, "--resume", "--no-cache")[0] == 0
    keys = {(record["document"]["id"], record["provenance"]["repeat"]) for record in records()}
    assert len(keys) == len(records()) == 24
    assert len(llm_server.requests) == 29


def test_a_run_goes_on_from_one_with_fewer_repeats(summarize, records, llm_server):
    summarize()
    summarize("--repeat", 2, "--resume")
    assert sorted(record["provenance"]["repeat"] for record in records()) == [0] * 8 + [1] * 8
    assert len(llm_server.requests) == 16


def test_a_limit_on_articles_ends_with_exit_code_3_and_resuming_goes_on(summarize, records, account):
    code, said = summarize("--max-articles", 3)
    assert (code, len(records()), account().ended_by) == (3, 3, "budget")
    assert "--max-articles 3 is reached" in said
    assert summarize("--max-articles", 3, "--resume")[0] == 3
    code, _ = summarize("--max-articles", 3, "--resume")
    assert (code, len(records())) == (0, 8)
    run = account()
    assert [one.records for one in run.earlier] == [3, 3]
    assert run.usd.earlier == pytest.approx(sum(one.spent or 0 for one in run.earlier))


def test_a_spent_budget_keeps_what_was_paid_for(summarize, records, account, llm_server):
    code, _ = summarize("--max-tokens", "30000", "--jobs", "4")
    run = account()
    assert (code, run.ended_by) == (3, "budget")
    assert run.tokens.input + run.tokens.output <= 30_000
    assert len(records()) == len(llm_server.requests) == run.records.complete


def test_failed_articles_carry_what_they_cost(summarize, records, llm_server):
    llm_server.answer = lambda body: '{"wrong": 1}' if "for 4 days" in json.dumps(body) else None
    assert summarize()[0] == 1
    [failed] = [record for record in records() if record["status"] == "failed"]
    made = failed["provenance"]
    assert made["usage"]["calls"] == 3
    # asked to mend the same wrong answer again, the request is the same and its answer in the cache
    assert 0 < made["spent_usd"] < made["cost_usd"]


def test_log_lines_in_json_are_all_json(summarize, llm_server):
    llm_server.answer = lambda body: '{"wrong": 1}' if "for 4 days" in json.dumps(body) else None
    _, said = summarize("--log-format", "json")
    events = [json.loads(line) for line in said.splitlines()]
    assert [event["event"] for event in events] == ["article_failed", "summary"]
    assert events[-1]["records"]["failed"] == 1
    assert events[-1]["ended_by"] == "finished"


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (lambda reply: reply(refusal="I won't."), "the model declined: I won't."),
        (lambda reply: reply(text="", finish_reason="content_filter"), "content filter"),
        (lambda reply: reply.error(400, "flagged", code="content_filter"), "content filter"),
    ],
    ids=["the model", "the filter, in the answer", "the filter, before it"],
)
def test_a_refused_article_says_so_and_is_not_asked_again(summarize, records, account, llm_server, reply, refusal, why):
    llm_server.answer = lambda body: refusal(reply) if "for 4 days" in json.dumps(body) else None
    code, said = summarize()
    assert (code, len(llm_server.requests)) == (1, 8)
    [refused] = [record for record in records() if record["status"] == "refused"]
    assert why in refused["error"]
    assert (refused["facts"], refused["evidence"]) == (None, {})
    assert (account().records.refused, account().records.failed) == (1, 0)
    assert "7 complete, 0 partial, 1 refused, 0 failed" in said
    code, said = summarize("--resume")
    assert (code, len(llm_server.requests), len(records())) == (0, 8, 8)
    assert "8 finished before" in said


@pytest.mark.parametrize("text", ["", "{", '{"format": "summarizer.run/9"}'], ids=["empty", "cut", "newer"])
def test_an_account_that_cannot_be_read_is_told_of_and_stops_nothing(summarize, records, account, tmp_path, text):
    summarize("--max-articles", 3)
    (tmp_path / "out.jsonl.run.json").write_text(text)
    code, said = summarize("--resume")
    assert (code, len(records())) == (0, 8)
    assert "not the account of a run" in said
    assert account().earlier == ()


def test_going_on_with_another_model_is_said(summarize, records):
    summarize()
    code, said = summarize("--resume", "--model", "compatible/other")
    assert code == 0
    assert "was begun with compatible/test" in said
    assert len(records()) == 16


def test_a_budget_without_a_price_is_refused_before_earlier_results_are_touched(summarize, tmp_path):
    summarize()
    before = (tmp_path / "out.jsonl").read_bytes()
    code, said = summarize("--max-usd", "1", price=None)
    assert code == 2
    assert "--price" in said
    assert (tmp_path / "out.jsonl").read_bytes() == before
    assert not (tmp_path / "out.jsonl.previous").exists()


def test_a_cached_run_asks_nothing_and_says_the_same(summarize, records, llm_server):
    summarize()
    first = {record["document"]["id"]: (record["facts"], record["evidence"]) for record in records()}
    asked = len(llm_server.requests)
    summarize()
    assert {record["document"]["id"]: (record["facts"], record["evidence"]) for record in records()} == first
    assert len(llm_server.requests) == asked
    assert all(record["provenance"]["spent_usd"] == 0 < record["provenance"]["cost_usd"] for record in records())
