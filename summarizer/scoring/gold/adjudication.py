"""Settle what two labels of one article say differently, and write down who did, when, and how."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from summarizer.domain.schema import TargetSchema
from summarizer.scoring.gold.merging import CHOICES, Choice, Decide, Difference, merge_facts
from summarizer.scoring.gold_model import Adjudication, GoldArticle
from summarizer.scoring.plan import plan_of

__all__ = ["adjudicate"]

_SAID = {"a": "the first", "b": "the second", "both": "either", "skip": "undecided"}


def adjudicate(
    ours: GoldArticle, theirs: GoldArticle, schema: TargetSchema, decide: Decide, *, by: str, on: dt.date
) -> GoldArticle:
    """Return the two labels as one, with an account of the decisions; ``by`` settled them on the day ``on``.

    Where they agree, alternatives and evidence of both are kept. What is undecided isn't scored, and is named.
    """
    made: Counter[Choice] = Counter()
    undecided: list[str] = []

    def noted(difference: Difference) -> Choice:
        choice = decide(difference)
        made[choice] += 1
        if choice == "skip":
            undecided.append(difference.place)
        return choice

    facts = merge_facts(plan_of(schema), ours.facts, theirs.facts, noted)
    return replace(
        ours,
        facts=facts,
        labels=tuple(dict.fromkeys((*ours.labels, *theirs.labels))),
        adjudication=Adjudication(by, on, _account(made, undecided)),
        note="\n".join(dict.fromkeys(note for note in (ours.note, theirs.note) if note)),
    )


def _account(made: Counter[Choice], undecided: list[str]) -> str:
    if not made:
        return "no differences"
    counts = ", ".join(f"{made[choice]} {_SAID[choice]}" for choice in CHOICES if made[choice])
    rest = f" ({', '.join(undecided)})" if undecided else ""
    return f"{made.total()} differences: {counts}{rest}"
