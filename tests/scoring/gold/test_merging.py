"""Two labels of one article: what they say differently, how that is settled, and how far they agree."""

import dataclasses
import datetime as dt

import pytest

from summarizer.errors import GoldFileError
from summarizer.scoring.gold.adjudication import adjudicate
from summarizer.scoring.gold.agreement import agreement, pair_up
from summarizer.scoring.gold.diff import diff_gold, load_pair, shown_side
from summarizer.scoring.gold.load import load_gold
from summarizer.scoring.gold.writing import gold_yaml
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
from summarizer.scoring.published.krippendorff import alpha

DAY = dt.date(2031, 6, 1)
E2 = """\
    - id: e2
      optional: true
      evidence: {4: "We did what we could"}
      facts:
        what: The fire brigade helped.
        kind: {value: rescue_work, accept: [fire]}
        when: null
        actors:
          - {id: a1, facts: {value: the fire brigade, accept: [fire brigade]}}
          - {id: a2, optional: true, facts: Tom Bell}
"""
INQUIRY = """\
  inquiry:
    lead: {value: Mara Lind, evidence: {5: led by Mara Lind}}
    days: {value: 30, evidence: {5: will take 30 days}}
"""


@pytest.fixture
def pair(write, edited, schema):
    """The sound gold, and the same with replacements, by another labeller."""

    def make(*replacements):
        theirs = write(
            edited(("by: reader-1, on: 2031-05-04", "by: reader-2, on: 2031-05-05"), *replacements), suite="b"
        )
        return load_gold(write(edited()), schema), load_gold(theirs, schema)

    return make


def settle(pair, schema, choice) -> GoldArticle:
    ours, theirs = pair
    return adjudicate(ours, theirs, schema, lambda _difference: choice, by="judge", on=DAY)


def leaf(gold, *way):
    node = gold.facts
    for step in way:
        node = node.fields[step] if isinstance(node, GoldObject) else node.items[step].node
    return node


CASES = {
    "a value": (
        [("        kind: fire\n", "        kind: flood\n")],
        [("events[e1].kind", "value", "fire", "flood")],
    ),
    "stated or not": ([("grade: null", "grade: 2")], [("grade", "value", "null", "2")]),
    "an entry that one lacks": (
        [(E2, "")],
        [("events[e2]", "entry", "what: The fire brigade helped.; kind: rescue_work; actors: [the fire brigade, Tom Bell]", "–")],
    ),
    "an object that one lacks": (
        [(INQUIRY, "  inquiry: null\n")],
        [("inquiry", "object", "lead: Mara Lind; days: 30", "null")],
    ),
    "objects of two kinds": (
        [("outcome: {kind: {value: injury, evidence: {3: were hurt}}, people: {value: 12, evidence: {3: Twelve}}}", "outcome: {kind: damage, cost: 7}")],
        [("outcome", "object", "kind: injury; people: 12", "kind: damage; cost: 7")],
    ),
    "marks of a value": ([("unclear: true", "optional: true")], [("verified", "marks", "unclear", "optional")]),
    "precision and range": (
        [("range: [10, 12], precision: exact", "precision: at_least")],
        [("hurt", "marks", "exact, 10 to 12", "at_least")],
    ),
    "marks of an entry": ([("id: e2\n      optional: true", "id: e2\n      optional: false")], [("events[e2]", "marks", "optional", "no marks")]),
    "other words for the same": ([("text: on Tuesday, start: 2031-05-02, end: 2031-05-02, precision: day", "text: Tuesday")], []),
    "an alternative of the other": ([("{value: A fire closed the bridge., accept: [The bridge was closed by a fire.]}", "The bridge was closed by a fire.")], []),
    "ids, order and evidence": ([("{id: a1, facts:", "{id: z1, facts:"), ("{5: led by Mara Lind}", "{5: An inquiry}")], []),
    "nothing": ([], []),
}  # fmt: skip


@pytest.mark.parametrize(("replacements", "differences"), CASES.values(), ids=CASES)
def test_a_diff_names_what_two_labels_say_differently(pair, schema, replacements, differences):
    ours, theirs = pair(*replacements)
    found = diff_gold(ours, theirs, schema)
    assert [
        (one.place, one.about, *(shown_side(side, marks=one.about == "marks") for side in (one.a, one.b)))
        for one in found
    ] == differences


