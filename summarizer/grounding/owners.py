"""Tell an owner from what is owned, and one nation's team from another's: 'Mora's lawyer' is not 'Mora'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from summarizer.grounding.alignment import aligned, any_aligned
from summarizer.grounding.deeds import Clause
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.words import Word

__all__ = ["wrong_owner"]

_SPEAK_FOR: Final = word_set(
    "spokesman spokeswoman spokesperson spokespeople office government ministry army police troops forces force "
    "soldiers military officials official candidate candidates statement report study website agency authorities "
    "level levels leadership parliament team crew staff board management side delegation negotiators people "
    "president leader"
)
"""What is done by these is done by those they belong to."""

_RELATED: Final = word_set(
    "brother sister son daughter wife husband father mother uncle aunt cousin nephew niece widow child lawyer driver "
    "adviser deputy assistant aide bodyguard rival friend ally successor predecessor boss doctor partner neighbour"
)


class _Phrase(NamedTuple):
    """Who is named in one role of a clause: the owners ('Mora's'), and the heads they own."""

    owners: Sequence[Word]
    heads: Sequence[Word]
    nations: Sequence[tuple[Word, Word]]


def wrong_owner(place: Clause, other: Clause) -> str | None:
    """Return why the doer, or the one it is done to, is another than ``other`` says; None where nothing shows it."""
    for mine, theirs in ((place.doer_places, other.doer_places), (place.done_to_places, other.done_to_places)):
        ours, stated = _phrase(place, mine), _phrase(other, theirs)
        if ours is None or stated is None:
            continue
        if any(aligned(item, place.frame.word) for item in stated.heads):
            continue  # 'the insurer lost' for 'the insurer's loss'
        why = _owned(ours, stated) or _owning(ours, stated) or _related(ours, stated) or _nation(ours, stated)
        if why is not None:
            return why
    return None


def _phrase(clause: Clause, places: Sequence[int]) -> _Phrase | None:
    """Return the phrase of one role; None where there is none, or 'of' and 'and' make its parts hard to tell."""
    items = clause.reading.parse.words
    if not places or any(items[i].norm in ("of", "and", "or") for i in range(places[0], places[-1])):
        return None
    owners = [items[i] for i in places if items[i].possessive and i + 1 < len(items) and i != places[-1]]
    heads = [items[i] for i in places if items[i] not in owners]
    nations = [(items[i], items[i + 1]) for i in places if items[i].root.startswith("@") and i + 1 in places]
    return _Phrase(owners, heads, nations)


def _owned(ours: _Phrase, stated: _Phrase) -> str | None:
    """Refuse 'Mora was held' where the sentence has 'Mora's lawyer was held'."""
    owner = next((item for item in stated.owners if any_aligned(item, ours.heads)), None)
    if owner is None or owner.state or not stated.heads or stated.heads[-1].norm in _SPEAK_FOR:
        return None
    if any(any_aligned(item, (*ours.heads, *ours.owners)) for item in stated.heads):
        return None
    return f"the sentence says it of {owner.norm}'s {stated.heads[-1].norm}"


def _owning(ours: _Phrase, stated: _Phrase) -> str | None:
    """Refuse 'Mora's lawyer was held' where the sentence has 'Mora was held'."""
    owner = next((item for item in ours.owners if any_aligned(item, stated.heads)), None)
    if owner is None or owner.state or not ours.heads or ours.heads[-1].norm in _SPEAK_FOR:
        return None
    if any(any_aligned(item, (*stated.heads, *stated.owners)) for item in ours.heads):
        return None
    return f"the sentence says it of {owner.norm}"


def _related(ours: _Phrase, stated: _Phrase) -> str | None:
    """Refuse 'the mayor's brother' where the sentence has 'the mayor's rival'."""
    mine = [item for item in ours.heads if item.norm in _RELATED]
    theirs = [item for item in stated.heads if item.norm in _RELATED]
    if not mine or not theirs or any(any_aligned(item, stated.heads) for item in mine):
        return None
    shared = any(any_aligned(item, stated.owners) for item in ours.owners)
    return f"the sentence says it of the {theirs[0].norm}" if shared else None


def _nation(ours: _Phrase, stated: _Phrase) -> str | None:
    """Refuse 'the Danish ship' where the sentence has 'the Greek ship' in the same part."""
    for nation, noun in ours.nations:
        rivals = [other for other, one in stated.nations if aligned(one, noun)]
        if rivals and not any_aligned(nation, [*stated.heads, *stated.owners]):
            return f"the sentence says it of the {rivals[0].norm.capitalize()} {noun.norm}"
    return None
