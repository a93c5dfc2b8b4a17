"""Put measured sections into a model card: ``python -m summarizer.local.card CARD.md scores=OUT/scores.md``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from summarizer.errors import SourceError, SummarizerError, UsageError

__all__ = ["main", "with_section"]

_USAGE = "usage: python -m summarizer.local.card CARD.md NAME=FILE.md …"


def main(arguments: Sequence[str] | None = None) -> int:
    """Replace each named section of a card by a file's text; return the exit code."""
    card, *sections = (sys.argv[1:] if arguments is None else arguments) or ("",)
    try:
        _update(Path(card), sections)
    except SummarizerError as exc:
        sys.stderr.write(f"card: {exc}\n")
        return exc.exit_code
    return 0


def with_section(card: str, name: str, content: str) -> str:
    """Return the card with what stands between ``<!-- NAME: begin -->`` and ``<!-- NAME: end -->`` replaced.

    Raises ``UsageError`` when the card has no such section.
    """
    pattern = re.compile(rf"(<!-- {re.escape(name)}: begin -->\n).*?(<!-- {re.escape(name)}: end -->)", re.DOTALL)
    if not pattern.search(card):
        raise UsageError(f"the card has no section {name!r}; it needs the lines '<!-- {name}: begin -->' and '… end'")
    return pattern.sub(lambda match: f"{match[1]}{content.strip()}\n{match[2]}", card)


def _update(card: Path, sections: Sequence[str]) -> None:
    text = _read(card)
    for section in sections:
        name, _, path = section.partition("=")
        if not path:
            raise UsageError(f"{section!r} isn't NAME=FILE; {_USAGE}")
        text = with_section(text, name, _read(Path(path)))
    card.write_text(text, encoding="utf-8")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise SourceError(f"{path} can't be read ({exc}); {_USAGE}") from exc


if __name__ == "__main__":
    sys.exit(main())
