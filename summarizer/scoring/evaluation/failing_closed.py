"""A pipeline that loses no article: what goes wrong with one becomes a failed record, scored as such."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.errors import ArticleError, ModelUnavailableError, SummarizerError
from summarizer.llm.faults import EndpointFaultError
from summarizer.pipeline import Pipeline

__all__ = ["MOST_LOST", "FailingClosed"]

_log = logging.getLogger(__name__)

MOST_LOST = 3
"""Articles in a row without an answer after which the model, not the article, is taken to be at fault."""


@dataclass(frozen=True)
class FailingClosed(Pipeline):
    """The pipeline of an evaluation.

    A crash on one article, and an answer that didn't arrive in time or whole although the server is there, give a
    failed record. When nothing answers at all, or ``MOST_LOST`` articles in a row got no answer, the error is raised:
    the run stays incomplete instead of scoring an outage.
    """

    _lost: list[ModelUnavailableError] = field(default_factory=list, init=False)
    _answered: list[str] = field(default_factory=list, init=False)

    async def summarize(self, document: Document) -> Record:
        """Return the record of one article; ``ModelError`` and ``UsageError`` are raised as in a plain pipeline."""
        try:
            record = await super().summarize(document)
        except ModelUnavailableError as exc:
            self._lost.append(exc)
            if len(self._lost) >= MOST_LOST or not _reached(exc):
                raise
            return self._failed(document, ArticleError(f"no answer: {exc}"))
        except SummarizerError:
            raise
        except Exception as exc:  # noqa: BLE001 - see below
            # a boundary: one article must not take the other articles' scores with it, and this is scored as a failure
            _log.warning("%s: crashed", document.source, exc_info=exc)
            return self._failed(document, ArticleError(f"crash: {type(exc).__name__}: {exc}"))
        self._lost.clear()
        self._answered.append(document.id)
        return record

    def require_answers(self) -> None:
        """Raise the last ModelUnavailableError when articles were asked and not one was answered."""
        if self._lost and not self._answered:
            raise self._lost[-1]


def _reached(exc: ModelUnavailableError) -> bool:
    """Say whether the server took the request, so that the article may be what it can't do."""
    fault = exc if isinstance(exc, EndpointFaultError) else exc.__cause__
    return isinstance(fault, EndpointFaultError) and (fault.billed or fault.status is not None)
