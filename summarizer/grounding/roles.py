"""Check that a leaf plays the part in its sentence that its field gives it: doer, done to, speaker, place, time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import any_aligned
from summarizer.grounding.clauses import Clause, doers, done_to, located, named_elsewhere
from summarizer.grounding.context import Role
from summarizer.grounding.datespans import DateSpan, agrees
from summarizer.grounding.lexicon import closed
from summarizer.grounding.reading import Reading
from summarizer.grounding.speakers import wrong_speaker
from summarizer.grounding.words import Word, stem

__all__ = ["wrong_date", "wrong_role", "wrong_side"]

_SYMMETRIC: Final = frozenset(map(stem, closed.SYMMETRIC_VERBS))
_REACH: Final = 8


def wrong_role(role: Role, leaf: Reading, main: Reading, cited: Sequence[Reading]) -> str | None:
    """Return why ``leaf`` doesn't play ``role`` in what ``main`` tells; None where nothing speaks against it."""
    named = [leaf.parse.words[i] for i in leaf.parse.content if not leaf.parse.words[i].flags & words.TITLE]
    if not named:
        return None
    if role == "speaker":
        return wrong_speaker(named, [main.parse.words[i] for i in main.parse.content], cited)
    clauses = [Clause(reading, frame) for reading in cited for frame in reading.frames]
    best = _told(main, clauses)
    if role == "place":
        return _wrong_place(named, best, clauses)
    if role not in ("agent", "patient"):
        return None
    problems = [_wrong_part(role, named, clause, clauses) for clause in best]
    if problems:
        return None if None in problems else problems[0]
    return _wrong_noun_part(role, named, main, cited)


def wrong_side(role: Role, leaf: Reading, others: Sequence[str], cited: Sequence[Reading]) -> str | None:
    """Judge a doer or a victim where no text beside it tells the deed: by the violent verbs of the sentences.

    ``others`` are those on the other side. One who is only ever on the wrong side of such a verb is refused.
    """
    named = [leaf.parse.words[i] for i in leaf.parse.content]
    against = [item for text in others for item in Reading(text).parse.words if not item.flags & words.STOP]
    wrong = False
    for reading in cited:
        for frame in reading.frames:
            clause = Clause(reading, frame)
            acting, suffering = doers(clause), done_to(clause)
            mine, theirs = (acting, suffering) if role == "agent" else (suffering, acting)
            if any(any_aligned(item, mine) for item in named):
                return None
            if mine and any(any_aligned(item, theirs) for item in named):
                violent = bool(frame.word.same & _VIOLENT)
                wrong = wrong or violent or any(any_aligned(item, mine) for item in against)
    return "the sentence has it the other way round" if wrong else None


_VIOLENT: Final = words.word("attacked").same | words.word("killed").same | words.word("injured").same


def _told(main: Reading, clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that tell what ``main`` does: those with its verb, and of these the ones with most of its words."""
    items = [main.parse.words[i] for i in main.parse.content if not main.parse.words[i].flags & words.LIGHT]
    scored: list[tuple[int, Clause]] = []
    for clause in clauses:
        if clause.frame.word.flags & words.AUX or not any_aligned(clause.frame.word, items):
            continue
        frame = clause.frame
        around = [clause.reading.parse.words[i] for i in (*frame.subject, *frame.rest, *frame.loose)]
        scored.append((sum(any_aligned(item, around) for item in items), clause))
    top = max((score for score, _ in scored), default=0)
    return [clause for score, clause in scored if score == top]


def _wrong_part(role: Role, named: Sequence[Word], clause: Clause, clauses: Sequence[Clause]) -> str | None:
    if clause.frame.word.lemma in _SYMMETRIC:
        return None
    acting, suffering = doers(clause), done_to(clause)
    wanted, other = (acting, suffering) if role == "agent" else (suffering, acting)
    if any(any_aligned(item, wanted) for item in named) or (role == "agent" and clause.frame.unknown_subject):
        return None
    if any(any_aligned(item, other) for item in named) and (wanted or role == "patient"):
        return "the sentence has it the other way round"
    if role == "agent" and acting and named_elsewhere(named, clause, clauses):
        return f"the sentence says it of {' '.join(item.norm for item in acting[:3])}"
    return None


def _wrong_noun_part(role: Role, named: Sequence[Word], main: Reading, cited: Sequence[Reading]) -> str | None:
    """Judge 'an attack on Alpha by Beta', where a noun tells what happened."""
    items = [main.parse.words[i] for i in main.parse.content if not main.parse.words[i].flags & words.LIGHT]
    for reading in cited:
        for i in reading.parse.content:
            if i in reading.named or not any_aligned(reading.parse.words[i], items):
                continue
            acting, suffering = _around_noun(reading, i)
            wanted, other = (acting, suffering) if role == "agent" else (suffering, acting)
            if (
                wanted
                and any(any_aligned(one, other) for one in named)
                and not any(any_aligned(one, wanted) for one in named)
            ):
                return "the sentence has it the other way round"
    return None


def _around_noun(reading: Reading, i: int) -> tuple[list[Word], list[Word]]:
    """Return the names that a noun's 'by' or possessive, and its 'on', 'against' or 'of', bring in."""
    items = reading.parse.words
    acting = [
        items[j]
        for j in range(max(0, i - 3), i)
        if j in reading.named and (items[j].possessive or items[j].root[0] == "@")
    ]
    suffering: list[Word] = []
    current: list[Word] | None = None
    for j in range(i + 1, min(len(items), i + 1 + _REACH)):
        norm = items[j].norm
        if norm in ("by", "from"):
            current = acting
        elif norm in ("on", "against", "of", "at"):
            current = suffering
        elif norm in ",;:" or items[j].flags & words.SUB:
            break
        elif j in reading.named and current is not None:
            current.append(items[j])
    return acting, suffering


def _wrong_place(named: Sequence[Word], best: Sequence[Clause], clauses: Sequence[Clause]) -> str | None:
    for clause in best or clauses:
        own = located(clause)
        if not own or any(any_aligned(item, own) for item in named):
            return None
    for clause in best:
        own = located(clause)
        for rival in clauses:
            if rival.frame is not clause.frame and any(any_aligned(item, located(rival)) for item in named):
                return f"the sentence puts it in {own[0].norm.title()}"
        if _only_belonging(named, clause.reading):
            return f"the sentence puts it in {own[0].norm.title()}"
    return None


def _only_belonging(named: Sequence[Word], reading: Reading) -> bool:
    """Say whether a place stands only in 'of Kandahar', 'from Kandahar' or 'Kandahar's'."""
    items = reading.parse.words
    found = [j for j in reading.parse.content if any_aligned(items[j], named)]
    return bool(found) and all(items[j].possessive or (j and items[j - 1].norm in ("of", "from", "to")) for j in found)


def wrong_date(span: DateSpan, main: Reading, cited: Sequence[Reading]) -> str | None:
    """Return why the sentences date something else so; None where nothing speaks against it."""
    clauses = [Clause(reading, frame) for reading in cited for frame in reading.frames]
    for clause in _told(main, clauses):
        own = _dates_in(clause)
        if not own or any(agrees(span, one, None) for one in own):
            return None
        for rival in clauses:
            if rival.frame is not clause.frame and any(agrees(span, one, None) for one in _dates_in(rival)):
                return f"the sentence dates it {own[0].text!r}"
    return None


def _dates_in(clause: Clause) -> list[DateSpan]:
    frame = clause.frame
    return [one for one in clause.reading.dates if frame.first <= one.first < frame.last]
