"""The main command, as a user runs it, against a real HTTP server: results, resume, faults, interrupts."""

import json
import os
import resource
import signal
import subprocess
import sys
import time

import jsonschema
import pytest

STORM = "Storm closes bridge\n\nThe harbour bridge was closed on Monday, March 4, 2024, the city council said.\n"
VOTE = "Council votes\n\nThe council voted 7 to 2 on Tuesday to repair the bridge for 3.5 million euros.\n"


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(STORM)
    (folder / "b.txt").write_text(VOTE)
    return folder


@pytest.fixture
def model(llm_server):
    return "--model", "compatible/test", "--base-url", llm_server.url


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_two_articles_give_two_valid_records_and_the_second_run_asks_nothing(
    cli, articles, model, llm_server, tmp_path
):
    out = tmp_path / "out.jsonl"
    first = cli("summarize", articles, *model, "--format", "jsonl", "--out", out)
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    records, asked = lines(out), len(llm_server.requests)
    schema = json.loads(cli("schemas", "export", "news_report", "--record").stdout)
    for record in records:
        jsonschema.validate(record, schema, cls=jsonschema.Draft202012Validator)
    assert [record["document"]["source"].rpartition("/")[2] for record in records] == ["a.txt", "b.txt"]
    assert {record["status"] for record in records} == {"complete"}

    again = cli("summarize", articles, *model, "--format", "jsonl", "--out", out)
    assert again.returncode == 0
    assert "2 from the cache" in again.stderr
    assert len(llm_server.requests) == asked
    assert [record["facts"] for record in lines(out)] == [record["facts"] for record in records]
    assert all(record["provenance"]["cached"] for record in lines(out))


def test_results_alone_go_to_stdout(cli, articles, model):
    done = cli("summarize", articles / "a.txt", *model, "--format", "json")
    (record,) = json.loads(done.stdout)
    assert record["format"] == "summarizer.record/1"
    assert "1 article: 1 complete" in done.stderr


def test_text_names_the_article_and_its_support(cli, articles, model, llm_server):
    llm_server.answer = lambda _: None
    done = cli("summarize", articles / "a.txt", *model)
    assert done.returncode == 0
    assert "complete, " in done.stdout
    assert "\x1b" not in done.stdout


def test_the_page_is_one_whole_file(cli, articles, model, tmp_path):
    done = cli("summarize", articles, *model, "--out", tmp_path / "page.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "page.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "Storm closes bridge" in page


def test_an_article_whose_answers_never_fit_fails_alone(cli, articles, model, llm_server, tmp_path):
    llm_server.answer = lambda body: '{"wrong": 1}' if "voted 7 to 2" in json.dumps(body) else None
    done = cli("summarize", articles, *model, "--out", tmp_path / "out.jsonl")
    assert done.returncode == 1
    by_name = {record["document"]["source"].rpartition("/")[2]: record for record in lines(tmp_path / "out.jsonl")}
    assert (by_name["a.txt"]["status"], by_name["b.txt"]["status"]) == ("complete", "failed")
    assert by_name["b.txt"]["facts"] is None
    assert "AnswerInvalidError" in by_name["b.txt"]["error"]

    llm_server.answer = None
    resumed = cli("summarize", articles, *model, "--out", tmp_path / "out.jsonl", "--resume")
    assert resumed.returncode == 0
    assert sorted(record["status"] for record in lines(tmp_path / "out.jsonl")) == ["complete", "complete"]


def test_a_cut_off_answer_is_partial_and_strict_says_so(cli, articles, model, llm_server, reply, tmp_path):
    llm_server.answer = lambda _: reply(
        text='{"headline": {"value": "Storm closes bridge", "evidence": [1]}, "outlet": null, "published": null, '
        '"summary": [{"value": "The harbour bridge was closed on Monday.", "evidence": [2]}, {"value": "The har',
        finish_reason="length",
    )
    lenient = cli("summarize", articles / "a.txt", *model, "--out", tmp_path / "out.jsonl")
    (record,) = lines(tmp_path / "out.jsonl")
    assert (lenient.returncode, record["status"], record["coverage"]["cut_off"]) == (0, "partial", True)
    assert record["facts"]["headline"] == "Storm closes bridge"
    assert cli("summarize", articles / "a.txt", *model, "--format", "jsonl", "--strict").returncode == 1


def test_a_dead_endpoint_ends_the_run_with_exit_code_3(cli, articles):
    done = cli(
        "summarize", articles, "--model", "compatible/x", "--base-url", "http://127.0.0.1:9/v1",
        SUMMARIZER_MAX_ATTEMPTS="1",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert "127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_that_is_not_json_is_reported_by_number_and_the_others_go_on(cli, model, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": STORM}) + "\nnot json\n" + json.dumps({"text": VOTE}) + "\n")
    done = cli("summarize", "in.jsonl", *model, "--out", "out.jsonl")
    assert done.returncode == 2
    assert "in.jsonl:2" in done.stderr
    assert len(lines(tmp_path / "out.jsonl")) == 2


