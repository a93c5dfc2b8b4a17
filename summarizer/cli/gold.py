"""`summarizer gold`: start, check, compare and merge what people label by hand."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli.options import WorkspaceOption
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.scoring.gold.agreement import Agreement
    from summarizer.scoring.gold.merging import Choice, Decide, Difference
    from summarizer.workspace import Workspace

__all__ = ["app"]

app = typer.Typer(
    help="Gold: what an article says, labelled by hand, to score against.", no_args_is_help=True, rich_markup_mode=None
)

FirstArgument = Annotated[Path, typer.Argument(help="Gold file of one labeller.", metavar="A")]
SecondArgument = Annotated[Path, typer.Argument(help="Gold file of another, for the same article.", metavar="B")]


@app.command()
def lint(
    targets: Annotated[list[str] | None, typer.Argument(help="Suites, files or folders; all suites if none.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check gold against its schema and its article; exit 2 when there is an error."""
    from summarizer.scoring.gold.lint import gold_targets  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.gold.lint import lint as lint_gold  # noqa: PLC0415

    found = _workspace(workspace)
    paths = gold_targets(targets or [], found.root)
    problems = lint_gold(paths, found)
    for problem in problems:
        typer.echo(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    typer.echo(f"{_count(len(paths), 'file')}, {_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}")
    if errors:
        raise typer.Exit(2)


@app.command()
def init(
    article: Annotated[str, typer.Argument(help="File, address, or '-' for standard input.")],
    schema: Annotated[str, typer.Option("--schema", "-s", help="Schema name or file.")],
    records: Annotated[Path | None, typer.Option("--from", help="Fill in the article's record from this file.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="New file to write; default: print it.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Start a gold file: the numbered article and every field with what it means, for a person to fill in."""
    from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.gold.starting import start_gold  # noqa: PLC0415

    found = _workspace(workspace)
    target = load_schema(found.schema_path(schema))
    _give(start_gold(article, target, found.root, records=records, stdin=sys.stdin.buffer), out)


@app.command()
def diff(a: FirstArgument, b: SecondArgument, workspace: WorkspaceOption = None) -> None:
    """Show what two labels of one article say differently; other words for the same value aren't a difference."""
    from summarizer.scoring.gold.diff import diff_gold, load_pair  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.gold.lint import SchemaShelf  # noqa: PLC0415

    shelf = SchemaShelf(_workspace(workspace))
    ours, theirs = load_pair(a, b, shelf)
    differences = diff_gold(ours, theirs, shelf(ours.schema_name))
    for difference in differences:
        typer.echo(_shown(difference))
    typer.echo(_count(len(differences), "difference"))


@app.command()
def agree(
    a: Annotated[str, typer.Argument(help="Folder or suite of one labeller.", metavar="DIR_A")],
    b: Annotated[str, typer.Argument(help="Folder or suite of another.", metavar="DIR_B")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Measure how far two labellers agree, by field: F1 of leaves, and Krippendorff's alpha of choices."""
    from summarizer.scoring.gold.agreement import agreement, pair_up  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.gold.lint import SchemaShelf, gold_targets  # noqa: PLC0415

    found = _workspace(workspace)
    shelf = SchemaShelf(found)
    result = agreement(pair_up(gold_targets([a], found.root), gold_targets([b], found.root), shelf), shelf)
    if as_json:
        fields = [asdict(one) | {"f1": one.f1} for one in result.fields]
        typer.echo(json.dumps({"articles": result.articles, "f1": result.f1, "fields": fields}, indent=2))
    else:
        _show_agreement(result)


@app.command()
def adjudicate(
    a: FirstArgument,
    b: SecondArgument,
    by: Annotated[str, typer.Option("--by", help="Who settles the differences; goes into the file.")],
    take: Annotated[Literal["a", "b"] | None, typer.Option("--take", help="Take this side without asking.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="New file to write; default: print it.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Merge two labels of one article, asking at each difference: a, b, both, or skip for undecided (not scored)."""
    from summarizer.scoring.gold.adjudication import adjudicate as settle  # noqa: PLC0415 - off the start-up path
    from summarizer.scoring.gold.diff import load_pair  # noqa: PLC0415
    from summarizer.scoring.gold.lint import SchemaShelf  # noqa: PLC0415
    from summarizer.scoring.gold.writing import gold_yaml  # noqa: PLC0415

    if out is not None and out.exists():
        # before anything is asked
        raise UsageError(f"{out}: already there; give another --out, or remove it first")
    shelf = SchemaShelf(_workspace(workspace))
    ours, theirs = load_pair(a, b, shelf)
    today = dt.datetime.now(dt.UTC).date()
    merged = settle(ours, theirs, shelf(ours.schema_name), _decider(take), by=by, on=today)
    _give(gold_yaml(merged), out)


def _workspace(flag: WorkspaceOption) -> Workspace:
    from summarizer.wiring import open_workspace  # noqa: PLC0415 - kept off the start-up path

    return open_workspace(flag)


def _give(text: str, out: Path | None) -> None:
    from summarizer.scoring.gold.starting import write_new  # noqa: PLC0415 - kept off the start-up path

    if out is None:
        typer.echo(text, nl=False)
    else:
        write_new(out, text)
        typer.echo(f"wrote {out}", err=True)


def _decider(take: Literal["a", "b"] | None) -> Decide:
    def ask(difference: Difference) -> Choice:
        typer.echo(_shown(difference), err=True)
        while True:
            # not typer.prompt: it writes a space to standard output, where the merged file goes
            typer.echo("a, b, both or skip: ", nl=False, err=True)
            line = sys.stdin.readline()
            if not line:
                raise typer.Abort
            for choice in ("a", "b", "both", "skip"):
                if line.strip().lower() == choice:
                    return choice

    return ask if take is None else lambda _difference: take


def _shown(difference: Difference) -> str:
    from summarizer.scoring.gold.diff import shown_side  # noqa: PLC0415 - kept off the start-up path

    marks = difference.about == "marks"
    sides = [shown_side(side, marks=marks) for side in (difference.a, difference.b)]
    return f"{difference.place} ({difference.about})\n    A: {sides[0]}\n    B: {sides[1]}"


def _show_agreement(result: Agreement) -> None:
    width = max((len(one.field) for one in result.fields), default=0) + 2
    schema = ""
    for one in result.fields:
        if one.schema != schema:
            schema = one.schema
            typer.echo(f"{schema:<{width}} {'A':>5} {'B':>5} {'F1':>6} {'alpha':>6}")
        alpha = f"{one.alpha:6.3f}" if one.alpha is not None else f"{'–':>6}"
        typer.echo(f"{one.field:<{width}} {one.ours:>5} {one.theirs:>5} {one.f1 or 0:6.3f} {alpha}")
    total = f"{result.f1:.3f}" if result.f1 is not None else "–"
    typer.echo(f"{_count(result.articles, 'article')}, F1 {total} over all leaves")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
