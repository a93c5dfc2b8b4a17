"""Runs and what evaluations measured."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from summarizer.store.database.rows import EvalRow, FlipRow, RunEnd, RunRow, RunStart
from summarizer.store.database.tables import evaluations, flips, runs

__all__ = ["begin_run", "drop_run", "end_run", "flips_of", "put_evaluation"]


def begin_run(connection: Connection, start: RunStart) -> str:
    """Put a run in and return its id: when it began, and four digits that tell it from another of that second."""
    name = f"{start.started:%Y%m%dT%H%M%SZ}-{start.kind}-{secrets.token_hex(2)}"
    connection.execute(insert(runs), {"id": name, **asdict(start)})
    return name


def end_run(connection: Connection, name: str, end: RunEnd) -> None:
    """Say what run ``name`` came to."""
    connection.execute(update(runs).where(runs.c.id == name), asdict(end))


def drop_run(connection: Connection, name: str) -> None:
    """Take a run out of which nothing came."""
    connection.execute(delete(runs).where(runs.c.id == name))


def put_evaluation(connection: Connection, run: RunRow, metrics: Sequence[EvalRow], changed: Sequence[FlipRow]) -> None:
    """Put an evaluation run in, in place of what was there of it; a baseline takes the place of the suite's last."""
    connection.execute(delete(runs).where(runs.c.id == run.id))
    if run.baseline:
        connection.execute(update(runs).where(runs.c.suite == run.suite), {"baseline": False})
    connection.execute(insert(runs), asdict(run))
    rows = [{name: value for name, value in asdict(row).items() if name != "baseline"} for row in metrics]
    if rows:
        connection.execute(insert(evaluations), rows)
    flipped = [
        {**asdict(row), "place": place, "lost": json.dumps(row.lost), "gained": json.dumps(row.gained)}
        for place, row in enumerate(changed)
    ]
    if flipped:
        connection.execute(insert(flips), flipped)


def flips_of(connection: Connection, run: str) -> tuple[FlipRow, ...]:
    """Return the articles that changed in ``run`` since its baseline, in the order they were put in."""
    columns = [flips.c[field.name] for field in fields(FlipRow)]
    rows = connection.execute(select(*columns).where(flips.c.run == run).order_by(flips.c.place))
    return tuple(_flip(row) for row in rows)


def _flip(row: Sequence[Any]) -> FlipRow:
    values = dict(zip((field.name for field in fields(FlipRow)), row, strict=True))
    return FlipRow(**values | {name: tuple(json.loads(values[name])) for name in ("lost", "gained")})
