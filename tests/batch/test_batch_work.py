"""A batch gives the records that a live run gives, each once, wherever it is cut off and whatever fails in it."""

import json

import pytest

from summarizer.batch.requests import BatchLimits
from summarizer.errors import ConfigError, StoreError


def by_source(records):
    return {record["document"]["source"]: record for record in records}


def test_every_article_gets_the_record_of_a_live_run_marked_as_batch_at_half_the_price(work):
    state = work.submit()
    assert (state.documents, len(state.parts), state.parts[0].requests) == (6, 1, 6)
    assert not work.out.exists()
    found = work.collect_all()
    assert (found.tally.records, found.tally.resumed) == ({"complete": 6, "partial": 0, "refused": 0, "failed": 0}, 0)
    [batch_id] = work.server.batches.batches
    for record in work.records:
        made, usage = record["provenance"], record["provenance"]["usage"]
        assert (record["status"], made["batch"], made["cached"], made["strategy"]) == (
            "complete",
            batch_id,
            False,
            "oneshot",
        )
        live = (usage["input_tokens"] * 1 + usage["output_tokens"] * 2) / 1_000_000
        assert made["cost_usd"] == made["spent_usd"] == pytest.approx(live / 2)
        assert record["document"]["text"].startswith("Storm ")
    assert sorted(by_source(work.records)) == [f"a{n}.txt" for n in range(2, 8)]


def test_what_is_not_there_yet_is_collected_later(work):
    work.server.batches.polls_until_done = 3
    work.submit()
    _, found = work.collect()
    assert (found.done, found.awaited, found.tally.finished) == (False, 6, 0)
    assert not work.out.exists()
    assert work.collect_all().tally.finished == 6


def test_submitting_again_sends_nothing_twice(work):
    work.submit()
    work.submit()
    assert len(work.sent) == len(set(work.sent)) == 6
    work.collect_all()
    work.submit()
    _, found = work.collect()
    assert found.tally.resumed == 6
    assert len(work.sent) == 6
    assert len(work.records) == 6


@pytest.mark.parametrize("after", [False, True], ids=["before the provider hears", "after"])
@pytest.mark.parametrize("at", range(1, 5))
def test_submitting_can_be_cut_off_at_any_request(work, killed, at, after):
    limits = BatchLimits(requests=3)
    with pytest.raises(killed):
        work.submit(limits=limits, at=at, after=after)
    work.submit(limits=limits)
    assert sorted(work.sent) == sorted(set(work.sent))
    assert len(work.server.batches.batches) == 2
    assert work.collect_all().tally.finished == 6
    assert len(work.records) == len(by_source(work.records)) == 6


@pytest.mark.parametrize("after", [False, True], ids=["before the provider hears", "after"])
@pytest.mark.parametrize("at", range(1, 9))
def test_collecting_can_be_cut_off_at_any_request(work, killed, at, after):
    limits = BatchLimits(requests=3)
    work.server.batches.polls_until_done = 0
    work.submit(limits=limits)
    work.server.batches.expired = {work.sent[0], work.sent[4]}  # a second round is needed
    for batch_id in work.server.batches.batches:
        work.server.batches.respond("GET", f"/batches/{batch_id}", {}, b"")
    work.server.batches.expired = set()
    with pytest.raises(killed):
        work.collect(limits=limits, at=at, after=after)
    assert work.collect_all(limits=limits).done
    assert len(work.records) == len(by_source(work.records)) == 6
    assert len(work.sent) == 8  # six, and the two expired ones again


def test_a_file_of_answers_that_was_not_written_whole_is_fetched_again(work):
    work.submit()
    work.server.batches.polls_until_done = 0
    work.collect()
    assert len(work.records) == 6
    work.out.write_bytes(work.out.read_bytes()[:-500])  # killed while the results were written
    work.collect()
    assert len(by_source(work.records)) == len(work.records) == 6


@pytest.mark.parametrize("kind", ["expired", "lost", "failed"])
def test_requests_without_an_answer_go_into_another_round_three_times_at_most(work, kind, reply):
    work.submit()
    bad = work.sent[2]
    if kind == "expired":
        work.server.batches.expired = {bad}
    elif kind == "lost":
        work.server.batches.lost = {bad}
    else:
        work.server.batches.line_replies = {bad: reply.error(500, "the model crashed")}
    found = work.collect_all()
    assert work.sent.count(bad) == 3
    assert len(work.sent) == 8
    failed = [record for record in work.records if record["status"] == "failed"]
    assert [record["error"].partition(":")[0] for record in failed] == ["NoAnswerError"]
    assert "in 3 rounds" in failed[0]["error"]
    assert found.tally.records["failed"] == 1
    assert len(by_source(work.records)) == 6


