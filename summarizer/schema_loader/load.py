"""Load a schema file by its path: Python that is trusted like a conftest.py, or JSON Schema."""

from __future__ import annotations

import hashlib
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, ModuleType
from typing import get_args

from pydantic import BaseModel

from summarizer.domain.schema import TargetSchema
from summarizer.errors import SchemaFileError
from summarizer.schema_loader.derive import derive
from summarizer.schema_loader.json_file import model_from_json_schema
from summarizer.schema_loader.source import check_source

__all__ = ["load_schema"]


def load_schema(path: Path) -> TargetSchema:
    """Return the target schema of ``NAME.py`` or ``NAME.json``, named for the file.

    The model of a Python file is the one that its variable ``SCHEMA`` holds or names; else the one called like the file
    (``news_report`` → ``NewsReport``); else the only one that no other model there uses. ``VERSION``, a string,
    defaults to ``"1"``. Raises ``SchemaFileError`` with file, line and remedy.
    """
    if path.suffix not in {".py", ".json"}:
        raise SchemaFileError(f"{path}: a schema file ends in .py or .json; rename it, or name another")
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise SchemaFileError(
            f"{path}: the schema file can't be read ({exc.strerror}); `summarizer schemas list` shows what there is"
        ) from exc
    if path.suffix == ".json":
        return _from_json(content, path)
    with _module(content, path) as module:
        return derive(_target(module, path), name=path.stem, version=_version(module, path))


def _from_json(content: bytes, path: Path) -> TargetSchema:
    try:
        model, version = model_from_json_schema(content, path)
        try:
            return derive(model, name=path.stem, version=version)
        except SchemaFileError as exc:
            # a class made at run time has no source to name
            raise SchemaFileError(f"{path}: {exc}") from exc
    except RecursionError as exc:
        raise SchemaFileError(f"{path}: nested too deep to read; flatten it") from exc


@contextmanager
def _module(content: bytes, path: Path) -> Iterator[ModuleType]:
    """Run the file as a module of its own name, known to ``sys.modules`` while its models are put together.

    Pydantic looks the types that annotations name up there. No ``__pycache__`` is written beside the file.
    """
    code = check_source(content, path)
    name = f"_schema_{path.stem}_{hashlib.sha256(content).hexdigest()[:12]}"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    try:
        _run(code, module, path)
        yield module
    finally:
        del sys.modules[name]


def _run(code: CodeType, module: ModuleType, path: Path) -> None:
    try:
        exec(code, module.__dict__)  # noqa: S102 (a schema file is trusted, see the first line)
    except (Exception, SystemExit) as exc:
        line = _line_in(path, exc)
        reason = textwrap.shorten(str(exc), 240, placeholder=" …")
        raise SchemaFileError(
            f"{path}:{line}: the schema file fails to load: {type(exc).__name__}: {reason}; mend this line"
        ) from exc


def _line_in(path: Path, exc: BaseException) -> int:
    """Return the deepest line of the file that the error passed through."""
    line, trace = 1, exc.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _version(module: ModuleType, path: Path) -> str:
    version = getattr(module, "VERSION", "1")
    if not isinstance(version, str) or not version:
        raise SchemaFileError(f'{path}: VERSION is {version!r}; make it a string, as in VERSION = "1"')
    return version


def _target(module: ModuleType, path: Path) -> type[BaseModel]:
    classes = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, BaseModel)]
    own = [model for model in dict.fromkeys(classes) if model.__module__ == module.__name__]
    if hasattr(module, "SCHEMA"):
        return _named(module.SCHEMA, own, path)
    camel = "".join(part[:1].upper() + part[1:] for part in path.stem.replace("-", "_").split("_"))
    for model in own:
        if model.__name__ == camel:
            return model
    used = {part for model in own for part in _used_by(model)}
    tops = [model for model in own if model not in used]
    if len(tops) == 1:
        return tops[0]
    if not own:
        raise SchemaFileError(f"{path}: the file defines no model; add a class {camel}(BaseModel)")
    names = ", ".join(model.__name__ for model in (tops or own))
    raise SchemaFileError(
        f"{path}: which of {names} is the schema? name it {camel}, or add SCHEMA = {own[-1].__name__}"
    )


def _named(wanted: object, own: Sequence[type[BaseModel]], path: Path) -> type[BaseModel]:
    for model in own:
        if wanted is model or wanted == model.__name__:
            return model
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return wanted
    names = ", ".join(model.__name__ for model in own) or "none"
    raise SchemaFileError(f"{path}: SCHEMA is {wanted!r}, which is no model; name one of those defined here: {names}")


def _used_by(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return the models that another one is made of: its bases, and those in its fields' types."""
    used = {base for base in model.__mro__[1:] if issubclass(base, BaseModel)}
    pending: list[object] = [field.annotation for field in model.model_fields.values()]
    while pending:
        part = pending.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            used.add(part)
        pending.extend(get_args(part))
    return used
