"""The report as Markdown, JUnit XML and JSON, and the files it is written to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree  # type: ignore[import-untyped]  # ships no stubs

from summarizer.domain.record import Record
from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.manifest import Digests, RunManifest
from summarizer.scoring.evaluation.measured import Measured, MetricTable
from summarizer.scoring.report.eval_report import EvalReport, build_report
from summarizer.scoring.report.junit import render_junit
from summarizer.scoring.report.markdown import LONGEST, render_markdown
from summarizer.scoring.report.report_run import ReportRun
from summarizer.scoring.report.second_reader import SecondReader
from summarizer.scoring.report.write import write_report
from summarizer.scoring.score_model import ArticleScore
from summarizer.store.lines import read_records

if TYPE_CHECKING:
    from tests.scoring.report.conftest import Case

FIXTURES = Path(__file__).parents[2] / "fixtures" / "records" / "articles.jsonl"
Scored = Callable[..., ArticleScore]

# Ant's JUnit report format: order of elements, required attributes and their types
ANT = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:element name="testsuites"><xs:complexType><xs:sequence>
  <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
   <xs:element name="properties"><xs:complexType><xs:sequence>
    <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
     <xs:attribute name="name" use="required"><xs:simpleType><xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction></xs:simpleType></xs:attribute>
     <xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element>
   </xs:sequence></xs:complexType></xs:element>
   <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:choice minOccurs="0">
     <xs:element name="error" type="problem"/><xs:element name="failure" type="problem"/></xs:choice>
    <xs:attribute name="name" type="xs:token" use="required"/><xs:attribute name="classname" type="xs:token" use="required"/>
    <xs:attribute name="time" type="xs:decimal" use="required"/></xs:complexType></xs:element>
   <xs:element name="system-out" type="xs:string"/><xs:element name="system-err" type="xs:string"/>
  </xs:sequence>
  <xs:attribute name="id" type="xs:int" use="required"/><xs:attribute name="name" type="xs:token" use="required"/>
  <xs:attribute name="package" type="xs:token" use="required"/><xs:attribute name="hostname" type="xs:token" use="required"/>
  <xs:attribute name="timestamp" use="required"><xs:simpleType><xs:restriction base="xs:dateTime"><xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"/></xs:restriction></xs:simpleType></xs:attribute>
  <xs:attribute name="tests" type="xs:int" use="required"/><xs:attribute name="failures" type="xs:int" use="required"/>
  <xs:attribute name="errors" type="xs:int" use="required"/><xs:attribute name="time" type="xs:decimal" use="required"/>
  </xs:complexType></xs:element>
 </xs:sequence></xs:complexType></xs:element>
 <xs:complexType name="problem"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string" use="required"/>
 </xs:extension></xs:simpleContent></xs:complexType>
</xs:schema>
"""


def test_junit_is_valid_and_counts_what_it_holds(case: Case) -> None:
    tree = etree.fromstring(render_junit(case.run).encode())
    etree.XMLSchema(etree.fromstring(ANT)).assertValid(tree)
    for suite in tree.iter("testsuite"):
        held = [len(list(suite.iter(name))) for name in ("testcase", "failure", "error")]
        assert held == [int(suite.get(name, "")) for name in ("tests", "failures", "errors")]
    assert len(list(tree.iter("testcase"))) == len(case.run.articles)


def test_junit_tells_the_leaves_that_went_wrong_and_no_others(case: Case, scored: Scored) -> None:
    article = scored(("what", "correct"), ("who", "wrong"), ("where", "missing"), ("when", "correct_null"))
    tree = etree.fromstring(render_junit(replace(case.run, articles=(article,), documents={})).encode())
    [failure] = tree.iter("failure")
    assert failure.get("message") == "1 value wrong, 1 missing, 0 spurious, 0 partial of 3"
    assert failure.text == (
        "d1.yaml\nwrong who: gold gold who | predicted said who | 0.000 why\n"
        "missing where: gold gold where | predicted nothing | 0.000 why"
    )


def test_junit_has_a_failed_article_as_an_error_and_a_right_one_as_passed(case: Case, scored: Scored) -> None:
    articles = (scored(("a", "missing"), failure="timeout\x00 after 60 s"), scored(("a", "correct"), document="d2"))
    tree = etree.fromstring(render_junit(replace(case.run, articles=articles, documents={})).encode())
    assert [[child.tag for child in one] for one in tree.iter("testcase")] == [["error"], []]
    assert [error.get("message") for error in tree.iter("error")] == ["timeout\N{REPLACEMENT CHARACTER} after 60 s"]


def test_markdown_has_scores_failures_flips_and_worst_fields(case: Case) -> None:
    text = render_markdown(case.run, baseline=case.baseline)
    assert [line for line in text.split("\n") if line.startswith("#")] == [
        *("# openai/gpt-test on seeds", "## Scores", "## Failed articles", "## What flipped", "## Worst fields")
    ]
    assert "**❔ inconclusive**" in text
    assert "| f1 | **0.812** | 0.741–0.868 | 0.930 | 0.842 | −0.030 |" in text


