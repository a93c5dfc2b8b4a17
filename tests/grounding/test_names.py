"""A name is borne out by the same name, by a surname the article makes clear, by initials and acronyms; by no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizer.domain.record import Evidence

TRUE = [
    ("John Smith spoke.", ("John Smith spoke on Monday.",), "same"),
    ("Smith spoke.", ("John Smith spoke on Monday.",), "surname-of-full-name"),
    ("J. Smith spoke.", ("John Smith spoke on Monday.",), "initial"),
    ("President Smith spoke.", ("John Smith, the president, spoke on Monday.",), "title"),
    ("José Álvarez spoke.", ("Jose Alvarez spoke on Monday.",), "accents"),
    ("Smith's party won.", ("The party of John Smith won.",), "possessive"),
    ("The WFP spoke.", ("The World Food Programme spoke.",), "acronym"),
    ("The World Food Programme spoke.", ("The WFP spoke.",), "acronym-spelt-out"),
    ("The United States spoke.", ("The US spoke.",), "united-states"),
    ("German voters chose.", ("Germany's voters chose.",), "country-adjective"),
    ("Kim Jong-un spoke.", ("Kim Jong Un spoke.",), "hyphen"),
    ("Acme Corp spoke.", ("Acme spoke.",), "company-suffix"),
    ("Russia spoke.", ("Moscow spoke.",), "capital-for-country"),
]
FALSE = [
    ("John Smith spoke.", ("Joan Smith spoke on Monday.",), "other-first-name"),
    ("John Smith spoke.", ("John Brown and Mary Smith spoke.",), "scattered"),
    ("Mrs Smith spoke.", ("Mr Smith spoke.",), "other-gender"),
    ("George Bush Sr. spoke.", ("George Bush Jr. spoke.",), "junior"),
    ("North Korea spoke.", ("South Korea spoke.",), "half"),
    ("A fire burned in Russia.", ("A fire burned in Moscow.",), "capital-as-place"),
    ("The Bank of England spoke.", ("The Bank of Japan spoke.",), "other-bank"),
]


@pytest.mark.parametrize(("fact", "sentences", "name"), TRUE, ids=[row[2] for row in TRUE])
def test_the_same_name_in_another_form_is_verified(
    judged: Callable[..., Evidence], fact: str, sentences: tuple[str, ...], name: str
) -> None:
    assert judged(fact, *sentences).support == "verified"


@pytest.mark.parametrize(("fact", "sentences", "name"), FALSE, ids=[row[2] for row in FALSE])
def test_another_name_is_not(judged: Callable[..., Evidence], fact: str, sentences: tuple[str, ...], name: str) -> None:
    assert judged(fact, *sentences).support in ("partial", "unsupported")


def test_a_surname_bears_out_a_full_name_that_the_article_gives_elsewhere(judged: Callable[..., Evidence]) -> None:
    assert judged("Marta Keller won.", "Keller won.", "The crowd cheered Marta Keller.").support == "verified"


def test_a_surname_that_two_people_share_bears_out_neither(judged: Callable[..., Evidence]) -> None:
    receipt = judged("Marta Keller won.", "Keller won.")
    assert (receipt.support, receipt.missing) == ("partial", ("Marta Keller",))


def test_spans_point_at_names_and_numbers(judged: Callable[..., Evidence]) -> None:
    sentence = "In Oslo, Marta Keller beat 41 rivals."
    receipt = judged("Keller defeated 41 rivals in Oslo.", sentence)
    assert [sentence[span.start : span.end] for span in receipt.spans] == ["Oslo", "Keller", "41"]
