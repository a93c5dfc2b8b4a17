"""The test server's Batch API behaves as OpenAI's does, so that what is tested against it holds there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply


def line(name: str, **changes: Any) -> str:
    body = {"model": "m", "messages": [{"role": "user", "content": name}]}
    return json.dumps({"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body} | changes)


def start(server: LlmServer, *lines: str, **metadata: str) -> dict[str, Any]:
    file = httpx2.post(
        f"{server.url}/files",
        files={"file": ("in.jsonl", "\n".join(lines).encode())},
        data={"purpose": "batch"},
    ).json()
    batch: dict[str, Any] = httpx2.post(
        f"{server.url}/batches",
        json={
            "input_file_id": file["id"],
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
            "metadata": metadata,
        },
    ).json()
    return batch


def poll(server: LlmServer, batch: dict[str, Any]) -> dict[str, Any]:
    polled: dict[str, Any] = httpx2.get(f"{server.url}/batches/{batch['id']}").json()
    return polled


def results(server: LlmServer, file: str | None) -> dict[str, Any]:
    text = "" if file is None else httpx2.get(f"{server.url}/files/{file}/content").text
    return {entry["custom_id"]: entry for entry in map(json.loads, text.splitlines())}


def test_a_batch_goes_through_its_states_and_answers_every_line(llm_server: LlmServer) -> None:
    batch = start(llm_server, line("a"), line("b"), run="7")
    states = [batch["status"], poll(llm_server, batch)["status"]]
    done = poll(llm_server, batch)
    answers = results(llm_server, done["output_file_id"])
    assert [*states, done["status"]] == ["validating", "in_progress", "completed"]
    assert done["request_counts"] == {"total": 2, "completed": 2, "failed": 0}
    assert done["metadata"] == {"run": "7"}
    assert done["error_file_id"] is None
    assert {name: one["response"]["body"]["choices"][0]["message"]["content"] for name, one in answers.items()} == {
        "a": "ok",
        "b": "ok",
    }


def test_failed_and_expired_requests_stand_in_the_error_file_and_lost_ones_nowhere(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.batches.polls_until_done = 0
    llm_server.batches.line_replies = {"bad": reply.error(400, "no")}
    llm_server.batches.expired, llm_server.batches.lost = {"late"}, {"gone"}
    done = poll(llm_server, start(llm_server, *map(line, ("good", "bad", "late", "gone"))))
    good, bad = results(llm_server, done["output_file_id"]), results(llm_server, done["error_file_id"])
    assert list(good) == ["good"]
    assert bad["bad"]["response"]["status_code"] == 400
    assert bad["late"]["error"]["code"] == "batch_expired"
    assert sorted(bad) == ["bad", "late"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((line("a"), line("a")), "duplicate_custom_id"),
        (("{",), "invalid_json_line"),
        ((json.dumps({"custom_id": "a"}),), "missing_required_parameter"),
    ],
    ids=["the same id twice", "no JSON", "a field is missing"],
)
def test_an_input_file_that_is_wrong_fails_the_batch_and_says_where(
    llm_server: LlmServer, lines: tuple[str, ...], code: str
) -> None:
    done = poll(llm_server, start(llm_server, *lines))
    assert (done["status"], done["errors"]["data"][0]["code"]) == ("failed", code)


def test_batches_are_listed_newest_first_page_by_page(llm_server: LlmServer) -> None:
    names = [start(llm_server, line(str(number)))["id"] for number in range(3)]
    first = httpx2.get(f"{llm_server.url}/batches?limit=2").json()
    second = httpx2.get(f"{llm_server.url}/batches?limit=2&after={first['last_id']}").json()
    assert [one["id"] for one in (*first["data"], *second["data"])] == names[::-1]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_a_cancelled_batch_says_so_for_every_request(llm_server: LlmServer) -> None:
    batch = start(llm_server, line("a"))
    cancelled = httpx2.post(f"{llm_server.url}/batches/{batch['id']}/cancel").json()
    assert cancelled["status"] == "cancelled"
    assert results(llm_server, cancelled["error_file_id"])["a"]["error"]["code"] == "batch_cancelled"
