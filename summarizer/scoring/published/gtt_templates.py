"""The template score of GTT (Du, Rush and Cardie 2021, *Template Filling with Generative Transformers*; MUC-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from pydantic import JsonValue

from summarizer.scoring.published.assignment import greatest_pairs
from summarizer.scoring.published.case_form import Case, MalformedCaseError, entity_list, value
from summarizer.scoring.published.ceaf_ree import Entity
from summarizer.scoring.published.normalisation import normalise_answer
from summarizer.scoring.published.role_counts import ROLES, RoleCounts, printed

__all__ = ["INCIDENT_TYPE", "Template", "best_mapping", "score_case", "score_documents", "template"]

INCIDENT_TYPE = "incident_type"

# What a prediction without an incident type is taken for, as published.
_DEFAULT_TYPE = "attack"

# The search keeps at most this many partial mappings; real documents need a few dozen.
_MOST_STATES = 20_000


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type ("attack / bombing" in gold accepts either) and the entities of each role, folded."""

    incident_type: str
    roles: Mapping[str, Sequence[Entity]]


Mapped = tuple[int | None, ...]
"""For each predicted template the index of its gold template, or None."""


def template(incident_type: str | None, roles: Mapping[str, Sequence[Entity]]) -> Template:
    """Return the template with its mentions folded."""
    folded = {
        role: [[normalise_answer(mention) for mention in entity] for entity in entities]
        for role, entities in roles.items()
    }
    return Template(_DEFAULT_TYPE if incident_type is None else incident_type, folded)


def score_documents(documents: Iterable[tuple[Sequence[Template], Sequence[Template]]]) -> dict[str, RoleCounts]:
    """Return the counts by slot over (gold, prediction) pairs of documents, each under its best mapping.

    A template pair counts only where the predicted type is part of the gold type. In a pair, a predicted entity is
    right when all its mentions are among those of some gold entity of the role, a gold entity found when some
    predicted one is right for it; both may count one partner several times. Other templates are missing or spurious.
    """
    totals = dict.fromkeys((INCIDENT_TYPE, *ROLES), RoleCounts())
    for golds, predictions in documents:
        mapped = best_mapping(golds, predictions)
        for slot in totals:
            totals[slot] += _slot_counts(golds, predictions, mapped, slot)
    return totals


def best_mapping(golds: Sequence[Template], predictions: Sequence[Template]) -> Mapped:
    """Return the mapping with the highest micro F1; among equals the first, gold templates tried in order, None last.

    The published scorer walks through every mapping, (g + 1)^p of them. F1 depends on a mapping only through the two
    sums of hits (right predicted slots, found gold slots) and grows with both, so it is enough to keep, for every set
    of gold templates used so far, the mappings that no other beats in both: exact, at most 2^g sets. Beyond
    ``_MOST_STATES`` of those a document is mapped by optimal assignment over hits / slots, which is exact too where
    no entity matches two.
    """
    hits = [[_hits(gold, prediction) for gold in golds] for prediction in predictions]
    found = _all_best(hits, golds)
    slots = sum(map(_slots, predictions)), sum(map(_slots, golds))
    if found is None:
        return _assigned(hits, slots)
    ranked = [(-_f1(right, heard, slots), _order(mapped, len(golds)), mapped) for (right, heard), mapped in found]
    return min(ranked)[2]


def score_case(case: Case) -> JsonValue:
    """Score ``{gold: [template, …], prediction: likewise}``, one document; or both as document id → templates."""
    golds, predictions = value(case, "gold"), value(case, "prediction")
    if not isinstance(golds, dict):
        golds, predictions = {"": golds}, {"": predictions}
    if not isinstance(predictions, dict):
        raise MalformedCaseError("prediction must map document ids to templates, as gold does")
    pairs = [
        (_templates(found, f"gold {name}".strip()), _templates(predictions.get(name, []), f"prediction {name}".strip()))
        for name, found in golds.items()
    ]
    return printed(score_documents(pairs))


def _templates(found: JsonValue, where: str) -> list[Template]:
    if not isinstance(found, list):
        raise MalformedCaseError(f"{where} must be a list of templates")
    return [_template(each, f"{where}[{index}]") for index, each in enumerate(found)]


def _template(found: JsonValue, where: str) -> Template:
    if not isinstance(found, dict):
        raise MalformedCaseError(f"{where} must map {INCIDENT_TYPE} and roles to values, not {found!r}")
    unknown = [slot for slot in found if slot not in (INCIDENT_TYPE, *ROLES)]
    if unknown:
        raise MalformedCaseError(f"{where} has the slot {unknown[0]!r}; known are {', '.join((INCIDENT_TYPE, *ROLES))}")
    kind = value(found, INCIDENT_TYPE)
    if where.startswith("gold") and not isinstance(kind, str):
        raise MalformedCaseError(f"{where}.{INCIDENT_TYPE} must be a text, not {kind!r}")
    roles = {role: entity_list(found[role], f"{where}.{role}") for role in ROLES if role in found}
    return template(kind if isinstance(kind, str) else None, roles)


