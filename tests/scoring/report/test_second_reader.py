"""The ceiling of a score: how well a second reader agrees, found beside the suite or named, and said either way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import escape

from summarizer.errors import GoldFileError
from summarizer.ingest.documents import make_document
from summarizer.schema_loader.load import load_schema
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.run import Asked, plan_run
from summarizer.scoring.report.markdown import render_markdown
from summarizer.scoring.report.page import render_page
from summarizer.scoring.report.report_run import ReportRun, Score
from summarizer.scoring.report.second_reader import SecondReader, second_reader
from summarizer.scoring.suite import open_suite
from summarizer.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = '''
from typing import Literal

from pydantic import BaseModel, Field


class Storm(BaseModel):
    """A storm."""

    place: str | None = Field(None, description="Where it struck.")
    strength: Literal["weak", "strong"] | None = Field(None, description="How strong it was.")
    closed: list[str] = Field(default_factory=list, description="What was closed.")
'''
TEXT = "A strong storm struck {place} on Monday, and the bridge and the ferry were closed.\n"
GOLD = """\
format: summarizer.gold/1
article:
  id: {id}
  text: |
    {text}
schema: {{name: storm, digest: {digest}}}
split: dev
story: {place}
labels: [{{by: {by}, on: 2031-05-04}}]
facts:
  place: {{value: {place}, evidence: {{1: struck {place}}}}}
  strength: {{value: {strength}, evidence: {{1: A strong storm}}}}
  closed:
    - {{id: c1, evidence: {{1: the bridge}}, facts: the bridge}}
{more}"""
FERRY = "    - {id: c2, evidence: {1: the ferry}, facts: the ferry}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "storm.py").write_text(SCHEMA)
    return Workspace(tmp_path, "flag", tmp_path)


@pytest.fixture
def label(workspace: Workspace) -> Callable[..., Path]:
    """Return a function that writes a reader's labels of articles about places into a folder."""

    def write(folder: str, *places: str, by: str = "reader-1", strength: str = "strong", more: str = FERRY) -> Path:
        target = workspace.root / "evals" / "gold" / folder
        target.mkdir(parents=True, exist_ok=True)
        digest = load_schema(workspace.schema_path("storm")).digest
        for place in places:
            text = TEXT.format(place=place)
            values = {"id": make_document(text).id, "text": text, "digest": digest, "place": place, "by": by}
            (target / f"{place}.yaml").write_text(GOLD.format(**values, strength=strength, more=more))
        return target

    return write


@pytest.fixture
def manifest(workspace: Workspace, label: Callable[..., Path]) -> RunManifest:
    """A run over two articles that one reader labelled."""
    label("storms", "Tarn", "Velm")
    plan = plan_run(open_suite("storms", workspace), Asked("test/reader", None, "reader", {}))
    created = dt.datetime(2031, 5, 5, tzinfo=dt.UTC)
    return RunManifest.model_validate(plan.model_dump() | {"id": "run", "created": created})


def test_without_a_second_reader_the_report_says_so_plainly(manifest: RunManifest, workspace: Workspace) -> None:
    found = second_reader(manifest, workspace)
    assert (found.articles, found.of, found.ceilings) == (0, 2, {})
    assert found.said.startswith("No second reader: there is one set of labels")
    assert "storms.second/" in found.said
    shown = render_page(reported(found), baseline=None, history=())
    assert escape(found.said) in shown
    assert "readers agree" not in shown
    assert "No second reader: there is one set of labels" in render_markdown(reported(found), baseline=None)


def test_a_second_readers_folder_beside_the_suite_gives_the_ceiling_of_the_articles_both_labelled(
    manifest: RunManifest, workspace: Workspace, label: Callable[..., Path]
) -> None:
    label("storms.second", "Tarn", "Elsewhere", by="reader-2", strength="weak", more="")
    found = second_reader(manifest, workspace)
    # of four leaves and three, two are alike: the place and the bridge
    assert (found.articles, found.of) == (1, 2)
    assert found.ceilings == pytest.approx(
        {
            "f1": 4 / 7, "f1@schema=storm": 4 / 7, "f1@kind=text": 4 / 5, "f1@kind=enum": 0.0,
            "f1@field=storm.place": 1.0, "f1@field=storm.strength": 0.0, "f1@field=storm.closed": 2 / 3,
        }
    )  # fmt: skip
    assert found.said == "Two readers labelled 1 of the 2 articles and agree at F1 0.571 there: the ceiling of F1."
    shown = render_page(reported(found), baseline=None, history=())
    assert escape(found.said) in shown
    assert "readers agree at 0.571" in shown
    assert "| f1 | 0.500 | – | 0.571 |" in render_markdown(reported(found), baseline=None)


def test_a_folder_that_is_named_is_taken_and_one_that_is_not_there_refused(
    manifest: RunManifest, workspace: Workspace, label: Callable[..., Path]
) -> None:
    other = label("by-someone", "Tarn", "Velm", by="reader-2")
    assert second_reader(manifest, workspace, str(other)).ceilings["f1"] == 1.0
    assert second_reader(manifest, workspace, "by-someone").articles == 2
    with pytest.raises(GoldFileError, match="there is no suite named 'nowhere'"):
        second_reader(manifest, workspace, "nowhere")


def test_a_second_reader_of_other_articles_is_an_error_instead_of_a_ceiling(
    manifest: RunManifest, workspace: Workspace, label: Callable[..., Path]
) -> None:
    label("storms.second", "Elsewhere", by="reader-2")
    with pytest.raises(GoldFileError, match="label no article in common"):
        second_reader(manifest, workspace)


def reported(second: SecondReader) -> ReportRun:
    return ReportRun(
        name="run",
        suite="storms",
        model="test/reader",
        created=dt.datetime(2031, 5, 5, tzinfo=dt.UTC),
        scores=(Score("f1", 0.5, ceiling=second.ceilings.get("f1")),),
        articles=(),
        second=second,
    )
