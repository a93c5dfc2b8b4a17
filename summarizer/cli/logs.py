"""Logging to stderr, as lines for a person or as JSON for a nightly job."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from typing import Literal

__all__ = ["set_up_logging"]

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


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
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(verbose: int, form: Literal["text", "json"]) -> None:
    """Send this package's log lines to stderr: warnings, with -v what happens, with -vv everything."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _JsonFormatter() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    logger = logging.getLogger("summarizer")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(_LEVELS[min(verbose, 2)])
