"""A file that holds one value of a model as JSON, and what is wrong with one that doesn't."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from summarizer.errors import StoreError
from summarizer.store.faults import store_error

__all__ = ["first_fault", "read_model"]

Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path, model: type[Model], *, wrong: str) -> Model | None:
    """Return the value in ``path``, None when there is no such file.

    ``wrong`` is said of a file that holds something else: what it isn't, with ``{}`` for the fault, and the next step.

    Raises:
        StoreError: It can't be read, or isn't one.
    """
    try:
        return model.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise store_error(exc, path, action="read") from exc
    except ValidationError as exc:
        raise StoreError(f"{path}: {wrong.format(first_fault(exc))}") from exc


def first_fault(exc: ValidationError, *, whole: str = "file") -> str:
    """Return the first thing that a model found wrong: "facts.0.value: Field required"; ``whole`` names the top."""
    first = exc.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or whole}: {first['msg']}"
