"""Gold becomes values by its schema; whatever doesn't fit is named with file and line, all of it at once."""

import datetime as dt
import re

import pytest
from pydantic import JsonValue

from summarizer.errors import GoldFileError, SchemaFileError
from summarizer.scoring.gold.load import find_gold, find_suites, load_gold, load_suite, read_gold
from summarizer.scoring.gold.problems import GoldProblem
from summarizer.scoring.gold_model import (
    Adjudication,
    GoldArticle,
    GoldEvidence,
    GoldItem,
    GoldLeaf,
    GoldList,
    GoldObject,
    Label,
)


def test_sound_gold_becomes_values(write, gold_text, schema, document):
    path = write(gold_text)
    cited = lambda number, quote: (GoldEvidence(number, quote),)  # noqa: E731
    when: JsonValue = {"text": "on Tuesday", "start": "2031-05-02", "end": "2031-05-02", "precision": "day"}
    assert load_gold(path, schema) == GoldArticle(
        path=path,
        document_id=document.id,
        schema_name="accident",
        schema_digest=schema.digest,
        split="gate",
        story="bridge-fire",
        source="articles/bridge.txt",
        labels=(Label("reader-1", dt.date(2031, 5, 4)),),
        facts=GoldObject(
            {
                "headline": GoldLeaf(
                    "Fire closes the harbour bridge", evidence=cited(1, "Fire closes the harbour bridge")
                ),
                "published": GoldLeaf(None),
                "begins": GoldLeaf(None),
                "logged": GoldLeaf(None),
                "hurt": GoldLeaf(12, range=(10.0, 12.0), precision="exact", evidence=cited(3, "Twelve people")),
                "verified": GoldLeaf(True, unclear=True, evidence=cited(2, "the city council said")),
                "grade": GoldLeaf(None),
                "code": GoldLeaf(None),
                "events": GoldList(
                    (
                        GoldItem(
                            "e1",
                            GoldObject(
                                {
                                    "what": GoldLeaf(
                                        "A fire closed the bridge.", accept=("The bridge was closed by a fire.",)
                                    ),
                                    "kind": GoldLeaf("fire"),
                                    "when": GoldLeaf(when, accept=("Tuesday",)),
                                    "actors": GoldList(),
                                }
                            ),
                            evidence=cited(2, "A fire closed the harbour bridge"),
                        ),
                        GoldItem(
                            "e2",
                            GoldObject(
                                {
                                    "what": GoldLeaf("The fire brigade helped."),
                                    "kind": GoldLeaf("rescue_work", accept=("fire",)),
                                    "when": GoldLeaf(None),
                                    "actors": GoldList(
                                        (
                                            GoldItem("a1", GoldLeaf("the fire brigade", accept=("fire brigade",))),
                                            GoldItem("a2", GoldLeaf("Tom Bell"), optional=True),
                                        )
                                    ),
                                }
                            ),
                            optional=True,
                            evidence=cited(4, "We did what we could"),
                        ),
                    )
                ),
                "outcome": GoldObject(
                    {
                        "kind": GoldLeaf("injury", evidence=cited(3, "were hurt")),
                        "people": GoldLeaf(12, evidence=cited(3, "Twelve")),
                    }
                ),
                "inquiry": GoldObject(
                    {
                        "lead": GoldLeaf("Mara Lind", evidence=cited(5, "led by Mara Lind")),
                        "days": GoldLeaf(30, evidence=cited(5, "will take 30 days")),
                    }
                ),
            }
        ),
    )


ARTICLE_LINE = "  source: articles/bridge.txt"
HEAD = [
    ("format: summarizer.gold/1", "format: summarizer.gold/2", "format:", "format is 'summarizer.gold/2', and this version reads 'summarizer.gold/1'"),
    ("format: summarizer.gold/1\n", "", "article:", "lacks 'format'; start the file with 'format: summarizer.gold/1'"),
    ("split: gate", "split: test", "split:", "split: 'test' is no label of this field; there are: dev, gate, locked"),
    ("story: bridge-fire", "story: ''", "story:", "story: the text is empty; write null where the article doesn't say"),
    ("story: bridge-fire", "story: 12", "story:", "story: expected text, found the plain 12; put it in quotes if it is text: '12'"),
    ("on: 2031-05-04", "on: 4 May", "by:", "labels: 'on': expected a date such as 2025-03-21, found '4 May'"),
    ("on: 2031-05-04", "on: 2031-02-30", "by:", "labels: 'on': expected a date such as 2025-03-21, found '2031-02-30' (day is out of range for month)"),
    ("  - {by: reader-1, on: 2031-05-04}", "  - reader-1", "- reader-1", "labels: expected {by: …, on: 2026-01-31}, found 'reader-1'"),
    ("{by: reader-1, on: 2031-05-04}", "{by: reader-1}", "by:", "labels: lacks on"),
    ("adjudication: null", "adjudication: {by: judge}", "adjudication", "adjudication: lacks on"),
    ("schema: {name: accident, digest: ", "schema: {name: accidnt, digest: ", "schema:", "schema: no schema 'accidnt'"),
    (ARTICLE_LINE + "\n", "", "  id:", "article: give either 'source', a path from the workspace, or 'text', the article"),
    (ARTICLE_LINE, ARTICLE_LINE + "\n  text: x", "  id:", "article: give either 'source', a path from the workspace, or 'text', the article"),
]  # fmt: skip

