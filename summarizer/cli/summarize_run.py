"""One run of `summarizer summarize`: what is refused up front, what happens meanwhile, and the account it leaves."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from summarizer.cli.database_sink import database_sink
from summarizer.cli.output import Sink, Target, combined, open_sink
from summarizer.cli.pace import PaceMaker
from summarizer.cli.progress import Progress
from summarizer.cli.run_account import Asked, RunAccount
from summarizer.errors import SummarizerError
from summarizer.ingest.sources import SourceItem, expand, read
from summarizer.run import Tally, run_batch
from summarizer.store.database.opening import open_database
from summarizer.wiring import open_pipelines, open_reading

if TYPE_CHECKING:
    from summarizer.wiring import Context

__all__ = ["SummarizeRun", "exit_code"]

_UNREADABLE = 2
_INTERRUPTED = 130
_TERMINATED = 143
_LINES = (".jsonl", ".ndjson")
_BLOCK = 1 << 20


class SummarizeRun:
    """One run of the command. What can be refused is refused here, before a model is asked or a file is touched."""

    def __init__(self, context: Context, asked: Asked, target: Target) -> None:
        self.tally = Tally()
        self._context = context
        self._asked = asked
        self._target = target
        self._schema = context.schema()
        endpoint = context.endpoint()
        context.workspace.prompt_path(context.settings.prompt)
        self._items = expand(asked.sources, stdin=sys.stdin.buffer)
        self._guards = context.guards()
        self._guards.ledger.price_for(endpoint)  # a budget without a price is refused before anything is touched
        self._pace = PaceMaker(
            self.tally, live=self._guards.live, repeats=asked.repeats, max_usd=context.settings.max_usd
        )
        self._account = RunAccount(
            context, asked, target, tally=self.tally, live=self._guards.live, schema=self._schema
        )

    def go(self) -> None:
        """Summarize everything; what finished is written and accounted for, however it ends.

        Raises:
            typer.Exit: The user interrupted (130), or the system asked to end (143).
            SummarizerError: What ended the run.
        """
        collect_rarely()
        with Progress(
            self.tally, total=None, pace=self._pace, form=self._asked.log_form, every_tick=self._account.tick
        ) as progress:
            try:
                self._summarize_all(progress)
                self._account.close(exit_code=exit_code(self.tally, strict=self._asked.strict))
            except (KeyboardInterrupt, asyncio.CancelledError) as exc:
                code = _INTERRUPTED if isinstance(exc, KeyboardInterrupt) else _TERMINATED
                self._account.close(exit_code=code, ended_by="interrupted")
                raise typer.Exit(code) from None
            except SummarizerError as exc:
                self._account.close(exit_code=exc.exit_code, error=exc)
                raise
            finally:
                progress.report(self._guards.ledger, out=self._target.path)

    def _summarize_all(self, progress: Progress) -> None:
        with contextlib.ExitStack() as stack:
            target, sinks = self._target, list[Sink]()
            if target.db is not None:
                database = stack.enter_context(open_database(target.db))
                sinks.append(
                    stack.enter_context(
                        database_sink(database, self.tally, sources=self._asked.sources, resume=target.resume)
                    )
                )
            if not target.db_alone:
                sinks.append(stack.enter_context(open_sink(target, console=progress.out)))
            sink = combined(sinks)
            progress.note(*self._account.begin(), *sink.notes, *self._hints())
            threading.Thread(target=self._count, name="counting", daemon=True).start()
            asyncio.run(self._summarize(sink, progress))

    async def _summarize(self, sink: Sink, progress: Progress) -> None:
        _end_on_sigterm()
        async with contextlib.AsyncExitStack() as stack:
            options = stack.enter_context(open_reading(self._context))
            repeats = range(self._asked.repeats)
            pipelines = await stack.enter_async_context(
                open_pipelines(self._context, self._schema, guards=self._guards, repeats=repeats)
            )
            self._account.strategy = pipelines[0].strategy.name
            await run_batch(
                pipelines,
                (result for item in self._items for result in read(item, options)),
                jobs=self._guards.articles,
                tally=self.tally,
                write=sink.write,
                finished=progress.finished,
                done=sink.finished,
                max_articles=self._asked.max_articles,
            )

    def _hints(self) -> Iterator[str]:
        if self._asked.repeats > 1 and self._context.settings.temperature == 0:
            yield "the temperature is 0, so the repeats will hardly differ; SUMMARIZER_TEMPERATURE sets another"

    def _count(self) -> None:
        """Count the inputs for the forecast, beside the run; what can't be counted leaves the total open."""
        with contextlib.suppress(OSError, SummarizerError):
            if "-" not in self._asked.sources:
                self._pace.total = sum(map(_articles_in, expand(self._asked.sources)))


def exit_code(tally: Tally, *, strict: bool) -> int:
    """Return a finished run's exit code: 2 unread inputs, 1 articles without facts (or, with ``strict``, partial)."""
    if tally.unread:
        return _UNREADABLE
    imperfect = tally.without_facts + (tally.records["partial"] if strict else 0)
    return 1 if imperfect else 0


def _articles_in(item: SourceItem) -> int:
    if item.path is None or not item.name.lower().endswith(_LINES):
        return 1
    with item.path.open("rb") as file:
        lines, last = 0, b"\n"
        while block := file.read(_BLOCK):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def collect_rarely() -> None:
    """Have the collector of cycles look less often: records are large trees without any."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _end_on_sigterm() -> None:
    """Have a request to end (a reboot, a scheduler) end the run as Ctrl-C does."""
    task = asyncio.current_task()
    assert task is not None
    with contextlib.suppress(NotImplementedError):  # Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
