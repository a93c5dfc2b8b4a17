"""The one validation line: live, cached and recorded answers all pass it, and a wrong answer is sent back here."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Protocol, TypeVar, runtime_checkable

from pydantic import ValidationError

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.errors import AnswerCutOffError, AnswerInvalidError, AnswerRefusedError
from summarizer.llm.client import CompletionClient
from summarizer.llm.faults import RequestRejectedError

__all__ = ["complete_valid", "error_text", "reask"]

T = TypeVar("T")

_SHOWN_ERRORS = 20
_HIDDEN_CAP = 8_192
"""Cap for the second try when the first had none: some servers have a low one of their own."""


@runtime_checkable
class _Forgetful(Protocol):
    async def forget(self, request: CompletionRequest) -> None: ...


async def complete_valid(
    client: CompletionClient,
    request: CompletionRequest,
    validate: Callable[[str], T],
    *,
    max_repairs: int = 2,
    max_output_tokens: int | Callable[[], int | None] | None = None,
) -> tuple[T, list[Completion]]:
    """Return what ``validate`` makes of the answer, and every completion it took.

    ``validate`` raises ValueError (pydantic's ValidationError is one) with what is wrong; that text goes back to the
    model up to ``max_repairs`` times. The finish reason is read first. A refusal is final (AnswerRefusedError). An
    answer that was cut off is asked for once more with a cap twice as large, at most ``max_output_tokens``, and is
    never shown to the model again; then AnswerCutOffError carries its text. An empty answer is asked for once more.
    AnswerInvalidError after the last repair; a cache then forgets the exchange, so that a failure is never kept.
    """
    exchange = _Exchange(client, request)
    completion = await exchange.ask(request)
    repairs, was_empty = 0, False
    while True:
        if completion.finish_reason == "length":
            completion = await exchange.ask_for_more(max_output_tokens)
        exchange.refuse_refusal(completion)
        problem: str
        if completion.text.strip():
            try:
                return validate(completion.text), exchange.completions
            except ValueError as exc:
                problem = error_text(exc)
        else:
            problem = "the answer was empty"
            if was_empty:
                repairs = max_repairs
            was_empty = True
        if repairs >= max_repairs or request.prompt is not None:
            await exchange.forget()
            raise AnswerInvalidError(
                f"{request.model} gave no valid answer in {len(exchange.completions)} tries; the last error: "
                f"{_first(problem)}",
                answer=completion.text,
                completions=tuple(exchange.completions),
            )
        repairs += 1
        completion = await exchange.ask(reask(exchange.uncut, completion, problem))


def reask(request: CompletionRequest, completion: Completion, error: str) -> CompletionRequest:
    """Return ``request`` followed by the wrong answer and the exact error, for the model to mend.

    A cut-off or empty answer isn't repeated. The wording is plain text on purpose, so that it fits every mode of
    structured output and a cached exchange replays without loading an SDK.
    """
    messages = list(request.messages)
    if completion.text.strip() and completion.finish_reason != "length":
        messages.append(Message(role="assistant", content=completion.text))
    messages.append(
        Message(
            role="user",
            content=f"That answer can't be used:\n{error}\n\nAnswer again in full, as JSON that follows the schema. "
            "Change only what the errors name.",
        )
    )
    return dataclasses.replace(request, messages=tuple(messages))


def error_text(error: ValueError) -> str:
    """Return what is wrong, one line an error: JSON pointer, message, and what stood there."""
    if not isinstance(error, ValidationError):
        return str(error)
    details = error.errors(include_url=False, include_context=False)
    lines = []
    for detail in details[:_SHOWN_ERRORS]:
        pointer = "".join(f"/{part}" for part in detail["loc"]) or "(whole answer)"
        lines.append(f"- {pointer}: {detail['msg']} (got {_short(detail['input'])})")
    if len(details) > _SHOWN_ERRORS:
        lines.append(f"- and {len(details) - _SHOWN_ERRORS} more")
    return "\n".join(lines)


def _first(problem: str) -> str:
    """Return the first of several errors in one line, and how many more there are."""
    first, *more = [line.removeprefix("- ") for line in problem.splitlines()] or [""]
    return f"{first} (and {len(more)} more)" if more else first


class _Exchange:
    """One question and all it took to get it answered."""

    def __init__(self, client: CompletionClient, request: CompletionRequest) -> None:
        self._client = client
        self._asked: list[CompletionRequest] = []
        self._enlarged = False
        self.uncut = request
        """The question without repairs, with the larger cap once that was needed."""
        self.completions: list[Completion] = []

    async def ask(self, request: CompletionRequest) -> Completion:
        completion = await self._client.complete(request)
        self._asked.append(request)
        self.completions.append(completion)
        return completion

    async def ask_for_more(self, max_output_tokens: int | Callable[[], int | None] | None) -> Completion:
        """Ask the last question again with a larger cap; AnswerCutOffError when that was or can't be done."""
        last, cut = self._asked[-1], self.completions[-1]
        largest = max_output_tokens() if callable(max_output_tokens) else max_output_tokens
        cap = _larger_cap(last, largest)
        if self._enlarged or cap is None:
            raise self._cut_off(cut)
        self._enlarged = True
        self.uncut = dataclasses.replace(self.uncut, max_tokens=cap)
        try:
            completion = await self.ask(dataclasses.replace(last, max_tokens=cap))
        except RequestRejectedError as exc:  # the cap is more than the model allows
            raise self._cut_off(cut) from exc
        if completion.finish_reason == "length":
            raise self._cut_off(completion)
        return completion

    def refuse_refusal(self, completion: Completion) -> None:
        if completion.finish_reason not in {"refusal", "content_filter"} and completion.refusal is None:
            return
        why = "a content filter stopped it" if completion.finish_reason == "content_filter" else "the model declined"
        said = f": {completion.refusal}" if completion.refusal else ""
        raise AnswerRefusedError(
            f"{self.uncut.model} gave no answer, {why}{said}",
            answer=completion.text,
            completions=tuple(self.completions),
        )

    async def forget(self) -> None:
        if isinstance(self._client, _Forgetful):
            for request in self._asked:
                await self._client.forget(request)

    def _cut_off(self, completion: Completion) -> AnswerCutOffError:
        return AnswerCutOffError(
            f"{self.uncut.model}'s answer was cut off after {completion.usage.output_tokens} tokens; "
            "raise --answer-tokens, or ask for less with a smaller schema",
            answer=completion.text,
            completions=tuple(self.completions),
        )


def _larger_cap(request: CompletionRequest, max_output_tokens: int | None) -> int | None:
    """Return twice the request's cap within the model's own; None when there is no room."""
    wanted = _HIDDEN_CAP if request.max_tokens is None else request.max_tokens * 2
    cap = wanted if max_output_tokens is None else min(wanted, max_output_tokens)
    return cap if cap > (request.max_tokens or 0) else None


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