def test_markdown_lets_no_markup_mention_or_link_through(case: Case, scored: Scored) -> None:
    article = scored(("a", "missing"), failure="<b>x</b> @team [l](http://e.org) www.e.org `c` *i* | \x1b")
    text = render_markdown(replace(case.run, articles=(article,), documents={}), baseline=None)
    [line] = [line for line in text.split("\n") if line.startswith("- d1.yaml")]
    assert line == (
        "- d1.yaml: &#60;b&#62;x&#60;/b&#62; &#64;team &#91;l&#93;(http&#58;//e.org) www&#46;e.org &#96;c&#96; "
        "&#42;i&#42; &#124; &#92;x1b"
    )


def test_markdown_stays_under_its_limit_and_says_what_it_left_out(case: Case, scored: Scored) -> None:
    names = [f"field_{number}_{'ж' * 4000}" for number in range(40)]
    articles = tuple(scored(*((name, "wrong") for name in names), document=f"d{at}") for at in range(30))
    text = render_markdown(replace(case.run, articles=articles, documents={}), baseline=None)
    assert len(text.encode()) <= LONGEST
    assert text.endswith("1 part of this summary left out for its length; the HTML report has them.\n")


def test_json_is_of_its_format_and_says_what_the_run_says(case: Case) -> None:
    report = build_report(case.run, baseline=case.baseline, history=case.history)
    assert EvalReport.model_validate_json(report.model_dump_json()) == report
    assert report.format == "summarizer.eval-report/1"
    [f1] = [score for score in report.scores if score.name == "f1"]
    assert (f1.value, f1.low, f1.high, f1.ceiling) == (0.812, 0.741, 0.868, 0.93)
    assert f1.baseline == pytest.approx(0.842)
    assert [len(report.articles), len(report.trend), report.verdict and report.verdict.verdict] == [
        7,
        9,
        "inconclusive",
    ]
    assert [point.created for point in report.trend] == sorted(point.created for point in report.trend)


def test_every_field_of_the_json_says_what_it_is() -> None:
    schema = EvalReport.model_json_schema()
    undescribed = [
        f"{name}.{field}"
        for name, definition in [("report", schema), *schema["$defs"].items()]
        for field, node in definition.get("properties", {}).items()
        if "description" not in node and name != "Counts"
    ]
    assert undescribed == []


@dataclass(frozen=True)
class StoredRun:
    """A run as its folder gives it, in memory."""

    run: ReportRun
    suite: str = "seeds"

    @property
    def path(self) -> Path:
        """Where it would be."""
        return Path(self.run.name)

    @property
    def manifest(self) -> RunManifest:
        """The manifest."""
        digests = Digests(schemas={"news_report": "a" * 64}, gold="b", split="c", scorer="d" * 64, splitter="s 1")
        return RunManifest(
            id=self.run.name, created=self.run.created, suite=self.suite, model=self.run.model, strategy="oneshot",
            digests=digests, package_version="1", articles=(), status="complete",
        )  # fmt: skip

    def scores(self) -> Sequence[ArticleScore]:
        return self.run.articles

    def metrics(self) -> MetricTable:
        measured = {
            one.name: Measured(value=one.value, low=one.low, high=one.high, stories=one.stories)
            for one in self.run.scores
        }
        return MetricTable(metrics=measured)

    def records(self, schema: str, repeat: int) -> Iterator[Record]:
        return read_records(FIXTURES)


def test_all_forms_are_written_into_the_folder(case: Case, tmp_path: Path) -> None:
    run, baseline = StoredRun(case.run), StoredRun(case.baseline)
    elsewhere = StoredRun(replace(case.baseline, name="other"), suite="other")
    of_another = StoredRun(replace(case.baseline, name="another", model="openai/another"))
    paths = write_report(
        run,
        tmp_path / "new",
        baseline=baseline,
        history=[baseline, run, elsewhere, of_another],
        second=SecondReader(Path("seeds.second"), 3, 7, {"f1": 0.9}),
    )
    assert [path.name for path in paths] == ["report.html", "report.md", "junit.xml", "report.json"]
    report = json.loads(paths[3].read_text("utf-8"))
    assert [point["id"] for point in report["trend"]] == [case.baseline.name, case.run.name]
    assert [score["ceiling"] for score in report["scores"] if score["name"] == "f1"] == [0.9]
    assert report["readers"] == {"articles": 3, "of": 7, "f1": 0.9}
    assert "Ferry crews strike for a third day" in paths[0].read_text("utf-8")


def test_only_the_forms_that_are_asked_for_are_written(case: Case, tmp_path: Path) -> None:
    assert write_report(StoredRun(case.run), tmp_path, formats=("md",)) == [tmp_path / "report.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


def test_an_unknown_form_is_refused_with_those_there_are(case: Case, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"^pdf: no form of a report; the forms are html, md, junit, json$"):
        write_report(StoredRun(case.run), tmp_path, formats=("pdf",))  # type: ignore[arg-type]
