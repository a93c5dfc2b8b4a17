"""Who took part in a call or meeting, what the sides differ on, and when it was: by grammar, in hand-made texts."""

import pytest

from summarizer.domain.document import Document
from summarizer.extract.fieldwise.inversion import inverted
from summarizer.extract.fieldwise.passages import Passages
from summarizer.extract.fieldwise.rules import read_time
from summarizer.extract.reading.article import Line, SpacyParser, read_article
from summarizer.extract.reading.finds import Finds
from summarizer.extract.reading.retrieval import Retriever, akin
from summarizer.ingest.documents import make_document

spacy_needed = pytest.mark.local_model


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def article(*sentences: str) -> Document:
    return make_document("\n".join(sentences))


@spacy_needed
@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "President Ilse Kranz and Prime Minister Tomas Oder spoke by telephone on Monday.",
            ["Ilse Kranz", "Tomas Oder"],
        ),
        ("President Ilse Kranz hailed a call with Prime Minister Tomas Oder on Monday.", ["Ilse Kranz", "Tomas Oder"]),
        (
            "A telephone call between President Ilse Kranz and Prime Minister Tomas Oder lasted an hour.",
            ["Ilse Kranz", "Tomas Oder"],
        ),
        ("Ilse Kranz will speak to Tomas Oder on Monday.", []),
        ("Ilse Kranz did not speak to Tomas Oder on Monday.", []),
        ("Ilse Kranz visited a farm with Tomas Oder on Monday.", []),
    ],
    ids=["spoke", "a call with", "between", "planned", "denied", "no call"],
)
def test_callers_are_those_who_spoke(parser: SpacyParser, sentence: str, names: list[str]) -> None:
    finds = Finds(read_article(article(sentence), parser))

    assert [item.label for item in finds.items("participant", "call")] == names


@spacy_needed
def test_a_call_that_was_called_off_has_no_callers(parser: SpacyParser) -> None:
    finds = Finds(
        read_article(
            article(
                "The call between Ilse Kranz and Tomas Oder did not take place.",
                "Ilse Kranz spoke to Tomas Oder by telephone last year.",
            ),
            parser,
        )
    )

    assert finds.items("participant", "call") == []


@spacy_needed
@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("The two leaders remained divided over the filling of the Sarn dam.", ["the filling of the Sarn dam"]),
        ("Velden and Marosh disagree on the price of gas.", ["the price of gas"]),
        ("Oder rejected a demand for new elections.", ["a demand for new elections"]),
        ("Oder rejected the proposal.", []),
        ("There was no disagreement over the budget of the dam.", []),
    ],
    ids=["divided over", "disagree on", "rejected", "names no topic", "negated"],
)
def test_what_sides_differ_on_is_told_by_words_of_dispute(
    parser: SpacyParser, sentence: str, topics: list[str]
) -> None:
    finds = Finds(read_article(article(sentence), parser))

    assert [item.label for item in finds.items("act", "disagreement")] == topics


@spacy_needed
def test_a_time_is_read_off_the_verb_that_the_question_asks_about(parser: SpacyParser) -> None:
    read = read_article(
        article("The leaders spoke by telephone for forty minutes on Monday evening, after floods in March."), parser
    )

    when = read_time("When did the call take place?", read.body, "date", least=0.5)
    lasted = read_time("How long did the call last?", read.body, "duration", least=0.5)

    assert (when.text if when else None, lasted.text if lasted else None) == ("on Monday evening", "forty minutes")
    assert read_time("When did the call take place?", read.body, "date", least=0.9) is None


@spacy_needed
def test_questions_and_suppositions_state_nothing(parser: SpacyParser) -> None:
    read = read_article(
        article("Suppose that a bomb killed ten people.", "Did it kill more?", "The bridge was closed on Monday."),
        parser,
    )

    assert [line.text for line in read.body] == ["The bridge was closed on Monday."]


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("the quake struck", "did the quake strike"),
        ("the shaking lasted", "did the shaking last"),
        ("the ferry carried them", "did the ferry carry them"),
        ("the train stopped", "did the train stop"),
        ("the match was played", "was the match played"),
        ("it goes on sale", "does it go on sale"),
        ("the bridge", None),
    ],
)
def test_a_clause_is_turned_into_a_question(clause: str, question: str | None) -> None:
    assert inverted(clause) == question


def _lines(*texts: str) -> list[Line]:
    return [Line(number, 100 * number, text, 1, "body", None) for number, text in enumerate(texts, start=1)]


def test_passages_are_neighbouring_sentences_few_and_short() -> None:
    lines = _lines(
        "one two three", "four five", "six seven", "eight nine", " ".join(["ten"] * 60), "eleven twelve thirteen"
    )

    assert [[line.id for line in passage] for passage in Passages(lines).all] == [[1, 2, 3], [4], [5], [6]]


def test_a_sentence_is_found_by_kin_of_the_questions_words() -> None:
    lines = _lines("The mayor opened a park.", "A blast left three people dead.", "It rained.")

    assert [line.id for line in Retriever(lines).ranked("How many people were killed?")] == [2]
    assert akin("next talks", "a summit in Lima")
    assert not akin("next talks", "a park in Lima")


@spacy_needed
@pytest.mark.parametrize(
    "sentence",
    ["Talks between Ilse Kranz and Tomas Oder in the capital.", "A telephone call, again.", "14 injured in a raid."],
)
def test_a_line_without_a_verb_is_read_to_its_end(parser: SpacyParser, sentence: str) -> None:
    finds = Finds(read_article(article(sentence, "Nobody spoke."), parser))

    assert finds.items("participant", "call") == []
