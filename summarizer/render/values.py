"""One fact's value as words."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

__all__ = ["Scalar", "label_text", "number_ranges", "number_text", "scalar_text", "when_text"]

Scalar = str | float | bool | None

_WHEN_KEYS = frozenset({"text", "start", "end", "precision"})
_GROUPED_FROM = 10_000


def scalar_text(value: Scalar) -> str:
    """Return a JSON scalar as a person writes it: yes and no, grouped thousands, no ".0"."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(value)
    return value or "(empty)"


def number_text(value: float) -> str:
    """Return a number in full, thousands grouped from 10,000 on (below it may be a year)."""
    if not isinstance(value, int):
        # beyond 2**53 a float no longer stands for one whole number
        if not value.is_integer() or abs(value) >= 2**53:
            return repr(value)
        value = int(value)
    return f"{value:,}" if abs(value) >= _GROUPED_FROM else str(value)


def when_text(value: JsonValue) -> str | None:
    """Return an anchored date as "Monday (2026-03-02)", or None when ``value`` isn't one."""
    if not isinstance(value, dict) or value.keys() != _WHEN_KEYS or not isinstance(value["text"], str):
        return None
    start, end, precision = value["start"], value["end"], value["precision"]
    days = dict.fromkeys(str(day) for day in (start, end) if day is not None)
    resolved = [" to ".join(days)] if days else []
    if precision not in {None, "day"}:
        resolved.append(str(precision))
    words = scalar_text(value["text"])
    return f"{words} ({', '.join(resolved)})" if resolved and resolved != [words] else words


def label_text(name: str) -> str:
    """Return a field name as words: ``according_to`` → "according to"."""
    return name.replace("_", " ").strip() or name or "(no name)"


def number_ranges(numbers: Iterable[int]) -> str:
    """Return ascending sentence numbers with runs of three and more folded: "1, 2, 5–9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    parts = (
        [str(first)] if first == last else [str(first), str(last)] if last == first + 1 else [f"{first}–{last}"]
        for first, last in runs
    )
    return ", ".join(part for run in parts for part in run)
