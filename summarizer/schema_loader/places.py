"""Say where in a user's schema something stands: file, line, class and field."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from summarizer.errors import SchemaFileError

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a model that is being walked; makes the errors that name it.

    ``path`` leads from the root, with ``[]`` for a list's item (``events[].kind``). ``owner`` and ``attribute`` are the
    class and Python name of the nearest field. ``stack`` holds the classes that are open above this one.
    """

    root: type[BaseModel]
    owner: type[BaseModel]
    attribute: str | None = None
    path: str = ""
    stack: tuple[type[BaseModel], ...] = ()

    def field(self, attribute: str, name: str) -> Place:
        """Return the place of a field of this place's class."""
        return replace(self, attribute=attribute, path=f"{self.path}.{name}" if self.path else name)

    def item(self) -> Place:
        """Return the place of the items of the list that stands here."""
        return replace(self, path=f"{self.path}[]")

    def inside(self, model: type[BaseModel]) -> Place:
        """Return the place of a model that is the type of what stands here."""
        return replace(self, owner=model, attribute=None, stack=(*self.stack, model))

    def refuse(self, what: str, remedy: str) -> SchemaFileError:
        """Return the error for this place: where, what, next step."""
        where = f"{self.root.__name__}.{self.path}" if self.path else self.owner.__name__
        source = _source_of(self.owner, self.attribute)
        return SchemaFileError(f"{source}{where}: {what}; {remedy}")


def _source_of(owner: type[BaseModel], attribute: str | None) -> str:
    """Return ``file:line: `` of a class or of a field in it, or nothing when there is no source to read."""
    for holder in owner.__mro__:
        if attribute is not None and attribute not in vars(holder).get("__annotations__", {}):
            continue
        try:
            file = inspect.getsourcefile(holder)
            tree = ast.parse(Path(file or "").read_bytes())
        except (OSError, TypeError, SyntaxError):
            return ""  # made at run time, or from JSON: the path has to do
        line = _line_of(tree, holder.__qualname__.rsplit(".", 1)[-1], attribute)
        return f"{file}:{line}: " if line else ""
    return ""


def _line_of(tree: ast.Module, class_name: str, attribute: str | None) -> int | None:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            for statement in node.body:
                if (
                    isinstance(statement, ast.AnnAssign)
                    and isinstance(statement.target, ast.Name)
                    and statement.target.id == attribute
                ):
                    return statement.lineno
            return node.lineno
    return None
