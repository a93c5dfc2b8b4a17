"""Look up how many items a schema lets a list have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["max_items"]


def max_items(facts_schema: Mapping[str, object], names: tuple[str, ...]) -> int | None:
    """Return ``maxItems`` of the list that stands under ``names`` (a path of object fields), None when it has none."""
    places = list(_alternatives(facts_schema, facts_schema))
    for name in names:
        places = [
            inner
            for place in places
            if isinstance(properties := place.get("properties"), Mapping) and isinstance(properties.get(name), Mapping)
            for inner in _alternatives(properties[name], facts_schema)
        ]
    found = [limit for place in places if isinstance(limit := place.get("maxItems"), int)]
    return min(found, default=None)


def _alternatives(place: Mapping[str, object], root: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    reference = place.get("$ref")
    if isinstance(reference, str):
        target: object = root
        for step in reference.removeprefix("#/").split("/"):
            target = target.get(step) if isinstance(target, Mapping) else None
        if isinstance(target, Mapping):
            yield from _alternatives(target, root)
    options = place.get("anyOf")
    for option in options if isinstance(options, list) else ():
        yield from _alternatives(option, root)
    yield place
