"""Figures and statements are found among facts by the names of their neighbours."""

from summarizer.domain.fact_rows import FactRow
from summarizer.export.columns import columns_of
from summarizer.export.rows import FactRecord, FigureRecord, StatementRecord
from summarizer.export.tables import TABLES, figures, statements

HEAD = {
    "record": "r1", "article": "a1", "outlet": "Post", "published": None, "story": None, "schema": "s",
    "schema_version": "1", "schema_digest": "d", "start": None, "end": None, "missing": (), "reason": None,
    "confidence": None, "model": "m", "strategy": "oneshot", "run": None,
}  # fmt: skip


def fact(pointer, value, *, kind="text", number=None, support="verified", sentences=(1,), **more):
    field = "/".join("*" if part.isdigit() else part for part in pointer.split("/"))
    own = {"pointer": pointer, "field": field, "value": value, "type": kind, "number": number, "support": support}
    return FactRow(**{**HEAD, **own, "sentences": sentences, **more})


def as_dict(model, row):
    return dict(zip([column.name for column in columns_of(model)], row, strict=True))


def test_a_figure_takes_unit_meaning_and_source_from_beside_it():
    rows = [
        fact("/figures/0/value", "12", kind="number", number=12.0, support="partial"),
        fact("/figures/0/unit", "ships"),
        fact("/figures/0/what", "waiting"),
        fact("/figures/0/according_to", "the port"),
        fact("/figures/1/value", "7", kind="number", number=7.0),
    ]
    first, second = (as_dict(FigureRecord, row) for row in figures(rows))
    assert first == {
        "record": "r1", "article": "a1", "outlet": "Post", "published": None, "story": None, "schema": "s",
        "pointer": "/figures/0/value", "field": "/figures/*/value", "what": "waiting", "value": 12.0, "unit": "ships",
        "precision": None, "according_to": "the port", "support": "partial", "sentences": (1,), "model": "m", "run": None,
    }  # fmt: skip
    assert (second["value"], second["unit"], second["what"]) == (7.0, None, "value")


def test_a_number_by_itself_is_a_figure_named_by_its_field():
    rows = [fact("/incidents/0/killed", "3", kind="number", number=3.0), fact("/incidents/0/where", "Port")]
    assert [as_dict(FigureRecord, row)["what"] for row in figures(rows)] == ["killed"]


def test_neighbours_of_another_record_or_entry_are_not_taken():
    rows = [
        fact("/figures/0/value", "1", kind="number", number=1.0),
        fact("/figures/0/unit", "of another", record="r2"),
        fact("/figures/1/unit", "of another entry"),
    ]
    assert [as_dict(FigureRecord, row)["unit"] for row in figures(rows)] == [None]


def test_a_statement_is_an_object_with_speaker_and_text():
    rows = [
        fact("/statements/0/speaker", "Ada", support="unsupported"),
        fact("/statements/0/text", "It is closed.", sentences=(2,)),
        fact("/statements/0/verbatim", "true", kind="boolean", support="unchecked"),
        fact("/summary/0/text", "No speaker."),
    ]
    (row,) = (as_dict(StatementRecord, row) for row in statements(rows))
    assert row == {
        "record": "r1", "article": "a1", "outlet": "Post", "published": None, "story": None, "schema": "s",
        "pointer": "/statements/0", "field": "/statements/*", "speaker": "Ada", "text": "It is closed.", "kind": None,
        "verbatim": True, "support": "verified", "speaker_support": "unsupported", "sentences": (2,), "model": "m",
        "run": None,
    }  # fmt: skip


def test_the_columns_of_facts_are_those_of_a_fact_row_in_its_order():
    assert tuple(column.name for column in columns_of(FactRecord)) == FactRow._fields


def test_every_column_says_what_it_means():
    assert not [(table.name, column.name) for table in TABLES for column in table.columns if not column.description]
