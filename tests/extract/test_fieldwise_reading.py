"""What the finders find in short hand-made texts, by spaCy's parse and rules."""

import pytest

from summarizer.domain.document import Document, Metadata, Sentence, SentenceRole
from summarizer.extract.reading.article import SpacyParser, read_article
from summarizer.extract.reading.finds import Finds
from summarizer.extract.reading.summary import summary_lines

pytestmark = pytest.mark.local_model


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def document(*sentences: str, headline: str | None = None) -> Document:
    """Return a document of one paragraph, its first sentence the headline if there is one."""
    texts = ([headline] if headline else []) + list(sentences)
    text = " ".join(texts)
    made: list[Sentence] = []
    start = 0
    for number, sentence in enumerate(texts, start=1):
        role: SentenceRole = "headline" if headline and number == 1 else "body"
        made.append(Sentence(id=number, start=start, end=start + len(sentence), paragraph=1, role=role))
        start += len(sentence) + 1
    return Document(
        id="b" * 64, source="-", text=text, sentences=tuple(made), metadata=Metadata(language="en"), splitter="hand/1"
    )


def finds(parser: SpacyParser, *sentences: str) -> Finds:
    return Finds(read_article(document(*sentences), parser))


def test_a_person_is_named_once_by_the_fullest_name_with_role_and_affiliation(parser: SpacyParser) -> None:
    found = finds(
        parser,
        "Chief executive Ingrid Maurer said costs had risen.",
        "Maurer’s board met in Oslo on Monday.",
        "White House spokeswoman Dana Hill praised Maurer.",
    )

    assert [(item.parts, item.evidence) for item in found.items("person")] == [
        ({"name": "Ingrid Maurer", "role": "Chief executive"}, (1,)),
        ({"name": "Dana Hill", "role": "spokeswoman", "affiliation": "White House"}, (3,)),
    ]


def test_a_place_is_where_something_happens_not_who_acts(parser: SpacyParser) -> None:
    found = finds(parser, "Germany accused Norway of spying.", "Ministers met in Geneva and in the city of Lyon.")

    assert [item.label for item in found.items("place")] == ["Geneva", "Lyon"]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("The quake killed at least 41 people.", {"value": 41.0, "unit": "people", "precision": "at_least"}),
        ("The firm lost about 3.5 million euros.", {"value": 3_500_000.0, "unit": "euros", "precision": "about"}),
        ("Sales rose 12 percent.", {"value": 12.0, "unit": "percent", "precision": "exact"}),
        ("Up to 200 homes were damaged.", {"value": 200.0, "unit": "homes", "precision": "at_most"}),
        ("They won 98 of the 190 seats.", {"value": 98.0, "unit": "seats", "precision": "exact"}),
    ],
)
def test_a_figure_has_its_value_unit_and_precision(
    parser: SpacyParser, sentence: str, parts: dict[str, object]
) -> None:
    first = finds(parser, sentence).items("figure")[0].parts

    assert {name: first[name] for name in parts} == parts


def test_dates_ages_and_years_are_no_figures(parser: SpacyParser) -> None:
    found = finds(parser, "Daniel Reed, 58, moved to Leeds in 2016 and worked there for three years until May 12.")

    assert found.items("figure") == []


def test_a_figure_names_the_source_the_sentence_gives(parser: SpacyParser) -> None:
    found = finds(parser, "Fires destroyed 300 homes, the governor said.")

    assert found.items("figure")[0].parts["source"] == "the governor"


def test_a_quotation_keeps_its_words_and_finds_its_speaker_across_sentences(parser: SpacyParser) -> None:
    found = finds(
        parser,
        "“We never stopped believing in this team,” coach Elena Ruiz said.",
        "“This city deserves a final.”",
        "Mayor Tom Hale said that the stadium would be enlarged.",
    )

    assert [(s.parts["speaker"], s.parts["text"], s.parts["verbatim"]) for s in found.items("statement")] == [
        ("Elena Ruiz", "We never stopped believing in this team", True),
        ("Elena Ruiz", "This city deserves a final", True),
        ("Tom Hale", "the stadium would be enlarged", False),
    ]


