"""One question: an answer is given only when it stands in the sentences, fits the kind, and is likely stated."""

import asyncio
import math
from collections.abc import Sequence

import pytest

from summarizer.domain.blocks import AnswerKind
from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.extract.fieldwise.asking import Answer, Asker
from summarizer.extract.fieldwise.confidence import Confidence
from summarizer.extract.reading.article import Line

LINES = (
    Line(4, 0, "A quake hit Arequipa on Sunday, killing 14 people.", 1, "body", None),
    Line(5, 60, "Mayor Ana Ruiz said rescue work lasted two hours.", 2, "body", None),
)


class Scripted:
    """Answers in turn from a list of texts with the doubt in each."""

    def __init__(self, answers: Sequence[tuple[str, float]], *, first: str = "x") -> None:
        self.first = first
        self.answers = list(answers)
        self.asked: list[CompletionRequest] = []

    async def complete(self, request: CompletionRequest) -> Completion:
        self.asked.append(request)
        text, unstated = self.answers[len(self.asked) - 1]
        logprobs = {f" {self.first}": math.log(1 - unstated)}
        return Completion(text=text, finish_reason="stop", usage=Usage(calls=1), top_logprobs=logprobs)


def ask(client: Scripted, question: str, kind: AnswerKind) -> tuple[Answer | None, Asker]:
    asker = Asker(client, model="local/tiny", min_confidence=0.5)
    return asyncio.run(asker.ask(question, LINES, kind)), asker


@pytest.mark.parametrize(
    ("text", "unstated", "kind", "expected"),
    [
        (" 14 people", 0.1, "number", Answer("14 people", (4,), 0.9)),
        (" arequipa", 0.1, "any", Answer("Arequipa", (4,), 0.9)),
        (" two hours.", 0.05, "duration", Answer("two hours", (5,), 0.95)),
        (" on Sunday", 0.1, "date", Answer("on Sunday", (4,), 0.9)),
        (" not stated", 0.1, "any", None),
        (" 41 people", 0.0001, "number", None),
        (" Arequipa", 0.7, "any", None),
        (" Arequipa", 0.1, "number", None),
        (" 14", 0.1, "duration", None),
        (" rescue work", 0.1, "date", None),
        (" quake", 0.1, "any", None),
    ],
    ids=[
        "number",
        "as the article writes it",
        "duration",
        "date",
        "abstains",
        "not in the text",
        "likely unstated",
        "no number",
        "no unit of time",
        "no date",
        "the question's own word",
    ],
)
def test_an_answer_is_verified_or_dropped(
    text: str, unstated: float, kind: AnswerKind, expected: Answer | None
) -> None:
    answer, _ = ask(Scripted([(text, unstated)]), "What did the quake do?", kind)

    assert answer is None if expected is None else answer is not None
    if expected is not None and answer is not None:
        assert (answer.text, answer.evidence) == (expected.text, expected.evidence)
        assert answer.confidence == pytest.approx(expected.confidence)


def test_a_doubtful_answer_counts_when_its_sentence_alone_gives_it_again() -> None:
    client = Scripted([("Ana Ruiz", 0.4), ("Mayor Ana Ruiz", 0.1)])

    answer, asker = ask(client, "Who spoke?", "any")

    assert answer is not None
    assert (answer.text, answer.evidence) == ("Ana Ruiz", (5,))
    assert asker.usage == Usage(calls=2)
    assert client.asked[1].prompt == (
        "Passage: Mayor Ana Ruiz said rescue work lasted two hours.\nQuestion: Who spoke?\nAnswer:"
    )


def test_a_doubtful_answer_is_dropped_when_its_sentence_alone_gives_another() -> None:
    answer, _ = ask(Scripted([("Ana Ruiz", 0.4), ("two hours", 0.1)]), "Who spoke?", "any")

    assert answer is None


def test_without_sentences_nothing_is_asked() -> None:
    client = Scripted([])
    asker = Asker(client, model="local/tiny", min_confidence=0.5)

    assert asyncio.run(asker.ask("Who?", (), "any")) is None
    assert client.asked == []


def test_every_answer_of_a_list_is_kept_that_stands_in_the_passage() -> None:
    client = Scripted([("Ana Ruiz; Arequipa; Lima", 0.1)])
    trained = Confidence({}, frozenset({"list"}))
    asker = Asker(client, model="local/tiny", min_confidence=0.5, calibration=trained)

    answers = asyncio.run(asker.ask_all("Which names are told?", LINES, "any"))

    assert [(answer.text, answer.evidence) for answer in answers] == [("Ana Ruiz", (5,)), ("Arequipa", (4,))]
    assert client.asked[0].prompt is not None
    assert client.asked[0].prompt.endswith("Question: Which names are told?\nAnswers:")


def test_a_higher_threshold_gives_fewer_answers() -> None:
    given = [
        asyncio.run(
            Asker(Scripted([("Ana Ruiz", doubt)]), model="local/tiny", min_confidence=least).ask(
                "Who?", LINES[1:], "any"
            )
        )
        for least in (0.3, 0.6, 0.9)
        for doubt in (0.05, 0.3, 0.5)
    ]

    assert [answer is not None for answer in given] == [True, True, True, True, True, False, True, False, False]


def test_an_adapter_that_knows_no_lists_is_asked_for_one_answer() -> None:
    client = Scripted([("Ana Ruiz", 0.1)])
    asker = Asker(client, model="local/tiny", min_confidence=0.5)

    answers = asyncio.run(asker.ask_all("Which names are told?", LINES, "any"))

    assert [answer.text for answer in answers] == ["Ana Ruiz"]
    assert client.asked[0].prompt is not None
    assert client.asked[0].prompt.endswith("\nAnswer:")


def test_yes_counts_when_the_adapter_was_trained_on_it_and_words_of_the_passage_when_not() -> None:
    trained = Confidence({}, frozenset({"stated"}))

    def sure(text: str, calibration: Confidence | None) -> float | None:
        client = Scripted([(text, 0.25)], first=text.split(maxsplit=1)[0])
        asker = Asker(client, model="local/tiny", min_confidence=0.5, calibration=calibration)
        return asyncio.run(asker.is_stated("Is it stated that a quake hit Arequipa?", LINES[:1]))

    assert [sure("yes", trained), sure("no", trained)] == [pytest.approx(0.75), None]
    assert [sure("14 people", None), sure("not stated", None)] == [pytest.approx(0.75), None]
