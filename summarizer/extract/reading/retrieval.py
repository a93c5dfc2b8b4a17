"""Find the sentences of an article that most likely answer a question: by words, their kin, and the kind asked for."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.reading.article import Line
from summarizer.extract.reading.values import DURATION

__all__ = ["Retriever", "akin", "stems"]

_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?:ings?|ers?|ed|es|s|ly|e)$")
_SHORTEST_STEM = 3
_K1, _B = 1.5, 0.75
_KIN_WEIGHT = 0.6
_KIND_WEIGHT = 0.2
_LEAD_WEIGHT = 0.1
_FUNCTION_WORDS = """the a an of to in on at is are was were be been do does did what who whom which when where how many
much long for and or by it its that this with from as has have had will would there their they his her he she not
stated article take took place happen happened"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())

_KIN_WORDS = """call phone telephone conversation spoke speak
talk meet negotiate summit discuss
kill die dead death fatal slain murder
injure wound hurt
attack bomb shoot assault raid explode blast ambush strike gunman shell
kidnap abduct hostage
weapon gun rifle bomb grenade dynamite explosive missile drone mortar knife machinegun
damage destroy hit wreck
cost price pay worth
win beat defeat victory won
agree accord deal agreement
mediate broker facilitate
release free hand exchange swap
arrest detain custody charge
buy acquire purchase takeover bought
profit earn income
resign quit
appoint name nominate
cause blame because due
company firm
start begin open launch
end close finish
leader president premier minister chief head executive chair govern run
suspect accuse perpetrator attacker assailant terrorist guerrilla rebel
victim civilian peasant people
building house office bridge vehicle car bus tower
group organization front army
magnitude quake earthquake
spectator crowd attendance fan watch"""


def _stem(word: str) -> str:
    bare = _ENDING.sub("", word)
    return bare if len(bare) >= _SHORTEST_STEM else word


_KIN: dict[str, frozenset[str]] = {}
for _line in _KIN_WORDS.splitlines():
    _family = frozenset(map(_stem, _line.split()))
    _KIN |= {word: _KIN.get(word, frozenset()) | _family for word in _family}

_LABELS: dict[AnswerKind, frozenset[str]] = {
    "person": frozenset({"PERSON", "NORP"}),
    "organization": frozenset({"ORG"}),
    "place": frozenset({"GPE", "LOC", "FAC"}),
    "date": frozenset({"DATE", "TIME"}),
    "number": frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"}),
}


def stems(text: str) -> list[str]:
    """Return the words that carry meaning, lower case, without common endings."""
    return [_stem(word) for word in _WORD.findall(text.casefold()) if word not in _FUNCTION]


def akin(first: str, second: str) -> bool:
    """Return whether two texts share a word that carries meaning, or one of each are kin ('talks', 'summit')."""
    words = set(stems(first))
    return bool((words | {kin for word in words for kin in _KIN.get(word, ())}) & set(stems(second)))


class Retriever:
    """The sentences of one article, counted once and searched by every question."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = tuple(lines)
        self._counts = [Counter(stems(line.text)) for line in self._lines]
        self._seen = Counter(word for counts in self._counts for word in counts)
        self._mean_length = statistics.fmean(counts.total() for counts in self._counts) if self._counts else 1.0

    def ranked(self, question: str, kind: AnswerKind = "any") -> list[Line]:
        """Return the sentences that share a word, or kin of one, with the question, likeliest first."""
        by_words = self._bm25(question)
        scale = max(by_words, default=0.0)
        if scale == 0:
            return []
        scores = {
            place: score / scale + _KIND_WEIGHT * _holds(self._lines[place], kind) + _LEAD_WEIGHT / (1 + place)
            for place, score in enumerate(by_words)
            if score > 0
        }
        return [self._lines[place] for place in sorted(scores, key=lambda place: -scores[place])]

    def _bm25(self, question: str) -> list[float]:
        """Return BM25 (k1 1.5, b 0.75) a sentence; a word's kin counts for less than the word."""
        asked = set(stems(question))
        weights = dict.fromkeys(asked, 1.0)
        for word in asked:
            for kin in _KIN.get(word, ()):
                weights.setdefault(kin, _KIN_WEIGHT)
        scores = []
        for counts in self._counts:
            length = _K1 * (1 - _B + _B * counts.total() / self._mean_length)
            scores.append(
                sum(
                    weight * self._idf(word) * counts[word] * (_K1 + 1) / (counts[word] + length)
                    for word, weight in weights.items()
                    if counts[word]
                )
            )
        return scores

    def _idf(self, word: str) -> float:
        return math.log(1 + (len(self._lines) - self._seen[word] + 0.5) / (self._seen[word] + 0.5))


def _holds(line: Line, kind: AnswerKind) -> bool:
    """Return whether a sentence holds anything of the kind that is asked for."""
    if kind == "duration":
        return DURATION.search(line.text) is not None
    if line.doc is None:
        return kind == "number" and any(character.isdigit() for character in line.text)
    labels = _LABELS.get(kind, frozenset())
    return any(span.label_ in labels for span in line.doc.ents)
