"""Submit, look after and collect a batch: every step can be cut off and taken up again, and nothing is done twice."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from summarizer.batch.answers import AnswerIndex, AwaitedError, BatchAnswers
from summarizer.batch.desk import Desk
from summarizer.batch.requests import BatchLimits, RequestWriter, custom_id
from summarizer.batch.sending import refresh, send
from summarizer.batch.state import BatchFolder, BatchState, Part, new_id
from summarizer.domain.completion import CompletionRequest
from summarizer.domain.document import Document
from summarizer.domain.record import Record, SchemaRef
from summarizer.errors import ArticleError, ConfigError
from summarizer.ingest.sources import SourceProblem
from summarizer.pipeline import Pipeline
from summarizer.run import Tally
from summarizer.safe_text import encodable
from summarizer.store.atomic import replacing
from summarizer.store.faults import store_error
from summarizer.store.jsonl import JsonlStore
from summarizer.store.keys import FirstSeen
from summarizer.store.lock import acquire
from summarizer.version import VERSION

__all__ = ["Collected", "Order", "collect", "locked", "require_same", "submit"]

_AT_ONCE = 32
"""Articles whose records are made beside one another; they wait only where a repair is asked for at once."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be submitted beside the desk's model and schema."""

    sources: Sequence[str]
    flags: dict[str, str | float | int | bool]
    repeats: int = 1
    limits: BatchLimits = field(default_factory=BatchLimits)

    @property
    def named(self) -> tuple[str, ...]:
        """The sources as they are written down: the bytes of a file's name need be no UTF-8."""
        return tuple(encodable(one, "utf-8") for one in self.sources)


@dataclass(slots=True)
class Collected:
    """What became of one collecting: ``tally`` of the records, and what is still open."""

    tally: Tally = field(default_factory=Tally)
    awaited: int = 0
    """Articles that an answer is still to come for."""
    cancelled: int = 0
    """Requests that somebody cancelled; submitting again sends them again."""
    sent: int = 0
    """Requests that were sent with a next round."""
    done: bool = False


@contextlib.contextmanager
def locked(folder: BatchFolder) -> Iterator[None]:
    """Keep a second command off the folder, which is made when it isn't there.

    Raises:
        StoreError: Another command works on it, or it can't be written.
    """
    try:
        folder.path.mkdir(exist_ok=True)
    except OSError as exc:
        raise store_error(exc, folder.path, action="write") from exc
    lock = acquire(folder.path / "state.json")
    try:
        yield
    finally:
        lock.release()


async def submit(
    folder: BatchFolder,
    order: Order,
    inputs: Iterable[Document | SourceProblem],
    desk: Desk,
    *,
    tally: Tally,
    told: Callable[[str], object],
) -> BatchState:
    """Write down what is to be asked, and send it; the same order again goes on where the last one was cut off.

    Raises:
        ConfigError: The folder holds another order, or there is nothing to ask.
        ModelError: The provider can't be reached or refuses; the same command goes on later.
    """
    state = folder.load()
    if state is not None and state.planned:
        require_same(state, desk, folder)
        if order.named != state.sources or order.repeats != state.repeats:
            raise ConfigError(
                f"{folder.path} holds a batch of other sources ({', '.join(state.sources[:3])}); collect it with: "
                f"summarizer batch collect {folder.results}, or give another --out"
            )
        told(f"going on with {state.id}, submitted {state.created:%Y-%m-%d %H:%M} UTC")
    else:
        state = await asyncio.to_thread(_plan, folder, order, inputs, desk, tally)
    return await send(state, folder, desk, told=told)


async def collect(
    folder: BatchFolder,
    state: BatchState,
    desk: Desk,
    *,
    told: Callable[[str], object],
    finished: Callable[[Record], object],
    directly: bool = False,
    resend_cancelled: bool = False,
    limits: BatchLimits | None = None,
) -> tuple[BatchState, Collected]:
    """Fetch what has ended, make the records that can be made, and send what has to be asked again.

    A record is made by the same pipeline as a live one. What isn't answered yet has none; once nothing is under way, a
    next round asks for it.

    Raises:
        ModelError: The provider can't be reached or refuses.
        StoreError: The results or the folder can't be written.
    """
    state = await send(state, folder, desk, told=told)
    state = await _fetch(await refresh(state, folder, desk), folder, desk)
    index = AnswerIndex(folder)
    for part in state.parts:
        await asyncio.to_thread(index.add_part, part)
    answers = BatchAnswers(index, desk, directly=directly, resend_cancelled=resend_cancelled)
    found = Collected()
    missing = await _make_records(folder, desk.pipelines(answers), found, finished)
    found.cancelled = answers.cancelled
    if not state.in_flight:
        writer = RequestWriter(folder, desk, limits or BatchLimits(), round_number=state.round + 1)
        parts = await asyncio.to_thread(writer.add_all, missing)
        found.sent = sum(part.requests for part in parts)
        found.done = not parts and not found.awaited
        state = folder.save(state.model_copy(update={"parts": (*state.parts, *parts), "done": found.done}))
        state = await send(state, folder, desk, told=told)
    return state, found


def require_same(state: BatchState, desk: Desk, folder: BatchFolder) -> None:
    """Refuse to go on with another endpoint, model, schema or prompt than what was submitted.

    Raises:
        ConfigError: It says which.
    """
    now = {
        "endpoint": (state.endpoint, desk.endpoint.base_url),
        "model": (state.model, desk.endpoint.name),
        "schema": (
            f"{state.schema_ref.name} {state.schema_ref.digest[:8]}",
            f"{desk.schema.name} {desk.schema.digest[:8]}",
        ),
        "prompt": (state.prompt_digest[:8], desk.prompt_digest[:8]),
    }
    for name, (then, given) in now.items():
        if then != given:
            raise ConfigError(
                f"{folder.path} was submitted with {name} {then}, and this is {given}; put it back as it was, or give "
                "another --out"
            )
    first = next(folder.documents(), None) if state.probe is not None else None
    if first is not None:
        requests = _first_requests(first, desk)
        if requests and custom_id(requests[0], desk) != state.probe:
            raise ConfigError(
                f"{folder.path}: its requests aren't those that would be sent now (the model's settings, or summarizer "
                f"{state.package_version} against {VERSION}); put back what was changed"
            )


