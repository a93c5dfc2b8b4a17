"""CEAF-REE, the score of role-filler entities (Du, Rush and Cardie 2021, *GRIT*; MUC-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from summarizer.scoring.published.assignment import greatest_pairs
from summarizer.scoring.published.case_form import Case, MalformedCaseError, entity_list, value
from summarizer.scoring.published.normalisation import normalise_answer
from summarizer.scoring.published.role_counts import ROLES, RoleCounts, printed

__all__ = ["CeafRee", "Entities", "Entity", "score_case", "score_documents"]

Entity = Sequence[str]
"""The mentions of one entity, any of which names it."""

Entities = Mapping[str, Mapping[str, Sequence[Entity]]]
"""Document id → role → entities."""


@dataclass(frozen=True, slots=True)
class CeafRee:
    """Counts by role; ``strict`` is the published headline, ``prop`` gives credit for part of an entity's mentions."""

    strict: Mapping[str, RoleCounts]
    prop: Mapping[str, RoleCounts]

    @property
    def micro(self) -> RoleCounts:
        """The strict micro average, whose F1 stands in the published tables."""
        return sum(self.strict.values(), RoleCounts())


def score_documents(golds: Entities, predictions: Entities) -> CeafRee:
    """Return the counts over all documents and roles of the gold; what it doesn't name isn't scored.

    Entities are paired one to one for the greatest similarity. A pair counts 1 under ``strict`` when every predicted
    mention is among the gold ones; under ``prop`` the gold mentions found, as a share of the predicted mentions.
    A predicted entity has at least one mention. A document or role without prediction is predicted empty. 0/0 is 0.
    """
    strict = dict.fromkeys(ROLES, RoleCounts())
    prop = dict.fromkeys(ROLES, RoleCounts())
    for document, roles in golds.items():
        for role, entities in roles.items():
            gold = _folded(entities)
            prediction = _folded(predictions.get(document, {}).get(role, ()))
            strict[role] += _paired(gold, prediction, _strict)
            prop[role] += _paired(gold, prediction, _proportional)
    return CeafRee(strict, prop)


def score_case(case: Case) -> JsonValue:
    """Score ``{gold: {document: {role: [[mention, …], …]}}, prediction: likewise}``."""
    gold, prediction = _entities(case, "gold"), _entities(case, "prediction")
    _require_mentions(prediction)
    found = score_documents(gold, prediction)
    return {"strict": printed(found.strict), "prop": printed(found.prop)}


def _entities(case: Case, side: str) -> Entities:
    documents = value(case, side)
    if not isinstance(documents, dict):
        raise MalformedCaseError(f"{side} must map document ids to roles")
    read: dict[str, dict[str, list[list[str]]]] = {}
    for document, roles in documents.items():
        if not isinstance(roles, dict):
            raise MalformedCaseError(f"{side}.{document} must map roles to entities")
        unknown = [role for role in roles if role not in ROLES]
        if unknown:
            raise MalformedCaseError(f"{side}.{document} has the role {unknown[0]!r}; known are {', '.join(ROLES)}")
        read[document] = {role: entity_list(found, f"{side}.{document}.{role}") for role, found in roles.items()}
    return read


def _require_mentions(prediction: Entities) -> None:
    """Refuse a predicted entity without mentions: its share of right ones would be 0/0."""
    for document, roles in prediction.items():
        for role, entities in roles.items():
            if not all(entities):
                raise MalformedCaseError(f"prediction.{document}.{role} has an entity without a mention")


def _folded(entities: Sequence[Entity]) -> list[list[str]]:
    return [[normalise_answer(mention) for mention in entity] for entity in entities]


def _strict(gold: Entity, prediction: Entity) -> float:
    return float(all(mention in gold for mention in prediction))


def _proportional(gold: Entity, prediction: Entity) -> float:
    return sum(mention in prediction for mention in gold) / len(prediction)


def _paired(
    gold: Sequence[Entity], prediction: Sequence[Entity], similarity: Callable[[Entity, Entity], float]
) -> RoleCounts:
    similarities = [[similarity(wanted, found) for found in prediction] for wanted in gold]
    total = sum((similarities[row][column] for row, column in greatest_pairs(similarities)), 0.0)
    return RoleCounts(total, float(len(prediction)), total, float(len(gold)))
