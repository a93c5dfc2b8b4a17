"""Keeps the account of a run beside its results while it goes, and closes it however it ends."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.cli.logs import LogForm, event
from summarizer.domain.record import SchemaRef
from summarizer.errors import BudgetSpentError, ModelError, StoreError, SummarizerError
from summarizer.safe_text import encodable
from summarizer.store.run_summary import (
    Articles,
    EarlierRun,
    Ending,
    Limits,
    Money,
    Records,
    Requests,
    RunFile,
    Tokens,
    read_run_file,
    write_run_file,
)
from summarizer.version import VERSION

if TYPE_CHECKING:
    from summarizer.cli.output import Target
    from summarizer.domain.schema import TargetSchema
    from summarizer.llm.guards import Live
    from summarizer.run import Tally
    from summarizer.wiring import Context

__all__ = ["Asked", "RunAccount"]

_log = logging.getLogger(__name__)

_SOURCES_KEPT = 100
_WRITE_EVERY_S = 15.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for beside the settings."""

    sources: Sequence[str]
    repeats: int = 1
    max_articles: int | None = None
    strict: bool = False
    log_form: LogForm = "text"


class RunAccount:
    """The account of one run: written at its start, every quarter of a minute, and at its end.

    Only a results file of lines has one beside it; the events at the end of a run are logged in any case. What can't be
    written is warned of and stops nothing: the records matter more.
    """

    def __init__(
        self,
        context: Context,
        asked: Asked,
        target: Target,
        *,
        tally: Tally,
        live: Callable[[], Live],
        schema: TargetSchema,
    ) -> None:
        self.strategy: str | None = None
        self._context = context
        self._asked = asked
        self._results = target.path if target.form == "jsonl" else None
        self._resumes = target.resume
        self._tally = tally
        self._live = live
        self._schema = schema
        self._earlier: tuple[EarlierRun, ...] = ()
        self._started = dt.datetime.now(dt.UTC)
        self._clock = time.monotonic()
        self._written_at = 0.0
        self._begun = False

    def begin(self) -> tuple[str, ...]:
        """Take up the accounts of earlier runs and write the first of this one; return what a person should know."""
        notes: tuple[str, ...] = ()
        if self._results is not None and self._resumes:
            try:
                before = read_run_file(self._results)
            except StoreError as exc:
                notes = (f"{exc}; what earlier runs spent isn't known",)
            else:
                notes = self._take_up(before)
        self._begun = True
        self._write(self._account("running"))
        return notes

    def tick(self) -> None:
        """Write the account anew when it is old."""
        if self._begun and time.monotonic() - self._written_at >= _WRITE_EVERY_S:
            self._write(self._account("running"))

    def close(self, *, exit_code: int, ended_by: Ending | None = None, error: SummarizerError | None = None) -> None:
        """Write the account of the ended run, and log it."""
        account = self._account(ended_by or _ending(error)).model_copy(
            update={"ended": dt.datetime.now(dt.UTC), "exit_code": exit_code, "error": str(error) if error else None}
        )
        event("summary", f"{account.ended_by}: {account.records.made} records", **account.model_dump(mode="json"))
        # where nothing was begun, the account of an earlier run stays
        if self._begun:
            self._write(account)

    def _take_up(self, before: RunFile | None) -> tuple[str, ...]:
        if before is None:
            return ()
        self._earlier = before.as_earlier()
        mine = (self._context.settings.model, self._schema.name, self._schema.digest)
        theirs = (before.model, before.schema_ref.name, before.schema_ref.digest)
        if mine == theirs:
            return ()
        note = (
            f"{self._results} was begun with {before.model} and schema {before.schema_ref.name}; the records of "
            f"{mine[0]} and this {mine[1]} are added to it, and articles it holds are asked about again"
        )
        return (note,)

    def _account(self, ended_by: Ending) -> RunFile:
        settings, tally, live = self._context.settings, self._tally, self._live()
        seconds = time.monotonic() - self._clock
        earlier = [run.spent for run in self._earlier]
        return RunFile(
            package_version=VERSION,
            results=encodable(str(self._results or ""), "utf-8"),
            sources=tuple(encodable(one, "utf-8") for one in self._asked.sources[:_SOURCES_KEPT]),
            started=self._started,
            seconds=round(seconds, 3),
            ended_by=ended_by,
            model=settings.model,
            endpoint=self._context.endpoint().base_url or None,
            strategy=self.strategy,
            schema_ref=SchemaRef(name=self._schema.name, version=self._schema.version, digest=self._schema.digest),
            repeats=self._asked.repeats,
            limits=Limits(
                jobs=settings.jobs, rpm=settings.rpm, tpm=settings.tpm, max_usd=settings.max_usd,
                max_tokens=settings.max_tokens, max_articles=self._asked.max_articles,
            ),
            articles=Articles(taken=tally.taken, unread=tally.unread, duplicates=tally.repeated),
            records=Records(**tally.records, cached=tally.cached, resumed=tally.resumed),
            requests=Requests(sent=live.requests, retries=live.retries, failed=live.failed),
            tokens=Tokens(
                input=live.input_tokens, output=live.output_tokens, cached_input=live.cached_input_tokens
            ),
            usd=Money(
                spent=live.spent_usd,
                uncertain=live.uncertain_usd,
                earlier=None if None in earlier else sum(usd for usd in earlier if usd is not None),
            ),
            articles_per_minute=round(tally.finished / self._asked.repeats / seconds * 60, 2) if seconds else 0.0,
            earlier=self._earlier,
        )  # fmt: skip

    def _write(self, account: RunFile) -> None:
        self._written_at = time.monotonic()
        if self._results is None:
            return
        try:
            write_run_file(self._results, account)
        except StoreError as exc:
            _log.warning("the account of the run can't be kept: %s", exc)


def _ending(error: SummarizerError | None) -> Ending:
    if error is None:
        return "finished"
    if isinstance(error, BudgetSpentError):
        return "budget"
    return "model" if isinstance(error, ModelError) else "error"