def _plan(
    folder: BatchFolder, order: Order, inputs: Iterable[Document | SourceProblem], desk: Desk, tally: Tally
) -> BatchState:
    """Write articles and requests, then the state that says they are whole; cut off before, it begins anew."""
    state = BatchState(
        id=new_id(),
        created=dt.datetime.now(dt.UTC),
        package_version=VERSION,
        model=desk.endpoint.name,
        endpoint=desk.endpoint.base_url,
        schema_ref=SchemaRef(name=desk.schema.name, version=desk.schema.version, digest=desk.schema.digest),
        prompt_digest=desk.prompt_digest,
        repeats=order.repeats,
        flags=order.flags,
        sources=order.named,
    )
    folder.save(state)
    writer = RequestWriter(folder, desk, order.limits, round_number=1)
    probe: str | None = None
    with replacing(folder.documents_path) as spool:
        for document in _waiting(folder, inputs, desk, tally):
            requests = _first_requests(document, desk)
            if tally.taken == 1 and requests:
                probe = custom_id(requests[0], desk)
            for repeat in range(order.repeats):
                for request in requests if repeat == 0 else _first_requests(document, desk, repeat):
                    writer.add(request)
            spool.write(document.model_dump_json().encode() + b"\n")
    parts = writer.close()
    return folder.save(
        state.model_copy(
            update={"planned": True, "documents": tally.taken, "probe": probe, "parts": parts, "done": not tally.taken}
        )
    )


def _waiting(
    folder: BatchFolder, inputs: Iterable[Document | SourceProblem], desk: Desk, tally: Tally
) -> Iterator[Document]:
    """Yield each article that isn't finished in the results yet, once."""
    pipelines = desk.pipelines(desk.live)
    seen = FirstSeen()
    with _results(folder) as store:
        for item in inputs:
            if isinstance(item, SourceProblem):
                tally.add_problem(item)
                continue
            first = seen.add(item.id, item.source)
            if first is not None:
                tally.add_duplicate(item.source, first)
            elif all(pipeline.key(item) in store.finished for pipeline in pipelines):
                tally.resumed += len(pipelines)
            else:
                tally.taken += 1
                yield item


@contextlib.contextmanager
def _results(folder: BatchFolder) -> Iterator[JsonlStore]:
    path = folder.results
    try:
        with JsonlStore(path, resume=True) as store:
            yield store
    finally:
        with contextlib.suppress(OSError):
            if path.stat().st_size == 0:
                path.unlink()  # what made nothing leaves nothing


def _first_requests(document: Document, desk: Desk, repeat: int = 0) -> tuple[CompletionRequest, ...]:
    try:
        return desk.requests(document, repeat)
    except ArticleError:
        return ()  # too long, or nothing to read: its record will say so


async def _fetch(state: BatchState, folder: BatchFolder, desk: Desk) -> BatchState:
    """Fetch the files of every part that has ended; a part counts as collected when they are on disk."""
    for part in state.parts:
        if part.status != "ended":
            continue
        await _fetch_file(part, "output", part.output_file_id, folder, desk)
        await _fetch_file(part, "errors", part.error_file_id, folder, desk)
        state = folder.save(state.with_part(part.model_copy(update={"status": "collected"})))
    return state


async def _fetch_file(part: Part, kind: str, file_id: str | None, folder: BatchFolder, desk: Desk) -> None:
    if file_id is None:
        return
    data = await desk.patiently(lambda: desk.api.download(file_id))
    path = folder.answers_path(part.name, "output" if kind == "output" else "errors")
    with replacing(path) as file:
        await asyncio.to_thread(file.write, data)


async def _make_records(
    folder: BatchFolder, pipelines: Sequence[Pipeline], found: Collected, finished: Callable[[Record], object]
) -> list[CompletionRequest]:
    """Write the record of every article that is answered; return what has to be asked for the others."""
    missing: list[CompletionRequest] = []
    with _results(folder) as store:
        for chunk in _chunks(folder, pipelines, store, found.tally):
            made = await asyncio.gather(*(_record(pipeline, document) for pipeline, document in chunk))
            records = [one for one in made if isinstance(one, Record)]
            await asyncio.to_thread(store.append_all, records)
            for record in records:
                found.tally.add(record)
                finished(record)
            for one in made:
                if isinstance(one, AwaitedError):
                    found.awaited += 1
                    missing += [one.request] if one.request is not None else []
    return missing


async def _record(pipeline: Pipeline, document: Document) -> Record | AwaitedError:
    try:
        return await pipeline.summarize(document)
    except AwaitedError as exc:
        return exc


def _chunks(
    folder: BatchFolder, pipelines: Sequence[Pipeline], store: JsonlStore, tally: Tally
) -> Iterator[list[tuple[Pipeline, Document]]]:
    chunk: list[tuple[Pipeline, Document]] = []
    for document in folder.documents():
        waiting = [pipeline for pipeline in pipelines if pipeline.key(document) not in store.finished]
        tally.resumed += len(pipelines) - len(waiting)
        tally.taken += bool(waiting)
        chunk += [(pipeline, document) for pipeline in waiting]
        if len(chunk) >= _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
