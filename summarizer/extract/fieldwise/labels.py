"""Choose the label of a closed set that a text fits best: by what the finder knows, by words."""

from __future__ import annotations

import re
from collections import Counter

from summarizer.domain.schema import TypeNode
from summarizer.extract.fieldwise.questions import words_of
from summarizer.extract.reading.event_kinds import EVENT_KINDS
from summarizer.extract.reading.retrieval import stems

__all__ = ["choose", "known_label"]

Label = str | int | float | bool

_OWN_WEIGHT, _KIND_WEIGHT, _GLOSS_WEIGHT = 2.0, 1.0, 0.7
_SHARED = 4
_FALLBACK = frozenset({"other", "unknown", "none", "misc", "miscellaneous", "unclear", "else"})
_SAME: tuple[frozenset[str], ...] = (
    frozenset({"happened", "occurred", "completed", "past", "done", "confirmed", "over"}),
    frozenset({"ongoing", "continuing", "current", "active", "present", "developing"}),
    frozenset({"planned", "scheduled", "future", "upcoming", "expected", "announced", "agreed"}),
    frozenset({"proposed", "suggested", "offered", "considered"}),
    frozenset({"alleged", "claimed", "reported", "unconfirmed", "disputed"}),
    frozenset({"exact", "precise", "equal"}),
    frozenset({"at least", "minimum", "more than", "over", "lower bound"}),
    frozenset({"at most", "maximum", "less than", "up to", "upper bound"}),
    frozenset({"about", "approximate", "approximately", "around", "estimate", "roughly"}),
    frozenset({"assertion", "statement", "claim", "fact"}),
    frozenset({"promise", "pledge", "commitment"}),
    frozenset({"offer", "proposal", "suggestion"}),
    frozenset({"forecast", "prediction"}),
    frozenset({"phone call", "call", "conversation"}),
    frozenset({"exchange", "prisoner exchange", "swap"}),
)


def known_label(node: TypeNode, value: str) -> Label | None:
    """Return the label that says what a finder's own word says ('at_least', 'happened'), or None."""
    plain = _plain(value)
    by_name = {_plain(str(label)): label for label in node.labels}
    if plain in by_name:
        return by_name[plain]
    for group in _SAME:
        if plain in group:
            return next((label for name, label in by_name.items() if name in group), None)
    return None


def choose(node: TypeNode, text: str, description: str, *, certain: bool = False) -> Label | None:
    """Return the label whose words, gloss or kind the text shows best; ``other`` (or the like) where none stands out.

    Without such a label None is returned, unless ``certain`` asks for the best one in any case.
    """
    fallback = next((label for label in node.labels if _plain(str(label)) in _FALLBACK), None)
    candidates = [label for label in node.labels if label != fallback]
    if not candidates:
        return fallback
    words = Counter(stems(text))
    scores = [_score(label, words, description) for label in candidates]
    best = max(scores)
    if best > 0 and scores.count(best) == 1:
        return candidates[scores.index(best)]
    return candidates[scores.index(best)] if certain and fallback is None else fallback


def _score(label: Label, text: Counter[str], description: str) -> float:
    """Return how much of a label the text shows: its own words count most, then those of its kind, then its gloss."""
    own, *gloss = _label_words(label, description)
    kind = EVENT_KINDS.get(own, frozenset())
    weights = dict.fromkeys(stems(" ".join(gloss)), _GLOSS_WEIGHT)
    weights |= dict.fromkeys(stems(" ".join(kind)), _KIND_WEIGHT)
    weights |= dict.fromkeys(stems(own), _OWN_WEIGHT)
    return sum(weight for word, weight in weights.items() if any(_same(word, other) for other in text))


def _same(first: str, second: str) -> bool:
    """Return whether two stems are of one family: 'robbery' and 'robb'."""
    short, long = sorted((first, second), key=len)
    return first == second or (len(short) >= _SHARED and long.startswith(short))


def _label_words(label: Label, description: str) -> list[str]:
    """Return a label's own words and what the description says about it: "'attack' for an assault that …"."""
    found = re.search(rf"['\"]{re.escape(str(label))}['\"]\s+(?:for|is|if|only|where|means)?\s*([^;.]+)", description)
    gloss = re.sub(r"['\"][\w ]+['\"],?", "", found.group(1)) if found else ""
    return [" ".join(words_of(str(label))), *([gloss.strip()] if gloss.strip() else [])]


def _plain(text: str) -> str:
    return " ".join(words_of(text))
