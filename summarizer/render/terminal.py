"""A record as a person reads it in a terminal: facts, their marks, and the sentences they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from summarizer.domain.record import Record
from summarizer.render.facts_view import arrange
from summarizer.render.marks import SUPPORTS
from summarizer.render.printer import Printer
from summarizer.render.receipt_words import cost_words, counted, coverage_words, provenance_words

__all__ = ["RunSummary", "print_legend", "print_record", "print_run_summary"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to; ``unread`` counts sources that gave no article, ``cost_usd`` is None when not known."""

    complete: int = 0
    partial: int = 0
    refused: int = 0
    failed: int = 0
    unread: int = 0
    cached: int = 0
    cost_usd: float | None = 0.0
    seconds: float = 0.0
    out: Path | None = None

    def counting(self, record: Record) -> RunSummary:
        """Return this summary with ``record`` counted; a record from the cache costs nothing now."""
        made = record.provenance
        cost = 0.0 if made.cached else made.cost_usd
        return replace(
            self,
            complete=self.complete + (record.status == "complete"),
            partial=self.partial + (record.status == "partial"),
            refused=self.refused + (record.status == "refused"),
            failed=self.failed + (record.status == "failed"),
            cached=self.cached + made.cached,
            cost_usd=None if cost is None or self.cost_usd is None else self.cost_usd + cost,
        )


def print_record(record: Record, console: Console) -> None:
    """Print one article's summary; one without facts is one line.

    On a terminal lines are wrapped with hanging indents, 100 columns at most; elsewhere nothing is wrapped, coloured or
    framed. Text from the article can't control the terminal: control characters are spelt out.
    """
    printer = Printer(console)
    if record.facts is None:
        mark, dash = printer.marks.support["unsupported"], printer.marks.dash
        words = f"{mark} {record.status}: {record.document.source} {dash} {record.error or 'no reason recorded'}"
        printer.line(printer.text(words, "bold red"))
    else:
        _print_facts(record, printer)
    console.print()


def print_legend(console: Console) -> None:
    """Print what the marks mean, on one line; meant for once a run."""
    printer = Printer(console)
    chunks = [Text.assemble(printer.mark(support), " ", printer.text(support, "dim")) for support in SUPPORTS]
    printer.flow([*chunks, printer.text("[3] sentence 3", "dim")], indent=0)


def print_run_summary(summary: RunSummary, console: Console) -> None:
    """Print how a run ended: counts, time, cost, and where the results went."""
    printer = Printer(console)
    counts = {
        "complete": summary.complete,
        "partial": summary.partial,
        **({"refused": summary.refused} if summary.refused else {}),
        "failed": summary.failed,
    }
    parts = [
        f"{counted(sum(counts.values()), 'article')}: {', '.join(f'{count} {name}' for name, count in counts.items())}",
        *([f"{counted(summary.unread, 'source')} unread"] if summary.unread else []),
        *([f"{summary.cached} from the cache"] if summary.cached else []),
        f"{summary.seconds:.1f} s",
        cost_words(summary.cost_usd),
    ]
    bad, weak = summary.failed or summary.unread, summary.partial or summary.refused
    printer.line(printer.text("; ".join(parts), "bold red" if bad else "bold yellow" if weak else "bold green"))
    if summary.out is not None:
        printer.line(printer.text(f"Results: {summary.out}"))


def _print_facts(record: Record, printer: Printer) -> None:
    view = arrange(record)
    printer.line(printer.leaves([view.headline], style="bold"))
    origin = [printer.leaves([leaf]) for leaf in (view.outlet, view.published) if leaf]
    if view.headline.text != view.source:
        origin.append(printer.text(view.source, "dim"))
    printer.flow(origin, indent=0)
    if record.status == "partial":
        printer.line(printer.text(f"! partial: {record.error or 'no reason recorded'}", "bold yellow"))
    for dropped in record.coverage.dropped:
        printer.line(printer.text(f"! left out: {dropped.pointer}: {dropped.reason}", "yellow"))
    for section in view.sections:
        printer.section(section, indent=0)
    _print_footer(record, printer, absent=view.absent)


def _print_footer(record: Record, printer: Printer, *, absent: Sequence[str]) -> None:
    if absent:
        printer.line(printer.text(f"Not stated: {', '.join(absent)}", "dim"))
    counts = Counter(receipt.support for receipt in record.evidence.values())
    tally = [
        Text.assemble(printer.mark(support), printer.text(f" {counts[support]}"))
        for support in SUPPORTS
        if counts[support]
    ]
    printer.flow([printer.text(f"{record.status}, {counted(len(record.evidence), 'fact')}", "dim"), *tally], indent=0)
    coverage = coverage_words(record.coverage).replace("–", printer.marks.dash)
    printer.line(printer.text(coverage, "dim"))
    printer.line(printer.text(provenance_words(record.provenance), "dim"))