def _right(gold: Template, prediction: Template, role: str) -> tuple[int, int]:
    """Return how many predicted entities of the role are right, and how many gold ones are found."""
    wanted, found = gold.roles.get(role, ()), prediction.roles.get(role, ())
    right = sum(any(set(entity) <= set(each) for each in wanted) for entity in found)
    heard = sum(any(set(entity) <= set(each) for entity in found) for each in wanted)
    return right, heard


def _hits(gold: Template, prediction: Template) -> tuple[int, int] | None:
    """Return the pair's hits on both sides, None where the types don't go together."""
    if prediction.incident_type not in gold.incident_type:
        return None
    by_role = [_right(gold, prediction, role) for role in ROLES]
    return 1 + sum(right for right, _ in by_role), 1 + sum(heard for _, heard in by_role)


def _slots(one: Template) -> int:
    return 1 + sum(len(entities) for entities in one.roles.values())


def _f1(right: int, heard: int, slots: tuple[int, int]) -> float:
    return RoleCounts(float(right), float(slots[0]), float(heard), float(slots[1])).f1


def _order(mapped: Mapped, last: int) -> list[int]:
    return [last if gold is None else gold for gold in mapped]


Frontier = dict[tuple[int, int], Mapped]


def _all_best(
    hits: Sequence[Sequence[tuple[int, int] | None]], golds: Sequence[Template]
) -> list[tuple[tuple[int, int], Mapped]] | None:
    """Return the unbeaten (hits, mapping), or None when there are too many to keep."""
    if sum(comb(len(golds), used) for used in range(min(len(hits), len(golds)) + 1)) > _MOST_STATES:
        return None  # of sets alone, so that the search needn't be begun
    states: dict[int, Frontier] = {0: {(0, 0): ()}}
    for row in hits:
        following: dict[int, Frontier] = {}
        for used, frontier in states.items():
            for gold in _choices(used, golds):
                gained = (0, 0) if gold is None else row[gold] or (0, 0)
                target = following.setdefault(used if gold is None else used | 1 << gold, {})
                for (right, heard), mapped in frontier.items():
                    key = (right + gained[0], heard + gained[1])
                    longer = (*mapped, gold)
                    if key not in target or _order(longer, len(golds)) < _order(target[key], len(golds)):
                        target[key] = longer
        states = {used: _unbeaten(frontier) for used, frontier in following.items()}
        if sum(map(len, states.values())) > _MOST_STATES:
            return None
    return [each for frontier in states.values() for each in frontier.items()]


def _choices(used: int, golds: Sequence[Template]) -> list[int | None]:
    """Return the free gold templates, of equal ones only the first, and None.

    A gold template of another type is a choice too: it gains nothing, but stands before None in the published order.
    """
    free: list[int] = []
    for gold, each in enumerate(golds):
        if not used >> gold & 1 and all(golds[other] != each for other in free):
            free.append(gold)
    return [*free, None]


def _unbeaten(frontier: Frontier) -> Frontier:
    kept: Frontier = {}
    most = -1
    for right, heard in sorted(frontier, reverse=True):
        if heard > most:
            kept[right, heard] = frontier[right, heard]
            most = heard
    return kept


def _assigned(hits: Sequence[Sequence[tuple[int, int] | None]], slots: tuple[int, int]) -> Mapped:
    worth = [[0.0 if pair is None else pair[0] / slots[0] + pair[1] / slots[1] for pair in row] for row in hits]
    chosen = dict(greatest_pairs(worth))
    return tuple(
        gold if (gold := chosen.get(index)) is not None and row[gold] is not None else None
        for index, row in enumerate(hits)
    )


def _slot_counts(golds: Sequence[Template], predictions: Sequence[Template], mapped: Mapped, slot: str) -> RoleCounts:
    pairs = [
        (golds[gold], predictions[index])
        for index, gold in enumerate(mapped)
        if gold is not None and _hits(golds[gold], predictions[index]) is not None
    ]
    if slot == INCIDENT_TYPE:
        return RoleCounts(float(len(pairs)), float(len(predictions)), float(len(pairs)), float(len(golds)))
    hits = [_right(gold, prediction, slot) for gold, prediction in pairs]
    return RoleCounts(
        float(sum(right for right, _ in hits)),
        float(sum(len(each.roles.get(slot, ())) for each in predictions)),
        float(sum(heard for _, heard in hits)),
        float(sum(len(each.roles.get(slot, ())) for each in golds)),
    )
