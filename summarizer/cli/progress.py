"""What a person or a nightly job sees while a run goes and when it ends: pace, problems as they come, the account."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from summarizer.cli.logs import LogForm, event
from summarizer.cli.pace import PaceMaker
from summarizer.domain.record import Record
from summarizer.llm.ledger import Ledger
from summarizer.render.terminal import RunSummary, print_run_summary
from summarizer.run import Tally

__all__ = ["Progress"]

_REFRESH_S = 0.25
_FIRST_LINE_S, _LINES_S, _LATER_LINES_S = 5.0, 10.0, 60.0
_OFTEN_UNTIL_S = 120.0


class Progress:
    """The display of one run: results on stdout; the bar, problems and the account on stderr.

    On a terminal both are one screen, so results are printed above the bar. Elsewhere a plain line tells the pace now
    and then, or with ``form`` json everything is a log line of its own. ``total`` is the number of inputs, None where
    that isn't known yet; ``every_tick`` is called about once a second from a thread.
    """

    def __init__(
        self,
        tally: Tally,
        *,
        total: int | None,
        pace: PaceMaker | None = None,
        form: LogForm = "text",
        every_tick: Callable[[], object] | None = None,
    ) -> None:
        self.out = Console()
        self.err = self.out if sys.stdout.isatty() and sys.stderr.isatty() else Console(stderr=True)
        self.pace = pace or PaceMaker(tally)
        self.pace.total = total
        self._form = form
        self._tally = tally
        self._every_tick = every_tick
        self._started = time.monotonic()
        self._told = 0
        self._telling = threading.Lock()
        moving = self.err.is_terminal and form == "text"
        self._bar = Bar(
            SpinnerColumn(), BarColumn(bar_width=20), TextColumn("{task.description}"),
            console=self.err, transient=True, disable=not moving, refresh_per_second=4,
        )  # fmt: skip
        self._moving = moving
        self._task = self._bar.add_task("starting", total=total)
        self._stopping = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)

    def __enter__(self) -> Self:
        self._bar.start()
        self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def finished(self, record: Record) -> None:
        """Tell of a record without facts, and of inputs that couldn't be read since."""
        self._tell_problems()
        if record.facts is None:
            self._tell(
                f"article_{record.status}", f"{record.document.source}: {record.error}", source=record.document.source,
                document=record.document.id, repeat=record.provenance.repeat,
            )  # fmt: skip

    def note(self, *lines: str) -> None:
        """Tell what a person should know, one line each."""
        for line in lines:
            self._tell("note", line)

    def report(self, ledger: Ledger, *, out: Path | None) -> None:
        """Print the account of the run; the bar is gone by then."""
        self._stop()
        self._tell_problems()
        tally = self._tally
        if tally.problems and not tally.finished and not tally.resumed:
            return  # nothing came of it, and why has been said
        self.note(*(f"{source}: the same text as {first}; summarized once" for source, first in tally.duplicates))
        summary = RunSummary(
            complete=tally.records["complete"],
            partial=tally.records["partial"],
            refused=tally.records["refused"],
            failed=tally.records["failed"],
            unread=tally.unread,
            cached=tally.cached,
            cost_usd=ledger.totals().cost_usd,
            seconds=time.monotonic() - self._started,
            out=out,
        )
        if self._form == "json":
            return  # the run's own account says it
        print_run_summary(summary, self.err)

    def _stop(self) -> None:
        self._stopping.set()
        if self._ticker.is_alive():
            self._ticker.join()
        self._bar.stop()

    def _tick(self) -> None:
        """Move the bar, or say a line when its time has come, until the run ends."""
        next_line, next_tick = self._started + _FIRST_LINE_S, self._started + 1.0
        while not self._stopping.wait(_REFRESH_S if self._moving else 0.5):
            now = time.monotonic()
            if self._moving:
                look = self.pace.look()
                self._bar.update(self._task, description=look.words(), completed=look.done, total=look.total)
            elif now >= next_line:
                look = self.pace.look()
                self._tell("progress", look.words(), level=logging.INFO, **look.as_fields())
                often = now - self._started < _OFTEN_UNTIL_S
                next_line = now + (_LINES_S if often else _LATER_LINES_S)
            if self._every_tick is not None and now >= next_tick:
                self._every_tick()
                next_tick = now + 1.0

    def _tell_problems(self) -> None:
        with self._telling:
            new = self._tally.problems[self._told :]
            self._told += len(new)
        for problem in new:
            self._tell("unread", problem.message, source=problem.source)

    def _tell(self, name: str, message: str, *, level: int = logging.WARNING, **fields: object) -> None:
        if self._form == "json":
            event(name, message, level=level, **fields)
        else:
            self._line(message, style="dim" if level == logging.INFO else "yellow")

    def _line(self, text: str, style: str = "yellow") -> None:
        self.err.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