FACTS = [
    ("  published: null\n", "", "  headline:", "facts: missing published; write null, or [] for a list, where the article doesn't say"),
    ("published: null", "published: 3 May 2031", "published:", "published: expected a date such as 2025-03-21, found '3 May 2031'"),
    ("published: null", "published: 20310503", "published:", "published: expected a date such as 2025-03-21, found the plain 20310503"),
    ("published: null", "published: 2031-13-03", "published:", "published: expected a date such as 2025-03-21, found '2031-13-03' (month must be in 1..12)"),
    ("begins: null", "begins: noon", "begins:", "begins: expected a time such as 14:30, found 'noon' (Invalid isoformat string: 'noon')"),
    ("published: null", "published: {value: null, accept: [2031-05-03]}", "published:", "published: the value is absent, and 'accept' says it isn't; use value and 'optional: true'"),
    ("published: null", "published: {value: 2031-05-03, absent: true}", "published:", "published: 'absent' is true and there is a value; keep one of the two"),
    ("published: null", "published: {optional: true}", "published:", "published: 'value' is missing; write null where the article doesn't say"),
    ("published: null", "published: {valu: null}", "published:", "published: unknown key 'valu' of a value; did you mean 'value'?"),
    ("hurt: {value: 12,", "hurt: {value: 12.5,", "hurt:", "hurt: expected a whole number, found the plain 12.5"),
    ("hurt: {value: 12,", "hurt: {value: twelve,", "hurt:", "hurt: expected a whole number, found 'twelve'"),
    ("hurt: {value: 12,", "hurt: {value: true,", "hurt:", "hurt: expected a whole number, found the plain true"),
    ("range: [10, 12]", "range: [12, 10]", "hurt:", "hurt: 'range' goes down, from 12 to 10"),
    ("range: [10, 12]", "range: [1, 2]", "hurt:", "hurt: the value 12 lies outside its 'range', 1 to 2"),
    ("range: [10, 12]", "range: 12", "hurt:", "hurt: 'range' is [lowest, highest], found the plain 12"),
    ("precision: exact", "precision: rough", "hurt:", "hurt: 'rough' is no label of this field; there are: exact, at_least, at_most, about"),
    ("grade: null", "grade: {value: 2, precision: about}", "grade:", "grade: 'precision' refines numbers, and this field is enum"),
    ("grade: null", "grade: 4", "grade:", "grade: the plain 4 is no label of this field; there are: 1, 2, 3"),
    ("grade: null", "grade: true", "grade:", "grade: the plain true is no label of this field; there are: 1, 2, 3"),
    ("verified: {value: true,", "verified: {value: yes,", "verified:", "verified: expected true or false, found 'yes'"),
    ("unclear: true", "unclear: 1", "verified:", "verified: expected true or false, found the plain 1"),
    ("code: null", "code: 1.5", "code:", "code: expected text or a whole number, found the plain 1.5"),
    ("        kind: fire\n", "        kind: fier\n", "kind: fier", "events[e1].kind: 'fier' is no label of this field; did you mean 'fire'?"),
    ("what: The fire brigade helped.", "what: null", "what: null", "events[e2].what: the schema requires a value here, and null says that the article gives none"),
    ("what: The fire brigade helped.", "what: 12", "what: 12", "events[e2].what: expected text, found the plain 12; put it in quotes if it is text: '12'"),
    ("what: The fire brigade helped.", "what: [x]", "what: [x]", "events[e2].what: expected text, found a list"),
    ("accept: [The bridge was closed by a fire.]", "accept: [A fire closed the bridge.]", "accept: [A", "events[e1].what: 'accept' repeats 'A fire closed the bridge.'"),
    ("accept: [The bridge was closed by a fire.]", "accept: x", "accept: x", "events[e1].what: 'accept' is a list of values, found 'x'"),
    ("accept: [The bridge was closed by a fire.]", "accept: [null]", "accept: [null]", "events[e1].what: 'accept' holds null; write 'optional: true' where leaving it out is right"),
    ("kind: {value: rescue_work, accept: [fire]}", "kind: {value: rescue_work, accept: [smoke]}", "smoke", "events[e2].kind: 'smoke' is no label of this field; there are: fire, flood, rescue_work"),
    ("start: 2031-05-02, end: 2031-05-02", "start: 2031-05-02", "on Tuesday", "events[e1].when: a resolved time has both 'start' and 'end'; write the same day twice if it is one"),
    ("end: 2031-05-02", "end: 2031-05-01", "on Tuesday", "events[e1].when: the time ends on 2031-05-01, before it starts on 2031-05-02"),
    ("precision: day", "precision: dya", "on Tuesday", "events[e1].when: 'dya' is no label of this field; did you mean 'day'?"),
    ("text: on Tuesday", "words: on Tuesday", "on Tuesday", "events[e1].when: unknown key 'words' of a time; there are: text, start, end, precision"),
    ("        when: null", "        when: {text: Tuesday}", "{text: Tuesday}", "events[e2].when: unknown key 'text' of a value; there are: value, accept, optional, unclear, absent, precision, range, evidence"),
    ("    - id: e2\n", "    - id: e1\n", "id: e1\n      optional", "events: the id 'e1' stands twice, first on line 22"),
    ("- {id: a2, optional: true, facts: Tom Bell}", "- Tom Bell", "- Tom Bell", "events[e2].actors: a list entry is {id: …, facts: …}, found 'Tom Bell'"),
    ("facts: Tom Bell", "facts: null", "id: a2", "events[e2].actors[a2]: the facts of a list entry are null; leave the entry out"),
    ("        actors: []", "        actors: null", "actors: null", "events[e1].actors: expected a list of {id, facts}, found null; write [] for an empty list"),
    ("outcome: {kind: {value: injury,", "outcome: {kind: {value: damage,", "outcome:", "outcome.kind: 'damage' is no label of this field; there are: injury"),
    ("people: {value: 12, evidence: {3: Twelve}}", "people: many", "outcome:", "outcome.people: expected a whole number, found 'many'"),
    ("    days: {value: 30, evidence: {5: will take 30 days}}\n", "", "    lead:", "inquiry: missing days; write null, or [] for a list, where the article doesn't say"),
    ("evidence: {3: Twelve people}", "evidence: {0: Twelve people}", "hurt:", "hurt: evidence: '0' is no sentence number; sentences count from 1"),
    ("evidence: {3: Twelve people}", "evidence: {three: Twelve people}", "hurt:", "hurt: evidence: 'three' is no sentence number; sentences count from 1"),
    ("evidence: {3: Twelve people}", "evidence: [3]", "hurt:", "hurt: 'evidence' maps sentence numbers to quotes, as in {3: \"…\"}; found a list"),
    ("evidence: {3: Twelve people}", "evidence: {3: ''}", "hurt:", "hurt: evidence: the quote from sentence 3 is empty; give words that stand in it"),
    ("evidence: {3: Twelve people}", "evidence: {3: [Twelve]}", "hurt:", "hurt: evidence: sentence 3 needs words that stand in it, found a list"),
]  # fmt: skip


