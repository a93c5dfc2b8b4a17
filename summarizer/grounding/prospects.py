"""Deeds that a sentence names as a noun and only as wished, planned or turned down: 'proposed a ban' bans nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned
from summarizer.grounding.lexicon.wordset import word_list, word_set
from summarizer.grounding.polarity import ALLEGED, hedge_class
from summarizer.grounding.reading import Reading
from summarizer.grounding.verbs import negative_verb
from summarizer.grounding.words import Word, stem

__all__ = ["only_in_prospect"]

_REACH: Final = 5
_WEIGHING: Final = frozenset(
    map(
        stem,
        word_list("consider propose discuss weigh mull urge demand suggest recommend threaten oppose debate avert"),
    )
)
_PROSPECTS: Final = frozenset(
    map(stem, word_list("plan proposal threat call demand risk possibility idea bid prospect fear offer request hope"))
)
_LEADING: Final = word_set("for of on to against about")


def only_in_prospect(verb: Word, cited: Sequence[Reading]) -> bool:
    """Say whether every noun for ``verb`` in the sentences hangs on a wish, a plan, a threat or a refusal."""
    places = [
        (reading, j)
        for reading in cited
        for j in reading.parse.content
        if j not in reading.verbs and aligned(verb, reading.parse.words[j])
    ]
    return bool(places) and all(_in_prospect(reading, j) for reading, j in places)


def _in_prospect(reading: Reading, noun: int) -> bool:
    """Look back from ``noun`` over what may stand between it and the word that it hangs on."""
    items = reading.parse.words
    for j in range(noun - 1, max(-1, noun - _REACH - 1), -1):
        item = items[j]
        if j in reading.verbs:
            bits = hedge_class(item) & ~ALLEGED
            return bool(bits) or item.lemma.partition("_")[0] in _WEIGHING or negative_verb(item)
        if item.lemma in _PROSPECTS and items[j + 1].norm in _LEADING:
            return True
        if not item.flags & words.WORD and item.norm != "-":
            return False
    return False
