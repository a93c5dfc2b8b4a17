"""ANLS*, the tree-shaped normalised Levenshtein similarity (Peer et al. 2024, arXiv:2402.03848)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from rapidfuzz.distance import Levenshtein

from summarizer.scoring.published.assignment import greatest_pairs
from summarizer.scoring.published.case_form import Case, MalformedCaseError, UndefinedScoreError, value

__all__ = ["ONE_OF", "THRESHOLD", "OneOf", "anls_star", "score_case"]

THRESHOLD = 0.5
"""A text less similar than this counts 0."""

ONE_OF = "__one_of__"
"""The key under which a case file lists alternatives: JSON has no tuples."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Alternatives in gold, any of which is right; UndefinedScoreError where there is none."""

    options: tuple[Gold, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise UndefinedScoreError("Expected at least 1 valid ground truth option")


Scalar = str | int | float | bool | None
Gold = Scalar | OneOf | Sequence["Gold"] | Mapping[str, "Gold"]
Prediction = JsonValue


@dataclass(frozen=True, slots=True)
class _Match:
    """Similarities of the leaves compared, the number of leaves they are divided by, and the gold as it was read."""

    similarities: list[float]
    length: int
    closest: object

    @property
    def mean(self) -> float:
        return sum(self.similarities) / self.length if self.length else 1.0


def anls_star(gold: Gold, prediction: Prediction) -> float:
    """Return the similarity in [0, 1], 1 for two empty trees.

    Lists are matched one to one for the greatest total similarity; unmatched items count their leaves. Keys that one
    side lacks count as None. A gold None accepts None, "", [] and {}; a gold [] or "" does not accept None. A list of
    texts as the whole gold, with a text as the whole prediction, means alternatives (as in ST-VQA). Raises
    UndefinedScoreError for alternatives without an option.
    """
    if isinstance(gold, list) and isinstance(prediction, str) and all(isinstance(each, str) for each in gold):
        gold = OneOf(tuple(gold))
    return _match(gold, prediction).mean


def score_case(case: Case) -> JsonValue:
    """Score ``{gold: tree, prediction: tree}``; ``{"__one_of__": […]}`` in gold stands for alternatives."""
    prediction = value(case, "prediction")
    _refuse_alternatives(prediction)
    return {"anls": anls_star(_decoded(value(case, "gold")), prediction)}


def _decoded(gold: JsonValue) -> Gold:
    if isinstance(gold, list):
        return [_decoded(each) for each in gold]
    if not isinstance(gold, dict):
        return gold
    if set(gold) != {ONE_OF}:
        return {key: _decoded(each) for key, each in gold.items()}
    options = gold[ONE_OF]
    if not isinstance(options, list):
        raise MalformedCaseError(f"{ONE_OF} must hold a list of alternatives, not {options!r}")
    return OneOf(tuple(_decoded(each) for each in options))


def _refuse_alternatives(prediction: JsonValue) -> None:
    if isinstance(prediction, dict) and ONE_OF in prediction:
        raise MalformedCaseError(f"{ONE_OF} may stand in gold only: a prediction has to commit itself")
    children = prediction.values() if isinstance(prediction, dict) else prediction
    if isinstance(prediction, dict | list):
        for child in children if not isinstance(children, str | int | float | None) else ():
            _refuse_alternatives(child)


def _match(gold: Gold, prediction: Prediction) -> _Match:
    if isinstance(gold, OneOf):
        return _match_options(gold, prediction)
    if gold is None:
        return _match_none(prediction)
    if isinstance(gold, Mapping):
        return _match_mapping(gold, prediction)
    if isinstance(gold, list):
        return _match_list(gold, prediction)
    assert isinstance(gold, str | int | float)
    return _match_text(gold, prediction)


def _match_options(gold: OneOf, prediction: Prediction) -> _Match:
    """Take the best option; among equals the first that equals the prediction, otherwise the first."""
    matches = [_match(option, prediction) for option in gold.options]
    return max(matches, key=lambda match: (match.mean, match.closest == prediction))


def _match_none(prediction: Prediction) -> _Match:
    empty = _is_empty(prediction)
    return _Match([float(empty)], max(1, _leaves(prediction)), prediction if empty else None)


def _match_text(gold: str | float, prediction: Prediction) -> _Match:
    """Compare as text, folded to lower case and single spaces: 1 minus edits / length of the longer."""
    length = max(1, _leaves(prediction))
    if prediction is None or isinstance(prediction, list | dict):
        return _Match([0.0], length, gold)
    wanted, found = (" ".join(str(side).lower().split()) for side in (gold, prediction))
    longest = max(len(wanted), len(found))
    similarity = 1 - (Levenshtein.distance(wanted, found) / longest if longest else 0.0)
    return _Match([similarity if similarity >= THRESHOLD else 0.0], length, gold)


def _match_mapping(gold: Mapping[str, Gold], prediction: Prediction) -> _Match:
    if not isinstance(prediction, dict):
        return _Match([0.0], max(_leaves(gold), _leaves(prediction)), gold)
    similarities: list[float] = []
    length = 0
    closest: dict[str, object] = {}
    for key in [*gold, *(key for key in prediction if key not in gold)]:
        match = _match(gold.get(key), prediction.get(key))
        length += match.length
        if key not in gold and _is_empty(prediction[key]):
            continue  # as published: counts in the length, not among the similarities
        similarities += match.similarities
        if key in prediction or not _is_empty(match.closest):
            closest[key] = match.closest
    return _Match(similarities, length, closest)


def _match_list(gold: Sequence[Gold], prediction: Prediction) -> _Match:
    if not isinstance(prediction, list):
        return _Match([0.0], max(_leaves(gold), _leaves(prediction)), gold)
    matches = [[_match(wanted, found) for found in prediction] for wanted in gold]
    pairs = greatest_pairs(
        [[_favoured(match, found) for match, found in zip(row, prediction, strict=True)] for row in matches]
    )
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    left_gold = [wanted for row, wanted in enumerate(gold) if row not in rows]
    left_found = [found for column, found in enumerate(prediction) if column not in columns]
    length = sum(matches[row][column].length for row, column in pairs)
    length += sum(_leaves(each) for each in [*left_gold, *left_found])
    in_order = [matches[row][column].closest for row, column in sorted(pairs, key=lambda pair: pair[1])]
    similarities = [each for row, column in pairs for each in matches[row][column].similarities]
    return _Match(similarities, length, [*in_order, *left_gold])


def _favoured(match: _Match, found: JsonValue) -> float:
    """Return the mean similarity, by one step of a float more where the two are equal: equals go together."""
    return math.nextafter(match.mean, math.inf) if match.closest == found else match.mean


def _leaves(tree: Gold | Prediction) -> int:
    if isinstance(tree, OneOf):
        return max(_leaves(option) for option in tree.options)
    if isinstance(tree, Mapping):
        return sum(_leaves(child) for child in tree.values())
    if isinstance(tree, list):
        return sum(_leaves(child) for child in tree)
    return 1


def _is_empty(tree: object) -> bool:
    return tree is None or tree in ("", [], {})
