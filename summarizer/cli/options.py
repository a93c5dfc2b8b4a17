"""Options that several commands share, and how they become settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "BaseUrlOption",
    "LogFormatOption",
    "ModelOption",
    "SchemaOption",
    "VerboseOption",
    "WorkspaceOption",
    "given",
]

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", help="Folder with schemas/ and prompts/; default: the nearest one.")
]
SchemaOption = Annotated[str | None, typer.Option("--schema", "-s", help="Schema name or file.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", "-m", help="provider/model, e.g. openai/gpt-5-mini, ollama/qwen3, local/smollm2."),
]
BaseUrlOption = Annotated[
    str | None, typer.Option("--base-url", help="Address of a compatible endpoint, e.g. http://localhost:8000/v1.")
]
VerboseOption = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Log to stderr; twice for debug.")]
LogFormatOption = Annotated[Literal["text", "json"], typer.Option("--log-format", help="Form of the log lines.")]


def given(**flags: object) -> dict[str, object]:
    """Return the settings the user gave as flags: those that aren't None."""
    return {name.replace("__", "."): value for name, value in flags.items() if value is not None}
