"""Read numbers, durations and dates out of a few words, in digits or spelled out."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["DURATION", "minutes_in", "normal", "number_in", "plain_date", "stands_in"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_NUMBERS: dict[str, int] = {word: value for value, word in enumerate(_ONES.split())}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_NUMBERS |= {"no": 0, "nobody": 0, "none": 0}
_MAGNITUDES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MAGNITUDES |= {"m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "k": 1_000, "dozen": 12}
_DIGITS = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[a-z]+")

_UNIT_MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}
_STRETCH = re.compile(
    r"(half an?|half|an?|[\d.,]+|(?:[a-z]+[ -])?[a-z]+)( and a half)?[ -]"
    r"(second|minute|hour|day|week|month|year)s?\b( and a half)?"
)
DURATION = re.compile(r"\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b", re.IGNORECASE)
"""A unit of time."""

_FORMATS = ("%Y-%m-%d", "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y")


def normal(text: str) -> str:
    """Return the text for comparing: lower case, straight apostrophes, words and single spaces alone."""
    straight = text.casefold().replace("’", "'").replace("´", "'")
    kept = re.sub(r"[^\w'%$€£.,-]", " ", straight)
    return " ".join(word.strip(".,'-") for word in kept.split() if word.strip(".,'-"))


def stands_in(words: str, text: str) -> bool:
    """Return whether the words stand in the text, whole and in order, whatever their case and punctuation."""
    needle = normal(words)
    return bool(needle) and f" {needle} " in f" {normal(text)} "


def number_in(text: str) -> float | None:
    """Return the first number in the words, magnitudes multiplied: '3.5 million' is 3500000, 'two dozen' 24."""
    lowered = text.casefold()
    digits = _DIGITS.search(lowered)
    if digits:
        value = float(digits.group().replace(",", "").rstrip("."))
        follows = _WORD.match(lowered[digits.end() :].lstrip(" -"))
        return value * _MAGNITUDES.get(follows.group(), 1) if follows else value
    return _spelled(_WORD.findall(lowered))


def _spelled(words: list[str]) -> float | None:
    total, current, seen = 0.0, 0.0, False
    for index, word in enumerate(words):
        if word in _MAGNITUDES and (seen or word in {"hundred", "thousand", "dozen", "million", "billion"}):
            current = (current or 1) * _MAGNITUDES[word]
            if _MAGNITUDES[word] >= 1_000:
                total, current = total + current, 0.0
            seen = True
        elif word in {"a", "an"}:
            if index + 1 < len(words) and words[index + 1] in _MAGNITUDES:
                current, seen = 1, True
        elif word in _NUMBERS:
            current, seen = current + _NUMBERS[word], True
        elif seen and word != "and":
            break
    return total + current if seen else None


def minutes_in(text: str) -> float | None:
    """Return how long the words say, in minutes: 90 for 'an hour and a half', None where no unit of time stands."""
    stretches = [
        (amount + (0.5 if match[2] or match[4] else 0)) * _UNIT_MINUTES[match[3]]
        for match in _STRETCH.finditer(text.casefold())
        if (amount := _amount(match[1])) is not None
    ]
    return sum(stretches) if stretches else None


def _amount(words: str) -> float | None:
    if words.startswith("half"):
        return 0.5
    return 1 if words.rsplit(maxsplit=1)[-1] in {"a", "an"} else number_in(words)


def plain_date(text: str) -> dt.date | None:
    """Return the date that the words write out in full ('March 6, 2025', '6 March 2025', '2025-03-06'), or None."""
    cleaned = " ".join(re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text.replace(",", " ")).split())
    cleaned = re.sub(r"^(on|by|since|until|from)\s+|^\w+day\s+", "", cleaned, flags=re.IGNORECASE)
    for form in _FORMATS:
        try:
            return dt.datetime.strptime(cleaned, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
