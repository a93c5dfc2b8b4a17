"""Score a file of cases under a published definition, or with our own ledger, so that anyone can check the scorer."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from summarizer.errors import UsageError
from summarizer.scoring.published.case_form import Case, MalformedCaseError, UndefinedScoreError

__all__ = ["MODES", "run_cases"]

CaseScorer = Callable[[Case], JsonValue]

# A case file is read whole.
_LARGEST = 64 * 1024 * 1024


def run_cases(mode: str, path: Path, *, schema: Path | None = None) -> dict[str, JsonValue]:
    """Return case id → scores, in the file's order and in the shape of its ``expected``.

    The file is ``{"cases": [{"id": …, …}, …]}`` or the list alone; what a case holds depends on the mode. A case that
    the definition itself refuses scores ``{"raises": "ValueError: …"}``. ``ledger`` needs ``schema``, the path of a
    schema file. Raises UsageError for an unknown mode, an unreadable file, or a malformed case: file, case and reason.
    """
    score = _scorer(mode, schema)
    scores: dict[str, JsonValue] = {}
    for name, case in _cases(path):
        if name in scores:
            raise UsageError(f"{path}: two cases have the id {name!r}; give each its own")
        scores[name] = _scored(score, case, f"{path}: case {name!r}")
    return scores


def _scorer(mode: str, schema: Path | None) -> CaseScorer:
    if mode not in MODES:
        close = difflib.get_close_matches(mode, MODES, n=2, cutoff=0.4)
        hint = f"did you mean {' or '.join(close)}? " if close else ""
        raise UsageError(f"{mode!r} is no way to score; {hint}known are {', '.join(MODES)}")
    if mode == "ledger" and schema is None:
        raise UsageError("scoring as 'ledger' needs the schema of the facts; name it with --schema")
    if mode != "ledger" and schema is not None:
        raise UsageError(f"scoring as {mode!r} takes no schema; leave --schema out, or score as 'ledger'")
    return MODES[mode](schema)


def _scored(score: CaseScorer, case: Case, where: str) -> JsonValue:
    try:
        return _finite(score(case))
    except UndefinedScoreError as exc:
        return {"raises": f"ValueError: {exc}"}
    except MalformedCaseError as exc:
        raise UsageError(f"{where}: {exc}") from exc
    except RecursionError as exc:
        raise UsageError(f"{where}: is nested too deeply to be scored") from exc


def _finite(scores: JsonValue) -> JsonValue:
    """Return the scores with null for what is undefined: JSON has no NaN."""
    if isinstance(scores, dict):
        return {name: _finite(each) for name, each in scores.items()}
    if isinstance(scores, list):
        return [_finite(each) for each in scores]
    return None if isinstance(scores, float) and not math.isfinite(scores) else scores


def _cases(path: Path) -> Iterator[tuple[str, Case]]:
    content = _parsed(path)
    cases = content.get("cases") if isinstance(content, dict) else content
    if not isinstance(cases, list):
        raise UsageError(f'{path}: holds no list of cases; write {{"cases": [{{"id": "…", …}}, …]}}')
    for number, case in enumerate(cases, start=1):
        if not isinstance(case, dict):
            raise UsageError(f"{path}: case {number} must be a mapping with an id, not {case!r:.60}")
        name = case.get("id")
        if not isinstance(name, str) or not name:
            raise UsageError(f"{path}: case {number} lacks an id; give it a text of its own")
        if not name.isprintable():
            raise UsageError(f"{path}: case {number} has an id that can't be printed: {name!a}; give it another")
        yield name, case


def _parsed(path: Path) -> JsonValue:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: is larger than {_LARGEST // 2**20} MiB; split it into several files")
        content: JsonValue = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise UsageError(f"{path}: can't be read ({exc.strerror}); name a file of cases") from exc
    except json.JSONDecodeError as exc:
        raise UsageError(f"{path}:{exc.lineno}: isn't JSON: {exc.msg}") from exc
    except (UnicodeDecodeError, ValueError) as exc:
        raise UsageError(f"{path}: isn't JSON in UTF-8: {exc}") from exc
    except RecursionError as exc:
        raise UsageError(f"{path}: is nested too deeply to be read") from exc
    return content


# Every mode imports what it needs when it is asked for: numpy and scipy are heavy, and extras.


def _anls_star(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.anls_star import score_case  # noqa: PLC0415

    return score_case


def _ceaf_ree(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.ceaf_ree import score_case  # noqa: PLC0415

    return score_case


def _gtt_templates(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.gtt_templates import score_case  # noqa: PLC0415

    return score_case


def _krippendorff(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.krippendorff import score_case  # noqa: PLC0415

    return score_case


def _ledger(schema: Path | None) -> CaseScorer:
    from summarizer.scoring.ledger_cases import ledger_scorer  # noqa: PLC0415

    assert schema is not None
    return ledger_scorer(schema)


def _muc4_official_arithmetic(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.muc4_official_arithmetic import score_case  # noqa: PLC0415

    return score_case


def _nervaluate(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.nervaluate import score_case  # noqa: PLC0415

    return score_case


def _squad_v2(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.squad_v2 import score_case  # noqa: PLC0415

    return score_case


def _statistics(_schema: Path | None) -> CaseScorer:
    from summarizer.scoring.published.significance import score_case  # noqa: PLC0415

    return score_case


MODES: Mapping[str, Callable[[Path | None], CaseScorer]] = {
    "anls_star": _anls_star,
    "ceaf_ree": _ceaf_ree,
    "gtt_templates": _gtt_templates,
    "krippendorff": _krippendorff,
    "ledger": _ledger,
    "muc4_official_arithmetic": _muc4_official_arithmetic,
    "nervaluate": _nervaluate,
    "squad_v2": _squad_v2,
    "statistics": _statistics,
}
"""The ways to score: name → what makes the scorer, given the schema's path (for ``ledger``)."""
