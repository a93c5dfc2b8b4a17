"""Pages in an export: all of them there, the same from files and from a database, the same again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from summarizer.domain.fact_rows import record_id
from summarizer.export.from_database import DatabaseSource
from summarizer.export.pages import add_pages
from summarizer.export.result_files import ResultFiles
from summarizer.export.write import export
from summarizer.store.database.opening import open_database
from summarizer.store.lines import read_records


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_pages_stand_beside_the_tables_and_in_the_manifest(
    files: ResultFiles, records_path: Path, tmp_path: Path
) -> None:
    export(files, tmp_path / "public", additions=[add_pages])
    articles = {f"articles/{record_id(record)}.html" for record in read_records(records_path)}
    others = {"index.html", "facts.html", "quality.html", "cost.html"}
    assets = {f"static/{name}" for name in ("page.css", "pages.css", "page.js", "facts.js")}
    written = _contents(tmp_path / "public")
    assert {name for name in written if name.endswith(".html") or name.startswith("static/")} == (
        articles | others | assets
    )
    listed = {one["path"]: one["sha256"] for one in json.loads(written["index.json"])["files"]}
    assert all(listed[name] == hashlib.sha256(written[name]).hexdigest() for name in articles | others | assets)


def test_a_second_export_gives_the_same_bytes(database_source: DatabaseSource, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(database_source, tmp_path / name, additions=[add_pages])
    assert _contents(tmp_path / "one") == _contents(tmp_path / "two")


def test_files_give_the_articles_that_a_database_gives(
    files: ResultFiles, database_source: DatabaseSource, tmp_path: Path
) -> None:
    export(files, tmp_path / "files", additions=[add_pages])
    export(database_source, tmp_path / "database", additions=[add_pages])
    one, other = _contents(tmp_path / "files"), _contents(tmp_path / "database")
    same = {name for name in one if name.startswith(("articles/", "static/"))} | {"cost.html"}
    assert {name: one[name] for name in same} == {name: other[name] for name in same}
    assert b"No evaluation is in this database yet." in one["quality.html"]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "parquet"])
def test_the_table_of_the_folder_is_named_where_not_all_facts_are_shown(
    tmp_path: Path, records_path: Path, form: str
) -> None:
    pattern = next(read_records(records_path))
    with open_database(f"sqlite:///{tmp_path}/many.db") as database:
        made = pattern.provenance
        database.write_all([
            pattern.model_copy(update={"provenance": made.model_copy(update={"repeat": number})})
            for number in range(2_000 // len(pattern.evidence) + 2)
        ])  # fmt: skip
        export(DatabaseSource(database), tmp_path / "public", form=form, additions=[add_pages])  # type: ignore[arg-type]
    page = (tmp_path / "public" / "facts.html").read_text(encoding="utf-8")
    assert f'<a href="facts.{form}">facts.{form}</a> has them all' in page
    assert page.count("<tr data-support=") == 2_000


def test_more_articles_than_a_page_holds_are_on_pages_that_lead_to_each_other(
    tmp_path: Path, records_path: Path
) -> None:
    pattern = next(read_records(records_path))
    with open_database(f"sqlite:///{tmp_path}/many.db") as database:
        document = pattern.document
        database.write_all([
            pattern.model_copy(update={"document": document.model_copy(update={"id": f"{number:064x}"})})
            for number in range(51)
        ])  # fmt: skip
        export(DatabaseSource(database), tmp_path / "public", additions=[add_pages])
    first, second = (tmp_path / "public" / name for name in ("index.html", "page-2.html"))
    assert '<a rel="next" href="page-2.html">Older</a>' in first.read_text(encoding="utf-8")
    text = second.read_text(encoding="utf-8")
    assert ('<a rel="prev" href="index.html">Newer</a>' in text, 'rel="next"' in text) == (True, False)
    assert (first.read_text(encoding="utf-8").count('<li class="card'), text.count('<li class="card')) == (50, 1)
    assert not (tmp_path / "public" / "page-3.html").exists()


def test_an_empty_database_has_pages_that_say_so(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/empty.db") as database:
        export(DatabaseSource(database), tmp_path / "public", additions=[add_pages])
    assert "Nothing has been summarized" in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "public" / "articles").exists()
