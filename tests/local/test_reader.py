"""Putting tasks to a model: its words, how sure it is, and yes or no by probability."""

import asyncio
import math

import pytest

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.local.exercise import Exercise, Form, Task
from summarizer.local.reader import Reading, read_with


class Scripted:
    """A client that always says the same and keeps what it was asked."""

    def __init__(self, text: str, **first: float) -> None:
        self._text = text
        self._first = {f" {word}": math.log(value) for word, value in first.items()}
        self.requests: list[CompletionRequest] = []

    async def complete(self, request: CompletionRequest) -> Completion:
        self.requests.append(request)
        return Completion(text=self._text, finish_reason="stop", usage=Usage(), top_logprobs=self._first)


def read(client: Scripted, task: Task) -> Reading:
    (reading,) = asyncio.run(read_with(client, [Exercise("a", "It rained.", (task,))]))
    return reading


@pytest.mark.parametrize(
    ("client", "form", "answer", "sure"),
    [
        (Scripted(" rain.", rain=0.7, **{"not": 0.2}), "single", "rain", 0.7),
        (Scripted(" not stated", **{"not": 0.9}), "single", "", 0.1),
        (Scripted(" rain; hail", rain=1.0), "list", "rain; hail", 1.0),
        (Scripted(" yes", yes=0.6, no=0.2), "stated", "yes", 0.75),
        (Scripted(" perhaps", perhaps=1.0), "check", "perhaps", 0.0),
    ],
    ids=["an answer", "not stated", "a list", "yes", "neither yes nor no"],
)
def test_an_answer_comes_with_how_sure_the_model_is(client: Scripted, form: Form, answer: str, sure: float) -> None:
    reading = read(client, Task("What fell?", "rain", form))

    assert (reading.answer, round(reading.sure, 6)) == (answer, sure)


def test_the_prompt_is_that_of_the_product() -> None:
    client = Scripted(" rain", rain=1.0)

    read(client, Task("What fell?", "rain"))

    assert [request.prompt for request in client.requests] == ["Passage: It rained.\nQuestion: What fell?\nAnswer:"]
