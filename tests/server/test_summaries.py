"""Articles in by POST, records out: at once, later, or as events; and every record is stored."""

import asyncio
import json
import threading

import pytest

from summarizer.domain.fact_rows import record_id
from summarizer.domain.record import Record
from summarizer.errors import ModelUnavailableError
from summarizer.server.options import Limits

TEXT = "Bridge closed\n\nThe harbour bridge was closed on Monday, the council said."


class Gate:
    """Holds the engine until it is opened, from another thread."""

    def __init__(self):
        self.reached = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opened: asyncio.Event | None = None

    async def __call__(self):
        self._loop = asyncio.get_running_loop()
        self._opened = self._opened or asyncio.Event()
        self.reached.set()
        await self._opened.wait()

    def open(self):
        assert self.reached.wait(60)
        assert self._loop is not None
        assert self._opened is not None
        self._loop.call_soon_threadsafe(self._opened.set)


@pytest.fixture
def gate(engine):
    engine.hold = Gate()
    return engine.hold


def finished(client, address):
    """Follow a job to its end by its events."""
    events_of(client.get(address, headers={"Accept": "text/event-stream"}).text)
    return client.get(address).json()


def events_of(text):
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    found = []
    for block in blocks:
        name, *data = block.split("\n")
        found.append(
            (name.removeprefix("event: "), json.loads("\n".join(line.removeprefix("data: ") for line in data)))
        )
    return found


def test_a_text_gives_its_record_which_is_stored(serve, engine, database):
    client = serve()
    answer = client.post("/api/v1/summaries", json={"text": TEXT, "source": "bridge.txt", "schema": "news_report"})
    assert answer.status_code == 201
    record = Record.model_validate(answer.json())
    assert (record.document.text, record.document.source) == (TEXT, "bridge.txt")
    assert answer.headers["location"] == f"/api/v1/records/{record_id(record)}"
    assert client.get(answer.headers["location"]).json() == answer.json()
    assert database.record(record_id(record)) == record
    assert engine.asked == [("bridge.txt", "news_report")]


def test_events_tell_the_stages_and_end_with_the_record(serve):
    client = serve()
    answer = client.post("/api/v1/summaries", json={"text": TEXT}, headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    events = events_of(answer.text)
    assert {name for name, _ in events[:-1]} == {"progress"}
    assert {state["state"] for _, state in events[:-1]} <= {"queued", "running"}
    name, record = events[-1]
    assert (name, record["document"]["text"]) == ("record", TEXT)
    assert client.get(answer.headers["location"]).json()["state"] == "done"


def test_events_end_with_the_problem_when_the_model_fails(serve, engine):
    engine.error = ModelUnavailableError("http://model: no answer; start it")
    answer = serve().post("/api/v1/summaries", json={"text": TEXT}, headers={"Accept": "text/event-stream"})
    name, problem = events_of(answer.text)[-1]
    assert (name, problem["status"], problem["detail"]) == ("problem", 503, "http://model: no answer; start it")


@pytest.mark.parametrize(
    ("params", "headers", "applied"),
    [
        ({}, {"Prefer": "respond-async"}, "respond-async"),
        ({"wait": "0"}, {}, None),
        ({}, {"Prefer": "respond-async, wait=0"}, "wait=0"),
        ({"wait": "0.01"}, {"Prefer": "wait=100"}, None),
    ],
    ids=["prefer", "wait parameter", "prefer with wait", "the parameter wins"],
)
def test_what_takes_longer_becomes_a_job(serve, gate, params, headers, applied):
    client = serve()
    answer = client.post("/api/v1/summaries", json={"text": TEXT}, params=params, headers=headers)
    assert answer.status_code == 202
    assert answer.headers.get("preference-applied") == applied
    job = answer.json()
    assert job["state"] in {"queued", "running"}
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    waiting = client.get(answer.headers["location"])
    assert (waiting.status_code, waiting.headers["retry-after"], waiting.json()["record"]) == (200, "1", None)
    gate.open()
    done = finished(client, answer.headers["location"])
    assert (done["state"], done["record"]["document"]["text"]) == ("done", TEXT)
    assert client.get(f"/api/v1/records/{done['record_id']}").json() == done["record"]


def test_a_failed_job_says_why(serve, engine, gate):
    engine.error = ModelUnavailableError("http://model: no answer; start it")
    client = serve()
    where = client.post("/api/v1/summaries?wait=0", json={"text": TEXT}).headers["location"]
    gate.open()
    job = finished(client, where)
    assert (job["state"], job["record"], job["problem"]["status"]) == ("failed", None, 503)
    assert job["problem"]["instance"] == where


def test_a_full_queue_is_said_and_the_rest_goes_on(serve, gate):
    client = serve(limits=Limits(jobs_waiting=2))
    first = client.post("/api/v1/summaries?wait=0", json={"text": TEXT}).headers["location"]
    gate.reached.wait(60)
    for _ in range(2):
        assert client.post("/api/v1/summaries?wait=0", json={"text": TEXT}).status_code == 202
    full = client.post("/api/v1/summaries?wait=0", json={"text": TEXT})
    assert (full.status_code, full.json()["type"], full.headers["retry-after"]) == (503, "/docs#problem-busy", "30")
    gate.open()
    assert finished(client, first)["state"] == "done"


def test_outcomes_are_forgotten_after_their_time(serve):
    client = serve(limits=Limits(job_seconds=0.0))
    answer = client.post("/api/v1/summaries", json={"text": TEXT}, headers={"Accept": "text/event-stream"})
    assert client.get(answer.headers["location"]).status_code == 404


def test_stopping_fails_what_is_under_way(serve, gate):
    client = serve()
    where = client.post("/api/v1/summaries?wait=0", json={"text": TEXT}).headers["location"]
    gate.reached.wait(60)
    jobs = client.app.state.services.jobs
    client.portal.call(jobs.stop)
    job = client.get(where).json()
    assert (job["state"], job["problem"]["detail"]) == ("failed", "the server is shutting down; send the article again")


def test_records_and_spend_are_counted(serve, engine):
    made = engine.pattern.provenance.model_copy(update={"spent_usd": 0.25})
    engine.pattern = engine.pattern.model_copy(update={"provenance": made})
    client = serve()
    client.post("/api/v1/summaries", json={"text": TEXT})
    text = client.get("/metrics").text
    assert 'summarizer_records_total{status="complete"} 1.0' in text
    assert "summarizer_cost_usd_total 0.25" in text
    assert 'summarizer_jobs{state="done"} 1.0' in text


def test_reads_go_on_while_articles_are_under_way(serve, gate):
    client = serve()
    client.post("/api/v1/summaries?wait=0", json={"text": TEXT})
    gate.reached.wait(60)
    assert client.get("/api/v1/facts?limit=1").status_code == 200
    gate.open()
