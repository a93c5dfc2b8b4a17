"""Make the README's pictures of the pages: `python -m tests.pictures` writes .github/pictures/*.png.

The seeds are summarized by the embedded model into a database of the script's own, beside one evaluation over a few
invented nights, so that the pictures show what `make dashboard` shows and a trend as well.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from summarizer.export.from_database import DatabaseSource
from summarizer.export.pages import add_pages
from summarizer.export.write import export
from summarizer.store.database.opening import open_database
from summarizer.store.database.rows import EvalRow, RunRow

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / ".github" / "pictures"
LARGEST = 150_000
NIGHTS = 9
LEVELS = {"f1": 0.58, "precision": 0.82, "recall": 0.46, "false_fill": 0.05}


def fill(url: str) -> None:
    """Summarize the seeds into the database at ``url``, and add the evaluations."""
    command = [sys.executable, "-m", "summarizer", "summarize", "seeds", "--db", url]
    subprocess.run(command, cwd=ROOT, check=True)
    with open_database(url) as database:
        for night in range(NIGHTS):
            database.write_evaluation(*evaluation(night))


def evaluation(night: int) -> tuple[RunRow, list[EvalRow]]:
    """Return an invented evaluation that is a little better every night; the third is the baseline."""
    at = dt.datetime(2026, 3, 2 + night, 4, tzinfo=dt.UTC)
    run, pinned = f"night-{night}", night == 2
    row = RunRow(
        id=run, kind="eval", started=at, ended=at, model="local/smollm2", strategy="fieldwise", schema=None,
        suite="invented nights", package_version="0", complete=24, partial=0, refused=0, failed=0, cached=0, resumed=0, problems=0,
        cost_usd=None, note=None, baseline=pinned,
    )  # fmt: skip
    metrics = []
    for name, level in LEVELS.items():
        lower = name == "false_fill"
        value = level * (1 - night / 40 if lower else 1 + night / 60) + (night * 7 % 5 - 2) / 200
        low, high = max(0.0, value - 0.06), min(1.0, value + 0.06)
        metrics.append(
            EvalRow(run, "invented nights", "local/smollm2", name, "", value, low, high, 24, 12, lower, at, pinned)
        )
    return row, metrics


def photograph(browser: Browser, folder: Path) -> None:
    """Write the pictures: Today by day, an article by night with a fact lit, the facts on a phone, the trend."""
    light = browser.new_page(viewport={"width": 1080, "height": 680}, color_scheme="light", reduced_motion="reduce")
    dark = browser.new_page(viewport={"width": 1060, "height": 530}, color_scheme="dark", reduced_motion="reduce")
    phone = browser.new_page(viewport={"width": 390, "height": 760}, color_scheme="light", reduced_motion="reduce")
    base = folder.as_uri()
    light.goto(f"{base}/index.html")
    light.screenshot(path=PICTURES / "today.png")
    dark.goto(f"{base}/index.html")
    dark.locator(".card h3 a").first.click()
    dark.locator(".facts .prose a.fact").nth(1).click()
    dark.screenshot(path=PICTURES / "article.png")
    phone.goto(f"{base}/facts.html?support=unsupported&support=partial")
    phone.screenshot(path=PICTURES / "facts-phone.png")
    light.set_viewport_size({"width": 1240, "height": 520})
    light.goto(f"{base}/quality.html")
    light.screenshot(path=PICTURES / "quality.png")


def main() -> None:
    """Make them all; exit 1 when one is too large for a README."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        url = f"sqlite:///{work}/news.db"
        fill(url)
        with open_database(url, read_only=True) as database:
            export(DatabaseSource(database), Path(work) / "public", additions=[add_pages])
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        photograph(browser, Path(work) / "public")
        browser.close()
    sizes = {path.name: path.stat().st_size for path in sorted(PICTURES.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{PICTURES.name}/{name}: {size / 1000:,.0f} kB")
    sys.exit(int(any(size > LARGEST for size in sizes.values())))


if __name__ == "__main__":
    main()
