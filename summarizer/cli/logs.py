"""Logging to stderr, as lines for a person or as JSON for a nightly job."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from typing import Literal

__all__ = ["LogForm", "error_line", "event", "set_up_logging", "wants_json"]

LogForm = Literal["text", "json"]

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
_EVENTS = "summarizer.events"


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        line |= getattr(record, "fields", {})
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logging(verbose: int, form: LogForm) -> None:
    """Send this package's log lines to stderr: warnings, with -v what happens, with -vv everything.

    In JSON the events of a run are lines as well, at every verbosity.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _JsonFormatter() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    logger = logging.getLogger("summarizer")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(_LEVELS[min(verbose, 2)])
    logging.getLogger(_EVENTS).setLevel(logging.INFO if form == "json" else logging.CRITICAL)


def event(name: str, message: str, *, level: int = logging.INFO, **fields: object) -> None:
    """Log one event of a run with its values; seen only where the log lines are JSON."""
    logging.getLogger(_EVENTS).log(level, "%s", message, extra={"fields": {"event": name, **fields}})


def wants_json(arguments: list[str]) -> bool:
    """Say whether a command line asks for log lines in JSON; for errors that end a command before it has run."""
    joined = " ".join(arguments)
    return "--log-format json" in joined or "--log-format=json" in joined


def error_line(message: str, exit_code: int) -> str:
    """Return the error that ends a command as a log line in JSON."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    line = {"time": now, "level": "error", "logger": "summarizer", "message": message}
    return json.dumps(line | {"event": "error", "exit_code": exit_code}, ensure_ascii=False)
