"""Check gold files against their schema, their article and each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError
from summarizer.schema_loader.load import load_schema
from summarizer.scoring.gold.checks import check_reading
from summarizer.scoring.gold.load import GOLD_FOLDER, GoldReading, find_gold, find_suites, read_gold
from summarizer.scoring.gold.problems import GoldProblem
from summarizer.workspace import Workspace

__all__ = ["SchemaShelf", "gold_targets", "lint"]


class SchemaShelf:
    """The schemas of a workspace by name, each loaded once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded: dict[str, TargetSchema] = {}

    def __call__(self, name: str) -> TargetSchema:
        """Return the schema; SchemaFileError when there is none of this name, or it is broken."""
        if name not in self._loaded:
            self._loaded[name] = load_schema(self._workspace.schema_path(name))
        return self._loaded[name]


def gold_targets(targets: Sequence[str], root: Path) -> list[Path]:
    """Return the gold files that ``targets`` name: suites, files or folders; all suites when there are none.

    The name of a suite wins over a folder of that name; ``./NAME`` is the folder.

    Raises:
        GoldFileError: A target is neither a suite nor a path, or there is no gold.
    """
    found: dict[Path, None] = {}
    suites = find_suites(root)
    for target in targets or suites:
        path = Path(target)
        if target in suites:
            found |= dict.fromkeys(find_gold(root, target))
        elif path.is_file():
            found[path] = None
        elif path.is_dir():
            found |= dict.fromkeys(sorted(one for one in path.rglob("*") if one.suffix in {".yaml", ".yml"}))
        else:
            found |= dict.fromkeys(find_gold(root, target))
    if not found:
        raise GoldFileError(
            f"{', '.join(targets) or root / GOLD_FOLDER}: there is no gold; start with `summarizer gold init ARTICLE`"
        )
    return list(found)


def lint(paths: Sequence[Path], workspace: Workspace) -> list[GoldProblem]:
    """Return every problem of the files, by file and line; MissingExtraError when the YAML parser isn't installed."""
    schemas = SchemaShelf(workspace)
    problems: list[GoldProblem] = []
    readings: list[GoldReading] = []
    for path in paths:
        try:
            reading = read_gold(path, schemas)
        except GoldFileError as exc:
            problems.append(_unreadable(path, exc))
            continue
        problems += reading.problems
        problems += check_reading(reading, workspace.root)
        readings.append(reading)
    return sorted(problems + list(_doubles(readings, workspace.root)))


def _suite_of(path: Path, root: Path) -> Path | str:
    """Return the suite that a file is of; outside of the workspace, its folder: two readers' folders are two sets."""
    suites = (root / GOLD_FOLDER).resolve()
    whole = path.resolve()
    return whole.relative_to(suites).parts[0] if whole.is_relative_to(suites) else whole.parent


def _unreadable(path: Path, exc: GoldFileError) -> GoldProblem:
    """Return the problem of a file that isn't YAML; the error's text starts with file and, mostly, line."""
    rest = str(exc).removeprefix(f"{path}:")
    number, _, message = rest.partition(": ")
    return GoldProblem(path, int(number), message) if number.isdecimal() else GoldProblem(path, 1, rest.strip())


def _doubles(readings: Sequence[GoldReading], root: Path) -> Iterator[GoldProblem]:
    seen: dict[tuple[Path | str, str, str], Path] = {}
    for reading in readings:
        if reading.article is None or not reading.article.document_id:
            continue
        key = (_suite_of(reading.path, root), reading.article.document_id, reading.article.schema_name)
        if key in seen:
            yield GoldProblem(
                reading.path,
                reading.head_lines.get("article", 1),
                f"a second gold file for this article and the schema {reading.article.schema_name}, "
                f"beside {seen[key]}; keep one, or merge them with `summarizer gold adjudicate`",
            )
        seen.setdefault(key, reading.path)
