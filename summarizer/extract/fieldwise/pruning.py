"""Make wire facts fit the schema's own rules by leaving out, with a reason, what breaks them."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from pydantic import JsonValue, ValidationError

from summarizer.domain.record import Dropped
from summarizer.domain.schema import TargetSchema, TypeNode
from summarizer.errors import AnswerInvalidError

__all__ = ["prune"]

_MOST = 50

Steps = tuple[str | int, ...]


def prune(wire: Mapping[str, JsonValue], schema: TargetSchema) -> tuple[dict[str, JsonValue], tuple[Dropped, ...]]:
    """Return wire facts that are valid under the wire model, and what was left out for it.

    A part that breaks a rule becomes null where it may, else the innermost list item around it goes. Raises
    ``AnswerInvalidError`` when neither is possible.
    """
    kept = copy.deepcopy(dict(wire))
    dropped: list[Dropped] = []
    for _ in range(_MOST):
        try:
            model = schema.wire_model.model_validate(kept)
        except ValidationError as exc:
            steps, reason = _first_fault(exc)
            gone = _remove(kept, schema.root, steps)
            if gone is None:
                raise AnswerInvalidError(
                    f"the answer breaks a rule of schema {schema.name!r} at {_pointer(steps)}: {reason}; "
                    "make that field optional, or use a larger model"
                ) from exc
            dropped.append(Dropped(pointer=gone, reason=reason))
        else:
            return model.model_dump(mode="json"), tuple(dropped)
    raise AnswerInvalidError(f"the answer breaks more than {_MOST} rules of schema {schema.name!r}; use a larger model")


def _first_fault(exc: ValidationError) -> tuple[Steps, str]:
    fault = exc.errors()[0]
    if fault["type"] == "facts_rule":
        # 'events.0.value: Input should …; …': the facts' own rules come as one text
        path, _, reason = str(fault["msg"]).split("; ")[0].partition(": ")
        return tuple(int(step) if step.isdigit() else step for step in path.split(".")), reason
    return tuple(step for step in fault["loc"]), fault["msg"]


def _remove(wire: dict[str, JsonValue], root: TypeNode, steps: Steps) -> str | None:
    """Null the innermost optional thing on the way, or cut the innermost list item; return its pointer, or None."""
    options: list[tuple[Steps, bool]] = []
    node: TypeNode | None = root
    for depth, step in enumerate(steps):
        if node is None:
            break
        if isinstance(step, int) and node.kind == "list":
            node = node.item
            options.append((steps[: depth + 1], True))
            continue
        field = next((field for field in node.fields if field.name == step), None)
        if field is None:
            continue  # 'value' and 'evidence' of the wire form are no steps of the facts
        node = field.node
        if node.optional:
            options.append((steps[: depth + 1], False))
    if not options:
        return None
    path, cut = options[-1]
    _apply(wire, path, cut=cut)
    return _pointer(path)


def _apply(wire: dict[str, JsonValue], path: Sequence[str | int], *, cut: bool) -> None:
    holder: JsonValue = wire
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index]  # the path was read off this value
    if isinstance(holder, list) and cut:
        del holder[int(path[-1])]
    elif isinstance(holder, dict):
        holder[str(path[-1])] = None


def _pointer(steps: Sequence[str | int]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
