"""`summarizer schemas`: list, show, check and export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.options import WorkspaceOption
from summarizer.errors import SchemaFileError

if TYPE_CHECKING:
    from summarizer.domain.schema import TypeNode
    from summarizer.workspace import Workspace

__all__ = ["app"]

app = typer.Typer(help="The schemas that say which facts are wanted.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(help="Schema name or file.")]


@app.command("list")
def list_schemas(workspace: WorkspaceOption = None) -> None:
    """List the schemas, with the file each comes from."""
    from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - kept off the start-up path

    for name, path in _workspace(workspace).schemas().items():
        try:
            about = load_schema(path).description.split("\n", 1)[0]
        except SchemaFileError as exc:
            about = f"broken: {exc}"
        typer.echo(f"{name:<20} {about}\n{'':<20} {path}")


@app.command()
def show(name: NameArgument, workspace: WorkspaceOption = None) -> None:
    """Show the fields of a schema: type, whether it may be empty, and what it means."""
    from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - kept off the start-up path

    schema = load_schema(_workspace(workspace).schema_path(name))
    typer.echo(f"{schema.name} (version {schema.version}, {schema.digest[:12]}): {schema.description}\n")
    _show_fields(schema.root, indent="")


@app.command()
def check(
    name: Annotated[str | None, typer.Argument(help="Schema name or file; all when left out.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check that schemas load and can be sent to any provider; exit 2 when one can't."""
    from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - kept off the start-up path
    from summarizer.schema_loader.strict import violations  # noqa: PLC0415

    found = _workspace(workspace)
    paths = [found.schema_path(name)] if name else list(found.schemas().values())
    broken = 0
    for path in paths:
        try:
            schema = load_schema(path)
        except SchemaFileError as exc:
            broken += 1
            typer.echo(f"✗ {exc}")
            continue
        problems = violations(schema.wire_json_schema)
        broken += bool(problems)
        typer.echo(f"{'✗' if problems else '✓'} {schema.name} {path}" + "".join(f"\n    {line}" for line in problems))
    if broken:
        raise typer.Exit(2)


@app.command()
def export(
    name: NameArgument,
    record: Annotated[bool, typer.Option("--record", help="The whole record around these facts.")] = False,
    wire: Annotated[bool, typer.Option("--wire", help="What a model is asked to fill.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the JSON Schema of the facts, or of the whole record with --record."""
    from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - kept off the start-up path
    from summarizer.store.record_schema import record_json_schema  # noqa: PLC0415

    schema = load_schema(_workspace(workspace).schema_path(name))
    chosen = schema.wire_json_schema if wire else schema.facts_json_schema
    typer.echo(
        json.dumps(record_json_schema(schema.facts_json_schema) if record else chosen, indent=2, ensure_ascii=False)
    )


def _workspace(flag: WorkspaceOption) -> Workspace:
    from summarizer.wiring import open_workspace  # noqa: PLC0415 - kept off the start-up path

    return open_workspace(flag)


def _show_fields(node: TypeNode, indent: str) -> None:
    for spec in node.fields:
        inner = spec.node
        many = inner.kind == "list"
        while inner.kind == "list" and inner.item is not None:
            inner = inner.item
        kind = " | ".join(map(str, inner.labels)) if inner.kind == "enum" else inner.name or inner.kind
        mark = "[]" if many else "?" if spec.node.optional else ""
        typer.echo(f"{indent}{spec.name}{mark}: {kind}\n{indent}    {spec.description}")
        _show_fields(inner, indent + "    ")
