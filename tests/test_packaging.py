"""The wheel, built from the sdist and installed in a clean environment, works from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.packaging]

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build sdist → wheel, as a release does."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT), cwd=out)
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory):
    """Make an environment that has the wheel and, by path, the locked libraries, but not the checkout."""
    home = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", str(home / "venv"), cwd=home)
    python = home / "venv/bin/python"
    run(str(python), "-m", "pip", "install", "-qq", "--no-deps", str(wheel), cwd=home)
    site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    # a plain path: the .pth file of the editable install beside the libraries is not followed
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home


def command(clean: Path, *arguments: str, cwd: Path = Path("/")) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "PYTHON"))}
    env |= {"XDG_CACHE_HOME": str(clean / "cache"), "XDG_DATA_HOME": str(clean / "data"), "COLUMNS": "200"}
    return run(str(clean / "venv/bin/summarizer"), *arguments, cwd=cwd, env=env)


def test_the_wheel_carries_the_workspace_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"summarizer/_workspace/schemas/news_report.py", "summarizer/_workspace/prompts/extract.md"} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "seeds/", "evals/"))]
    assert wheel.stat().st_size < 12_000_000


def test_doctor_runs_from_the_root_folder_and_finds_the_copy_in_the_wheel(clean):
    report = command(clean, "doctor")
    assert "_workspace" in report
    assert str(ROOT / "schemas") not in report


@pytest.mark.local_model
def test_an_article_is_summarized_from_the_root_folder(clean):
    article = clean / "article.txt"
    article.write_text(
        "Storm closes Harbour Bridge\n\nBy Ana Ruiz\n\nMarch 4, 2024\n\n"
        "The Harbour Bridge was closed on Monday after a storm damaged two of its cables, the city council said.\n"
        "Mayor Lena Okafor said repairs would take three weeks.\n",
        encoding="utf-8",
    )
    record = json.loads(command(clean, "summarize", str(article), "--format", "jsonl"))
    assert record["status"] == "complete"
    assert record["facts"]["headline"] == "Storm closes Harbour Bridge"
