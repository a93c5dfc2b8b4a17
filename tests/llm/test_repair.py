"""The one validation line: what is asked again, with which words, and when it ends."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from summarizer.domain.completion import Completion, CompletionRequest, FinishReason, Message
from summarizer.domain.record import Usage
from summarizer.errors import AnswerCutOffError, AnswerInvalidError, AnswerRefusedError, ModelUnavailableError
from summarizer.llm.caching import Cached, open_cache
from summarizer.llm.faults import RequestRejectedError
from summarizer.llm.repair import complete_valid, error_text, reask

QUESTION = (Message(role="system", content="Extract."), Message(role="user", content="Article."))
REQUEST = CompletionRequest(model="m", messages=QUESTION, max_tokens=100)


class Event(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["attack", "meeting"]
    killed: int = Field(ge=0)


class Scripted:
    """A client that answers, or raises, in order."""

    def __init__(self, *answers: Completion | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[CompletionRequest] = []

    async def complete(self, request: CompletionRequest) -> Completion:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def answer(text: str, finish_reason: FinishReason = "stop", **changes: Any) -> Completion:
    usage = Usage(output_tokens=len(text), calls=1)
    return Completion(text=text, finish_reason=finish_reason, usage=usage, **changes)


def run(client: Scripted, request: CompletionRequest = REQUEST, **options: Any) -> tuple[Event, list[Completion]]:
    return asyncio.run(complete_valid(client, request, Event.model_validate_json, **options))


GOOD = answer('{"kind": "attack", "killed": 3}')
BAD = answer('{"kind": "party", "killed": -1}')
BAD_ERRORS = (
    "- /kind: Input should be 'attack' or 'meeting' (got 'party')\n"
    "- /killed: Input should be greater than or equal to 0 (got -1)"
)


def test_a_valid_answer_is_returned_with_its_completion() -> None:
    client = Scripted(GOOD)
    assert run(client) == (Event(kind="attack", killed=3), [GOOD])
    assert client.requests == [REQUEST]


def test_a_wrong_answer_goes_back_with_the_exact_errors_and_is_then_right() -> None:
    client = Scripted(BAD, GOOD)
    assert run(client) == (Event(kind="attack", killed=3), [BAD, GOOD])
    assert client.requests[1].messages == (
        *QUESTION,
        Message(role="assistant", content=BAD.text),
        Message(
            role="user",
            content=f"That answer can't be used:\n{BAD_ERRORS}\n\nAnswer again in full, as JSON that follows the schema. "
            "Change only what the errors name.",
        ),
    )


def test_only_the_last_wrong_answer_goes_back_so_that_repairs_do_not_pile_up() -> None:
    client = Scripted(BAD, answer("not json"), GOOD)
    run(client)
    assert [message.content for message in client.requests[2].messages[:-1]] == ["Extract.", "Article.", "not json"]


def test_after_the_last_repair_the_error_carries_the_answer_and_the_exchange() -> None:
    client = Scripted(BAD, BAD, BAD)
    with pytest.raises(AnswerInvalidError) as caught:
        run(client, max_repairs=2)
    first, *more = BAD_ERRORS.removeprefix("- ").split("\n- ")
    rest = f" (and {len(more)} more)" if more else ""
    assert str(caught.value) == f"m gave no valid answer in 3 tries; the last error: {first}{rest}"
    assert (caught.value.answer, caught.value.completions) == (BAD.text, (BAD, BAD, BAD))


def test_no_repairs_means_one_try() -> None:
    client = Scripted(BAD)
    with pytest.raises(AnswerInvalidError, match="in 1 tries"):
        run(client, max_repairs=0)


def test_a_raw_completion_is_not_argued_with() -> None:
    client = Scripted(BAD)
    with pytest.raises(AnswerInvalidError):
        run(client, CompletionRequest(model="m", prompt="Q"))
    assert len(client.requests) == 1


def test_an_empty_answer_is_asked_for_once_more_without_an_echo() -> None:
    client = Scripted(answer(" "), GOOD)
    run(client)
    assert [message.role for message in client.requests[1].messages] == ["system", "user", "user"]
    assert "the answer was empty" in client.requests[1].messages[-1].content


def test_two_empty_answers_are_enough() -> None:
    client = Scripted(answer(""), answer(""), GOOD)
    with pytest.raises(AnswerInvalidError, match="the answer was empty"):
        run(client, max_repairs=5)
    assert len(client.requests) == 2


CUT = answer('{"kind": "att', "length")


def test_a_cut_off_answer_is_asked_for_again_with_twice_the_cap_and_never_shown() -> None:
    client = Scripted(CUT, GOOD)
    assert run(client) == (Event(kind="attack", killed=3), [CUT, GOOD])
    assert [(request.max_tokens, request.messages) for request in client.requests] == [(100, QUESTION), (200, QUESTION)]


def test_a_cut_off_answer_that_happens_to_be_valid_json_is_not_trusted() -> None:
    client = Scripted(answer(GOOD.text, "length"), GOOD)
    run(client)
    assert len(client.requests) == 2


def test_an_answer_cut_off_twice_is_an_error_with_the_text_to_salvage() -> None:
    longer = answer('{"kind": "attack", "kil', "length")
    client = Scripted(CUT, longer)
    with pytest.raises(AnswerCutOffError, match=r"cut off after 23 tokens; raise --answer-tokens") as caught:
        run(client)
    assert (caught.value.answer, caught.value.completions) == (longer.text, (CUT, longer))


@pytest.mark.parametrize(
    ("cap", "limit", "second_cap"),
    [
        pytest.param(100, 150, 150, id="up-to-the-model's-own"),
        pytest.param(None, None, 8_192, id="none-was-set"),
        pytest.param(None, 4_096, 4_096, id="none-was-set-and-the-model-has-one"),
    ],
)
def test_the_larger_cap_stays_within_what_the_model_gives(cap: int | None, limit: int | None, second_cap: int) -> None:
    client = Scripted(CUT, GOOD)
    run(client, CompletionRequest(model="m", messages=QUESTION, max_tokens=cap), max_output_tokens=limit)
    assert client.requests[1].max_tokens == second_cap


def test_a_cap_that_cannot_grow_is_not_tried_again() -> None:
    client = Scripted(CUT)
    with pytest.raises(AnswerCutOffError):
        run(client, max_output_tokens=100)


def test_a_larger_cap_that_the_endpoint_rejects_leaves_the_cut_off_answer() -> None:
    client = Scripted(CUT, RequestRejectedError("too large", status=400, detail="max_tokens", parameter=None))
    with pytest.raises(AnswerCutOffError) as caught:
        run(client)
    assert caught.value.answer == CUT.text


def test_a_repair_keeps_the_larger_cap_and_a_second_cut_off_ends_it() -> None:
    client = Scripted(CUT, BAD, CUT)
    with pytest.raises(AnswerCutOffError):
        run(client)
    assert [request.max_tokens for request in client.requests] == [100, 200, 200]


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        pytest.param(answer("", "refusal", refusal="I won't."), "the model declined: I won't.", id="refusal"),
        pytest.param(answer(GOOD.text, "content_filter"), "a content filter stopped it", id="content-filter"),
    ],
)
def test_a_refusal_is_final(refused: Completion, message: str) -> None:
    client = Scripted(refused)
    with pytest.raises(AnswerRefusedError, match=f"m gave no answer, {message}"):
        run(client)
    assert len(client.requests) == 1


def test_an_unreachable_model_is_not_a_wrong_answer() -> None:
    with pytest.raises(ModelUnavailableError):
        run(Scripted(BAD, ModelUnavailableError("down")))


def test_a_cached_exchange_replays_and_a_failed_one_is_forgotten(tmp_path: Path) -> None:
    async def ask(*answers: Completion) -> tuple[str, int]:
        client = Scripted(*answers)
        try:
            await complete_valid(Cached(client, cache, endpoint="e"), REQUEST, Event.model_validate_json, max_repairs=1)
        except AnswerInvalidError:
            return "invalid", len(client.requests)
        return "valid", len(client.requests)

    with open_cache(tmp_path) as cache:
        assert asyncio.run(ask(BAD, BAD)) == ("invalid", 2)
        assert cache.info().entries == 0
        assert asyncio.run(ask(BAD, GOOD)) == ("valid", 2)
        assert asyncio.run(ask()) == ("valid", 0)


def test_errors_are_named_by_json_pointer_and_long_lists_of_them_cut() -> None:
    class Story(BaseModel):
        events: list[Event]

    text = json.dumps({"events": [{"kind": "attack"}] * 25})
    with pytest.raises(ValueError, match="validation errors") as caught:
        Story.model_validate_json(text)
    lines = error_text(caught.value).split("\n")
    assert lines[0] == "- /events/0/killed: Field required (got {'kind': 'attack'})"
    assert lines[-1] == "- and 5 more"
    assert len(lines) == 21


def test_what_is_not_json_is_said_as_pydantic_says_it() -> None:
    with pytest.raises(ValueError, match="Invalid JSON") as caught:
        Event.model_validate_json("x" * 200)
    assert error_text(caught.value).startswith(
        "- (whole answer): Invalid JSON: expected value at line 1 column 1 (got 'xx"
    )
    assert len(error_text(caught.value)) < 200


def test_other_value_errors_go_back_word_for_word() -> None:
    assert error_text(ValueError("line 3: no")) == "line 3: no"


def test_a_cut_off_answer_is_never_echoed() -> None:
    assert [message.role for message in reask(REQUEST, CUT, "error").messages] == ["system", "user", "user"]
