"""Check each clause of a fact against the clauses of its sentences: affirmed or denied, done by whom to whom, when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned, any_aligned, opposed
from summarizer.grounding.datespans import agrees
from summarizer.grounding.deeds import Clause, label, named_elsewhere, overlap
from summarizer.grounding.findings import Finding, Report
from summarizer.grounding.frames import Frame
from summarizer.grounding.lexicon import closed
from summarizer.grounding.lexicon.wordset import word_list
from summarizer.grounding.owners import wrong_owner
from summarizer.grounding.polarity import ALLEGED, FUTURE, POSSIBLE
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, stem

__all__ = ["check_clauses", "denied_there", "told_otherwise"]

_SYMMETRIC: Final = frozenset(map(stem, closed.SYMMETRIC_VERBS))
_RAISING: Final = frozenset(
    map(stem, word_list("expect set plan schedule believe think say allege report know project forecast"))
)
_ERGATIVE: Final = frozenset(
    map(
        stem,
        word_list(
            "die perish open close shut sink burn explode break start begin end stop increase decrease rise fall drop "
            "grow shrink double triple change move collapse crash resume continue expand improve worsen sell derail "
            "capsize drown ease tighten spread go fly run return recover gather merge unite split form reopen launch"
        ),
    )
)
"""Verbs whose subject, without an object, is what it is done to: 'the firm closed the shop', 'the shop closed'."""


def check_clauses(claim: Reading, stated: Sequence[Clause], report: Report, *, unrealised: bool) -> list[Clause]:
    """Compare clause by clause; return the clauses whose verb no clause of the sentences has."""
    unmatched: list[Clause] = []
    told: set[int] = set()
    for frame in claim.frames:
        place = Clause(claim, frame)
        if frame.word.flags & words.AUX:
            _check_copula(place, stated, report)
            continue
        problems = _compare_all(place, stated, unrealised=unrealised)
        if problems is None:
            unmatched.append(place)
        elif problems:
            report.findings.extend(problems)
        else:
            told.add(frame.governor)
    return [place for place in unmatched if place.frame.verb not in told]


def denied_there(place: Clause, stated: Sequence[Clause]) -> Clause | None:
    """Return a clause that denies something of most of the words of ``place``; None where there is none."""
    about = [item for item in place.around if not item.flags & words.LIGHT]
    for other in stated:
        if other.frame.negated and about and 2 * sum(any_aligned(item, other.around) for item in about) > len(about):
            return other
    return None


def told_otherwise(place: Clause, stated: Sequence[Clause]) -> Clause | None:
    """Return a clause that tells another deed of the same doer and the same object; None where there is none."""
    for other in stated:
        frame = other.frame
        if frame.word.flags & (words.AUX | words.LIGHT) or not frame.word.same:
            continue
        if frame.word.flags & words.SAY and not other.done_to:
            continue
        if any_aligned(frame.word, place.around):
            continue  # 'committed a foul' for 'fouled'
        mine, theirs = place.pick(place.frame.rest), other.pick(frame.rest)
        if overlap(place.doers, other.doers) and (overlap(mine, theirs) or not (mine or theirs)):
            return other
    return None


def _compare_all(place: Clause, stated: Sequence[Clause], *, unrealised: bool) -> list[Finding] | None:
    """Return what speaks against a clause in the sentence clause that fits best; None when no clause has its verb."""
    best: list[Finding] | None = None
    if place.frame.word.flags & words.SAY:
        # 'declare', 'add' and 'report' also mean other things than saying: their own verb comes first
        stated = [one for one in stated if one.frame.word.lemma == place.frame.word.lemma] or stated
    for other in stated:
        if not _comparable(place, other):
            continue
        problems = list(_compare(place, other, stated, unrealised=unrealised))
        if not problems:
            return []
        if best is None or len(problems) < len(best):
            best = problems
    return best


def _comparable(place: Clause, other: Clause) -> bool:
    """Say whether two clauses tell the same, or contradict each other about the same things."""
    mine, theirs = place.frame, other.frame
    if aligned(mine.word, theirs.word):
        return True
    if not opposed(mine.word, theirs.word):
        return False
    return not place.around or not other.around or theirs.unknown_subject or overlap(place.around, other.around)


def _compare(place: Clause, other: Clause, stated: Sequence[Clause], *, unrealised: bool) -> Iterable[Finding]:
    mine, theirs = place.frame, other.frame
    converse = _is_converse(place, other)
    yield from _polarity(mine, theirs, converse=converse)
    if not unrealised:
        yield from _modality(mine, theirs)
    raised = mine.word.lemma in _RAISING and mine.passive  # 'a deal is expected to be signed'
    if mine.word.lemma not in _SYMMETRIC and not raised:
        yield from _roles(place, other, stated, converse=converse)
    yield from _dates(place, other, stated)
    yield from _places(place, other, stated)


def _is_converse(place: Clause, other: Clause) -> bool:
    """Say whether the sentence tells the same from the other side: what one buys the other sells."""
    mine, theirs = place.frame.word, other.frame.word
    if not mine.converse & theirs.same or aligned(mine, theirs):
        return False
    acting = place.doers
    across = other.pick([*other.frame.rest, *other.frame.by])
    if not acting or overlap(acting, other.doers):
        return False
    return overlap(acting, across) or overlap(other.doers, place.pick(place.frame.rest))


def _polarity(mine: Frame, theirs: Frame, *, converse: bool) -> Iterable[Finding]:
    if aligned(mine.word, theirs.word):
        if mine.negated != theirs.negated:
            yield Finding(mine.word.norm, _denial(theirs), conflict=True)
        return
    scale = bool(mine.word.scale & theirs.word.same)
    if converse or (mine.negated != theirs.negated and not scale):
        return
    yield Finding(mine.word.norm, f"the sentence says {theirs.word.norm!r}", conflict=True)


def _denial(theirs: Frame) -> str:
    return f"the sentence {'denies' if theirs.negated else 'affirms'} {theirs.word.norm!r}"


def _modality(mine: Frame, theirs: Frame) -> Iterable[Finding]:
    if mine.negated and theirs.negated:
        return
    hedge = theirs.hedge & ~ALLEGED if mine.attributed else theirs.hedge
    if hedge and not mine.hedge:
        yield Finding(mine.word.norm, f"the sentence doesn't say that it happened ({_hedge_words(theirs.hedge)})")
    elif hedge and not hedge & mine.hedge and (hedge | mine.hedge) & (FUTURE | ALLEGED):
        yield Finding(mine.word.norm, f"the sentence says it is {_hedge_words(theirs.hedge)}")
    elif (
        mine.hedge & (FUTURE | POSSIBLE) and not theirs.hedge and theirs.word.flags & words.PAST and not mine.infinitive
    ):
        yield Finding(mine.word.norm, "the sentence says that it happened")


def _hedge_words(bits: int) -> str:
    names = ("possible", "to come", "wanted or proposed", "alleged")
    return ", ".join(name for k, name in enumerate(names) if bits >> k & 1)


def _roles(place: Clause, other: Clause, stated: Sequence[Clause], *, converse: bool) -> Iterable[Finding]:
    """Refuse a doer who is done to, and a doer who does something else in the sentence."""
    acting, suffering = place.doers, place.done_to
    their_acting, their_suffering = other.doers, other.done_to
    if converse:
        return
    if other.frame.unknown_subject or place.frame.unknown_subject:
        return
    if not suffering and not place.frame.passive and overlap(acting, their_suffering):
        return  # 'the shop closed', 'drones destroyed over the city': the doer isn't named
    if not place.frame.word.flags & words.SAY and (why := wrong_owner(place, other)):
        yield Finding(label(acting or suffering), why, conflict=True)
        return
    same_doer = not acting or not their_acting or overlap(acting, their_acting)
    if not same_doer and (overlap(acting, their_suffering) or _swapped(place, other)):
        yield Finding(label(acting), f"the sentence has it the other way round: {label(their_acting)}", conflict=True)
    elif their_acting and (_told_of_other if same_doer else named_elsewhere)(acting, other, stated):
        yield Finding(label(acting), f"the sentence says it of {label(their_acting)}", conflict=True)
    elif _done_to_another(suffering, their_suffering, other, stated) and not _is_ergative(place, other):
        yield Finding(label(suffering), f"the sentence says it of {label(their_suffering)}", conflict=True)
    elif (not acting or not same_doer) and _is_doer_instead(place, other):
        yield Finding(label(suffering), "the sentence has it as the doer", conflict=True)


def _swapped(place: Clause, other: Clause) -> bool:
    """Say whether each side's doer is what the other's verb leads to: 'India lost to Pakistan'."""
    if place.frame.passive or other.frame.passive or _ranked(place) != _ranked(other):
        return False
    mine, theirs = place.pick(place.frame.rest), other.pick(other.frame.rest)
    return overlap(place.doers, theirs) and overlap(other.doers, mine)


def _ranked(clause: Clause) -> bool:
    """Say whether the clause puts its subject behind, after or below something: turned round, it says the same."""
    inside = clause.reading.parse.words[clause.frame.first : clause.frame.last]
    return any(item.norm in ("behind", "after", "below", "under", "following") for item in inside)


def _done_to_another(
    suffering: Sequence[Word], their_suffering: Sequence[Word], other: Clause, stated: Sequence[Clause]
) -> bool:
    """Say whether the clause names another whom it is done to, and the fact's one stands in another clause."""
    if not suffering or not their_suffering or overlap(suffering, their_suffering):
        return False
    if any(item.capital for item in their_suffering) and not any(item.capital for item in suffering):
        return False
    return named_elsewhere(suffering, other, stated)


