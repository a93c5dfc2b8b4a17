"""Measure the extractive summary against the first three sentences: ROUGE-L and the share of gold facts it covers.

Run: ``python tests/bench_summary.py`` from the checkout. ROUGE-L (Lin 2004) is the F1 of the longest common subsequence
of words with the sentences that a reader chose (``tests/data/summary_sentences.json``). A gold fact of ``news_report``,
an entry of a list or a scalar, is covered when the summary holds a sentence that bears it out.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from summarizer.domain.document import Document
from summarizer.extract.reading.article import Article, SpacyParser, read_article
from summarizer.extract.reading.summary import summary_lines
from summarizer.ingest.documents import make_document

ROOT = Path(__file__).resolve().parent.parent
LEAD = 3


def rouge_l(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the F1 of the longest common subsequence of two lists of words."""
    row = [0] * (len(second) + 1)
    for word in first:
        above = row[:]
        for place, other in enumerate(second, start=1):
            row[place] = above[place - 1] + 1 if word == other else max(above[place], row[place - 1])
    common = row[-1]
    return 2 * common / (len(first) + len(second)) if common else 0.0


def words(document: Document, numbers: Sequence[int]) -> list[str]:
    """Return the words of sentences, lower case."""
    return re.findall(r"\w+", " ".join(document.sentence_text(number) for number in sorted(numbers)).casefold())


def gold_evidence(path: Path) -> list[set[int]]:
    """Return the sentences that bear out each fact of a gold file, the summary itself left out."""
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))["facts"]
    held = [entry for name, value in facts.items() if name != "summary" for entry in _entries(value)]
    return [set(map(int, entry["evidence"])) for entry in held if entry.get("evidence")]


def _entries(value: object) -> list[dict[str, dict[int, str]]]:
    found = value if isinstance(value, list) else [value]
    return [entry for entry in found if isinstance(entry, dict)]


def measure(say: Callable[[str], object]) -> tuple[float, float]:
    """Say ROUGE-L and coverage of summary and lead; return the two mean ROUGE-L scores."""
    chosen = json.loads((ROOT / "tests" / "data" / "summary_sentences.json").read_text(encoding="utf-8"))["chosen"]
    parser, scores = SpacyParser(), []
    for name, gold in chosen.items():
        document = make_document((ROOT / "seeds" / name).read_text(encoding="utf-8"), source=name)
        article = read_article(document, parser)
        facts = gold_evidence(ROOT / "evals" / "gold" / "seeds" / f"{name[:3]}.news_report.yaml")
        scores.append([*_score(document, summary(article), gold, facts), *_score(document, lead(article), gold, facts)])
        say(f"{name[:3]}  summary {summary(article)}  chosen {gold}")
    means = [statistics.fmean(column) for column in zip(*scores, strict=True)]
    say(f"summary      ROUGE-L {means[0]:.3f}   gold facts covered {means[1]:.1%}")
    say(f"lead {LEAD}       ROUGE-L {means[2]:.3f}   gold facts covered {means[3]:.1%}")
    return means[0], means[2]


def summary(article: Article) -> list[int]:
    """Return the sentence numbers of the summary."""
    return [line.id for line in summary_lines(article)]


def lead(article: Article) -> list[int]:
    """Return the first three sentences of running text."""
    return [line.id for line in article.body[:LEAD]]


def _score(document: Document, numbers: Sequence[int], gold: Sequence[int], facts: list[set[int]]) -> list[float]:
    covered = sum(1 for evidence in facts if evidence & set(numbers)) / max(1, len(facts))
    return [rouge_l(words(document, numbers), words(document, gold)), covered]


def main() -> None:
    """Measure the five seeds."""
    measure(print)


if __name__ == "__main__":
    main()
