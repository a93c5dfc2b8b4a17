"""Check that a leaf plays the part in its sentence that its field gives it: doer, done to, speaker, place, time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import any_aligned
from summarizer.grounding.context import Role
from summarizer.grounding.datespans import DateSpan, agrees
from summarizer.grounding.deeds import Clause, named_elsewhere, overlap
from summarizer.grounding.lazy import lazy
from summarizer.grounding.lexicon import closed
from summarizer.grounding.passage import Passage
from summarizer.grounding.reading import Reading
from summarizer.grounding.speakers import Attribution, attributions, wrong_speaker
from summarizer.grounding.words import Word, stem, word

__all__ = ["Told", "wrong_date", "wrong_role", "wrong_side"]

_SYMMETRIC: Final = frozenset(map(stem, closed.SYMMETRIC_VERBS))
_VIOLENT: Final = word("attacked").same | word("killed").same | word("injured").same
_REACH: Final = 8
_WORDS: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_OTHER_WAY: Final = "the sentence has it the other way round"


class Told:
    """What an object's main text tells, and the clauses of its sentences that tell the same."""

    def __init__(self, main: Reading, passage: Passage) -> None:
        """Take up ``main`` and the sentences cited for it."""
        self.passage = passage
        self.said = [main.parse.words[i] for i in main.parse.content]
        self.items = [item for item in self.said if not item.flags & words.LIGHT]

    @lazy
    def clauses(self) -> list[Clause]:
        """Clauses with a verb of the text."""
        return [
            clause
            for clause in self.passage.clauses
            if not clause.frame.word.flags & words.AUX and any_aligned(clause.frame.word, self.items)
        ]

    @lazy
    def sayings(self) -> list[Attribution]:
        """Who says what in the sentences that hold the text; a verb of saying inside it attributes it to nobody."""
        shares = [sum(any_aligned(item, reading.parse.words) for item in self.said) for reading in self.passage.cited]
        sources = [
            reading
            for reading, share in zip(self.passage.cited, shares, strict=True)
            if 2 * share >= max(shares, default=0)
        ]
        found = [one for reading in sources for one in attributions(reading)]
        return [one for one in found if one.verb is None or not any_aligned(one.verb, self.said)]

    def is_voiced_by(self, name: str) -> bool:
        """Say whether ``name`` says, proposes or demands what the text tells, whoever is to do it."""
        named = _named(name)
        for clause in self.clauses:
            governor = next((one for one in self.passage.clauses if _governs(one, clause)), None)
            if governor is not None and overlap(named, governor.doers):
                return True
        said = (one for one in self.sayings if 2 * sum(any_aligned(w, one.said) for w in self.items) >= len(self.items))
        return any(overlap(named, one.speaker) for one in said)

    @lazy
    def best(self) -> list[Clause]:
        """Clauses with a verb of the text, and of these the ones with most of its words."""
        scored = [(sum(any_aligned(item, clause.around) for item in self.items), clause) for clause in self.clauses]
        top = max((score for score, _ in scored), default=0)
        return [clause for score, clause in scored if score == top]


def _governs(one: Clause, other: Clause) -> bool:
    return one.reading is other.reading and one.frame.verb == other.frame.governor


def _named(text: str) -> list[Word]:
    """Return the words of a leaf that name somebody or something."""
    found = [word(token) for token in _WORDS.findall(text)]
    return [item for item in found if not item.flags & (words.STOP | words.TITLE | words.DIGITS)]


def wrong_role(role: Role, text: str, told: Told) -> str | None:
    """Return why the leaf ``text`` doesn't play ``role`` in what is told; None where nothing speaks against it."""
    named = _named(text)
    if not named:
        return None
    if role == "speaker":
        return wrong_speaker(named, told.said, told.sayings)
    if role == "place":
        return _wrong_place(named, told)
    problems = [_wrong_part(role, named, clause, told.passage.clauses) for clause in told.best]
    if problems:
        return None if None in problems or _plays(role, named, told) else problems[0]
    return _wrong_noun_part(role, named, told)


