"""Precision, recall and F1 over counts, in the form that the MUC-4 scorers of Du et al. print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

__all__ = ["ROLES", "RoleCounts", "printed"]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""The five roles of the processed MUC-4 files, in their published order."""


@dataclass(frozen=True, slots=True)
class RoleCounts:
    """Numerators and denominators of precision and recall; they add up over documents and roles."""

    p_num: float = 0.0
    p_den: float = 0.0
    r_num: float = 0.0
    r_den: float = 0.0

    def __add__(self, other: RoleCounts) -> RoleCounts:
        return RoleCounts(
            self.p_num + other.p_num, self.p_den + other.p_den, self.r_num + other.r_num, self.r_den + other.r_den
        )

    @property
    def precision(self) -> float:
        """0 where nothing was predicted."""
        return self.p_num / self.p_den if self.p_den else 0.0

    @property
    def recall(self) -> float:
        """0 where there is nothing to find."""
        return self.r_num / self.r_den if self.r_den else 0.0

    @property
    def f1(self) -> float:
        """0 where precision and recall are; so two empty sides score 0, not 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def printed(by_role: Mapping[str, RoleCounts]) -> dict[str, JsonValue]:
    """Return every role that has anything to count, and the micro average over all of them."""
    shown = {role: counts for role, counts in by_role.items() if counts.p_den or counts.r_den}
    total = sum(by_role.values(), RoleCounts())
    return {name: _columns(counts) for name, counts in [*shown.items(), ("micro_avg", total)]}


def _columns(counts: RoleCounts) -> JsonValue:
    return {
        "p_num": counts.p_num,
        "p_den": counts.p_den,
        "r_num": counts.r_num,
        "r_den": counts.r_den,
        "p": counts.precision,
        "r": counts.recall,
        "f1": counts.f1,
    }
