"""Check the text of a Python schema file before any of it runs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

from summarizer.errors import SchemaFileError

__all__ = ["check_source"]

_BLOCKS = frozenset({"summarizer", "summarizer.domain.blocks"})
"""The modules of this package that hold schema building blocks."""


def check_source(content: bytes, path: Path) -> CodeType:
    """Return the compiled file; raise ``SchemaFileError`` for a syntax error or an import that isn't allowed."""
    try:
        tree = ast.parse(content, filename=str(path))
        code = compile(tree, str(path), "exec", dont_inherit=True)
    except SyntaxError as exc:
        raise SchemaFileError(f"{path}:{exc.lineno or 1}: syntax error: {exc.msg}; mend this line") from exc
    except ValueError as exc:  # a null byte, before Python 3.12
        raise SchemaFileError(f"{path}: the file isn't Python source ({exc}); save it as UTF-8 text") from exc
    for line, module in _imports(tree):
        if not _allowed(module):
            raise SchemaFileError(
                f"{path}:{line}: imports {module!r}; a schema file imports the standard library, pydantic and "
                "`from summarizer import Ask, When` alone, so remove it"
            )
    return code


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _allowed(module: str) -> bool:
    top = module.partition(".")[0]
    if top == "summarizer":
        return module in _BLOCKS
    return top == "pydantic" or top in sys.stdlib_module_names
