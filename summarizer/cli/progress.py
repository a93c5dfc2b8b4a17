"""What a person sees while a run goes and when it ends: a bar on a terminal, problems as they come, the account."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from summarizer.domain.record import Record
from summarizer.llm.ledger import Ledger
from summarizer.render.terminal import RunSummary, print_run_summary
from summarizer.run import Tally

__all__ = ["Progress"]


class Progress:
    """The display of one run: results on stdout; the bar, problems and the account on stderr.

    On a terminal both are one screen, so results are printed above the bar. Elsewhere nothing moves.
    ``total`` is the number of inputs, None where that isn't known before they are read.
    """

    def __init__(self, tally: Tally, *, total: int | None) -> None:
        self.out = Console()
        self.err = self.out if sys.stdout.isatty() and sys.stderr.isatty() else Console(stderr=True)
        self._tally = tally
        self._started = time.monotonic()
        self._told = 0
        self._bar = Bar(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=self.err, transient=True, disable=not self.err.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("summarizing", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def finished(self, record: Record) -> None:
        """Move the bar on by one record, and tell of inputs that couldn't be read since."""
        self._tell_problems()
        failed = self._tally.records["failed"]
        self._bar.update(self._task, advance=1, description=f"summarizing{f' ({failed} failed)' if failed else ''}")
        if record.status == "failed":
            self.note(f"{record.document.source}: {record.error}")

    def note(self, *lines: str) -> None:
        """Tell what a person should know, one line each."""
        for line in lines:
            self._line(line)

    def report(self, ledger: Ledger, *, out: Path | None) -> None:
        """Print the account of the run."""
        self._tell_problems()
        tally = self._tally
        if tally.problems and not tally.finished and not tally.resumed:
            return  # nothing came of it, and why has been said
        self.note(*(f"{source}: the same text as {first}; summarized once" for source, first in tally.duplicates))
        summary = RunSummary(
            complete=tally.records["complete"],
            partial=tally.records["partial"],
            failed=tally.records["failed"],
            unread=len(tally.problems),
            cached=tally.cached,
            cost_usd=ledger.totals().cost_usd,
            seconds=time.monotonic() - self._started,
            out=out,
        )
        print_run_summary(summary, self.err)

    def _tell_problems(self) -> None:
        self.note(*(problem.message for problem in self._tally.problems[self._told :]))
        self._told = len(self._tally.problems)

    def _line(self, text: str) -> None:
        self.err.print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)
