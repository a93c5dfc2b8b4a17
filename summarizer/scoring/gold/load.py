"""Load gold: one file, or a suite of them, checked against the schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError, MissingExtraError, SchemaFileError
from summarizer.scoring.gold.facts_reader import FactsReader
from summarizer.scoring.gold.header import Header, check_format, read_header
from summarizer.scoring.gold.places import LocatedEvidence, LocatedLeaf
from summarizer.scoring.gold.problems import Faults, GoldProblem, did_you_mean
from summarizer.scoring.gold.yaml_nodes import YamlMap
from summarizer.scoring.gold_model import GoldArticle

__all__ = ["GOLD_FOLDER", "GoldReading", "find_gold", "find_suites", "load_gold", "load_suite", "read_gold"]

GOLD_FOLDER = Path("evals/gold")
"""Where suites are, below the workspace: a folder for each."""

_SUFFIXES = frozenset((".yaml", ".yml"))


@dataclass(frozen=True, slots=True)
class GoldReading:
    """One file as far as it could be read: its problems, and what stands on which line.

    ``article`` is None when the head or the facts are too faulty to speak of an article; ``schema`` when there is none
    of the name it gives.
    """

    path: Path
    problems: tuple[GoldProblem, ...]
    article: GoldArticle | None = None
    schema: TargetSchema | None = None
    leaves: tuple[LocatedLeaf, ...] = ()
    evidence: tuple[LocatedEvidence, ...] = ()
    fact_lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    head_lines: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Say whether there is no error, so that the article may be used."""
        return self.article is not None and all(problem.severity != "error" for problem in self.problems)


def find_suites(root: Path) -> list[str]:
    """Return the names of the suites below the workspace ``root``."""
    folder = root / GOLD_FOLDER
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def find_gold(root: Path, suite: str) -> list[Path]:
    """Return the gold files of a suite below the workspace ``root``, in the order of their paths.

    Raises:
        GoldFileError: There is no such suite, or it is empty.
    """
    suites = find_suites(root)
    if suite not in suites:
        raise GoldFileError(f"{root / GOLD_FOLDER}: there is no suite named {suite!r}; {did_you_mean(suite, suites)}")
    folder = root / GOLD_FOLDER / suite
    found = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and not path.is_dir())
    if not found:
        raise GoldFileError(f"{folder}: the suite holds no gold; make some with `summarizer gold init ARTICLE`")
    return found


def load_gold(path: Path, schema: TargetSchema) -> GoldArticle:
    """Return the gold in ``path``, which must be labelled for ``schema`` as it is now.

    Raises:
        GoldFileError: The first thing that is wrong, with its line.
        MissingExtraError: The YAML parser isn't installed.
    """
    return _sound(read_gold(path, lambda name: _same_name(name, schema)))


def load_suite(paths: Sequence[Path], schema_of: Callable[[str], TargetSchema]) -> tuple[GoldArticle, ...]:
    """Return the gold of several files, in their order; ``schema_of`` finds a schema by its name.

    Raises:
        GoldFileError: A file is faulty, or two are for the same article and schema.
        MissingExtraError: The YAML parser isn't installed.
    """
    loaded = tuple(_sound(read_gold(path, schema_of)) for path in paths)
    seen: dict[tuple[str, str], Path] = {}
    for gold in loaded:
        key = (gold.document_id, gold.schema_name)
        if key in seen:
            raise GoldFileError(
                f"{gold.path}:1: a second gold file for this article and the schema {gold.schema_name}, "
                f"beside {seen[key]}; keep one, or merge them with `summarizer gold adjudicate`"
            )
        seen[key] = gold.path
    return loaded


def read_gold(path: Path, schema_of: Callable[[str], TargetSchema]) -> GoldReading:
    """Read ``path`` as far as it goes and name every problem in it; ``schema_of`` finds a schema by its name.

    Raises:
        GoldFileError: It can't be read as YAML at all.
        MissingExtraError: The YAML parser isn't installed.
    """
    root = _yaml(path)
    faults = Faults(path)
    if not check_format(root, faults):
        return GoldReading(path, tuple(faults.found))
    header = read_header(root, faults)
    schema = _schema(header, schema_of, faults)
    if schema is None or "facts" not in root.entries:
        return GoldReading(path, tuple(sorted(faults.found)), head_lines=dict(header.lines))
    reader = FactsReader(faults)
    facts = reader.facts(schema.root, root.entries["facts"].node)
    return GoldReading(
        path,
        tuple(sorted(faults.found)),
        article=GoldArticle(
            path=path,
            document_id=header.document_id,
            schema_name=header.schema_name,
            schema_digest=header.schema_digest,
            split=header.split,
            story=header.story,
            facts=facts,
            source=header.source,
            text=header.text,
            labels=header.labels,
            adjudication=header.adjudication,
            note=header.note,
        ),
        schema=schema,
        leaves=tuple(reader.leaves),
        evidence=tuple(reader.evidence),
        fact_lines=reader.lines,
        head_lines=dict(header.lines),
    )


def _yaml(path: Path) -> YamlMap:
    try:
        from summarizer.scoring.gold.yaml_file import read_yaml  # noqa: PLC0415 - needs the extra `eval`
    except ModuleNotFoundError as exc:
        raise MissingExtraError(
            f"{path}: gold is YAML, and its parser is missing; pip install 'summarizer[eval]'"
        ) from exc
    return read_yaml(path)


def _schema(header: Header, schema_of: Callable[[str], TargetSchema], faults: Faults) -> TargetSchema | None:
    line = header.lines.get("schema.name", header.lines.get("schema", 1))
    if not header.schema_name:
        return None
    try:
        schema = schema_of(header.schema_name)
    except SchemaFileError as exc:
        faults.error(line, f"schema: {exc}")
        return None
    if header.schema_digest and header.schema_digest != schema.digest:
        faults.error(
            header.lines.get("schema.digest", line),
            f"schema: {schema.name} has changed since this was labelled; check the labels against it, "
            f"then set 'digest: {schema.digest}'",
        )
    return schema


def _same_name(name: str, schema: TargetSchema) -> TargetSchema:
    if name != schema.name:
        raise SchemaFileError(f"the file is labelled for {name!r}, and {schema.name!r} was asked for")
    return schema


def _sound(reading: GoldReading) -> GoldArticle:
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if errors:
        more = f" (and {len(errors) - 1} more: summarizer gold lint {reading.path})" if len(errors) > 1 else ""
        raise GoldFileError(f"{errors[0]}{more}")
    assert reading.article is not None
    return reading.article
