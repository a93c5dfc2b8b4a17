"""``evals/gate.toml``: which metrics are gated, by what margins, above which floors."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import EvaluationError
from summarizer.store.model_file import first_fault

__all__ = ["GATE_FILE", "GATE_FORMAT", "CollapseRule", "GateRules", "MetricRule", "load_gate"]

GATE_FORMAT: Literal["summarizer.gate/1"] = "summarizer.gate/1"

GATE_FILE = Path("evals/gate.toml")
"""Where the rules are, below the workspace."""

_config = ConfigDict(frozen=True, extra="forbid")


class MetricRule(BaseModel):
    """One gated metric: how much worse than the baseline it may truly be, in its own unit."""

    model_config = _config

    margin: float = Field(ge=0, le=1)


class CollapseRule(BaseModel):
    """When a fall is so general that it is a break, however few the stories.

    At least ``articles`` articles count. A gated metric collapses when each of them is worse by more than ``drop``, a
    field when each of them that had some of it right loses more than ``share`` of its F1.
    """

    model_config = _config

    articles: int = Field(3, ge=2)
    drop: float = Field(0.10, gt=0, le=1)
    share: float = Field(0.5, gt=0, le=1)


class GateRules(BaseModel):
    """The rules of the gate. ``floors`` maps suites to metrics to the worst value that passes."""

    model_config = _config

    format: Literal["summarizer.gate/1"]
    level: float = Field(0.95, gt=0.5, lt=1)
    metrics: dict[str, MetricRule] = Field(min_length=1)
    collapse: CollapseRule = CollapseRule()
    floors: dict[str, dict[str, float]] = Field(default_factory=dict)


def load_gate(path: Path) -> GateRules:
    """Return the rules in ``path``.

    Raises:
        EvaluationError: It isn't there, isn't TOML, or names what there isn't; the message says which.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(
            f"{path}: the gate's rules can't be read ({exc}); start from the gate.toml of the project"
        ) from exc
    try:
        return GateRules.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as exc:
        raise EvaluationError(f"{path}: not valid TOML: {exc}") from exc
    except ValidationError as exc:
        raise EvaluationError(f"{path}: {first_fault(exc)}") from exc
