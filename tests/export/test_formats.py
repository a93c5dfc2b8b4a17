"""Tables as files: exact text, cells that can't act, and the same bytes for the same rows."""

import datetime as dt
import math

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
import pytest

from summarizer.export.columns import Column
from summarizer.export.formats import csv_cell, write_table

COLUMNS = (
    Column("name", "text", False, "A name."),
    Column("number", "number", True, "A number."),
    Column("day", "date", True, "A day."),
    Column("at", "datetime", True, "A moment."),
    Column("good", "boolean", True, "Whether."),
    Column("sentences", "integers", False, "Numbers."),
    Column("missing", "texts", False, "Words."),
)
AT = dt.datetime(2026, 3, 2, 8, 15, tzinfo=dt.UTC)
ROWS = [
    ("Bridge, “closed”", 2.5, dt.date(2026, 3, 2), AT, True, (1, 2), ('a "b"',)),
    ("=1+1", None, None, None, None, (), ()),
]


def written(tmp_path, form, rows):
    path = tmp_path / f"t.{form}"
    assert write_table(path, form, COLUMNS, iter(rows)) == len(rows)
    return path.read_bytes()


def test_json_is_an_array_with_a_row_a_line(tmp_path):
    assert written(tmp_path, "json", ROWS).decode() == (
        '[\n{"name":"Bridge, “closed”","number":2.5,"day":"2026-03-02","at":"2026-03-02T08:15:00Z","good":true,'
        '"sentences":[1,2],"missing":["a \\"b\\""]},\n'
        '{"name":"=1+1","number":null,"day":null,"at":null,"good":null,"sentences":[],"missing":[]}\n]\n'
    )


def test_json_lines_hold_the_same_objects(tmp_path):
    lines = written(tmp_path, "jsonl", ROWS).decode()
    assert lines.endswith("}\n")
    assert "[\n" + lines.rstrip("\n").replace("\n", ",\n") + "\n]\n" == written(tmp_path, "json", ROWS).decode()


def test_csv_is_utf8_with_a_mark_crlf_and_no_formula(tmp_path):
    assert written(tmp_path, "csv", ROWS).decode("utf-8") == (
        "\ufeffname,number,day,at,good,sentences,missing\r\n"
        '"Bridge, “closed”",2.5,2026-03-02,2026-03-02T08:15:00+00:00,true,"[1, 2]","[""a \\""b\\""""]"\r\n'
        "'=1+1,,,,,[],[]\r\n"
    )


def test_parquet_keeps_types_and_nulls(tmp_path):
    written(tmp_path, "parquet", ROWS)
    table = pq.read_table(tmp_path / "t.parquet")
    assert table.to_pylist() == [
        dict(
            zip(
                [column.name for column in COLUMNS],
                (list(cell) if isinstance(cell, tuple) else cell for cell in row),
                strict=True,
            )
        )
        for row in ROWS
    ]
    assert [field.nullable for field in table.schema] == [column.optional for column in COLUMNS]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "parquet"])
def test_equal_rows_give_equal_bytes_and_none_give_a_file_that_can_be_read(tmp_path, form):
    assert written(tmp_path, form, ROWS) == written(tmp_path, form, ROWS)
    empty = written(tmp_path, form, [])
    if form == "parquet":
        assert pq.read_table(tmp_path / "t.parquet").num_rows == 0
    else:
        expected = {"json": "[]\n", "jsonl": "", "csv": "\ufeffname,number,day,at,good,sentences,missing\r\n"}
        assert empty.decode() == expected[form]


def test_json_has_no_infinity(tmp_path):
    text = written(
        tmp_path, "json", [("a", math.inf, None, None, None, (), ()), ("b", math.nan, None, None, None, (), ())]
    )
    assert text.count(b'"number":null') == 2


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1 555", "'+1 555"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("  =1", "'  =1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("two\nlines", "two\nlines"),
        ("bell\x07", "bell\\x07"),
        ("", ""),
        (None, ""),
        (True, "true"),
        (3, "3"),
        (1e300, "1e+300"),
    ],
    ids=str,
)  # fmt: skip
def test_a_cell_is_never_a_formula_and_says_what_it_holds(cell, text):
    assert csv_cell(cell) == text