def test_an_event_is_a_clause_with_its_time_place_and_actors(parser: SpacyParser) -> None:
    found = finds(parser, "Two gunmen attacked a police station in Kodra on Friday, officials said.")

    (event,) = found.items("event")
    assert event.parts["what"] == "Two gunmen attacked a police station in Kodra on Friday"
    assert event.parts["when"] == "on Friday"
    assert event.parts["where"] == "Kodra"
    assert event.parts["agents"] == ("Two gunmen",)
    assert event.parts["status"] == "happened"
    assert event.parts["kind"] == "attack"


def test_what_a_state_says_of_an_attack_is_alleged(parser: SpacyParser) -> None:
    (event,) = finds(parser, "Armenia claimed that drones struck a bridge overnight.").items("event")

    assert event.parts["status"] == "alleged"


def test_what_is_merely_possible_or_denied_is_no_event(parser: SpacyParser) -> None:
    assert finds(parser, "The bank might close two branches.", "The minister did not resign.").items("event") == []


def test_things_to_come_are_found_by_their_tense(parser: SpacyParser) -> None:
    found = finds(
        parser,
        "The court opened in 1990.",
        "The new parliament will hold its first session on November 4.",
        "A hearing is scheduled for Tuesday in Lyon.",
    )

    assert [(item.parts["what"], item.parts.get("when")) for item in found.items("upcoming")] == [
        ("The new parliament will hold its first session on November 4", "on November 4"),
        ("A hearing is scheduled for Tuesday in Lyon", "Tuesday"),
    ]


def test_acts_are_who_pledged_what(parser: SpacyParser) -> None:
    (pledge,) = finds(parser, "Norway pledged to send ten helicopters.").items("act", "promise")

    assert (pledge.parts["who"], pledge.parts["what"]) == ("Norway", "Norway pledged to send ten helicopters")


def test_condemning_an_attack_is_no_violence(parser: SpacyParser) -> None:
    found = finds(parser, "The United Nations condemned the attack.", "A bomb killed two guards in Merul.")

    assert [item.label for item in found.items("conflict")] == ["A bomb killed two guards in Merul"]


def test_a_dateline_is_no_part_of_what_is_said(parser: SpacyParser) -> None:
    article = read_article(document("LIMA, Peru (AP) — A strong earthquake struck northern Peru on Sunday."), parser)

    assert article.body[0].text == "A strong earthquake struck northern Peru on Sunday."
    assert article.document.text[article.body[0].start :] == article.body[0].text


def test_a_summary_passes_over_sentences_that_can_not_stand_alone(parser: SpacyParser) -> None:
    article = read_article(
        document(
            "A strong earthquake struck northern Peru on Sunday and killed forty people in three towns.",
            "He said the army would send soldiers and helicopters to the towns hit by the earthquake in Peru.",
            "The two also discussed the earthquake and the help that the people of the towns now need.",
            "The European Union released emergency aid for the people of northern Peru after the earthquake.",
            headline="Earthquake in Peru",
        ),
        parser,
    )

    assert [line.id for line in summary_lines(article)] == [2, 5]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("A strong earthquake struck the port of Almira on Monday.", "disaster"),
        ("Gunmen struck the market in Brenn on Monday.", "attack"),
        ("The minister struck a warmer tone after the talks on Monday.", None),
    ],
    ids=["what does it tells more than the deed", "the deed alone", "a figure of speech is no deed"],
)
def test_an_event_is_named_by_what_happened(parser: SpacyParser, sentence: str, kind: str | None) -> None:
    (event,) = finds(parser, sentence).items("event")
    assert event.parts.get("kind") == kind
