"""Read the keys of one case of a case file; what is wrong with it is said in one line."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from pydantic import JsonValue

__all__ = [
    "Case",
    "MalformedCaseError",
    "UndefinedScoreError",
    "asked_for",
    "cluster_names",
    "entity_list",
    "number",
    "number_list",
    "text",
    "value",
    "whole_number",
]

Case = Mapping[str, JsonValue]


class MalformedCaseError(ValueError):
    """A case lacks a key, or a value has the wrong form."""


class UndefinedScoreError(ValueError):
    """The published definition itself refuses such a case; the message is the published one."""


def value(case: Case, *names: str) -> JsonValue:
    """Return the first of the keys that the case has."""
    for name in names:
        if name in case:
            return case[name]
    raise MalformedCaseError(f"lacks the key {' or '.join(repr(name) for name in names)}")


def asked_for(columns: Mapping[str, JsonValue], case: Case) -> dict[str, JsonValue]:
    """Return the columns that the case's ``expected`` names, all of them where it has none."""
    expected = case.get("expected")
    if not isinstance(expected, dict):
        return dict(columns)
    return {name: found for name, found in columns.items() if name in expected}


def text(found: JsonValue, where: str) -> str:
    """Return the value, which must be a string."""
    if not isinstance(found, str):
        raise MalformedCaseError(f"{where} must be a text, not {_kind(found)}")
    return found


def number(found: JsonValue, where: str) -> float:
    """Return the value, which must be a finite number."""
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise MalformedCaseError(f"{where} must be a number, not {_kind(found)}")
    return found


def number_list(found: JsonValue, where: str) -> list[float]:
    """Return the value, which must be a list of finite numbers."""
    if not isinstance(found, list):
        raise MalformedCaseError(f"{where} must be a list of numbers, not {_kind(found)}")
    return [number(each, f"{where}[{index}]") for index, each in enumerate(found)]


def whole_number(case: Case, name: str, otherwise: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """Return the case's whole number under the key, ``otherwise`` where it has none."""
    found = number(case.get(name, otherwise), name)
    if found != int(found) or not least <= found <= most:
        raise MalformedCaseError(f"{name} must be a whole number from {least} to {most}, not {found}")
    return int(found)


def cluster_names(case: Case, count: int) -> list[Hashable] | None:
    """Return ``clusters``, a name for each of ``count`` values, None where the case has none."""
    clusters = case.get("clusters")
    if clusters is None:
        return None
    if not isinstance(clusters, list) or len(clusters) != count:
        raise MalformedCaseError(f"clusters must be a list of {count} names, one a value, or null")
    if any(isinstance(each, list | dict) or each is None for each in clusters):
        raise MalformedCaseError("a cluster must be a text or a number")
    return [each for each in clusters if not isinstance(each, list | dict)]


def entity_list(found: JsonValue, where: str) -> list[list[str]]:
    """Return the value, which must be a list of entities, each a list of its mentions, if only an empty one."""
    if not isinstance(found, list):
        raise MalformedCaseError(f"{where} must be a list of entities, not {_kind(found)}")
    entities = []
    for index, entity in enumerate(found):
        if not isinstance(entity, list):
            raise MalformedCaseError(f"{where}[{index}] must be a list of mentions, not {_kind(entity)}")
        entities.append([text(mention, f"{where}[{index}]") for mention in entity])
    return entities


def _kind(found: JsonValue) -> str:
    shown = repr(found)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
