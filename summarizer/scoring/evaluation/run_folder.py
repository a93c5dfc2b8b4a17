"""The folder of one evaluation run, and the runs that lie beside each other: what is where, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from summarizer.domain.record import Record
from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.measured import MetricTable
from summarizer.scoring.score_model import ArticleScore
from summarizer.store.atomic import write_atomic
from summarizer.store.faults import store_error
from summarizer.store.lines import read_records
from summarizer.store.model_file import first_fault

__all__ = ["RUNS_FOLDER", "RunFolder", "ScoredRun", "find_run", "list_runs", "newest_run", "read_model"]

RUNS_FOLDER = Path("eval-runs")
"""Where runs are kept, below the current folder."""

_Model = TypeVar("_Model", bound=BaseModel)

_SCORE_AGAIN = "score it again with `summarizer eval rescore`, or make the run again"
_OUT_OF_THE_WAY = "move the run's folder away, or give another folder with --runs"


class ScoredRun(Protocol):
    """A run whose scores can be read: one in its folder, or the one a baseline pins."""

    @property
    def path(self) -> Path: ...  # noqa: D102 - said by the class

    @property
    def manifest(self) -> RunManifest: ...  # noqa: D102

    def scores(self) -> Sequence[ArticleScore]: ...  # noqa: D102

    def metrics(self) -> MetricTable: ...  # noqa: D102


class RunFolder:
    """One run on disk: ``run.json``, ``records/SCHEMA.rN.jsonl``, ``scores.jsonl``, ``metrics.json``.

    Every reader raises EvaluationError, with file and line, for what is missing or damaged. ``repeat`` counts from 1.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """Return the folder."""
        return self._path

    @property
    def manifest(self) -> RunManifest:
        """Return ``run.json``, read anew."""
        return read_model(self.path / "run.json", RunManifest, remedy=_OUT_OF_THE_WAY)

    def write_manifest(self, manifest: RunManifest) -> None:
        """Write ``run.json``, whole or not at all."""
        write_atomic(self.path / "run.json", manifest.model_dump_json(indent=1) + "\n")

    def records_path(self, schema: str, repeat: int) -> Path:
        """Return the results file of one schema and repeat."""
        return self.path / "records" / f"{schema}.r{repeat}.jsonl"

    def records(self, schema: str, repeat: int) -> Iterator[Record]:
        """Yield the records of one schema and repeat, in the order they finished; none when it wasn't begun."""
        path = self.records_path(schema, repeat)
        return read_records(path) if path.exists() else iter(())

    def all_records(self) -> Iterator[tuple[str, int, Record]]:
        """Yield every record with its schema and repeat, one file after another."""
        manifest = self.manifest
        for schema in manifest.digests.schemas:
            for repeat in range(1, manifest.repeats + 1):
                for record in self.records(schema, repeat):
                    yield schema, repeat, record

    def scores(self) -> tuple[ArticleScore, ...]:
        """Return ``scores.jsonl``: the articles in the manifest's order, all of repeat 1, then all of repeat 2."""
        path = self.path / "scores.jsonl"
        lines = _read(path).split("\n")
        return tuple(
            _parsed(line, ArticleScore, where=f"{path}:{number}") for number, line in enumerate(lines, 1) if line
        )

    def write_scores(self, scores: Iterable[ArticleScore]) -> None:
        """Write ``scores.jsonl``, whole or not at all."""
        write_atomic(self.path / "scores.jsonl", "".join(f"{score.model_dump_json()}\n" for score in scores))

    def metrics(self) -> MetricTable:
        """Return ``metrics.json``."""
        return read_model(self.path / "metrics.json", MetricTable)

    def write_metrics(self, metrics: MetricTable) -> None:
        """Write ``metrics.json``, whole or not at all."""
        write_atomic(self.path / "metrics.json", metrics.model_dump_json(indent=1) + "\n")


def list_runs(runs: Path, *, suite: str | None = None) -> list[RunFolder]:
    """Return the runs below ``runs``, the oldest first, those of one suite when it is named.

    Folders without a ``run.json`` are no runs; one whose ``run.json`` is damaged is an error, not skipped.
    """
    found = [RunFolder(path.parent) for path in runs.glob("*/run.json")]
    made = sorted(((folder.manifest, folder) for folder in found), key=lambda pair: (pair[0].created, pair[0].id))
    return [folder for manifest, folder in made if suite is None or manifest.suite == suite]


def newest_run(runs: Path, *, suite: str | None = None) -> RunFolder:
    """Return the newest run below ``runs``; EvaluationError when there is none."""
    found = list_runs(runs, suite=suite)
    if not found:
        of = f" of suite {suite!r}" if suite else ""
        raise EvaluationError(f"{runs}: there is no run{of}; make one with `summarizer eval run`, or give --runs")
    return found[-1]


def find_run(name: str | None, runs: Path, *, suite: str | None = None) -> RunFolder:
    """Return the run of that folder or id, the newest one of the suite for None.

    Raises:
        EvaluationError: There is no such run.
    """
    if name is None:
        return newest_run(runs, suite=suite)
    for path in (Path(name), runs / name):
        if (path / "run.json").is_file():
            return RunFolder(path)
    ids = [folder.path.name for folder in list_runs(runs)][-5:]
    raise EvaluationError(f"{name}: no run of that folder or id; in {runs} there are: {', '.join(ids) or 'none'}")


def read_model(path: Path, model: type[_Model], *, remedy: str = _SCORE_AGAIN) -> _Model:
    """Return the JSON file ``path`` as a ``model``; EvaluationError, ending in ``remedy``, when it isn't one."""
    return _parsed(_read(path), model, where=str(path), remedy=remedy)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise EvaluationError(f"{path}: there is no such file; the run isn't finished, or isn't one") from exc
    except UnicodeDecodeError as exc:
        raise EvaluationError(f"{path}: not UTF-8; it is damaged, make the run again") from exc
    except OSError as exc:
        raise store_error(exc, path, action="read") from exc


def _parsed(text: str, model: type[_Model], *, where: str, remedy: str = _SCORE_AGAIN) -> _Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as exc:
        fault = first_fault(exc)
        raise EvaluationError(f"{where}: damaged, or written by another version ({fault}); {remedy}") from exc
