"""How leaves ended, counted by field, by kind and by slice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from summarizer.scoring.evaluation.answers import f1_of
from summarizer.scoring.report.words import field_of, share
from summarizer.scoring.score_model import ArticleScore, Counts, LeafRow

__all__ = ["TallyRow", "by_field", "by_kind", "by_split", "total"]


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The leaves that share a field, a kind or a slice; ``kinds`` names the types among them.

    ``key`` is how metrics name it (``f1@field=KEY``), ``name`` how a person reads it.
    """

    name: str
    key: str
    kinds: tuple[str, ...]
    counts: Counts

    @property
    def precision(self) -> float | None:
        """Return (COR + ½ PAR) / ACT, None where nothing was predicted."""
        return share(self.counts.hits, self.counts.actual)

    @property
    def recall(self) -> float | None:
        """Return (COR + ½ PAR) / POS, None where gold has nothing."""
        return share(self.counts.hits, self.counts.possible)

    @property
    def f1(self) -> float | None:
        """Return the F1 of the two, None where neither side has anything."""
        return f1_of(self.counts)

    @property
    def errors(self) -> int:
        """Return how many leaves went wrong."""
        counts = self.counts
        return counts.wrong + counts.missing + counts.spurious + counts.partial


def total(articles: Iterable[ArticleScore]) -> Counts:
    """Return the counts over all leaves of ``articles``."""
    return Counts.of(row for article in articles for row in article.rows)


def by_field(articles: Iterable[ArticleScore]) -> tuple[TallyRow, ...]:
    """Return one row a field of a schema, the worst F1 first; named by the schema too where several are scored."""
    articles = tuple(articles)
    several = len({article.schema_name for article in articles}) > 1
    rows = _tally(articles, lambda article, row: (article.schema_name, row.field, field_of(row)))
    return _worst_first(
        TallyRow(f"{schema}.{name}" if several else name, f"{schema}.{field}", kinds, counts)
        for (schema, field, name), kinds, counts in rows
    )


def by_kind(articles: Iterable[ArticleScore]) -> tuple[TallyRow, ...]:
    """Return one row a type of leaf, the worst F1 first."""
    return _worst_first(
        TallyRow(names[0], names[0], (), counts) for names, _, counts in _tally(articles, lambda _, row: (row.kind,))
    )


def by_split(articles: Iterable[ArticleScore]) -> tuple[TallyRow, ...]:
    """Return one row a split and schema, in order of appearance."""
    rows = _tally(articles, lambda article, _: (article.split, article.schema_name))
    return tuple(TallyRow(" · ".join(names), "", (), counts) for names, _, counts in rows)


def _tally(
    articles: Iterable[ArticleScore], names: Callable[[ArticleScore, LeafRow], tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Counts]]:
    found: dict[tuple[str, ...], Counter[str]] = {}
    kinds: dict[tuple[str, ...], dict[str, None]] = {}
    for article in articles:
        for row in article.rows:
            key = names(article, row)
            found.setdefault(key, Counter())[row.outcome] += 1
            kinds.setdefault(key, {})[row.kind] = None
    for key, counter in found.items():
        yield key, tuple(kinds[key]), Counts(**counter)


def _worst_first(rows: Iterable[TallyRow]) -> tuple[TallyRow, ...]:
    # a field in which nothing could go right or wrong comes last
    return tuple(sorted(rows, key=lambda row: (row.f1 is None, row.f1 or 0.0, -row.errors, row.name)))