def _schema_of(schema):
    def find(name):
        if name != schema.name:
            raise SchemaFileError(f"no schema {name!r}")
        return schema

    return find


@pytest.mark.parametrize(("old", "new", "at", "message"), [*HEAD, *FACTS], ids=lambda value: str(value)[:40])
def test_what_does_not_fit_is_named_with_its_line(write, edited, schema, old, new, at, message):
    text = edited((old, new))
    path = write(text)
    line = text[: text.index(at)].count("\n") + 1
    reading = read_gold(path, _schema_of(schema))
    assert reading.problems == (GoldProblem(path, line, message),)
    assert not reading.sound
    with pytest.raises(GoldFileError, match=re.escape(f"{path}:{line}: ")):
        load_suite([path], _schema_of(schema))


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("split: gate", "splt: gate", [(1, "file: lacks split"), (6, "file: unknown key 'splt'; did you mean 'split'?")]),
        (
            "  published: null", "  publishd: null",
            [(13, "facts: missing published; write null, or [] for a list, where the article doesn't say"),
             (14, "facts: unknown field 'publishd'; did you mean 'published'?")],
        ),
        (
            "    - id: e2\n", "    - idd: e2\n",
            [(29, "events: a list entry lacks 'id'"), (29, "events: unknown key 'idd' of a list entry; did you mean 'id'?")],
        ),
    ],
    ids=["head", "field", "entry"],
)  # fmt: skip
def test_a_misspelt_key_is_unknown_and_the_right_one_is_lacking(write, edited, schema, old, new, problems):
    path = write(edited((old, new)))
    found = read_gold(path, _schema_of(schema)).problems
    assert found == tuple(GoldProblem(path, line, message) for line, message in problems)


