"""Choices: labels, yes or no, and whatever is right only when it is the same."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from summarizer.scoring.comparators.folding import folded, text_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["BOOLEAN", "ENUM", "EXACT"]

_OTHER_LABEL: Final = Similarity(0.0, "another label")
_OTHER_ANSWER: Final = Similarity(0.0, "yes and no")
_OTHER_VALUE: Final = Similarity(0.0, "another value")
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


def read_label(value: JsonValue) -> JsonValue:
    """Return a label; words without regard to case, and with either a space, a hyphen or an underscore."""
    if isinstance(value, str):
        return " ".join(folded(value).replace("_", " ").replace("-", " ").split())
    return value


def read_answer(value: JsonValue) -> JsonValue:
    """Return true or false; anything else as it is, so that it equals neither."""
    return _YES_NO.get(folded(value), value) if isinstance(value, str) else value


def _same(gold: JsonValue, predicted: JsonValue) -> bool:
    # true equals 1 in Python, and isn't the same answer
    return gold == predicted and isinstance(gold, bool) == isinstance(predicted, bool)


def _compare_labels(gold: JsonValue, predicted: JsonValue) -> Similarity:
    return SAME if _same(gold, predicted) else _OTHER_LABEL


def _compare_answers(gold: JsonValue, predicted: JsonValue) -> Similarity:
    return SAME if _same(gold, predicted) else _OTHER_ANSWER


def read_exact(value: JsonValue) -> str:
    """Return the value as written, spaces apart."""
    return " ".join(text_of(value).split())


def _compare_exact(gold: str, predicted: str) -> Similarity:
    return SAME if gold == predicted else _OTHER_VALUE


ENUM: Final = Comparator("enum", 1.0, 1.0, read_label, _compare_labels, each_value(read_label))
BOOLEAN: Final = Comparator("boolean", 1.0, 1.0, read_answer, _compare_answers, each_value(read_answer))
EXACT: Final = Comparator("exact", 1.0, 1.0, read_exact, _compare_exact, each_value(read_exact))
