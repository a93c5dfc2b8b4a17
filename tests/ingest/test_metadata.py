"""Headline, outlet, author, date and place are found where they stand, and only there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from summarizer.domain.document import Metadata
from summarizer.ingest.documents import make_document

SEEDS = Path(__file__).parent.parent.parent / "seeds"
BODY = (
    "A dam burst near the town of Ostra on Tuesday, killing 14 people, officials said.\nRescue teams were on their way."
)
DAY = dt.date(2025, 3, 4)


def found(text: str, given: Metadata | None = None) -> dict[str, object]:
    return make_document(text, metadata=given).metadata.model_dump(exclude_none=True, exclude={"language"})


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("By FRANCE 24", {"outlet": "FRANCE 24"}, id="organisation with a number"),
        pytest.param("By The Associated Press", {"outlet": "The Associated Press"}, id="organisation with an article"),
        pytest.param("By Reuters", {"outlet": "Reuters"}, id="agency"),
        pytest.param("By Jane Roe", {"author": "Jane Roe"}, id="person"),
        pytest.param("By JANE ROE", {"author": "JANE ROE"}, id="person in capitals"),
        pytest.param("By Jane Roe and John van der Doe", {"author": "Jane Roe and John van der Doe"}, id="two persons"),
        pytest.param("By Jane Roe, John Doe and Mo Li", {"author": "Jane Roe, John Doe and Mo Li"}, id="three persons"),
        pytest.param("By Jane Roe in Kyiv", {"author": "Jane Roe"}, id="person and place"),
        pytest.param(
            "By Jane Roe | The Daily Wire", {"author": "Jane Roe", "outlet": "The Daily Wire"}, id="person and outlet"
        ),
        pytest.param("By Jane Roe, Ostra Times", {"author": "Jane Roe", "outlet": "Ostra Times"}, id="person, paper"),
        pytest.param("Von Anke Müller", {"author": "Anke Müller"}, id="German"),
        pytest.param("By Staff Reporter", {}, id="nobody"),
        pytest.param("March 4, 2025", {"published": DAY}, id="date"),
        pytest.param("date 2025-03-04", {"published": DAY}, id="labelled date"),
        pytest.param("Published: 4 March 2025, 10:30 GMT", {"published": DAY}, id="published"),
        pytest.param("Ostra, March 4, 2025", {"published": DAY, "place": "Ostra"}, id="place and date"),
    ],
)
def test_a_line_above_the_body_is_read(head: str, expected: dict[str, object]) -> None:
    assert found(f"{head}\n{BODY}") == {**expected, "found_in": dict.fromkeys(expected, 1)}


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        ("WASHINGTON: ", {"place": "WASHINGTON"}),
        ("Brussels – ", {"place": "Brussels"}),
        ("LONDON (Reuters) - ", {"place": "LONDON", "outlet": "Reuters"}),
        ("KYIV, March 3 (AP) — ", {"place": "KYIV", "outlet": "AP"}),
        ("KYIV, Ukraine (AP) — ", {"place": "KYIV, Ukraine", "outlet": "AP"}),
        ("SÃO PAULO — ", {"place": "SÃO PAULO"}),
        ("NEW YORK, 4 March 2025 – ", {"place": "NEW YORK", "published": DAY}),
        ("BREAKING: ", {}),
        ("Analysis - ", {}),
        ("", {}),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_dateline_before_the_first_words_is_read(dateline: str, expected: dict[str, object]) -> None:
    assert found(dateline + BODY) == {**expected, "found_in": dict.fromkeys(expected, 1)}


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("(FRANCE 24 with AFP)", {"outlet": "FRANCE 24"}),
        ("(Reuters)", {"outlet": "Reuters"}),
        ("Source: Ostra Times", {"outlet": "Ostra Times"}),
        ("(with Reuters)", {}),
        ("He spoke (in English).", {}),
    ],
)
def test_a_closing_line_names_the_outlet(tail: str, expected: dict[str, object]) -> None:
    assert found(f"{BODY}\n{tail}") == {**expected, "found_in": dict.fromkeys(expected, 3)}


def test_headline_byline_and_dates_stand_together() -> None:
    text = f"Dam bursts near Ostra\nBy Jane Roe\nUpdated March 5, 2025\nPublished March 4, 2025\n{BODY}"
    assert found(text) == {
        "headline": "Dam bursts near Ostra",
        "author": "Jane Roe",
        "published": DAY,
        "found_in": {"headline": 1, "author": 2, "published": 4},
    }


def test_what_is_given_wins_and_is_only_located_where_the_text_agrees() -> None:
    given = Metadata(headline="Dam bursts near Ostra", outlet="The Daily Wire", published=dt.date(2025, 3, 9))
    text = f"Dam bursts near Ostra\nBy FRANCE 24\nMarch 4, 2025\n{BODY}"
    assert found(text, given) == {
        "headline": "Dam bursts near Ostra",
        "outlet": "The Daily Wire",
        "published": dt.date(2025, 3, 9),
        "found_in": {"headline": 1},
    }


def test_dates_and_names_in_the_body_are_not_metadata() -> None:
    assert found(f"{BODY}\nThe dam was built on March 4, 1999 by Ostra Works.\nMore rain is due, it said.") == {
        "found_in": {}
    }


def test_a_question_can_be_a_headline() -> None:
    assert found(f"Who pays for the flood?\n{BODY}")["headline"] == "Who pays for the flood?"


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("000", {"outlet": "FRANCE 24", "published": dt.date(2025, 3, 21), "found_in": {"outlet": 1, "published": 2}}),
        ("001", {"place": "Brussels", "found_in": {"place": 1}}),
        ("002", {"published": dt.date(2025, 3, 20), "found_in": {"published": 1}}),
        (
            "003",
            {"headline": "Trump says Ukraine truce bid 'on track' after Zelensky call", "found_in": {"headline": 1}},
        ),
        (
            "004",
            {
                "headline": "Trump says Ukraine truce bid ‘on track’ after Zelensky call",
                "place": "WASHINGTON",
                "found_in": {"headline": 1, "place": 2},
            },
        ),
    ],
)
def test_metadata_of_the_seeds(prefix: str, expected: dict[str, object]) -> None:
    (path,) = SEEDS.glob(f"{prefix}_*.txt")
    assert found(path.read_text(encoding="utf-8")) == expected
