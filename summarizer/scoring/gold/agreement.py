"""How far two labellers agree, field by field: the ceiling of what a model's score can mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError
from summarizer.scoring.gold.load import load_suite
from summarizer.scoring.gold.matching import Sameness, option_plan, pair_items, sameness
from summarizer.scoring.gold_model import GoldArticle, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.plan import Plan, plan_of
from summarizer.scoring.published.krippendorff import alpha

__all__ = ["Agreement", "FieldAgreement", "agreement", "joint_f1", "pair_up"]

_CHOICES = frozenset(("enum", "boolean"))
_CREDIT: Mapping[Sameness, float] = {"same": 1.0, "partly": 0.5, "other": 0.0}
_ABSENT = "(absent)"
"""The category of a choice that one labeller left empty."""


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """One field over all articles.

    ``ours`` and ``theirs`` are the leaves that each labeller states, ``hits`` those that both state alike, partly alike
    counted half. ``alpha`` is over ``units`` choices; None for a field that isn't one, and where all are the same.
    """

    schema: str
    field: str
    kind: str
    ours: int
    theirs: int
    hits: float
    alpha: float | None = None
    units: int = 0

    @property
    def f1(self) -> float | None:
        """Return the F1 of either labeller against the other; None where neither states anything."""
        return 2 * self.hits / (self.ours + self.theirs) if self.ours + self.theirs else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two labellers' agreement over the articles that both labelled."""

    articles: int
    fields: tuple[FieldAgreement, ...]

    @property
    def f1(self) -> float | None:
        """Return the F1 over all leaves."""
        return joint_f1(self.fields)


def joint_f1(fields: Iterable[FieldAgreement]) -> float | None:
    """Return the F1 over the leaves of several fields; None where neither labeller states anything."""
    fields = tuple(fields)
    stated = sum(one.ours + one.theirs for one in fields)
    return 2 * sum(one.hits for one in fields) / stated if stated else None


def pair_up(
    ours: Sequence[Path], theirs: Sequence[Path], schema_of: Callable[[str], TargetSchema]
) -> list[tuple[GoldArticle, GoldArticle]]:
    """Return the labels of the same article and schema in pairs, in the order of ours.

    Raises:
        GoldFileError: A file is faulty, a side labels an article twice, or there is no pair.
    """
    other = {(gold.document_id, gold.schema_name): gold for gold in load_suite(theirs, schema_of)}
    mine = load_suite(ours, schema_of)
    pairs = [(gold, other[key]) for gold in mine if (key := (gold.document_id, gold.schema_name)) in other]
    if not pairs:
        raise GoldFileError("the two sets of gold label no article in common; name two labels of the same articles")
    return pairs


def agreement(pairs: Sequence[tuple[GoldArticle, GoldArticle]], schema_of: Callable[[str], TargetSchema]) -> Agreement:
    """Return how far the labels in ``pairs`` agree.

    What either calls unclear isn't counted, nor what one calls optional and the other leaves out. Choices are compared
    by Krippendorff's alpha, nominal, over the leaves that stand at the same place of both.
    """
    tallies: dict[tuple[str, str], _Tally] = {}
    for ours, theirs in pairs:
        counter = _Counter(tallies, ours.schema_name)
        counter.nodes(plan_of(schema_of(ours.schema_name)), ours.facts, theirs.facts)
    schemas = sorted({ours.schema_name for ours, _ in pairs})
    order = dict.fromkeys((name, path) for name in schemas for path in _paths(plan_of(schema_of(name))))
    return Agreement(len(pairs), tuple(tallies[key].summed(*key) for key in order if key in tallies))


def _paths(plan: Plan) -> Iterator[str]:
    """Yield the path of every place, in the order of the schema."""
    yield plan.path
    for part in (*plan.fields.values(), *plan.options, *([plan.item] if plan.item is not None else [])):
        yield from _paths(part)


