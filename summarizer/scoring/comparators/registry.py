"""Every comparator by its name, and the one call that compares a prediction with gold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import JsonValue

from summarizer.domain.blocks import ComparatorName
from summarizer.scoring.comparators.choices import BOOLEAN, ENUM, EXACT
from summarizer.scoring.comparators.dates import DATE, DATETIME, TIME
from summarizer.scoring.comparators.names import NAME
from summarizer.scoring.comparators.numbers import NUMBER
from summarizer.scoring.comparators.organizations import ORGANIZATION
from summarizer.scoring.comparators.persons import PERSON_NAME
from summarizer.scoring.comparators.places import PLACE
from summarizer.scoring.comparators.quotes import QUOTE
from summarizer.scoring.comparators.similarity import NOTHING, SAME, Comparator, Similarity
from summarizer.scoring.comparators.texts import TEXT
from summarizer.scoring.comparators.units import UNIT
from summarizer.scoring.comparators.whens import WHEN
from summarizer.scoring.gold_model import GoldLeaf

__all__ = ["COMPARATORS", "compare"]

# each comparator reads values into a type of its own
_ALL: Final[tuple[Comparator[Any], ...]] = (
    BOOLEAN,
    DATE,
    DATETIME,
    ENUM,
    EXACT,
    NAME,
    NUMBER,
    ORGANIZATION,
    PERSON_NAME,
    PLACE,
    QUOTE,
    TEXT,
    TIME,
    UNIT,
    WHEN,
)

COMPARATORS: Final[Mapping[ComparatorName, Comparator[Any]]] = MappingProxyType({one.name: one for one in _ALL})


def compare(comparator: Comparator[Any], gold: GoldLeaf, predicted: JsonValue) -> Similarity:
    """Return how alike the prediction is to the nearest of the right values; 0 where one side has none."""
    if predicted is None or (gold.value is None and not gold.accept):
        return NOTHING
    if type(predicted) is type(gold.value) and predicted == gold.value:
        return SAME
    theirs = comparator.read(predicted)
    best = NOTHING
    for ours in comparator.read_gold(gold):
        found = comparator.compare(ours, theirs)
        if found.value > best.value or best is NOTHING:
            best = found
    return best
