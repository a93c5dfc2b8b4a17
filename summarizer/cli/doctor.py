"""`summarizer doctor`: what is installed, found and reachable, every setting with its origin, and what to do next."""

from __future__ import annotations

import typer

from summarizer.cli.options import WorkspaceOption

__all__ = ["doctor"]


def doctor(workspace: WorkspaceOption = None) -> None:
    """Show what is installed, found and reachable, each setting with its origin, and what to do next."""
    from summarizer.diagnosis import diagnose  # noqa: PLC0415 - kept off the start-up path
    from summarizer.wiring import load_context  # noqa: PLC0415

    diagnosis = diagnose(load_context({}, workspace=workspace))
    for title, findings in diagnosis.sections.items():
        typer.echo(f"\n{title}")
        for finding in findings:
            mark = {True: "✓", False: "✗", None: " "}[finding.good]
            typer.echo(f"  {mark} {finding.what:<22} {finding.about}")
    typer.echo("\nNext")
    for step in diagnosis.next_steps:
        typer.echo(f"  - {step}")
