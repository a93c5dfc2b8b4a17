"""Writing an export: every table, the records, the schemas beside them, and a manifest with the hash of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.domain.record import RECORD_FORMAT
from summarizer.export.columns import table_json_schema
from summarizer.export.folder import EXPORT_FORMAT, MANIFEST, replacing_folder
from summarizer.export.formats import ExportFormat, suffix_of, write_table
from summarizer.export.tables import TABLES, Source
from summarizer.store.record_schema import record_json_schema
from summarizer.version import VERSION

__all__ = ["Addition", "Exported", "export"]

Addition = Callable[[Path, Source], None]
"""Writes more files (pages, say) into the folder before the manifest is made; given the folder and the source."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: rows by table (``records`` among them), and how many files and bytes in all."""

    rows: dict[str, int]
    files: int
    size: int


def export(
    source: Source, target: Path, *, form: ExportFormat = "json", additions: Sequence[Addition] = ()
) -> Exported:
    """Write everything in ``source`` to the folder ``target``; the same source gives the same bytes.

    No clock enters the files, so a second export of the same data is byte-identical. ``records.json`` is JSON in every
    format, since records are trees; the other tables are in ``form``.

    Raises:
        StoreError: The folder isn't ours to replace, or can't be written; what stood there is untouched.
        MissingExtraError: Parquet without pyarrow.
    """
    with replacing_folder(target) as folder:
        rows = {"records": _write_records(folder / "records.json", source)}
        for table in TABLES:
            rows[table.name] = write_table(
                folder / (table.name + suffix_of(form)), form, table.columns, table.rows(source)
            )
        _write_schemas(folder / "schemas")
        for addition in additions:
            addition(folder, source)
        entries = _entries(folder)
        _write_json(folder / MANIFEST, _manifest(form, rows, entries))
        size = sum(int(str(entry["bytes"])) for entry in entries) + (folder / MANIFEST).stat().st_size
        return Exported(rows, len(entries) + 1, size)


def _write_records(path: Path, source: Source) -> int:
    number = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for number, line in enumerate(source.record_lines(), start=1):
            file.write(("[\n" if number == 1 else ",\n") + line.rstrip("\n"))
        file.write("\n]\n" if number else "[]\n")
    return number


def _write_schemas(folder: Path) -> None:
    folder.mkdir()
    for table in TABLES:
        _write_json(folder / f"{table.name}.schema.json", table_json_schema(table.name, table.model))
    records = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "records",
        "type": "array",
        "items": {"$ref": "record.schema.json"},
    }
    _write_json(folder / "records.schema.json", records)
    _write_json(folder / "record.schema.json", record_json_schema() | {"$id": "record.schema.json"})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _entries(folder: Path) -> list[dict[str, str | int]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": _digest(path),
        }
        for path in files
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(form: ExportFormat, rows: dict[str, int], entries: list[dict[str, str | int]]) -> dict[str, object]:
    tables: list[dict[str, object]] = [
        {
            "name": "records",
            "about": "Every record whole: the article, its facts and their receipts.",
            "file": "records.json",
            "schema": "schemas/records.schema.json",
            "rows": rows["records"],
        }
    ]
    tables += [
        {
            "name": table.name,
            "about": table.about,
            "file": table.name + suffix_of(form),
            "schema": f"schemas/{table.name}.schema.json",
            "rows": rows[table.name],
            "columns": [
                {"name": column.name, "type": column.kind, "about": column.description} for column in table.columns
            ],
        }
        for table in TABLES
    ]
    return {
        "format": EXPORT_FORMAT,
        "record_format": RECORD_FORMAT,
        "package_version": VERSION,
        "table_format": form,
        "tables": tables,
        "files": entries,
    }