def wrong_side(role: Role, text: str, others: Sequence[str], passage: Passage) -> str | None:
    """Judge a doer or a victim where no text beside it tells the deed: by the violent verbs of the sentences.

    ``others`` are those on the other side. One who is only ever on the wrong side of such a verb is refused.
    """
    named = _named(text)
    against = [item for other in others for item in _named(other)]
    wrong = False
    for clause in passage.clauses:
        mine, theirs = (clause.doers, clause.done_to) if role == "agent" else (clause.done_to, clause.doers)
        if overlap(named, mine):
            return None
        if mine and overlap(named, theirs):
            wrong = wrong or bool(clause.frame.word.same & _VIOLENT) or overlap(against, mine)
    return _OTHER_WAY if wrong else None


def _plays(role: Role, named: Sequence[Word], told: Told) -> bool:
    """Say whether another deed that is told gives the part: 'Arvik accused Belm of shelling it' is done to Belm."""
    sides = ((one.doers if role == "agent" else one.done_to) for one in told.clauses)
    return any(overlap(named, side) for side in sides)


def _wrong_part(role: Role, named: Sequence[Word], clause: Clause, clauses: Sequence[Clause]) -> str | None:
    if clause.frame.word.lemma in _SYMMETRIC:
        return None
    mine, theirs = (clause.doers, clause.done_to) if role == "agent" else (clause.done_to, clause.doers)
    if overlap(named, mine) or (role == "agent" and clause.frame.unknown_subject):
        return None
    lent = clause.frame.infinitive and not clause.frame.subject  # 'to protect them': whose subject is a guess
    if overlap(named, theirs) and (mine or role == "patient") and not lent:
        return _OTHER_WAY
    if role == "agent" and mine and named_elsewhere(named, clause, clauses):
        return f"the sentence says it of {' '.join(item.norm for item in mine[:3])}"
    return None


def _wrong_noun_part(role: Role, named: Sequence[Word], told: Told) -> str | None:
    """Judge 'an attack on Alpha by Beta', where a noun tells what happened."""
    for reading in told.passage.cited:
        for i in reading.parse.content:
            if i in reading.named or not any_aligned(reading.parse.words[i], told.items):
                continue
            acting, suffering = _around_noun(reading, i)
            mine, theirs = (acting, suffering) if role == "agent" else (suffering, acting)
            if mine and overlap(named, theirs) and not overlap(named, mine):
                return _OTHER_WAY
    return None


def _around_noun(reading: Reading, i: int) -> tuple[list[Word], list[Word]]:
    """Return the names that a noun's 'by' or possessive, and its 'on', 'against' or 'of', bring in."""
    items = reading.parse.words
    near = [j for j in range(max(0, i - 3), i) if j in reading.named]
    acting = [items[j] for j in near if items[j].possessive or items[j].root[0] == "@"]
    suffering: list[Word] = []
    current: list[Word] | None = None
    for j in range(i + 1, min(len(items), i + 1 + _REACH)):
        norm = items[j].norm
        if norm in ("by", "from"):
            current = acting
        elif norm in ("on", "against", "of", "at"):
            current = suffering
        elif norm in (",", ";", ":") or items[j].flags & words.SUB:
            break
        elif j in reading.named and current is not None:
            current.append(items[j])
    return acting, suffering


def _wrong_place(named: Sequence[Word], told: Told) -> str | None:
    for clause in told.best:
        if not clause.places or overlap(named, clause.places):
            return None
    for clause in told.best:
        rivals = (rival for rival in told.passage.clauses if rival.frame is not clause.frame)
        if any(overlap(named, rival.places) for rival in rivals) or _only_belonging(named, clause.reading):
            return f"the sentence puts it in {clause.places[0].norm.title()}"
    return None


def _only_belonging(named: Sequence[Word], reading: Reading) -> bool:
    """Say whether a place stands only in 'of Kandahar', 'from Kandahar' or 'Kandahar's'."""
    items = reading.parse.words
    found = [j for j in reading.parse.content if any_aligned(items[j], named)]
    return bool(found) and all(items[j].possessive or (j and items[j - 1].norm in ("of", "from", "to")) for j in found)


def wrong_date(span: DateSpan, told: Told) -> str | None:
    """Return why the sentences date something else so; None where nothing speaks against it."""
    for clause in told.best:
        if not clause.dates or any(agrees(span, one, None) for one in clause.dates):
            return None
        rivals = (rival for rival in told.passage.clauses if rival.frame is not clause.frame)
        if any(agrees(span, one, None) for rival in rivals for one in rival.dates):
            return f"the sentence dates it {clause.dates[0].text!r}"
    return None
