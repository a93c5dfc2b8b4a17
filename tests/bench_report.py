"""The report of 1,000 articles of 40 leaves, measured: seconds and megabytes of every form, and the page in a browser."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.scoring.report.report_run import ReportRun, Score, TrendPoint
from summarizer.scoring.report.write import FORMATS, write_files
from summarizer.scoring.score_model import ArticleScore, LeafRow, Outcome

ARTICLES, LEAVES, SENTENCES = 1000, 40, 35
OUTCOMES: tuple[Outcome, ...] = ("correct", "partial", "wrong", "missing", "spurious", "correct_null")
WORDS = [
    "ferry",
    "crews",
    "strike",
    "harbour",
    "council",
    "vote",
    "islands",
    "rest",
    "hours",
    "offer",
    "union",
    "minister",
    "talks",
    "winter",
    "fuel",
    "price",
]
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _words(random_: random.Random, count: int) -> str:
    return " ".join(random_.choices(WORDS, k=count))


def document(number: int) -> Document:
    """Return an article of the usual length: some 35 sentences, 5 kB."""
    random_ = random.Random(number)
    sentences, text = [], ""
    for place in range(1, SENTENCES + 1):
        line = f"{_words(random_, 22).capitalize()} {number}."
        sentences.append(Sentence(id=place, start=len(text), end=len(text) + len(line), paragraph=1 + place // 3))
        text += line + "\n"
    headline = f"{_words(random_, 8).capitalize()} {number}"
    return Document(
        id=f"{number:064x}",
        source=f"articles/{number}.txt",
        text=text,
        sentences=tuple(sentences),
        metadata=Metadata(headline=headline),
        splitter="bench",
    )


def score(number: int, *, seed: int) -> ArticleScore:
    """Return an article's 40 leaves, their outcomes drawn at random."""
    random_ = random.Random(number * 10 + seed)
    rows = []
    for place in range(LEAVES):
        outcome = random_.choices(OUTCOMES, weights=(60, 5, 8, 12, 10, 5))[0]
        value = f"{_words(random.Random(number * 100 + place), 9)} {number} {place}"
        rows.append(
            LeafRow(
                field=f"events.field_{place % 20}",
                kind="text" if place % 3 else "number",
                outcome=outcome,
                gold=None if outcome in {"spurious", "correct_null"} else value,
                predicted=None if outcome in {"missing", "correct_null"} else f"{value} {outcome}",
                similarity=0.5,
                rule=f"token F1 0.{place:02}, chrF 0.{number % 100:02}: {outcome}",
                gold_at=f"events/e{place // 20}/field_{place % 20}",
                gold_evidence=(place % SENTENCES + 1, (place + 3) % SENTENCES + 1),
                predicted_evidence=(place % SENTENCES + 1,),
                support="verified",
                absent=f"/events/{place}" if outcome == "correct_null" else None,
            )
        )
    return ArticleScore(
        document_id=f"{number:064x}",
        gold=f"{number}.yaml",
        story=f"story-{number // 2}",
        split="gate",
        schema_name="news_report",
        schema_digest="0" * 64,
        status="complete",
        rows=tuple(rows),
        cost_usd=0.001,
        latency_s=random_.random() * 5,
    )


def run(seed: int, documents: dict[str, Document]) -> ReportRun:
    """Return a run of 1,000 articles."""
    return ReportRun(
        name=f"run-{seed}",
        suite="bench",
        model="bench/model",
        created=MADE + dt.timedelta(days=seed),
        scores=tuple(Score(name, 0.8, 0.78, 0.82, gated=True) for name in ("f1", "precision", "recall")),
        articles=tuple(score(number, seed=seed) for number in range(ARTICLES)),
        documents=documents,
    )


def main() -> None:
    """Print what was asked and what was measured."""
    documents = {one.id: one for one in map(document, range(ARTICLES))}
    baseline = run(0, documents)
    now = replace(run(1, documents), documents=documents)
    history = [TrendPoint(f"run-{day}", MADE - dt.timedelta(days=day), now.scores) for day in range(1, 31)]
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            start = time.perf_counter()
            [path] = write_files(now, Path(folder), baseline=baseline, history=history, formats=(name,))
            took = time.perf_counter() - start
            target = "≤ 10 s, ≤ 30 MB" if name == "html" else "–"
            size = path.stat().st_size / 1e6
            sys.stdout.write(f"{f'report {name}, 1,000 × 40 leaves':<44} {target:>18}   {took:.2f} s, {size:.2f} MB\n")
        _in_a_browser(Path(folder) / "report.html")


def _in_a_browser(page_file: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        return
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page()
        times = {"open": time.perf_counter()}
        page.goto(page_file.as_uri())
        times["all outcomes"] = time.perf_counter()
        page.evaluate("document.querySelectorAll('#outcomes input').forEach(box => { box.checked = true; });")
        page.evaluate("document.getElementById('filters').dispatchEvent(new Event('input'))")
        times["search"] = time.perf_counter()
        page.fill("#by-words", "harbour council")
        times["article"] = time.perf_counter()
        page.evaluate("document.querySelector('#article-list a.open').click()")
        ends = [*list(times.values())[1:], time.perf_counter()]
        told = ", ".join(f"{name} {end - start:.2f} s" for (name, start), end in zip(times.items(), ends, strict=True))
        sys.stdout.write(f"{'the page in Chromium':<44} {'usable':>18}   {told}\n")
        browser.close()


if __name__ == "__main__":
    main()
