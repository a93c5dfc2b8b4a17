"""`summarizer cost`: what stored results cost, by model, schema and day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.safe_text import visible

if TYPE_CHECKING:
    from summarizer.cost import Cell, CostReport

__all__ = ["cost"]

_HEADS = ("", "articles", "fresh", "cached", "failed", "spent", "saved", "$/article", "$/verified fact")


def cost(
    files: Annotated[list[Path], typer.Argument(help="Results files (.jsonl).")],
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")] = "text",
) -> None:
    """Say what results cost: by model, schema and day, fresh against cached, per article and per verified fact."""
    from summarizer.cost import read_costs  # noqa: PLC0415 - kept off the start-up path

    report = read_costs(files)
    typer.echo(report.model_dump_json(indent=2, by_alias=True) if form == "json" else _text(report))


def _text(report: CostReport) -> str:
    days = [_row(str(group.day), group.cell) for group in report.by_day]
    schemas = [_row(str(group.schema_name), group.cell) for group in report.by_schema]
    models = [_row(str(group.model), group.cell) for group in report.by_model]
    rows = [["model"], *models, ["schema"], *schemas, ["day (UTC)"], *days, ["all"], _row("", report.total)]
    lines = _table([list(_HEADS), *rows])
    return "\n".join([*lines, *_notes(report)])


def _row(name: str, cell: Cell) -> list[str]:
    return [
        f"  {visible(name)}".rstrip(),
        f"{cell.articles:,}",
        f"{cell.fresh:,}",
        f"{cell.cached:,}",
        f"{cell.failed:,}",
        _usd(cell.spent_usd),
        _usd(cell.saved_usd),
        _usd(cell.cost_per_article_usd),
        _usd(cell.cost_per_verified_fact_usd),
    ]


def _notes(report: CostReport) -> list[str]:
    total = report.total
    tokens = f"{total.input_tokens:,} tokens in, {total.output_tokens:,} out"
    notes = [f"{total.records:,} records; {tokens}; {total.verified:,} of {total.facts:,} facts verified"]
    if total.refused:
        notes.append(f"{total.refused:,} records were refused by a model or its content filter")
    if total.batch:
        notes.append(f"{total.batch:,} records came through batches, at their price")
    if total.unpriced:
        notes.append(f"the price of {total.unpriced:,} records isn't known: give one with --price when you summarize")
    if report.repeated:
        notes.append(f"{report.repeated:,} records stood there more than once, and count once")
    if report.torn:
        notes.append("the last line of a file isn't finished; a run is writing it, or was killed")
    if total.saved_usd:
        notes.append("per article and fact: what they cost fresh; saved: what answers from the cache had cost")
    return notes


def _usd(amount: float | None) -> str:
    if amount is None:
        return "–"
    return f"${amount:.2f}" if amount >= 100 else f"${amount:.6f}" if 0 < amount < 0.01 else f"${amount:.4f}"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[k]) for row in rows if len(row) > k) for k in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(widths[k]) if k == 0 else cell.rjust(widths[k]) for k, cell in enumerate(row)).rstrip()
        for row in rows
    ]
