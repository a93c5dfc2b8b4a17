"""Choose the label of a closed set that a text fits best: by what the finder knows, by words, by meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.domain.schema import TypeNode
from summarizer.extract.fieldwise.questions import words_of
from summarizer.extract.reading.embedding import Embedder
from summarizer.extract.reading.event_kinds import EVENT_KINDS
from summarizer.extract.reading.retrieval import stems

__all__ = ["choose", "known_label"]

Label = str | int | float | bool

_MARGIN = 0.012
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


def choose(
    node: TypeNode, text: str, description: str, embedder: Embedder | None, *, certain: bool = False
) -> Label | None:
    """Return the best label for a text; ``other`` (or the like), if there is one, or None when no label stands out.

    ``certain`` asks for the best label in any case, for a field that must have one and has no fallback.
    """
    fallback = next((label for label in node.labels if _plain(str(label)) in _FALLBACK), None)
    candidates = [label for label in node.labels if label != fallback]
    if not candidates:
        return fallback
    scores = [_by_words(label, text, description) for label in candidates]
    best = max(scores)
    if best > 0 and scores.count(best) == 1:
        return candidates[scores.index(best)]
    margin = _MARGIN if fallback is None else 2 * _MARGIN
    near = _by_meaning(candidates, text, description, embedder, margin) if embedder is not None else None
    if near is not None:
        return near
    return candidates[scores.index(best)] if certain and fallback is None else fallback


def _by_words(label: Label, text: str, description: str) -> int:
    words = set(stems(" ".join(_label_words(label, description))))
    name = _plain(str(label))
    words |= {stem for kind, lemmas in EVENT_KINDS.items() if kind == name for stem in stems(" ".join(lemmas))}
    return len(words & set(stems(text)))


def _by_meaning(
    candidates: Sequence[Label], text: str, description: str, embedder: Embedder, least: float
) -> Label | None:
    """Return the nearest label when it is nearer than the next by ``least``."""
    passages = [": ".join(_label_words(label, description)) for label in candidates]
    values = [float(value) for value in embedder.labels(passages) @ embedder.queries([text])[0]]
    order = sorted(range(len(values)), key=lambda position: -values[position])
    margin = values[order[0]] - values[order[1]] if len(order) > 1 else 1.0
    return candidates[order[0]] if margin >= least else None


def _label_words(label: Label, description: str) -> list[str]:
    """Return a label's own words and what the description says about it: "'attack' for an assault that …"."""
    found = re.search(rf"['\"]{re.escape(str(label))}['\"]\s+(?:for|is|if|only|where|means)?\s*([^;.]+)", description)
    gloss = re.sub(r"['\"][\w ]+['\"],?", "", found.group(1)) if found else ""
    return [" ".join(words_of(str(label))), *([gloss.strip()] if gloss.strip() else [])]


def _plain(text: str) -> str:
    return " ".join(words_of(text))
