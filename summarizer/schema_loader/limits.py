"""Say a field's limits in words, since the wire schema has no keywords for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["limits_in_words"]

_WORDS = (
    ("ge", "At least {}."),
    ("gt", "More than {}."),
    ("le", "At most {}."),
    ("lt", "Less than {}."),
    ("multiple_of", "A multiple of {}."),
    ("min_length", "Number of {things}: at least {}."),
    ("max_length", "Number of {things}: at most {}."),
    ("pattern", "Matches the pattern {}"),
)


def limits_in_words(metadata: Iterable[object], *, things: str) -> Iterator[str]:
    """Give a sentence for each limit among a field's metadata; ``things`` is what a length counts.

    Pydantic and annotated-types keep a limit as an attribute of that name, whatever the object that carries it.
    """
    for item in metadata:
        for name, words in _WORDS:
            limit = getattr(item, name, None)
            if limit is not None and not callable(limit) and (name, limit) != ("min_length", 0):
                yield words.format(limit, things=things)
