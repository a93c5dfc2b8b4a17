"""A suite: gold files with their schemas and articles, checked before anything is paid for."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.domain.document import Document
from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError
from summarizer.scoring.gold.articles import load_article
from summarizer.scoring.gold.lint import SchemaShelf, gold_targets, lint
from summarizer.scoring.gold.load import GOLD_FOLDER, find_gold, find_suites, load_suite
from summarizer.scoring.gold_model import GoldArticle, Split
from summarizer.workspace import Workspace

__all__ = ["IMPORTED", "Suite", "SuiteArticle", "SuiteSummary", "gold_digest", "list_suites", "open_suite"]

IMPORTED = Path("suites")
"""Where suites made from published data are, below the cache folder: their texts aren't ours to keep in a checkout."""


@dataclass(frozen=True, slots=True)
class SuiteArticle:
    """One article with its gold; ``name`` is the gold file, from the suite's folder."""

    name: str
    gold: GoldArticle
    document: Document


@dataclass(frozen=True, slots=True)
class Suite:
    """The articles of one suite in the order of their files, and the schemas they are labelled for, by name.

    ``at`` is its folder where it isn't one of the workspace's, None where it is.
    """

    name: str
    at: Path | None
    articles: tuple[SuiteArticle, ...]
    schemas: Mapping[str, TargetSchema]

    def of_schema(self, name: str) -> tuple[SuiteArticle, ...]:
        """Return the articles that are labelled for one schema."""
        return tuple(article for article in self.articles if article.gold.schema_name == name)


@dataclass(frozen=True, slots=True)
class SuiteSummary:
    """What a list of suites says of one: articles by schema and by split, and the number of stories."""

    name: str
    schemas: Mapping[str, int]
    splits: Mapping[str, int]
    stories: int


def list_suites(workspace: Workspace) -> list[SuiteSummary]:
    """Return the suites of the workspace, by name; GoldFileError for a file that is faulty."""
    shelf = SchemaShelf(workspace)
    return [_summary(name, load_suite(find_gold(workspace.root, name), shelf)) for name in find_suites(workspace.root)]


def open_suite(
    name: str,
    workspace: Workspace,
    *,
    schemas: Sequence[str] = (),
    splits: Sequence[Split] = (),
    imported: Path | None = None,
) -> Suite:
    """Return the suite ``name`` of the workspace, of the folder ``imported``, or in the folder that it is a path to.

    ``schemas`` and ``splits``, where given, say which articles are wanted. The whole suite is linted first: nothing
    is asked of a model on the strength of faulty gold.

    Raises:
        GoldFileError: There is no such suite, none of it is wanted, a file is faulty, or an article isn't there or
            has changed.
    """
    folder, paths = _located(name, workspace.root, imported)
    errors = [problem for problem in lint(paths, workspace) if problem.severity == "error"]
    if errors:
        more = f" (and {len(errors) - 1} more: summarizer gold lint {name})" if len(errors) > 1 else ""
        raise GoldFileError(f"{errors[0]}{more}")
    shelf = SchemaShelf(workspace)
    gold = [
        one
        for one in load_suite(paths, shelf)
        if (not schemas or one.schema_name in schemas) and (not splits or one.split in splits)
    ]
    if not gold:
        wanted = " and ".join(filter(None, (_listed("schema", schemas), _listed("split", splits))))
        raise GoldFileError(f"{folder}: no article of the suite has {wanted}; see `summarizer eval list`")
    return Suite(
        name=folder.resolve().name,
        at=None if name in find_suites(workspace.root) else folder.resolve(),
        articles=tuple(_article(one, folder, workspace.root) for one in gold),
        schemas={schema: shelf(schema) for schema in sorted({one.schema_name for one in gold})},
    )


def gold_digest(gold: GoldArticle) -> str:
    """Return the SHA-256 of what is labelled: facts, alternatives, evidence and story; not of notes or labellers."""
    labelled = {"facts": dataclasses.asdict(gold.facts), "story": gold.story, "schema": gold.schema_digest}
    return hashlib.sha256(json.dumps(labelled, sort_keys=True, default=str).encode()).hexdigest()


def _article(gold: GoldArticle, folder: Path, root: Path) -> SuiteArticle:
    name = gold.path.relative_to(folder).as_posix()
    # named from the workspace: the record is the same wherever that lies
    document = load_article(gold, root).model_copy(update={"source": gold.source or name})
    return SuiteArticle(name, gold, document)


def _located(name: str, root: Path, imported: Path | None) -> tuple[Path, list[Path]]:
    if name not in find_suites(root):
        for folder in (Path(name), *([imported / name] if imported is not None else [])):
            if folder.is_dir():
                return folder, gold_targets([str(folder)], root)
    return root / GOLD_FOLDER / name, find_gold(root, name)


def _summary(name: str, gold: Sequence[GoldArticle]) -> SuiteSummary:
    return SuiteSummary(
        name,
        schemas=Counter(one.schema_name for one in gold),
        splits=Counter(one.split for one in gold),
        stories=len({one.story for one in gold}),
    )


def _listed(noun: str, names: Sequence[str]) -> str:
    return f"{noun} {' or '.join(names)}" if names else ""
