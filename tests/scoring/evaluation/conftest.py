"""A workspace with a suite of its own, a strategy that reads by pattern and can be broken, and runs made with them."""

import asyncio
import contextlib
import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping

import pytest
from pydantic import JsonValue

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Usage
from summarizer.domain.schema import TargetSchema
from summarizer.ingest.documents import make_document
from summarizer.pipeline import Maker, Pipeline
from summarizer.run import Tally
from summarizer.schema_loader.load import load_schema
from summarizer.scoring.evaluation.rescore import rescore
from summarizer.scoring.evaluation.run import Asked, begin_run, fill_run, plan_run
from summarizer.scoring.suite import open_suite
from summarizer.workspace import Workspace

SCHEMA = '''
from pydantic import BaseModel, Field

class Closure(BaseModel):
    """A bridge that is closed."""

    bridge: str | None = Field(None, description="Name of the bridge.")
    days: int | None = Field(None, description="Days it stays closed.")
    town: str | None = Field(None, description="Town whose council said so.")
'''

TEXT = "{bridge} closes\n\nThe {bridge} stays closed for {days} days.\n\nThe council of {town} said so.\n"

GOLD = """\
format: summarizer.gold/1
article:
  id: {id}
  text: |
{text}
schema: {{name: closure, digest: {digest}}}
split: {split}
story: {story}
labels:
  - {{by: tester, on: 2026-03-04}}
facts:
  bridge: {{value: {bridge}, evidence: {{2: "The {bridge} stays"}}}}
  days: {{value: {days}, evidence: {{2: "{days} days"}}}}
  town: {{value: {town}, evidence: {{3: "council of {town}"}}}}
"""

NAMES = (
    "Adler", "Birch", "Cedar", "Dover", "Elm", "Fulham", "Grange", "Harbour", "Ivory", "Juniper", "Kestrel", "Linden",
    "Maple", "Norwood", "Orchard", "Poplar", "Quarry", "Rowan", "Saddler", "Tanner", "Ulster", "Viaduct", "Willow", "York",
)  # fmt: skip


class Reader:
    """A strategy that reads the article by pattern.

    ``breaks`` are fields it leaves out, ``fails`` maps a word of the article to what is raised, and ``alters`` gives
    other values for an article's text and the number of times it was asked about before.
    """

    name = "reader"

    def __init__(
        self,
        *,
        breaks: Collection[str] = (),
        fails: Mapping[str, Exception] | None = None,
        alters: Callable[[str, int], dict[str, JsonValue]] | None = None,
    ) -> None:
        self.breaks = breaks
        self.fails = fails or {}
        self.alters = alters or (lambda text, turn: {})
        self.asked: list[str] = []

    async def extract(self, document: Document, schema: TargetSchema) -> Extraction:
        turn = self.asked.count(document.id)
        self.asked.append(document.id)
        for word, error in self.fails.items():
            if word in document.text:
                raise error
        found = re.search(r"The (\w+ Bridge) stays closed for (\d+) days.\s+The council of (\w+)", document.text)
        assert found is not None
        wire: dict[str, JsonValue] = {
            "bridge": {"value": found[1], "evidence": [2]},
            "days": {"value": int(found[2]), "evidence": [2]},
            "town": {"value": found[3], "evidence": [3]},
        }
        wire |= dict.fromkeys(self.breaks)
        wire |= self.alters(document.text, turn)
        return Extraction(wire=wire, sent=(1, 2, 3), usage=Usage(input_tokens=10, output_tokens=5, calls=1))


@pytest.fixture
def reader():
    """The class of the strategy."""
    return Reader


@pytest.fixture
def workspace(tmp_path):
    """A workspace with one schema and the shipped prompts."""
    root = tmp_path / "ws"
    (root / "schemas").mkdir(parents=True)
    (root / "summarizer.toml").write_text("")
    (root / "schemas" / "closure.py").write_text(SCHEMA)
    return Workspace(root, "flag", root)


@pytest.fixture
def write_gold(workspace):
    """Return a function that writes the suite: one article for each story it is given."""

    def write(stories, *, suite="bridges", split="gate", days=3):
        folder = workspace.root / "evals" / "gold" / suite
        folder.mkdir(parents=True, exist_ok=True)
        digest = load_schema(workspace.schema_path("closure")).digest
        for number, story in enumerate(stories):
            values = {"bridge": f"{NAMES[number]} Bridge", "days": days + number, "town": f"{NAMES[number]}ton"}
            document = make_document(TEXT.format(**values))
            indented = "\n".join(f"    {line}" if line else "" for line in document.text.split("\n"))
            (folder / f"{number:02}.yaml").write_text(
                GOLD.format(id=document.id, text=indented, digest=digest, split=split, story=story, **values)
            )
        return folder

    return write


@pytest.fixture
def make_run(workspace, tmp_path):
    """Return a function that runs the suite with a strategy, to the end unless that raises, and scores it."""

    def run(strategy, *, repeats=1, model="test/reader", minute=0, suite="bridges", jobs=1):
        found = open_suite(suite, workspace)
        plan = plan_run(found, Asked(model=model, endpoint=None, strategy=strategy.name, params={}, repeats=repeats))
        folder = begin_run(plan, tmp_path / "runs", now=dt.datetime(2026, 3, 4, 12, minute, tzinfo=dt.UTC))
        asyncio.run(fill_run(folder, found, opened(strategy), jobs=jobs, tally=Tally(), finished=lambda _: None))
        rescore(folder, found)
        return folder

    def opened(strategy):
        maker = Maker("test/reader", None, "1.0", lambda: dt.datetime(2026, 3, 4, tzinfo=dt.UTC))

        @contextlib.asynccontextmanager
        async def open_pipeline(schema, repeat):
            yield Pipeline(schema, strategy, maker)

        return open_pipeline

    return run


@pytest.fixture
def runs(tmp_path):
    """The folder of runs."""
    return tmp_path / "runs"
