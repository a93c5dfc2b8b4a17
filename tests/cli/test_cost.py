"""What results cost: paid and saved, by model, schema and day, per article and per verified fact."""

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from summarizer.cli.main import app
from summarizer.cost import read_costs
from summarizer.domain.record import Evidence
from summarizer.errors import StoreError
from summarizer.store.lines import read_records, record_line

VERIFIED = Evidence(sentences=(1,), support="verified")
PARTIAL = Evidence(sentences=(1,), support="partial")


@pytest.fixture
def make():
    from pathlib import Path

    fixtures = Path(__file__).parents[1] / "fixtures" / "records" / "articles.jsonl"
    [pattern] = [record for record in read_records(fixtures) if record.document.text == "It was quiet."]

    def record(name, *, cost=0.5, spent=0.5, cached=False, model="x/m", day=1, verified=2, **made):
        evidence = {f"/v{n}": VERIFIED for n in range(verified)} | {"/p": PARTIAL}
        provenance = pattern.provenance.model_copy(
            update={
                "cost_usd": cost, "spent_usd": spent, "cached": cached, "model": model,
                "created": dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC), **made,
            }
        )  # fmt: skip
        document = pattern.document.model_copy(update={"id": name})
        return pattern.model_copy(update={"document": document, "evidence": evidence, "provenance": provenance})

    return record


@pytest.fixture
def write(tmp_path):
    def to_file(*records, name="r.jsonl", tail=b""):
        path = tmp_path / name
        path.write_bytes(b"".join(map(record_line, records)) + tail)
        return path

    return to_file


def test_what_was_paid_and_what_the_cache_saved_are_told_apart(make, write):
    fresh, hit = make("a"), make("b", spent=0.0, cached=True)
    total = read_costs([write(fresh, hit)]).total
    assert (total.records, total.articles, total.fresh, total.cached) == (2, 2, 1, 1)
    assert (total.spent_usd, total.saved_usd, total.cost_usd) == (0.5, 0.5, 1.0)
    assert (total.facts, total.verified) == (6, 4)
    assert (total.spent_per_article_usd, total.cost_per_article_usd) == (0.25, 0.5)
    assert (total.spent_per_verified_fact_usd, total.cost_per_verified_fact_usd) == (0.125, 0.25)


def test_models_schemas_and_days_have_sums_of_their_own(make, write):
    report = read_costs([write(make("a"), make("b", model="y/n", cost=1.0, spent=1.0), make("c", day=2))])
    assert [(group.model, group.cell.spent_usd) for group in report.by_model] == [("x/m", 1.0), ("y/n", 1.0)]
    assert [(str(group.day), group.cell.records) for group in report.by_day] == [("2026-03-01", 2), ("2026-03-02", 1)]
    assert [group.cell.records for group in report.by_schema] == [3]
    assert len(report.by_model_schema_day) == 3


def test_repeats_are_records_of_one_article(make, write):
    total = read_costs([write(make("a"), make("a", repeat=1), make("a", repeat=2))]).total
    assert (total.records, total.articles, total.spent_per_article_usd) == (3, 1, 1.5)


def test_a_price_that_is_not_known_is_no_zero(make, write):
    report = read_costs([write(make("a"), make("b", cost=None, spent=None, model="y/n"))])
    assert (report.total.spent_usd, report.total.cost_per_article_usd, report.total.unpriced) == (None, None, 1)
    assert [group.cell.spent_usd for group in report.by_model] == [0.5, None]


def test_records_from_before_say_what_was_paid_by_whether_they_were_cached(make, write):
    total = read_costs([write(make("a", spent=None), make("b", spent=None, cached=True))]).total
    assert (total.spent_usd, total.saved_usd) == (0.5, 0.5)


def test_the_same_record_in_two_files_counts_once(make, write):
    paths = [write(make("a")), write(make("a"), make("b"), name="again.jsonl")]
    report = read_costs(paths)
    assert (report.total.records, report.repeated) == (2, 1)


def test_an_unfinished_last_line_is_told_of_and_any_other_fault_is_an_error(make, write):
    half = record_line(make("b"))[:200]
    assert read_costs([write(make("a"), tail=half)]).torn == 1
    with pytest.raises(StoreError, match=r"r\.jsonl:2: not a record of summarizer"):
        read_costs([write(make("a"), tail=b'{"x": 1}\n')])


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="no such file"):
        read_costs([tmp_path / "none.jsonl"])


def test_the_command_prints_tables_or_json(make, write):
    path = str(write(make("a"), make("b", spent=0.0, cached=True, batch="b-1")))
    text = CliRunner().invoke(app, ["cost", path])
    assert text.exit_code == 0
    assert "x/m" in text.stdout
    assert "2026-03-01" in text.stdout
    assert "1 records came through batches" in text.stdout
    report = json.loads(CliRunner().invoke(app, ["cost", path, "--format", "json"]).stdout)
    assert report["format"] == "summarizer.cost/1"
    assert report["by_model"][0]["sums"]["spent_usd"] == 0.5
