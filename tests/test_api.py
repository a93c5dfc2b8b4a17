"""The package from Python, against a real HTTP server, and the README's own example."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from summarizer import Summarizer, summarize
from summarizer.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "Harbour bridge closed\n\nThe bridge was closed on Monday, the mayor said."


class Closure(BaseModel):
    """A closure of a bridge."""

    reason: str | None = Field(None, description="Why it was closed.")


@pytest.fixture
def settings(llm_server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return {"model": "compatible/test", "base_url": llm_server.url, "cache_dir": str(tmp_path / "cache")}


def test_one_article_with_a_class_of_ones_own(settings, llm_server):
    llm_server.answer = lambda _: '{"reason": {"value": "the mayor said", "evidence": [2]}}'
    record = summarize(ARTICLE, Closure, **settings)
    assert record.facts == {"reason": "the mayor said"}
    assert record.evidence["/reason"].sentences == (2,)


def test_many_articles_share_one_connection_and_come_as_they_finish(settings):
    texts = [f"{ARTICLE} It stays closed for {days} days." for days in range(2, 8)]
    with Summarizer("news_report", **settings) as summarizer:
        records = list(summarizer.summarize_many(texts, jobs=3))
        assert len({record.document.id for record in records}) == 6
        assert isinstance(summarizer.facts(records[0]), BaseModel)
        again = summarizer.summarize(texts[0])
    assert again.provenance.cached


def test_a_consumer_that_stops_early_leaves_nothing_running(settings):
    with Summarizer("news_report", **settings) as summarizer:
        records = summarizer.summarize_many((f"{ARTICLE} Number {n}." for n in range(50)), jobs=2)
        next(records)
        records.close()
        assert summarizer.summarize(ARTICLE).status == "complete"


def test_from_a_running_event_loop(settings):
    async def run() -> list[str]:
        summarizer = Summarizer("news_report", **settings)
        first = await summarizer.asummarize(ARTICLE)
        return [str(first.status)] + [record.status async for record in summarizer.asummarize_many([ARTICLE + " Two."])]

    assert asyncio.run(run()) == ["complete", "complete"]


def test_a_misspelt_setting_is_named(settings):
    with pytest.raises(ConfigError, match="unknown setting 'modell'; did you mean 'model'"):
        Summarizer("news_report", modell="x")


@pytest.mark.local_model
def test_the_readmes_example_runs(tmp_path):
    (code,) = re.findall(r"## From Python\n\n```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("complete Harbour bridge closed\n/headline verified (1,)")
