"""What a check can report about a fact."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.domain.record import Derivation

__all__ = ["Finding", "Report"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that speaks against a fact: ``token`` is missing, or (``conflict``) the sentences say otherwise."""

    token: str
    reason: str
    conflict: bool = False


@dataclass(slots=True)
class Report:
    """What all checks of one fact found; filled as they run."""

    findings: list[Finding] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    derivation: Derivation | None = None

    def missing(self, token: str, reason: str) -> None:
        """Note that the sentences don't bear ``token`` out."""
        self.findings.append(Finding(token, reason))

    def conflict(self, token: str, reason: str) -> None:
        """Note that the sentences contradict ``token``."""
        self.findings.append(Finding(token, reason, conflict=True))