def _is_ergative(place: Clause, other: Clause) -> bool:
    """Say whether either verb may leave out who does it."""
    return any(one.frame.word.lemma.partition("_")[0] in _ERGATIVE for one in (place, other))


def _told_of_other(acting: Sequence[Word], other: Clause, stated: Sequence[Clause]) -> bool:
    """Say whether another clause's subject has more of ``acting``: 'imports of steel' for 'exports of steel'."""
    here = other.around
    absent = [item for item in acting if not any_aligned(item, here) and not item.flags & words.LIGHT]
    if not absent:
        return False
    count = sum(any_aligned(item, here) for item in acting)
    for rival in stated:
        subject = [rival.reading.parse.words[i] for i in rival.frame.subject]
        if rival.frame is other.frame or not overlap(absent, subject):
            continue
        if sum(any_aligned(item, subject) for item in acting) > count:
            return True
    return False


def _is_doer_instead(place: Clause, other: Clause) -> bool:
    if not place.done_to or not other.done_to or _is_ergative(place, other):
        return False
    return not overlap(place.done_to, other.done_to) and overlap(place.done_to, other.doers)


def _dates(place: Clause, other: Clause, stated: Sequence[Clause]) -> Iterable[Finding]:
    """Refuse the date of another clause where the clause has its own, or tells of a later time."""
    for span in place.dates:
        if not (other.dates or other.later) or any(agrees(span, one, None) for one in other.dates):
            continue
        rivals = (rival for rival in stated if rival.frame is not other.frame)
        if any(agrees(span, one, None) for rival in rivals for one in rival.dates):
            own = repr(other.dates[0].text) if other.dates else "later"
            yield Finding(span.text, f"the sentence dates it {own}", conflict=True)