def test_entries_are_paired_by_what_they_say_not_by_where_they_stand(pair, schema):
    ours, theirs = pair()
    events = theirs.facts.fields["events"]
    assert isinstance(events, GoldList)
    turned = dataclasses.replace(
        theirs, facts=GoldObject({**theirs.facts.fields, "events": GoldList(tuple(reversed(events.items)))})
    )
    assert diff_gold(ours, turned, schema) == ()


def test_taking_one_side_gives_what_it_says(pair, schema):
    both = pair(
        ("        kind: fire\n", "        kind: flood\n"),
        (E2, ""),
        (INQUIRY, "  inquiry: null\n"),
        ("grade: null", "grade: 2"),
    )
    ours, theirs = (settle(both, schema, side) for side in ("a", "b"))
    assert diff_gold(ours, both[0], schema) == ()
    assert diff_gold(theirs, both[1], schema) == ()
    assert ours.adjudication == Adjudication("judge", DAY, "4 differences: 4 the first")
    assert ours.labels == (Label("reader-1", dt.date(2031, 5, 4)), Label("reader-2", dt.date(2031, 5, 5)))


def test_both_makes_either_right_and_leaving_out_right_where_one_did(pair, schema):
    both = pair(
        ("        kind: fire\n", "        kind: flood\n"),
        (INQUIRY, "  inquiry: null\n"),
        ("grade: null", "grade: 2"),
        ("        actors: []", "        actors: [{id: a1, facts: Ana Roth}]"),
    )
    gold = settle(both, schema, "both")
    assert leaf(gold, "events", 0, "kind") == GoldLeaf("fire", accept=("flood",))
    assert leaf(gold, "grade") == GoldLeaf(2, optional=True)
    assert leaf(gold, "events", 0, "actors") == GoldList((GoldItem("a1", GoldLeaf("Ana Roth"), optional=True),))
    assert leaf(gold, "inquiry") == GoldObject(
        {
            "lead": GoldLeaf("Mara Lind", optional=True, evidence=(GoldEvidence(5, "led by Mara Lind"),)),
            "days": GoldLeaf(30, optional=True, evidence=(GoldEvidence(5, "will take 30 days"),)),
        }
    )


def test_what_is_undecided_is_not_scored_and_is_named(pair, schema):
    both = pair(("        kind: fire\n", "        kind: flood\n"), (E2, ""), (INQUIRY, "  inquiry: null\n"))
    gold = settle(both, schema, "skip")
    assert leaf(gold, "events", 0, "kind") == GoldLeaf("fire", accept=("flood",), unclear=True)
    events = gold.facts.fields["events"]
    assert isinstance(events, GoldList)
    assert [item.optional for item in events.items] == [False, True]
    assert leaf(gold, "inquiry") == GoldLeaf(None, unclear=True)
    assert gold.adjudication == Adjudication(
        "judge", DAY, "3 differences: 3 undecided (events[e1].kind, events[e2], inquiry)"
    )


def test_where_labels_agree_the_alternatives_and_evidence_of_both_are_kept(pair, schema):
    both = pair(
        ("accept: [Tuesday]", "accept: [last Tuesday]"),
        ("{5: led by Mara Lind}", "{1: Fire closes, 5: An inquiry led}"),
    )  # fmt: skip
    gold = settle(both, schema, "skip")
    assert gold.adjudication == Adjudication("judge", DAY, "no differences")
    assert leaf(gold, "events", 0, "when").accept == ("Tuesday", "last Tuesday")
    assert leaf(gold, "inquiry", "lead").evidence == (
        GoldEvidence(1, "Fire closes"),
        GoldEvidence(5, "led by Mara Lind"),
    )


@pytest.mark.parametrize("choice", ["a", "b", "both", "skip"])
@pytest.mark.parametrize("replacements", [case[0] for case in CASES.values()], ids=CASES)
def test_whatever_is_chosen_the_merged_file_is_sound(pair, write, schema, replacements, choice):
    merged = settle(pair(*replacements), schema, choice)
    path = write(gold_yaml(merged), "merged.yaml")
    assert load_gold(path, schema) == dataclasses.replace(merged, path=path)


