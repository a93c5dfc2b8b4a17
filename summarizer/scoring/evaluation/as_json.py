"""Comparisons and verdicts for programs: what `--json` prints."""

from __future__ import annotations

import dataclasses

from summarizer.scoring.evaluation.compare import RunComparison
from summarizer.scoring.evaluation.flips import ArticleFlip
from summarizer.scoring.evaluation.gate import Judgement

__all__ = ["as_json"]


def as_json(found: RunComparison | Judgement) -> dict[str, object]:
    """Return everything that was found, ready for JSON; a flipped leaf is named by its place in gold."""
    return dataclasses.asdict(dataclasses.replace(found, flips=())) | {"flips": [_flip(one) for one in found.flips]}


def _flip(flip: ArticleFlip) -> dict[str, object]:
    return {
        "gold": flip.article.gold,
        "document_id": flip.key[0],
        "schema": flip.key[1],
        "repeat": flip.key[2],
        "f1_before": flip.before,
        "f1_now": flip.now,
        "lost": list(flip.names(lost=True)),
        "gained": list(flip.names(lost=False)),
        "failure": flip.failure,
    }
