"""Options that several commands share, and how they become settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "AllowPrivateOption",
    "BaseUrlOption",
    "CacheDirOption",
    "DatabaseOption",
    "JobsOption",
    "LogFormatOption",
    "MaxUsdOption",
    "ModelOption",
    "NoCacheOption",
    "PriceOption",
    "PromptOption",
    "RepeatOption",
    "RpmOption",
    "SchemaOption",
    "StrategyOption",
    "TimeoutOption",
    "TpmOption",
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
JobsOption = Annotated[
    str | None,
    typer.Option("--jobs", "-j", help="Articles at once, or auto: as many as the provider answers well.", metavar="N"),
]
RpmOption = Annotated[int | None, typer.Option("--rpm", help="Send no more requests a minute than this.")]
TpmOption = Annotated[int | None, typer.Option("--tpm", help="Send and receive no more tokens a minute than this.")]
PriceOption = Annotated[
    str | None,
    typer.Option("--price", metavar="IN/OUT", help="Dollars for a million tokens in and out, where no table has them."),
]
TimeoutOption = Annotated[float | None, typer.Option("--timeout-s", help="Seconds for one request.")]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="sqlite:///news.db or postgresql://user@host/news; default: SUMMARIZER_DB.",
    ),
]
RepeatOption = Annotated[
    int, typer.Option("--repeat", min=1, max=100, help="Independent answers to ask of every article.")
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")]
MaxUsdOption = Annotated[float | None, typer.Option("--max-usd", help="Spend no more than this; then exit 3.")]
StrategyOption = Annotated[
    Literal["auto", "oneshot", "fieldwise"] | None,
    typer.Option("--strategy", help="Whole schema at once, or field by field."),
]
PromptOption = Annotated[str | None, typer.Option("--prompt", help="Prompt name or file.")]
CacheDirOption = Annotated[Path | None, typer.Option("--cache-dir", help="Folder of the answer cache.")]
AllowPrivateOption = Annotated[bool, typer.Option("--allow-private", help="Let URLs reach private addresses.")]
VerboseOption = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Log to stderr; twice for debug.")]
LogFormatOption = Annotated[Literal["text", "json"], typer.Option("--log-format", help="Form of the log lines.")]


def given(**flags: object) -> dict[str, object]:
    """Return the settings the user gave as flags: those that aren't None."""
    return {name.replace("__", "."): value for name, value in flags.items() if value is not None}
