"""Resample clusters of articles with numpy: bootstrap, sign flips and jackknife of ratios of sums."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from summarizer.errors import MissingExtraError

try:
    import numpy as np
    from scipy import special
except ImportError as exc:
    raise MissingExtraError("statistics need numpy and scipy; install them: pip install 'summarizer[eval]'") from exc

__all__ = [
    "Columns",
    "Vector",
    "bootstrap_ratios",
    "bootstrap_tails",
    "expanded_percentiles",
    "group",
    "informative",
    "jackknife_error",
    "ratios",
    "sign_flip_tails",
]

Columns = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""One row a cluster; numerator and denominator of the first run, then of the second."""

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]

# Draws are made in blocks of about this many cells: 32 MiB at a time, whatever the number of articles.
_BLOCK = 4_000_000

# Two differences this close are the same number reached along different sums.
_SAME = 1e-12


def group(clusters: Sequence[Hashable], columns: Sequence[Sequence[float]]) -> Columns:
    """Return the columns summed by cluster: one row a cluster, in order of first appearance; one column each."""
    order: dict[Hashable, int] = {}
    rows = np.array([order.setdefault(cluster, len(order)) for cluster in clusters], dtype=np.intp)
    sums = [np.bincount(rows, weights=np.asarray(column, dtype=float), minlength=len(order)) for column in columns]
    grouped: Columns = np.stack(sums, axis=1) if order else np.zeros((0, len(columns)))
    return grouped


def informative(columns: Columns) -> int:
    """Return how many clusters have anything to count: a denominator in one of the runs."""
    return len(_kept(columns))


def ratios(columns: Columns) -> list[float]:
    """Return each run's ratio over all clusters; columns come as numerator, denominator, numerator, …; 0/0 is 0."""
    return [float(value) for value in _divide(columns.sum(axis=0)[None, :])[0]]


def bootstrap_ratios(columns: Columns, *, resamples: int, seed: int) -> list[Vector]:
    """Return, for each run, its ratio in every bootstrap sample of clusters; the runs share their draws; 0/0 is 0.

    Only clusters that have anything to count are drawn from, so a single run's ratio is always defined.
    """
    kept = _kept(columns)
    blocks = [_divide(totals) for totals in _bootstrap_totals(kept, resamples=resamples, seed=seed)]
    return list(np.concatenate(blocks).T) if blocks else [np.zeros(0)] * (columns.shape[1] // 2)


def bootstrap_tails(columns: Columns, *, resamples: int, seed: int) -> tuple[float, float]:
    """Return the bootstrap's share of differences at or above 0, and at or below 0, each with one draw added.

    The first is p of "the second run isn't worse", the second p of "it isn't better".
    """
    first, second = bootstrap_ratios(columns, resamples=resamples, seed=seed)
    differences = second - first
    drawn = len(differences) + 1
    return (
        float((int((differences >= -_SAME).sum()) + 1) / drawn),
        float((int((differences <= _SAME).sum()) + 1) / drawn),
    )


def sign_flip_tails(columns: Columns, *, resamples: int | None, seed: int) -> tuple[float, float]:
    """Return the shares of permutations with a difference at most, and at least, the one observed.

    A permutation lets the two runs' answers to some clusters change places. All 2ⁿ of them where ``resamples`` is
    None; otherwise drawn at random, with the observed one added (Phipson and Smyth 2010).
    """
    kept = _kept(columns)
    values = ratios(kept)
    observed = values[1] - values[0]
    at_most = at_least = drawn = 0
    for flips in _flips(len(kept), resamples=resamples, seed=seed):
        swapped = flips @ (kept[:, [2, 3, 0, 1]] - kept)
        permuted = _divide(kept.sum(axis=0)[None, :] + swapped)
        differences = permuted[:, 1] - permuted[:, 0]
        at_most += int((differences <= observed + _SAME).sum())
        at_least += int((differences >= observed - _SAME).sum())
        drawn += len(differences)
    added = 0 if resamples is None else 1
    return (at_most + added) / (drawn + added), (at_least + added) / (drawn + added)


def expanded_percentiles(draws: Vector, *, clusters: int, level: float) -> tuple[float, float]:
    """Return the percentiles of the draws at Φ(±√(n/(n-1)) · t₍n-1₎) instead of at (1 ± level)/2; n = clusters."""
    student = special.stdtrit(clusters - 1, (1 + level) / 2)
    tail = float(special.ndtr(-np.sqrt(clusters / (clusters - 1)) * student))
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def jackknife_error(columns: Columns) -> float:
    """Return the standard error of the difference (second run minus first), leaving out one cluster at a time.

    0 where fewer than two clusters have anything to count.
    """
    kept = _kept(columns)
    count = len(kept)
    if count < 2:
        return 0.0
    left = _divide(kept.sum(axis=0)[None, :] - kept)
    differences = left[:, 1] - left[:, 0]
    spread = ((differences - differences.mean()) ** 2).sum()
    return float((spread * (count - 1) / count) ** 0.5)


def _kept(columns: Columns) -> Columns:
    rows: Columns = columns[(columns[:, 1::2] != 0).any(axis=1)]
    return rows


def _divide(totals: Columns) -> Columns:
    above, below = totals[:, 0::2], totals[:, 1::2]
    quotients: Columns = np.divide(above, below, out=np.zeros_like(above), where=below != 0)
    return quotients


def _bootstrap_totals(columns: Columns, *, resamples: int, seed: int) -> Iterator[Columns]:
    """Yield the columns' sums over clusters drawn with replacement, some thousand samples at a time."""
    count = len(columns)
    if not count:
        return
    random = np.random.default_rng(seed)
    height = max(1, _BLOCK // count)
    for start in range(0, resamples, height):
        size = min(height, resamples - start)
        drawn = random.integers(0, count, size=(size, count), dtype=np.int32)
        drawn += (np.arange(size, dtype=np.int32) * count)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count)
        yield times.astype(float) @ columns


def _flips(count: int, *, resamples: int | None, seed: int) -> Iterator[Columns]:
    """Yield matrices of 0 and 1, one row a permutation: 1 where the cluster's answers change places."""
    height = max(1, _BLOCK // max(1, count))
    if resamples is None:
        for start in range(0, 2**count, height):
            numbers = np.arange(start, min(start + height, 2**count), dtype=np.int64)
            yield ((numbers[:, None] >> np.arange(count)) & 1).astype(float)
        return
    random = np.random.default_rng(seed)
    for start in range(0, resamples, height):
        size = min(height, resamples - start)
        yield random.integers(0, 2, size=(size, count), dtype=np.int8).astype(float)
