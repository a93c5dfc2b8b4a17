"""How long each step of ingest takes on the seed articles, in milliseconds an article on one core."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from summarizer.domain.document import Metadata
from summarizer.ingest.documents import make_document
from summarizer.ingest.furniture import mark_furniture
from summarizer.ingest.language import detect_language
from summarizer.ingest.layout import paragraphs
from summarizer.ingest.lines import lines_of
from summarizer.ingest.metadata import find_metadata
from summarizer.ingest.normalising import normalise
from summarizer.ingest.roles import assign_roles
from summarizer.ingest.splitting import split

SEEDS = Path(__file__).parent.parent / "seeds"
ROUNDS = 40


def best_ms(work: Callable[[], object], articles: int) -> float:
    """Return the least time of many rounds, in CPU milliseconds an article: what the machine can do undisturbed."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best * 1000 / articles


def stages(raw: Sequence[str]) -> dict[str, Callable[[], object]]:
    """Return each step as work over all articles, fed with what the step before it gives."""
    texts = [normalise(text) for text in raw]
    pieces = [split(text, "en") for text in texts]
    lines = [lines_of(text, stretches) for text, stretches in zip(texts, pieces, strict=True)]
    marks = [mark_furniture(*article) for article in zip(texts, pieces, lines, strict=True)]
    roles = [assign_roles(*article) for article in zip(lines, marks, strict=True)]
    return {
        "normalise": lambda: [normalise(text) for text in raw],
        "language": lambda: [detect_language(text) for text in texts],
        "paragraphs": lambda: [paragraphs(text) for text in texts],
        "sentences (with paragraphs)": lambda: [split(text, "en") for text in texts],
        "lines": lambda: [lines_of(*article) for article in zip(texts, pieces, strict=True)],
        "furniture": lambda: [mark_furniture(*article) for article in zip(texts, pieces, lines, strict=True)],
        "roles": lambda: [assign_roles(*article) for article in zip(lines, marks, strict=True)],
        "metadata": lambda: [find_metadata(*article, Metadata()) for article in zip(lines, roles, strict=True)],
        "text to Document": lambda: [make_document(text) for text in raw],
    }


def main() -> None:
    """Print the table."""
    raw = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    for name, work in stages(raw).items():
        took = best_ms(work, len(raw))
        print(f"ingest: {name:28} {took:7.3f} ms an article, {1000 / took:8.0f} articles/s")


if __name__ == "__main__":
    main()