def test_an_entry_of_the_second_gets_an_id_that_is_free(pair, schema):
    both = pair(
        ("        actors: []", "        actors: [{id: a1, facts: Ana Roth}]"),
        ("facts: {value: the fire brigade, accept: [fire brigade]}", "facts: Mara Lind"),
    )  # fmt: skip
    gold = settle(both, schema, "both")
    assert [(item.id, item.node.value) for item in leaf(gold, "events", 1, "actors").items] == [
        ("a1", "the fire brigade"), ("a2", "Tom Bell"), ("a1b", "Mara Lind"),
    ]  # fmt: skip


def test_labels_of_two_articles_are_no_pair(write, edited, schema, document):
    first, second = write(edited()), write(edited((document.id, "1" * 64)), "other.yaml")
    with pytest.raises(GoldFileError, match=r"other\.yaml: labels another article than .+bridge\.yaml"):
        load_pair(first, second, lambda _name: schema)


def test_labels_that_are_the_same_agree_fully(pair, schema):
    found = agreement([pair()], lambda _name: schema)
    assert (found.articles, found.f1) == (1, 1.0)
    assert {one.field: (one.ours, one.theirs, one.hits) for one in found.fields} == {
        "headline": (1, 1, 1.0),
        "hurt": (1, 1, 1.0),
        "events.what": (2, 2, 2.0),
        "events.kind": (2, 2, 2.0),
        "events.when": (1, 1, 1.0),
        "events.actors": (2, 2, 2.0),
        "outcome.kind": (1, 1, 1.0),
        "outcome.people": (1, 1, 1.0),
        "inquiry.lead": (1, 1, 1.0),
        "inquiry.days": (1, 1, 1.0),
    }


def test_agreement_counts_what_only_one_states_unless_it_is_optional(pair, schema):
    both = pair(
        ("        kind: fire\n", "        kind: flood\n"),
        ("  headline: {value: Fire closes the harbour bridge, evidence: {1: Fire closes the harbour bridge}}", "  headline: null"),
        (INQUIRY, "  inquiry: null\n"),
        ("          - {id: a2, optional: true, facts: Tom Bell}\n", ""),
    )  # fmt: skip
    found = {one.field: one for one in agreement([both], lambda _name: schema).fields}
    counts = {name: (one.ours, one.theirs, one.hits) for name, one in found.items()}
    assert counts["headline"] == (1, 0, 0.0)
    assert counts["inquiry.lead"] == (1, 0, 0.0)
    assert counts["events.actors"] == (1, 1, 1.0)
    assert counts["events.kind"] == (2, 2, 1.0)
    assert found["events.kind"].f1 == 0.5
    assert found["headline"].f1 == 0.0


def test_alpha_is_over_the_choices_at_the_same_place(pair, schema):
    first = pair(("        kind: fire\n", "        kind: flood\n"))
    second = pair()
    [kind] = [one for one in agreement([first, second], lambda _name: schema).fields if one.field == "events.kind"]
    assert kind.units == 4
    assert kind.alpha == alpha(
        [["fire", "rescue_work", "fire", "rescue_work"], ["flood", "rescue_work", "fire", "rescue_work"]], "nominal"
    )


def test_alpha_is_none_where_everybody_always_chose_the_same_and_for_what_is_no_choice(pair, schema):
    found = {one.field: one.alpha for one in agreement([pair()], lambda _name: schema).fields}
    assert found["outcome.kind"] is None
    assert found["events.what"] is None
    assert found["events.kind"] == 1.0


def test_only_articles_that_both_labelled_are_compared(write, edited, schema, document):
    shelf = lambda _name: schema  # noqa: E731
    first, other = write(edited()), write(edited((document.id, "1" * 64)), suite="b")
    same = write(edited(), "same.yaml", suite="b")
    [(ours, theirs)] = pair_up([first], [other, same], shelf)
    assert (ours.path, theirs.path) == (first, same)
    with pytest.raises(GoldFileError, match="label no article in common"):
        pair_up([first], [other], shelf)
