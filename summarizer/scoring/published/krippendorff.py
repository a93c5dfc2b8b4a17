"""Krippendorff's alpha: agreement of coders beyond chance, for any number of them and with missing ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Literal, get_args

from pydantic import JsonValue

from summarizer.scoring.published.case_form import Case, MalformedCaseError, UndefinedScoreError, value

__all__ = ["LEVELS", "Level", "Rating", "alpha", "score_case"]

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)

Rating = float | str
"""A category may be a text under ``nominal``; every other level needs numbers, or a ``domain`` that orders them."""

Distance = Callable[[int, int], float]

# How the published library writes a missing rating once there are texts among the ratings.
_MISSING = "nan"


def alpha(
    ratings: Sequence[Sequence[Rating | None]], level: Level = "interval", *, domain: Sequence[Rating] | None = None
) -> float | None:
    """Return 1 - observed / expected disagreement; one row a coder, one column a unit, None where not rated.

    Units that fewer than two coders rated aren't paired. None where every paired rating is the same while the domain
    holds other values (0/0). Raises UndefinedScoreError where there is but one value, or nothing to pair.
    Source: Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*; distances of *Content Analysis*, 12.3.
    """
    values = list(domain) if domain is not None else _domain(ratings, level)
    if len(values) <= 1:
        raise UndefinedScoreError("There has to be more than one value in the domain.")
    places = {rated: place for place, rated in enumerate(values)}
    try:
        units = [[places[rated] for rated in unit if rated is not None] for unit in zip(*ratings, strict=True)]
    except KeyError as exc:
        raise UndefinedScoreError("The reliability data contains out-of-domain values.") from exc
    paired = [Counter(unit) for unit in units if len(unit) > 1]
    if not paired:
        raise UndefinedScoreError("There has to be at least one unit with values assigned by at least two coders.")
    totals = sum(paired, Counter[int]())
    distance = _distance(level, values, totals)
    observed = sum(_disagreement(unit, distance) / (unit.total() - 1) for unit in paired)
    expected = _disagreement(totals, distance) / (totals.total() - 1)
    return 1 - observed / expected if expected else None


def score_case(case: Case) -> JsonValue:
    """Score ``{ratings: [[rating or null, …] by coder], level: nominal | ordinal | interval | ratio}``.

    As published, numbers among texts are texts, and the text "nan" stands for a missing rating; ratings of true and
    false alone are refused.
    """
    rows = value(case, "ratings")
    if not isinstance(rows, list):
        raise MalformedCaseError("ratings must be a list of rows, one a coder")
    ratings = [_row(row) for row in rows]
    if len({len(row) for row in ratings}) > 1:
        raise MalformedCaseError("every coder's row of ratings must be as long: null stands for a missing one")
    given = [rated for row in ratings for rated in row]
    if given and all(isinstance(rated, bool) for rated in given):
        raise UndefinedScoreError("Don't know how to construct value domain for dtype kind b.")
    if any(isinstance(rated, str) for rated in given):
        ratings = [
            [None if str(rated) == _MISSING or rated is None else str(rated) for rated in row] for row in ratings
        ]
    level = next((known for known in LEVELS if known == case.get("level", "interval")), None)
    if level is None:
        raise MalformedCaseError(f"level is {case['level']!r}; known are {', '.join(LEVELS)}")
    domain = case.get("domain", case.get("value_domain"))
    return {"alpha": alpha(ratings, level, domain=_values(domain) if domain is not None else None)}


def _row(row: JsonValue) -> list[Rating | None]:
    if not isinstance(row, list):
        raise MalformedCaseError(f"a coder's ratings must be a list, not {row!r}")
    return [None if rated is None else _rating(rated) for rated in row]


def _values(domain: JsonValue) -> list[Rating]:
    if not isinstance(domain, list):
        raise MalformedCaseError(f"domain must be a list of values, not {domain!r}")
    values = [_rating(each) for each in domain]
    return [str(each) for each in values] if any(isinstance(each, str) for each in values) else values


def _rating(rated: JsonValue) -> Rating:
    if not isinstance(rated, int | float | str):
        raise MalformedCaseError(f"a rating must be a number or a text, not {rated!r}")
    return rated


def _domain(ratings: Sequence[Sequence[Rating | None]], level: Level) -> list[Rating]:
    found = {rated for row in ratings for rated in row if rated is not None}
    if any(isinstance(rated, str) for rated in found):
        if level != "nominal":
            raise UndefinedScoreError(
                "When using strings, an ordered value_domain is required for level_of_measurement other than 'nominal'."
            )
        return sorted(found, key=str)
    return sorted(found)


def _disagreement(counts: Mapping[int, int], distance: Distance) -> float:
    """Return the distances of all ordered pairs of ratings, a rating not paired with itself."""
    return sum(counts[one] * counts[other] * distance(one, other) for one, other in product(counts, repeat=2))


def _distance(level: Level, values: Sequence[Rating], totals: Mapping[int, int]) -> Distance:
    if level == "nominal":
        return lambda one, other: float(one != other)
    if level == "ordinal":
        return lambda one, other: _ranks_between(one, other, totals) ** 2
    numbers = [each for each in values if not isinstance(each, str)]
    if len(numbers) != len(values):
        raise UndefinedScoreError(f"Texts have no distance at the level {level!r}.")
    if level == "interval":
        return lambda one, other: (numbers[one] - numbers[other]) ** 2
    return lambda one, other: _relative(numbers[one], numbers[other]) ** 2


def _ranks_between(one: int, other: int, totals: Mapping[int, int]) -> float:
    low, high = min(one, other), max(one, other)
    return sum(totals[place] for place in range(low, high + 1)) - (totals[low] + totals[high]) / 2


def _relative(one: float, other: float) -> float:
    return (one - other) / (one + other) if one + other else 0.0