@dataclass(slots=True)
class _Tally:
    """The counts of one field so far, and for a choice both labellers' ratings."""

    kind: str
    ours: int = 0
    theirs: int = 0
    hits: float = 0.0
    ratings: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))

    def summed(self, schema: str, path: str) -> FieldAgreement:
        varied = len({*self.ratings[0], *self.ratings[1]}) > 1
        found = alpha(self.ratings, "nominal") if varied else None
        units = len(self.ratings[0])
        return FieldAgreement(schema, path, self.kind, self.ours, self.theirs, self.hits, found, units)


@dataclass(frozen=True, slots=True)
class _Counter:
    """Walks two labels of one article and counts into the tallies of their fields."""

    tallies: dict[tuple[str, str], _Tally]
    schema: str

    def nodes(self, plan: Plan, ours: GoldNode, theirs: GoldNode) -> None:
        if isinstance(ours, GoldList) and isinstance(theirs, GoldList):
            assert plan.item is not None
            for a, b in pair_items(plan, ours.items, theirs.items):
                if a and b:
                    self.nodes(plan.item, a.node, b.node)
                else:
                    self._single(plan.item, a, b)
        elif isinstance(ours, GoldObject) and isinstance(theirs, GoldObject) and _one_option(plan, ours, theirs):
            option = option_plan(plan, ours)
            for name, part in option.fields.items():
                self.nodes(part, ours.fields[name], theirs.fields[name])
        elif isinstance(ours, GoldLeaf) and isinstance(theirs, GoldLeaf):
            self._leaves(plan, ours, theirs)
        else:
            self._one_sided(plan, ours, mine=True)
            self._one_sided(plan, theirs, mine=False)

    def _leaves(self, plan: Plan, ours: GoldLeaf, theirs: GoldLeaf) -> None:
        stated = [leaf for leaf in (ours, theirs) if leaf.value is not None]
        if not stated or ours.unclear or theirs.unclear or (len(stated) == 1 and stated[0].optional):
            return
        tally = self._tally(plan)
        found = sameness(plan, ours, theirs) if len(stated) == 2 else "other"
        tally.ours += ours.value is not None
        tally.theirs += theirs.value is not None
        tally.hits += _CREDIT[found]
        if plan.kind in _CHOICES:
            rated = _ratings(ours, theirs, same=found == "same")
            for ratings, one in zip(tally.ratings, rated, strict=True):
                ratings.append(one)

    def _single(self, plan: Plan, a: GoldItem | None, b: GoldItem | None) -> None:
        item = a or b
        if item is not None and not item.optional:
            self._one_sided(plan, item.node, mine=a is not None)

    def _one_sided(self, plan: Plan, node: GoldNode, *, mine: bool) -> None:
        """Count the leaves of what only one labeller has."""
        for part in self._stated(plan, node):
            tally = self._tally(part)
            tally.ours += mine
            tally.theirs += not mine

    def _stated(self, plan: Plan, node: GoldNode) -> Iterator[Plan]:
        if isinstance(node, GoldObject):
            for name, part in option_plan(plan, node).fields.items():
                yield from self._stated(part, node.fields[name])
        elif isinstance(node, GoldList):
            assert plan.item is not None
            for item in node.items:
                if not item.optional:
                    yield from self._stated(plan.item, item.node)
        elif node.value is not None and not (node.optional or node.unclear):
            yield plan

    def _tally(self, plan: Plan) -> _Tally:
        return self.tallies.setdefault((self.schema, plan.path), _Tally(plan.kind))


def _one_option(plan: Plan, ours: GoldObject, theirs: GoldObject) -> bool:
    return option_plan(plan, ours) is option_plan(plan, theirs)


def _ratings(ours: GoldLeaf, theirs: GoldLeaf, *, same: bool) -> tuple[str, str]:
    """Return the category that each labeller chose; one that the other accepts is the same."""
    a, b = (_ABSENT if leaf.value is None else str(leaf.value) for leaf in (ours, theirs))
    return (a, a) if same else (a, b)
