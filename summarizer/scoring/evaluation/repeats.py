"""What repeats of the same question say: whether the answers differ at all."""

from __future__ import annotations

import json
from collections.abc import Iterable

from summarizer.domain.record import Record

__all__ = ["repeats_note"]


def repeats_note(records: Iterable[Record], *, repeats: int) -> str | None:
    """Return one sentence on how many articles were answered differently; None where each was asked once.

    Repeats of an article are averaged before anything is tested, so that alike answers never pass for more evidence.
    """
    if repeats == 1:
        return None
    answers: dict[tuple[str, str], set[str]] = {}
    for record in records:
        answers.setdefault((record.document.id, record.schema_ref.name), set()).add(_answer(record))
    varied = sum(len(found) > 1 for found in answers.values())
    if not varied:
        return (
            f"the {repeats} answers to each article are the same: asked like this the model doesn't vary, "
            "so repeats add no evidence"
        )
    return f"the {repeats} answers differ in {varied} of {len(answers)} articles; each article counts with their mean"


def _answer(record: Record) -> str:
    cited = {pointer: receipt.sentences for pointer, receipt in record.evidence.items()}
    return json.dumps([record.status, record.error, record.facts, cited], sort_keys=True)
