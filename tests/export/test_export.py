"""The exported folder as its readers see it: complete, described, repeatable, and open to DuckDB and pandas."""

import hashlib
import itertools
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import duckdb
import jsonschema
import pandas as pd
import pytest
import referencing

from summarizer.domain.fact_rows import FactRow, fact_rows, record_id
from summarizer.export.result_files import ResultFiles
from summarizer.export.write import export
from summarizer.store.lines import read_records

FORMATS = ["json", "jsonl", "csv", "parquet"]
TABLES = ["facts", "figures", "statements", "evals", "costs"]


def bytes_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_export_is_byte_identical(tmp_path, files, form):
    export(files, tmp_path / "one", form=form)
    export(files, tmp_path / "two", form=form)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_the_order_of_lines_in_results_files_does_not_matter(tmp_path, records_path, files):
    lines = records_path.read_bytes().splitlines(keepends=True)
    (tmp_path / "a.jsonl").write_bytes(b"".join(reversed(lines[3:])))
    (tmp_path / "b.jsonl").write_bytes(b"".join(lines[:4]))
    export(files, tmp_path / "one")
    export(ResultFiles([tmp_path / "b.jsonl", tmp_path / "a.jsonl"]), tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_a_later_record_wins_and_a_failed_one_never_over_a_finished_one(tmp_path, records_path):
    record = next(one for one in read_records(records_path) if one.status == "complete")
    later = record.model_copy(
        update={
            "provenance": record.provenance.model_copy(
                update={"created": record.provenance.created.replace(year=2030), "package_version": "9"}
            )
        }
    )
    failed = later.model_copy(update={"status": "failed", "facts": None, "evidence": {}, "error": "why"})
    path = tmp_path / "r.jsonl"
    path.write_text("".join(one.model_dump_json() + "\n" for one in (later, record, failed)))
    assert [one.provenance.package_version for one in ResultFiles([path]).records()] == ["9"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_manifest_names_every_file_with_its_size_and_hash(tmp_path, database_source, form):
    done = export(database_source, tmp_path / "public", form=form)
    found = bytes_of(tmp_path / "public")
    manifest = json.loads(found.pop("index.json"))
    assert {entry["path"]: (entry["bytes"], entry["sha256"]) for entry in manifest["files"]} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in found.items()
    }
    assert [table["name"] for table in manifest["tables"]] == ["records", *TABLES]
    assert {table["name"]: table["rows"] for table in manifest["tables"]} == done.rows
    assert {table["file"] for table in manifest["tables"]} | {table["schema"] for table in manifest["tables"]} <= set(
        found
    )
    assert (manifest["format"], manifest["table_format"]) == ("summarizer.export/1", form)


def test_every_table_in_json_follows_the_schema_beside_it(tmp_path, database_source):
    folder = tmp_path / "public"
    export(database_source, folder)
    record = json.loads((folder / "schemas" / "record.schema.json").read_text())
    registry = referencing.Registry().with_resource(
        "record.schema.json", referencing.Resource.from_contents(record)
    )  # fmt: skip
    for table in json.loads((folder / "index.json").read_text())["tables"]:
        schema = json.loads((folder / table["schema"]).read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        rows = json.loads((folder / table["file"]).read_text())
        assert len(rows) == table["rows"] > 0, table["name"]
        jsonschema.Draft202012Validator(schema, registry=registry).validate(rows)


def test_records_are_whole_and_by_id(tmp_path, database_source, records_path):
    export(database_source, tmp_path / "public")
    found = json.loads((tmp_path / "public" / "records.json").read_text())
    expected = sorted(read_records(records_path), key=record_id)
    assert found == [json.loads(one.model_dump_json()) for one in expected]


def test_a_database_and_a_results_file_of_the_same_records_give_the_same_tables(tmp_path, database_source, files):
    export(database_source, tmp_path / "one", form="jsonl")
    export(files, tmp_path / "two", form="jsonl")
    for name in ("records.json", "facts.jsonl", "figures.jsonl", "statements.jsonl", "costs.jsonl"):
        assert (tmp_path / "one" / name).read_text() == (tmp_path / "two" / name).read_text(), name


READERS = {"json": "read_json_auto", "jsonl": "read_json_auto", "csv": "read_csv_auto", "parquet": "read_parquet"}


@pytest.mark.parametrize("form", FORMATS)
def test_duckdb_reads_every_table(tmp_path, database_source, records_path, form):
    export(database_source, tmp_path / "public", form=form)
    manifest = json.loads((tmp_path / "public" / "index.json").read_text())
    with duckdb.connect() as connection:
        for table in manifest["tables"][1:]:
            where = f"{READERS[form]}('{tmp_path}/public/{table['file']}')"
            assert connection.sql(f"SELECT count(*) FROM {where}").fetchall() == [(table["rows"],)]
            columns = [row[0] for row in connection.sql(f"DESCRIBE SELECT * FROM {where}").fetchall()]
            assert columns == [column["name"] for column in table["columns"]], table["name"]
        facts = f"{READERS[form]}('{tmp_path}/public/facts.{form}')"
        total = connection.sql(f"SELECT sum(number), count(*) FILTER (support = 'verified') FROM {facts}").fetchall()
    rows = [row for record in read_records(records_path) for row in fact_rows(record)]
    numbers = [row.number for row in rows if row.number is not None]
    assert total == [(sum(numbers), sum(row.support == "verified" for row in rows))]


PANDAS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "json": pd.read_json,
    "jsonl": lambda path: pd.read_json(path, lines=True),
    "csv": pd.read_csv,
    "parquet": pd.read_parquet,
}


@pytest.mark.parametrize("form", FORMATS)
def test_pandas_reads_facts(tmp_path, files, records_path, form):
    export(files, tmp_path / "public", form=form)
    frame = PANDAS[form](tmp_path / "public" / f"facts.{form}")
    rows = [row for record in sorted(read_records(records_path), key=record_id) for row in fact_rows(record)]
    assert list(frame.columns) == list(FactRow._fields)
    assert list(frame["pointer"]) == [row.pointer for row in rows]
    assert frame["number"].dropna().tolist() == [row.number for row in rows if row.number is not None]


class Many:
    """A source of many facts that are made as they are asked for."""

    def __init__(self, number):
        self.number = number

    def record_lines(self):
        return iter(())

    def facts(self):
        value = "The council closed the bridge on Monday, the mayor said. " * 3
        for index in range(self.number):
            yield FactRow(
                f"r{index // 40}", "a", "o", None, None, "s", "1", "d", f"/events/{index % 40}/what", "/events/*/what",
                "text", value, None, None, None, "verified", (1, 2), (), None, None, "m", "oneshot", None,
            )  # fmt: skip

    def evals(self):
        return iter(())

    def costs(self):
        return iter(())


@pytest.mark.parametrize("form", FORMATS)
def test_memory_does_not_grow_with_the_number_of_facts(tmp_path, form):
    def peak(number):
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        export(Many(number), tmp_path / f"{form}-{number}", form=form)
        return tracemalloc.get_traced_memory()[1] - before

    export(Many(10), tmp_path / "first", form=form)  # modules that are loaded late
    tracemalloc.start()
    try:
        number = 5_000 if form == "parquet" else 1_000  # a batch of Parquet
        few, many = peak(number), peak(number * 3)
    finally:
        tracemalloc.stop()
    assert many < few * 1.2 + 200_000


def test_an_addition_is_part_of_the_export(tmp_path, files):
    def add(folder, source):
        (folder / "page.html").write_text(f"{sum(1 for _ in source.facts())} facts")

    export(files, tmp_path / "public", additions=[add])
    manifest = json.loads((tmp_path / "public" / "index.json").read_text())
    assert "page.html" in {entry["path"] for entry in manifest["files"]}
    export(files, tmp_path / "public")
    assert not (tmp_path / "public" / "page.html").exists()


def test_facts_come_record_by_record(files):
    records = [key for key, _ in itertools.groupby(row.record for row in files.facts())]
    assert records == sorted(set(records))
