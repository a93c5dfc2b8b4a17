"""`summarizer cache`: which folder it looks into, and what it says of it."""

from pathlib import Path

from typer.testing import CliRunner

from summarizer.cli.main import app
from summarizer.llm.caching import open_cache


def said(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in ("cache", *arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_cache_of_a_folder_is_shown_and_emptied(tmp_path: Path) -> None:
    with open_cache(tmp_path / "one") as cache:
        cache.put("key", "an answer")

    assert f"folder   {tmp_path / 'one'}\nentries  1 (answers, and" in said("info", "--cache-dir", tmp_path / "one")
    assert "entries  0 " in said("info", "--cache-dir", tmp_path / "two")
    assert said("clear", "--yes", "--cache-dir", tmp_path / "one") == "deleted 1 entries\n"
    assert "entries  0 " in said("info", "--cache-dir", tmp_path / "one")
