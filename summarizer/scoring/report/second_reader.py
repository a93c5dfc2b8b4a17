"""How well a second reader agrees with the gold of a run: the ceiling of what a model's score can mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.errors import GoldFileError
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.gold.agreement import Agreement, FieldAgreement, agreement, joint_f1, pair_up
from summarizer.scoring.gold.lint import SchemaShelf, gold_targets
from summarizer.scoring.gold.load import GOLD_FOLDER
from summarizer.workspace import Workspace

__all__ = ["SecondReader", "second_reader"]

_SUFFIX = ".second"
"""A second reader's labels of ``SUITE`` stand beside it, in ``SUITE.second``."""


@dataclass(frozen=True, slots=True)
class SecondReader:
    """A second reader's labels of ``articles`` of the run's ``of`` articles; none where ``articles`` is 0.

    ``folder`` is where they are, or where they would be looked for. ``ceilings`` maps metrics (``f1``,
    ``f1@schema=…``, ``f1@field=…``, ``f1@kind=…``) to the F1 of one reader against the other.
    """

    folder: Path
    articles: int
    of: int
    ceilings: Mapping[str, float] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Return what a reader of the scores should know, in one sentence."""
        if not self.articles:
            return (
                "No second reader: there is one set of labels, so it isn't known how well people agree on it, which is "
                f"the ceiling of every score here. A second one goes into {self.folder.name}/ beside the suite, or is "
                "named with --second."
            )
        whole = self.ceilings.get("f1")
        agreed = "state nothing" if whole is None else f"agree at F1 {whole:.3f}"
        return f"Two readers labelled {self.articles} of the {self.of} articles and {agreed} there: the ceiling of F1."


def second_reader(run: RunManifest, workspace: Workspace, named: str | None = None) -> SecondReader:
    """Return the second reader of the run's suite: in ``named`` (a folder or suite), else in ``SUITE.second``.

    Raises:
        GoldFileError: What was named isn't there, a file is faulty, or no article of the run was labelled twice.
    """
    suite = Path(run.suite_at) if run.suite_at else workspace.root / GOLD_FOLDER / run.suite
    folder = Path(named) if named else suite.with_name(suite.name + _SUFFIX)
    keys = {(article.document_id, article.schema_name) for article in run.articles}
    if named is None and not folder.is_dir():
        return SecondReader(folder, 0, len(keys))
    shelf = SchemaShelf(workspace)
    theirs = gold_targets([named or str(folder)], workspace.root)
    ours = [suite / name for name in dict.fromkeys(article.gold for article in run.articles)]
    if missing := next((path for path in ours if not path.is_file()), None):
        raise GoldFileError(f"{missing}: the run was made with this gold, and it is gone; restore it, or run again")
    pairs = pair_up(ours, theirs, shelf)
    return SecondReader(folder, len(pairs), len(keys), _ceilings(agreement(pairs, shelf)))


def _ceilings(found: Agreement) -> dict[str, float]:
    groups: dict[str, list[FieldAgreement]] = {}
    for one in found.fields:
        slices = (f"f1@schema={one.schema}", f"f1@kind={one.kind}", f"f1@field={one.schema}.{one.field}")
        for name in ("f1", *slices):
            groups.setdefault(name, []).append(one)
    values = {name: joint_f1(members) for name, members in groups.items()}
    return {name: value for name, value in values.items() if value is not None}