def test_what_has_no_utf_8_form_is_spelt_out_and_nothing_is_lost(cli, model, tmp_path):
    odd = tmp_path / os.fsdecode(b"caf\xe9.txt")
    odd.write_text("Flood in Melden\n\nThe Elm flooded 300 homes on Monday, the mayor said.\n")
    corpus, out = tmp_path / "corpus.jsonl", tmp_path / "out.jsonl"
    corpus.write_text(
        r'{"text": "The Oder rose \ud800 on Friday, the council said.", "headline": "A \ud800 flood"}' + "\n"
    )
    assert cli("summarize", odd, corpus, "--out", out, *model).returncode == 0
    by_source = {line["document"]["source"]: line["document"] for line in lines(out)}
    assert by_source.keys() == {str(tmp_path / "caf\\udce9.txt"), f"{corpus}:1"}
    assert by_source[f"{corpus}:1"]["metadata"]["headline"] == "A \ufffd flood"
    account = json.loads(out.with_name("out.jsonl.run.json").read_text(encoding="utf-8"))
    assert account["sources"][0].endswith("caf\\udce9.txt")
    assert cli("summarize", odd, "--format", "text", *model).returncode == 0


def test_the_same_text_twice_is_summarized_once(cli, articles, model, tmp_path):
    (articles / "copy.txt").write_text(STORM.replace("\n", "\r\n"))
    done = cli("summarize", articles, *model, "--out", tmp_path / "out.jsonl")
    assert done.returncode == 0
    assert "copy.txt: the same text as" in done.stderr
    assert len(lines(tmp_path / "out.jsonl")) == 2


def test_standard_input_is_a_source(cli, model):
    done = cli("summarize", "-", *model, "--format", "jsonl", stdin=STORM)
    assert json.loads(done.stdout)["document"]["source"] == "-"


def test_a_full_disk_stops_the_run_with_whole_records_only(articles, model, tmp_path):
    out = tmp_path / "out.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "summarizer", "summarize", articles, *model, "--jobs", "1", "--no-cache", "--out", out],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500)),
        capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"SUMMARIZER_CACHE_DIR": str(tmp_path / "cache")},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert str(out) in done.stderr
    assert "Traceback" not in done.stderr
    assert len(lines(out)) <= 1


def slow_run(articles, model, out, cache):
    for number in range(12):
        (articles / f"n{number:02}.txt").write_text(VOTE.replace("7 to 2", f"7 to {number}"))
    env = os.environ | {"SUMMARIZER_CACHE_DIR": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-m", "summarizer", "summarize", articles, *model, "--jobs", "2", "--out", out, "--no-cache"],
        env=env, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for_lines(out, count):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if out.exists() and out.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.02)
    pytest.fail("no record was written in a minute")


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)], ids=["Ctrl-C", "kill -9"]
)
def test_what_had_finished_stays_and_resume_ends_with_each_article_once(
    cli, articles, model, llm_server, tmp_path, stop, code
):
    llm_server.latency_s = 0.15
    out = tmp_path / "out.jsonl"
    running = slow_run(articles, model, out, tmp_path / "cache")
    wait_for_lines(out, 3)
    running.send_signal(stop)
    _, said = running.communicate(timeout=60)
    assert running.returncode == code, said
    assert "Traceback" not in said
    finished = {record["document"]["id"] for record in lines(out)}
    assert 3 <= len(finished) < 13

    llm_server.latency_s = 0.0
    asked = len(llm_server.requests)
    resumed = cli("summarize", articles, *model, "--out", out, "--no-cache", "--resume")
    assert resumed.returncode == 0, resumed.stderr
    ids = [record["document"]["id"] for record in lines(out)]
    assert len(ids) == len(set(ids)) == 13
    assert len(llm_server.requests) - asked <= 13 - len(finished) + 1