def test_a_request_that_fails_once_is_answered_in_the_next_round(work, reply):
    work.submit()
    bad = work.sent[0]
    work.server.batches.line_replies = {bad: reply.error(503)}
    work.collect()
    work.collect()
    work.server.batches.line_replies = {}
    work.collect_all()
    assert [record["status"] for record in work.records] == ["complete"] * 6
    assert (len(work.sent), len(work.server.batches.batches)) == (7, 2)


@pytest.mark.parametrize(
    ("bad", "status", "error"),
    [
        ("refusal", "refused", "AnswerRefusedError"),
        ("rejected", "failed", "ArticleError: the batch refused it"),
    ],
)
def test_what_would_fail_again_is_not_asked_again(work, reply, bad, status, error):
    work.submit()
    answers = {"refusal": reply(refusal="I can't help with that."), "rejected": reply.error(400, "invalid_request")}
    work.server.batches.line_replies = {work.sent[1]: answers[bad]}
    work.collect_all()
    [left] = [record for record in work.records if record["status"] != "complete"]
    assert (left["status"], left["error"].startswith(error)) == (status, True)
    assert len(work.sent) == 6


def test_an_answer_that_breaks_the_schema_is_repaired_in_the_next_round(work, reply):
    work.submit()
    work.server.batches.line_replies = {work.sent[0]: reply(text='{"headline": 3}')}
    work.collect_all()
    assert [record["status"] for record in work.records] == ["complete"] * 6
    assert len(work.sent) == 7
    [repaired] = [record for record in work.records if record["provenance"]["usage"]["calls"] == 2]
    assert repaired["provenance"]["batch"] in work.server.batches.batches


def test_directly_the_rest_is_asked_at_once_and_at_the_full_price(work, reply):
    work.submit()
    work.server.batches.line_replies = {work.sent[0]: reply(text='{"headline": 3}')}
    work.collect_all(directly=True)
    assert len(work.server.batches.batches) == 1
    asked = [request for request in work.server.requests if request.path.endswith("/chat/completions")]
    assert len(asked) == 1
    assert "That answer can't be used" in json.dumps(asked[0].body)


def test_what_somebody_cancelled_is_told_and_sent_again_only_when_submitted_again(work):
    work.server.batches.end_status = "cancelled"
    work.submit()
    work.collect()
    _, found = work.collect()
    assert (found.done, found.cancelled, found.sent, found.tally.finished) == (False, 6, 0, 0)
    assert len(work.server.batches.batches) == 1
    work.server.batches.end_status = "completed"
    _, found = work.collect(resend_cancelled=True)
    assert found.sent == 6
    assert work.collect_all().tally.finished == 6


def test_a_batch_that_the_provider_refuses_whole_says_why(work):
    work.server.batches.end_status = "failed"
    work.submit()
    work.collect_all()
    assert {record["status"] for record in work.records} == {"failed"}
    assert all("scripted" in record["error"] for record in work.records)


def test_a_server_that_fails_while_a_batch_is_started_is_asked_whether_it_did(work, reply):
    work.server.script(reply(cut="before"), reply.error(503))
    work.submit()
    assert len(work.server.batches.batches) == 1
    assert work.collect_all().tally.finished == 6


def test_repeats_are_requests_of_their_own(work):
    work.submit(repeats=2)
    assert len(set(work.sent)) == 12
    work.collect_all(repeats=2)
    keys = {(record["document"]["source"], record["provenance"]["repeat"]) for record in work.records}
    assert len(keys) == len(work.records) == 12


def test_articles_that_have_their_record_already_are_not_sent(work):
    work.submit()
    work.collect_all()
    for path in work.folder.path.iterdir():
        path.unlink()
    state = work.submit()
    assert (state.documents, state.done, state.parts) == (0, True, ())


def test_other_sources_are_refused(work):
    work.submit()
    with pytest.raises(ConfigError, match="holds a batch of other sources"):
        work.submit(sources=("other.jsonl",))


def test_another_endpoint_is_refused(work):
    work.submit()
    work.flags = work.flags | {"base_url": work.server.url.replace("127.0.0.1", "localhost")}
    with pytest.raises(ConfigError, match="was submitted with endpoint"):
        work.submit()


def test_a_setting_that_changes_the_requests_is_refused(work, monkeypatch):
    work.submit()
    monkeypatch.setenv("SUMMARIZER_TEMPERATURE", "0.7")
    with pytest.raises(ConfigError, match="its requests aren't those that would be sent now"):
        work.submit()


@pytest.mark.parametrize("text", ["", "{", '{"format": "summarizer.batch/9"}'], ids=["empty", "cut", "newer"])
def test_a_state_that_cannot_be_read_is_refused_and_left_alone(work, text):
    work.folder.path.mkdir()
    path = work.folder.path / "state.json"
    path.write_text(text)
    with pytest.raises(StoreError, match="not the state of a batch"):
        work.submit()
    assert path.read_text() == text
