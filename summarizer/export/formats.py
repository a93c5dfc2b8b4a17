"""A table as a file: JSON, JSON Lines, CSV or Parquet, written row by row and the same for the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from pydantic_core import to_json

from summarizer.errors import MissingExtraError
from summarizer.export.columns import Cell, Column, Kind
from summarizer.safe_text import visible

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
    from _typeshed import SupportsWrite
    from pyarrow import parquet as pq

__all__ = ["ExportFormat", "csv_cell", "suffix_of", "write_csv", "write_table"]

ExportFormat = Literal["json", "jsonl", "csv", "parquet"]
Row = Sequence[Cell]

_BATCH = 5_000
"""Rows held in memory at once while Parquet is written."""

# what makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), the full-width forms included
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def suffix_of(form: ExportFormat) -> str:
    """Return the ending of a file in ``form``."""
    return f".{form}"


def write_table(path: Path, form: ExportFormat, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write ``rows`` to ``path`` and return how many there were; equal rows give equal bytes.

    CSV is UTF-8 with a byte order mark (Excel needs it), CRLF and RFC 4180 quoting; an empty cell is null.

    Raises:
        MissingExtraError: Parquet without pyarrow.
        OSError: The file can't be written.
    """
    counted = _Counted(rows)
    if form == "parquet":
        _write_parquet(path, columns, counted)
    elif form == "csv":
        with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            write_csv(file, columns, counted)
    else:
        with path.open("wb") as stream:
            _write_json(stream, columns, counted, lines=form == "jsonl")
    return counted.number


def write_csv(file: SupportsWrite[str], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write a header and ``rows`` as CSV in which no cell can act as a formula."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([csv_cell(cell) for cell in row])


def csv_cell(cell: Cell) -> str:
    """Return a cell as CSV shows it: text that a spreadsheet would run gets a leading apostrophe.

    Lists are JSON, truth is ``true`` or ``false`` and null is empty. Control characters are spelt out.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell if cell.isprintable() else "\n".join(map(visible, cell.split("\n")))
        risky = cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(cell)
        return "'" + text if risky else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, tuple) else repr(cell)


class _Counted:
    """Rows that count themselves as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            yield row


def _write_json(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Row], *, lines: bool) -> None:
    names = [column.name for column in columns]
    before = b"" if lines else b"[\n"
    for row in rows:
        # JSON has no infinity and no NaN
        file.write(before + to_json(dict(zip(names, row, strict=True)), inf_nan_mode="null"))
        before = b"\n" if lines else b",\n"
    if lines:
        file.write(before)
    else:
        file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _write_parquet(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415  # heavy: kept off the start-up path
        import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy
    except ImportError as exc:
        raise MissingExtraError("Parquet needs pyarrow; pip install 'summarizer[parquet]'") from exc
    schema = pa.schema([pa.field(column.name, _arrow_type(column.kind), column.optional) for column in columns])
    waiting = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while _write_batch(writer, list(itertools.islice(waiting, _BATCH)), columns):
            pass


def _write_batch(writer: pq.ParquetWriter, batch: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Write ``batch``, return whether it held anything; by itself, so that no two batches are in memory at once."""
    import pyarrow as pa  # noqa: PLC0415  # heavy: kept off the start-up path

    if not batch:
        return False
    arrays = []
    for cells, column in zip(zip(*batch, strict=True), columns, strict=True):
        arrays.append(pa.array(cells, type=_arrow_type(column.kind)))
    writer.write_table(pa.Table.from_arrays(arrays, schema=writer.schema))
    return True


def _arrow_type(kind: Kind) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415  # heavy: kept off the start-up path

    types: Mapping[Kind, pa.DataType] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "integers": pa.list_(pa.int64()),
        "texts": pa.list_(pa.string()),
    }
    return types[kind]
