"""The JSON Schemas that the server hands out: those of its own tables and those of the workspace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from summarizer.export.columns import table_json_schema
from summarizer.export.tables import TABLES
from summarizer.server.problems import Problem, ProblemError
from summarizer.store.record_schema import record_json_schema

__all__ = ["Catalogue"]


class Catalogue:
    """JSON Schemas by name. Names from outside are only ever looked up, never made into paths."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Take the schema files of a workspace by name; a file is loaded when it is first asked for."""
        self._files = files
        self._texts: dict[str, str] = {}
        self._own: Mapping[str, object] = {
            "record": record_json_schema(),
            "problem": Problem.model_json_schema(),
            **{table.name: table_json_schema(table.name, table.model) for table in TABLES},
        }

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name, sorted; one of the server's own wins over a file's."""
        return tuple(sorted({*self._own, *self._files}))

    def text(self, name: str) -> str:
        """Return the JSON Schema called ``name``.

        Raises:
            ProblemError: There is none.
            SchemaFileError: Its file doesn't load.
        """
        if name not in self._texts:
            self._texts[name] = json.dumps(self._schema(name), indent=2, ensure_ascii=False)
        return self._texts[name]

    def _schema(self, name: str) -> object:
        if name in self._own:
            return self._own[name]
        if name not in self._files:
            raise ProblemError(
                "not-found", f"there is no schema of this name; there are {', '.join(self.names)}", known=self.names
            )
        from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - a schema file may import much

        return load_schema(self._files[name]).facts_json_schema
