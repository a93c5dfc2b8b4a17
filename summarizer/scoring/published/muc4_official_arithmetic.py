"""The official MUC-4 score report's arithmetic: recall, precision, overgeneration and F, as printed in 1992."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pydantic import JsonValue

from summarizer.scoring.published.case_form import Case, MalformedCaseError, asked_for, number, value

__all__ = ["Muc4Report", "report", "score_case"]

# Relative weight of recall to precision, β, by the name of the column.
_BETAS = {"F_P&R": Fraction(1), "F_2P&R": Fraction(1, 2), "F_P&2R": Fraction(2)}


@dataclass(frozen=True, slots=True)
class Muc4Report:
    """A row of the report, in whole percent; None where nothing was possible or nothing was given (0/0)."""

    recall: int | None
    precision: int | None
    overgeneration: int | None

    def f_measure(self, beta: Fraction) -> float | None:
        """Return F of the rounded percentages, to two decimals; None where one is undefined, 0 where both are 0."""
        if self.recall is None or self.precision is None:
            return None
        below = beta**2 * self.precision + self.recall
        return float(round((beta**2 + 1) * self.precision * self.recall / below, 2)) if below else 0.0


def report(*, correct: int, partial: int, incorrect: int, spurious: int, missing: int) -> Muc4Report:
    """Return the row for the counts: half a point for a partial answer.

    POS = COR + PAR + INC + MIS, ACT = COR + PAR + INC + SPU. Percentages are cut after the first decimal, then
    rounded, a half to the even number. Source: the score reports of TST3 and TST4 as distributed by NIST (Chinchor
    1992, *MUC-4 Evaluation Metrics*).
    """
    matched = correct + partial + incorrect
    points = correct + Fraction(partial, 2)
    return Muc4Report(
        recall=_percent(points, matched + missing),
        precision=_percent(points, matched + spurious),
        overgeneration=_percent(Fraction(spurious), matched + spurious),
    )


def score_case(case: Case) -> JsonValue:
    """Score ``{counts: {COR, PAR, INC, SPU, MIS}}``; POS and ACT, where given, must agree.

    The report prints F for some of its rows only: where the case says what it expects, just those columns are given.
    """
    counts = value(case, "counts")
    if not isinstance(counts, dict):
        raise MalformedCaseError("counts must map COR, PAR, INC, SPU and MIS to numbers")
    found = {name: _count(counts, name) for name in ("COR", "PAR", "INC", "SPU", "MIS")}
    matched = found["COR"] + found["PAR"] + found["INC"]
    for name, total in (("POS", matched + found["MIS"]), ("ACT", matched + found["SPU"])):
        if name in counts and counts[name] != total:
            raise MalformedCaseError(f"counts.{name} is {counts[name]}, but its parts add up to {total}")
    row = report(
        correct=found["COR"],
        partial=found["PAR"],
        incorrect=found["INC"],
        spurious=found["SPU"],
        missing=found["MIS"],
    )
    measures = {name: row.f_measure(beta) for name, beta in _BETAS.items()}
    columns = {"REC": row.recall, "PRE": row.precision, "OVG": row.overgeneration, **measures}
    return asked_for(columns, case)


def _count(counts: dict[str, JsonValue], name: str) -> int:
    found = number(value(counts, name), f"counts.{name}")
    if found < 0 or found != int(found):
        raise MalformedCaseError(f"counts.{name} must be a whole number, 0 or more, not {found}")
    return int(found)


def _percent(points: Fraction, of: int) -> int | None:
    if not of:
        return None
    tenths = int(1000 * points / of)
    return round(Fraction(tenths, 10))
