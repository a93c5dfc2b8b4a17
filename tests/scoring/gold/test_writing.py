"""What is written reads back as the same gold, for us and for any other YAML parser."""

import dataclasses
import datetime as dt

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.scoring.gold.load import load_gold
from summarizer.scoring.gold.writing import gold_yaml, scalar
from summarizer.scoring.gold.yaml_file import plain_value, read_yaml
from summarizer.scoring.gold.yaml_nodes import YamlList, YamlScalar
from summarizer.scoring.gold_model import Adjudication, GoldEvidence, GoldLeaf, GoldObject, Label

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1)


def test_gold_reads_back_as_written(write, gold_text, schema):
    gold = load_gold(write(gold_text), schema)
    adjudicated = dataclasses.replace(
        gold,
        labels=(*gold.labels, Label("reader: 2", dt.date(2031, 5, 5))),
        adjudication=Adjudication("judge", dt.date(2031, 6, 1), "why, and {how}"),
        note="two\nlines: # here",
    )
    for one in (gold, adjudicated):
        path = write(gold_yaml(one), "again.yaml")
        again = load_gold(path, schema)
        assert again == dataclasses.replace(one, path=path)
        assert again.note == one.note


@pytest.mark.parametrize(
    "text",
    ["one line", "two\n\nparagraphs", "  indented\nthen not", "# not a comment\n- nor a list", 'quoted "so"', "tab\there",
     "line\u2028separator", "\ufffe", "trailing \nspace", "'", "\N{PILE OF POO} café", "{a: b}", "back\\slash"],
)  # fmt: skip
def test_an_inline_article_reads_back_letter_by_letter(write, gold_text, schema, text):
    gold = load_gold(write(gold_text), schema)
    path = write(gold_yaml(dataclasses.replace(gold, source=None, text=text)))
    assert load_gold(path, schema).text == text


def test_long_values_are_spread_over_lines_and_short_ones_are_not(write, gold_text, schema):
    gold = load_gold(write(gold_text), schema)
    long = GoldLeaf("x " * 50 + "x", accept=("y " * 50 + "y",), optional=True, evidence=(GoldEvidence(3, "z"),))
    facts = GoldObject({**gold.facts.fields, "headline": long})
    lines = gold_yaml(dataclasses.replace(gold, facts=facts)).splitlines()
    at = lines.index("  headline:")
    assert lines[at : at + 6] == [
        "  headline:",
        "    value: " + "x " * 50 + "x",
        "    accept: [" + "y " * 50 + "y]",
        "    optional: true",
        "    evidence: {3: z}",
        "  published: null",
    ]
    assert "        kind: {value: rescue_work, accept: [fire]}" in lines


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Ana Roth", "Ana Roth"), ("twelve-year-old", "twelve-year-old"), ("2031-05-03", "2031-05-03"),
        ("no", '"no"'), ("Null", '"Null"'), ("12", '"12"'), ("1e3", '"1e3"'), ("", '""'), ("a: b", '"a: b"'), ("- a", '"- a"'),
        ("#1", '"#1"'), ('say "hi"', '"say \\"hi\\""'), ("a\nb", '"a\\nb"'), ("\ud800", '"\\ud800"'), ("12:30", '"12:30"'),
        (None, "null"), (True, "true"), (12, "12"), (1.5, "1.5"), (1e22, "1e+22"),
    ],
)  # fmt: skip
def test_a_text_is_quoted_where_it_could_be_taken_for_something_else(value, written):
    assert scalar(value) == written


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(TEXTS)
def test_any_text_reads_back_for_every_parser(tmp_path, text):
    path = tmp_path / "x.yaml"
    path.write_text(f"a: [{scalar(text)}]\n{scalar('k')}: {{1: {scalar(text)}}}\n", encoding="utf-8", newline="")
    assert read_yaml(path).entries["a"].node == YamlList((YamlScalar(text, text, 1),), 1)
    loaded = yaml.safe_load(path.read_bytes())["a"][0]
    # a date is a date to others
    assert (loaded.isoformat() if isinstance(loaded, dt.date) else loaded) == text


@given(st.one_of(st.integers(-(10**30), 10**30), st.floats(allow_nan=False, allow_infinity=False), st.booleans()))
def test_any_number_reads_back(value):
    assert plain_value(scalar(value)) == value
