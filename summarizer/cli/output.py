"""Where records go: the terminal or a file, as text, JSON, JSON lines or HTML."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from summarizer.domain.record import Record
    from summarizer.store.lines import RecordKey

__all__ = [
    "Format",
    "OutputOption",
    "Sink",
    "Target",
    "choose_format",
    "combined",
    "open_sink",
    "write_records",
]

Format = Literal["text", "json", "jsonl", "html"]

OutputOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of the terminal.")]

_SUFFIXES: dict[str, Format] = {".jsonl": "jsonl", ".json": "json", ".html": "html", ".htm": "html", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where records are to go: a form, a file or else stdout; with ``resume`` the file is continued.

    ``db`` is the address of a database that they go to as well, with ``db_alone`` instead.
    """

    form: Format
    path: Path | None
    resume: bool = False
    db: str | None = None
    db_alone: bool = False

    def __post_init__(self) -> None:
        continued = self.form == "jsonl" if self.path is not None else self.db is not None
        if self.resume and not continued:
            raise typer.BadParameter(
                "goes with --out FILE.jsonl, or with --db: nothing else can be continued", param_hint="--resume"
            )


@dataclass(frozen=True, slots=True)
class Sink:
    """Takes the records that finished together; when ``write`` returns they are where they belong.

    ``finished`` holds the keys that stood there already, ``notes`` what a person should know of it.
    """

    write: Callable[[Sequence[Record]], object]
    finished: Container[RecordKey] = ()
    notes: tuple[str, ...] = ()


def combined(sinks: Sequence[Sink]) -> Sink:
    """Return a sink that hands every record to each of ``sinks`` in turn; finished is what all of them have."""
    if len(sinks) == 1:
        return sinks[0]

    def write(records: Sequence[Record]) -> None:
        for sink in sinks:
            sink.write(records)

    return Sink(write, _InAll([sink.finished for sink in sinks]), tuple(note for sink in sinks for note in sink.notes))


@dataclass(frozen=True, slots=True)
class _InAll:
    holders: Sequence[Container[RecordKey]]

    def __contains__(self, key: object) -> bool:
        return all(key in holder for holder in self.holders)


def choose_format(form: Format | None, out: Path | None) -> Format:
    """Return the format that was asked for, else the one the file's name says, else text."""
    return form or (_SUFFIXES.get(out.suffix.lower(), "text") if out else "text")


@contextlib.contextmanager
def open_sink(target: Target, *, console: Console) -> Iterator[Sink]:
    """Give a sink for the length of a run; a file of one piece is written at the end, also when the run is cut short.

    Raises:
        StoreError: the file can't be written; said before any model is asked.
    """
    form, out = target.form, target.path
    if form == "jsonl" and out is not None:
        from summarizer.store.jsonl import JsonlStore  # noqa: PLC0415 - kept off the start-up path

        try:
            with JsonlStore(out, resume=target.resume) as store:
                yield Sink(store.append_all, store.finished, store.recovery.notes)
        finally:
            if out.is_file() and out.stat().st_size == 0:
                out.unlink()  # a run that made nothing leaves nothing
    elif form in {"text", "jsonl"} and out is None:
        yield Sink(_each(_text_writer(console) if form == "text" else _line_writer()))
    else:
        with _collected(form, out) as write:
            yield Sink(_each(write))


def _each(write: Callable[[Record], object]) -> Callable[[Sequence[Record]], None]:
    def write_all(records: Sequence[Record]) -> None:
        for record in records:
            write(record)

    return write_all


def write_records(records: Iterable[Record], target: Target) -> None:
    """Write stored records in one go."""
    from rich.console import Console  # noqa: PLC0415 - kept off the start-up path

    with open_sink(target, console=Console()) as sink:
        for record in records:
            sink.write([record])


def _text_writer(console: Console) -> Callable[[Record], object]:
    from summarizer.render.terminal import print_legend, print_record  # noqa: PLC0415 - kept off the start-up path

    seen: list[Record] = []

    def write(record: Record) -> None:
        if not seen:
            seen.append(record)
            print_legend(console)
            console.print()
        print_record(record, console)

    return write


def _line_writer() -> Callable[[Record], object]:
    from summarizer.render.json_lines import to_json_line  # noqa: PLC0415 - kept off the start-up path

    def write(record: Record) -> None:
        sys.stdout.write(to_json_line(record).rstrip("\n") + "\n")
        sys.stdout.flush()

    return write


@contextlib.contextmanager
def _collected(form: Format, out: Path | None) -> Iterator[Callable[[Record], object]]:
    from summarizer.store.atomic import write_atomic  # noqa: PLC0415 - kept off the start-up path
    from summarizer.store.faults import require_file_path  # noqa: PLC0415

    if out is not None:
        require_file_path(out)
    records: list[Record] = []
    try:
        yield records.append
    finally:
        if records:
            text = _whole(form, records)
            if out is None:
                sys.stdout.write(text)
            else:
                write_atomic(out, text)


def _whole(form: Format, records: list[Record]) -> str:
    if form == "html":
        from summarizer.render.html import render_html  # noqa: PLC0415 - loads the template engine

        return render_html(records, title="Summaries")
    if form == "json":
        from summarizer.render.json_lines import to_json  # noqa: PLC0415 - kept off the start-up path

        return to_json(records).rstrip("\n") + "\n"
    if form == "jsonl":
        from summarizer.render.json_lines import to_json_line  # noqa: PLC0415 - kept off the start-up path

        return "".join(to_json_line(record).rstrip("\n") + "\n" for record in records)
    import io  # noqa: PLC0415 - only for text in a file

    from rich.console import Console  # noqa: PLC0415 - kept off the start-up path

    page = io.StringIO()
    write = _text_writer(Console(file=page))
    for record in records:
        write(record)
    return page.getvalue()
