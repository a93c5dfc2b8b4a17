"""The batch commands at work: settings as they were submitted, one look or many, and what a person is told."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from summarizer.batch.sending import refresh
from summarizer.batch.state import BatchFolder, BatchState
from summarizer.batch.work import Collected, Order, collect, locked, require_same, submit
from summarizer.cli.logs import event, wants_json
from summarizer.errors import ConfigError, StoreError
from summarizer.ingest.sources import ReadOptions, expand, read
from summarizer.run import Tally
from summarizer.wiring import load_context, open_desk

if TYPE_CHECKING:
    from summarizer.domain.record import Record
    from summarizer.wiring import Context

__all__ = ["Collecting", "find_results", "show_status", "submit_order"]

_UNREADABLE = 2
_OPEN = 4
_SUFFIX = ".batch"


def find_results(named: Path | None) -> Path:
    """Return the results file that is meant: the one named, or the only one here that has a batch.

    Raises:
        ConfigError: There is none, or several.
    """
    if named is not None:
        return named.with_name(named.name.removesuffix(_SUFFIX))
    found = sorted(path for path in Path.cwd().glob(f"*{_SUFFIX}") if (path / "state.json").is_file())
    if len(found) == 1:
        return Path(found[0].name.removesuffix(_SUFFIX))
    if not found:
        raise ConfigError("no batch was submitted from this folder; name the results file it was submitted with")
    names = ", ".join(path.name.removesuffix(_SUFFIX) for path in found)
    raise ConfigError(f"several batches were submitted from this folder ({names}); name the results file of one")


def submit_order(out: Path, order: Order, *, workspace: Path | None, allow_private: bool) -> int:
    """Submit, and return the exit code: 2 when an input couldn't be read."""
    context = load_context({**order.flags, **({"allow_private": True} if allow_private else {})}, workspace=workspace)
    schema, guards = context.schema(), context.guards()
    folder, tally = BatchFolder(out), Tally()
    items = expand(order.sources, stdin=sys.stdin.buffer)
    if out.suffix.lower() not in {".jsonl", ".ndjson"}:
        raise ConfigError(f"{out}: batches give lines of records; name a file that ends in .jsonl")
    if not out.parent.is_dir():
        raise StoreError(f"can't write {out}: the folder {out.parent} doesn't exist; create it first")

    async def go() -> BatchState:
        settings = context.settings
        options = ReadOptions(settings.max_bytes, settings.allow_private)
        async with open_desk(context, schema, guards=guards, repeats=order.repeats) as desk:
            with locked(folder):
                inputs = (result for item in items for result in read(item, options))
                known = folder.load()
                state = await submit(folder, order, inputs, desk, tally=tally, told=_say)
                if known is not None and known.planned:
                    # what somebody cancelled is sent again by submitting again
                    state, found = await collect(
                        folder, state, desk, told=_say, finished=_tell, resend_cancelled=True, limits=order.limits
                    )
                    _say_collected(folder, state, found)
                return state

    context.endpoint()  # a missing key is said before a folder is made
    state = asyncio.run(go())
    for problem in tally.problems:
        _say(problem.message)
    if state.done and not state.parts:
        _say(f"every article has its record in {out} already; nothing was sent")
    else:
        requests = sum(part.requests for part in state.in_flight)
        _say(f"{state.documents:,} articles, {requests:,} requests under way; then: summarizer batch collect {out}")
    return _UNREADABLE if tally.unread else 0


def show_status(results: Path, flags: Mapping[str, object], *, workspace: Path | None, as_json: bool) -> int:
    """Print how far each part is, by the provider's word of now; return the exit code."""
    folder = BatchFolder(results)
    context, state = _as_submitted(folder, flags, workspace)

    async def look() -> BatchState:
        guards = context.guards()
        async with open_desk(context, context.schema(), guards=guards, repeats=state.repeats) as desk:
            with locked(folder):
                require_same(state, desk, folder)
                return await refresh(state, folder, desk)

    state = asyncio.run(look())
    if as_json:
        typer.echo(state.model_dump_json(indent=2))
        return 0
    typer.echo(f"{folder.path}: {state.documents:,} articles, {state.model} at {state.endpoint}")
    for part in state.parts:
        word = part.batch_status or part.status
        collected = ", collected" if part.status == "collected" else ""
        counts = f"{part.completed:,} answered, {part.failed:,} failed of {part.requests:,}"
        typer.echo(f"  {part.name}  {part.batch_id or '(not sent yet)'}  {word}{collected}  {counts}")
        for error in part.errors:
            typer.echo(f"    {error}")
    typer.echo("all collected" if state.done else f"next: summarizer batch collect {results}")
    return 0


class Collecting:
    """Collects once, or again and again until all is there."""

    def __init__(
        self, results: Path, flags: Mapping[str, object], *, workspace: Path | None, directly: bool = False
    ) -> None:
        self._folder = BatchFolder(results)
        self._context, self._state = _as_submitted(self._folder, flags, workspace)
        self._directly = directly
        self._failed = 0

    def go(self, *, every_s: float | None) -> int:
        """Collect; ``every_s`` is the pause between two looks, None looks once. Return the exit code.

        4: not everything is there yet; 1: an article has no facts, or requests were cancelled.
        """
        found = asyncio.run(self._collect(every_s))
        if not found.done:
            return 1 if found.cancelled and not self._state.in_flight else _OPEN
        return 1 if found.tally.without_facts else 0

    async def _collect(self, every_s: float | None) -> Collected:
        context, state = self._context, self._state
        guards = context.guards()
        async with open_desk(context, context.schema(), guards=guards, repeats=state.repeats) as desk:
            with locked(self._folder):
                require_same(state, desk, self._folder)
                while True:
                    state, found = await collect(
                        self._folder, state, desk, told=_say, finished=_tell, directly=self._directly
                    )
                    self._state = state
                    _say_collected(self._folder, state, found)
                    if found.done or every_s is None or not state.in_flight:
                        return found
                    await asyncio.sleep(every_s)


def _as_submitted(
    folder: BatchFolder, flags: Mapping[str, object], workspace: Path | None
) -> tuple[Context, BatchState]:
    """Return the settings that the batch was submitted with, under ``flags``, and its state."""
    state = folder.load()
    if state is None:
        raise ConfigError(
            f"{folder.path} holds no batch; submit one with: summarizer batch submit SOURCE --out {folder.results}"
        )
    if not state.planned:
        raise ConfigError(
            f"{folder.path}: submitting was cut off before anything was sent; give the same submit command again"
        )
    return load_context({**state.flags, **flags}, workspace=workspace), state


def _say_collected(folder: BatchFolder, state: BatchState, found: Collected) -> None:
    made = found.tally.records
    counts = ", ".join(f"{count:,} {status}" for status, count in made.items() if count or status != "refused")
    parts = [f"{found.tally.finished:,} records: {counts}"]
    if found.tally.resumed:
        parts.append(f"{found.tally.resumed:,} were there before")
    if found.sent:
        parts.append(f"{found.sent:,} requests go into another round")
    if found.cancelled:
        parts.append(f"{found.cancelled:,} requests were cancelled; the same submit command sends them again")
    if state.in_flight:
        parts.append(f"{sum(part.requests for part in state.in_flight):,} requests are under way")
    if found.done:
        parts.append(f"all collected in {folder.results}; {folder.path} can be deleted")
    _say("; ".join(parts))


def _tell(record: Record) -> None:
    if record.facts is None:
        _say(f"{record.document.source}: {record.error}")


def _say(text: str) -> None:
    if wants_json(sys.argv[1:]):
        event("batch", text)
    else:
        typer.echo(text, err=True)