def _places(place: Clause, other: Clause, stated: Sequence[Clause]) -> Iterable[Finding]:
    """Refuse the place of another clause where the clause has its own."""
    if not place.places or not other.places or overlap(place.places, other.places):
        return
    rivals = [rival for rival in stated if rival.frame is not other.frame]
    inside = other.pick([*other.frame.left, *other.frame.rest])
    elsewhere = not overlap(place.places, inside) and not any(overlap(place.places, one.places) for one in stated)
    if elsewhere or any(overlap(place.places, rival.places) for rival in rivals):
        yield Finding(label(place.places), f"the sentence puts it in {label(other.places)}", conflict=True)


def _check_copula(place: Clause, stated: Sequence[Clause], report: Report) -> None:
    """Check 'is (not) guilty': what follows must be denied in both or in neither."""
    items = place.reading.parse.words
    wanted = [items[i] for i in place.frame.rest if not items[i].flags & words.LIGHT]
    for other in stated:
        theirs = [other.reading.parse.words[i] for i in (*other.frame.rest, other.frame.verb)]
        if not other.frame.word.flags & words.AUX or not overlap(wanted[:2], theirs):
            continue
        if other.frame.negated == place.frame.negated:
            return
        report.conflict(wanted[0].norm, f"the sentence {'denies' if other.frame.negated else 'affirms'} it")
        return