def test_every_problem_is_named_and_the_error_counts_them(write, edited, schema):
    path = write(edited(("split: gate", "split: test"), ("grade: null", "grade: 4"), ("facts: Tom Bell", "facts: 3")))
    assert len(read_gold(path, _schema_of(schema)).problems) == 3
    with pytest.raises(GoldFileError) as refused:
        load_gold(path, schema)
    assert str(refused.value) == (
        f"{path}:6: split: 'test' is no label of this field; there are: dev, gate, locked"
        f" (and 2 more: summarizer gold lint {path})"
    )


def test_a_schema_that_has_changed_is_refused_with_what_to_do(write, gold_text, schema):
    path = write(gold_text.replace(schema.digest, "0" * 64))
    with pytest.raises(GoldFileError) as refused:
        load_gold(path, schema)
    assert str(refused.value) == (
        f"{path}:5: schema: accident has changed since this was labelled; check the labels against it, "
        f"then set 'digest: {schema.digest}'"
    )


def test_a_digest_of_digits_is_no_number(write, gold_text, schema, document):
    digits = "1" * 64
    reading = read_gold(write(gold_text.replace(document.id, digits)), _schema_of(schema))
    assert reading.problems == ()
    assert reading.article is not None
    assert reading.article.document_id == digits


def test_gold_of_another_schema_than_asked_for_is_refused(write, edited, schema):
    path = write(edited(("name: accident", "name: news")))
    with pytest.raises(
        GoldFileError, match=r"yaml:5: schema: the file is labelled for 'news', and 'accident' was asked"
    ):
        load_gold(path, schema)


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("code", "7", 7),
        ("code", "'7'", "7"),
        ("code", "no", "no"),
        ("begins", "14:30", "14:30:00"),
        ("logged", "2031-05-03T14:30:00+00:00", "2031-05-03T14:30:00Z"),
        ("logged", "2031-05-03 14:30", "2031-05-03T14:30:00"),
        ("published", "'2031-05-03'", "2031-05-03"),
        ("grade", "2", 2),
    ],
)
def test_a_value_is_what_the_facts_of_a_record_hold(write, edited, schema, field, written, value):
    old = "  logged: {absent: true}" if field == "logged" else f"  {field}: null"
    gold = load_gold(write(edited((old, f"  {field}: {written}"))), schema)
    assert gold.facts.fields[field] == GoldLeaf(value)


@pytest.mark.parametrize(
    ("written", "node"),
    [("null", GoldLeaf(None)), ("{absent: true}", GoldLeaf(None)), ("{value: null, unclear: true}", GoldLeaf(None, unclear=True))],
)  # fmt: skip
def test_a_whole_object_may_be_absent(write, gold_text, schema, written, node):
    gold = load_gold(write(gold_text[: gold_text.index("  inquiry:")] + f"  inquiry: {written}\n"), schema)
    assert gold.facts.fields["inquiry"] == node


def test_an_adjudication_says_who_when_and_why(write, edited, schema):
    gold = load_gold(
        write(edited(("adjudication: null", "adjudication: {by: judge, on: 2031-06-01, note: e2}"))), schema
    )
    assert gold.adjudication == Adjudication("judge", dt.date(2031, 6, 1), "e2")


def test_two_files_for_one_article_and_schema_are_refused(write, gold_text, schema):
    first, second = write(gold_text), write(gold_text, "other.yaml")
    with pytest.raises(GoldFileError) as refused:
        load_suite([first, second], _schema_of(schema))
    assert str(refused.value) == (
        f"{second}:1: a second gold file for this article and the schema accident, beside {first}; "
        "keep one, or merge them with `summarizer gold adjudicate`"
    )


def test_a_suite_is_a_folder_and_its_files_come_in_order(write, gold_text, workspace):
    paths = [write(gold_text, name) for name in ("b.yaml", "a.yml", "sub/c.yaml")]
    write("not gold", "README.md")
    write(gold_text, suite="another")
    assert find_suites(workspace.root) == ["another", "bridge"]
    assert find_gold(workspace.root, "bridge") == [paths[1], paths[0], paths[2]]


@pytest.mark.parametrize(
    ("suite", "message"),
    [
        ("brigde", "there is no suite named 'brigde'; did you mean 'bridge'?"),
        ("../..", "there is no suite named '../..'; there are: bridge, empty"),
        ("empty", "the suite holds no gold; make some with `summarizer gold init ARTICLE`"),
    ],
)
def test_a_suite_that_is_not_there_is_named_with_what_is(write, gold_text, workspace, suite, message):
    write(gold_text)
    (workspace.root / "evals/gold/empty").mkdir()
    with pytest.raises(GoldFileError) as refused:
        find_gold(workspace.root, suite)
    assert str(refused.value).endswith(message)
