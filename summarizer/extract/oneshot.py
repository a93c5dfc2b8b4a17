"""Fill the whole schema with one call, or with one a part where the article is longer than the model's context."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from summarizer.domain.completion import Completion, CompletionRequest, bill
from summarizer.domain.document import Document, Sentence
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Dropped
from summarizer.domain.schema import TargetSchema
from summarizer.errors import AnswerCutOffError, AnswerInvalidError, ArticleError, ArticleTooLongError, ConfigError
from summarizer.extract.merging import Merged, PartAnswer, merge
from summarizer.extract.salvage import salvage
from summarizer.extract.splitting import halve, split
from summarizer.llm.client import CompletionClient
from summarizer.llm.repair import complete_valid
from summarizer.prompting.article_block import neutral
from summarizer.prompting.prompt import Prompt
from summarizer.prompting.tokens import bound, messages_bound, messages_ceiling

__all__ = ["OneShot", "OneShotOptions"]

_ANSWER_SHARE = 0.25
"""Share of the context kept free for the answer when no cap is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneShotOptions:
    """How to ask, in tokens and tries.

    ``max_tokens`` caps an answer, ``max_output_tokens`` is the most that the model can give in one, and
    ``context_tokens`` its whole context; None leaves them to the endpoint. ``repeat`` tells several answers to one
    request apart.
    """

    max_tokens: int | None = None
    max_output_tokens: int | None = None
    context_tokens: int | None = None
    temperature: float | None = 0.0
    seed: int | None = None
    max_repairs: int = 2
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class _Answered:
    """One part's answer and what it took."""

    answer: PartAnswer
    completions: tuple[Completion, ...]
    cut_off: bool = False
    dropped: tuple[Dropped, ...] = ()


class OneShot:
    """The strategy for capable models: the numbered article in, the whole answer out.

    Nothing is ever left out silently. An article that may not fit the context goes in parts, whose answers are merged;
    what the endpoint still finds too long is halved. An answer that stays cut off gives its complete items, with
    ``cut_off`` and a list of what is missing.
    """

    def __init__(
        self, client: CompletionClient, prompt: Prompt, *, model: str, options: OneShotOptions | None = None
    ) -> None:
        self.name: str = "oneshot"
        self._client = client
        self._prompt = prompt
        self._model = model
        self._options = options or OneShotOptions()
        self._params: dict[str, JsonValue] = dataclasses.asdict(self._options)

    async def extract(self, document: Document, schema: TargetSchema) -> Extraction:
        """Return wire facts valid under ``schema.wire_model``.

        Raises:
            ArticleError: the document has nothing but page furniture.
            ArticleTooLongError: a sentence alone doesn't fit the context.
            AnswerInvalidError: no answer fitted the schema, or the merged one doesn't.
            AnswerCutOffError: an answer stayed cut off and nothing of it can be used.
            ConfigError: the context has no room for the instructions.
        """
        answered: list[_Answered] = []
        # one after the other: providers and local servers then reuse the prefix that the parts share
        try:
            for part, request in self._plan(document, schema):
                await self._ask(document, schema, part, request, answered)
            merged = _merged(schema, [one.answer for one in answered])
        except ArticleError as exc:
            earlier = (completion for one in answered for completion in one.completions)
            exc.completions = (*earlier, *exc.completions)
            raise
        spent = bill(completion for one in answered for completion in one.completions)
        return Extraction(
            wire=merged.wire,
            sent=tuple(sorted({number for one in answered for number in one.answer.sent})),
            usage=spent.usage,
            cached=spent.cached,
            cost_usd=spent.cost_usd,
            spent_usd=spent.spent_usd,
            batch=spent.batch,
            cut_off=any(one.cut_off for one in answered),
            parts=len(answered),
            dropped=(*(loss for one in answered for loss in one.dropped), *merged.dropped),
            params=dict(self._params),
            prompt=self._prompt.name,
            prompt_digest=self._prompt.digest,
        )

    def requests(self, document: Document, schema: TargetSchema) -> tuple[CompletionRequest, ...]:
        """Return the requests that ``extract`` begins with, one a part; those that an answer gives rise to come later.

        Raises:
            ArticleError: as ``extract``.
        """
        return tuple(request for _part, request in self._plan(document, schema))

    def _plan(self, document: Document, schema: TargetSchema) -> list[tuple[tuple[Sentence, ...], CompletionRequest]]:
        """Return each part of the article that is asked about, with its request."""
        body = document.body
        if not body:
            raise ArticleError(
                f"{document.source}: every sentence is page furniture; check what was read from the source"
            )
        whole = self._request(document, schema, body)
        context = self._options.context_tokens
        if context is None or messages_ceiling(whole.messages) <= context - self._kept_free(context):
            return [(body, whole)]  # nearly every article: no sentence need be weighed
        parts = self._parts(document, schema, context)
        return [(part, whole if part == body else self._request(document, schema, part)) for part in parts]

    def _kept_free(self, context: int) -> int:
        """Return the tokens of ``context`` that are left for the answer."""
        return self._options.max_tokens or min(int(context * _ANSWER_SHARE), self._options.max_output_tokens or context)

    def _parts(self, document: Document, schema: TargetSchema, context: int) -> Sequence[tuple[Sentence, ...]]:
        instructions = messages_bound(self._prompt.render(document, schema, ()))
        answer = self._kept_free(context)
        room = context - instructions - answer
        figures = (
            f"{context} tokens of context, up to {instructions} of instructions and examples, {answer} for the answer"
        )
        if room <= 0:
            raise ConfigError(f"{self._model}: no room for an article ({figures}); use a model with a larger context")
        try:
            return split(document.body, room=room, cost=lambda sentence: _cost(document, sentence))
        except ArticleTooLongError as exc:
            raise ArticleTooLongError(f"{document.source}: {exc} ({figures})") from exc

    async def _ask(
        self,
        document: Document,
        schema: TargetSchema,
        part: Sequence[Sentence],
        request: CompletionRequest,
        answered: list[_Answered],
    ) -> None:
        """Add the answer for ``part``, or those for its halves, to ``answered``."""
        try:
            answered.append(await self._ask_once(schema, part, request))
        except ArticleTooLongError:
            # the endpoint counts for itself, and its context may be smaller than was said
            halves = halve(part, cost=lambda sentence: _cost(document, sentence))
            if len(halves) == 1:
                raise
            for half in halves:
                await self._ask(document, schema, half, self._request(document, schema, half), answered)

    async def _ask_once(self, schema: TargetSchema, part: Sequence[Sentence], request: CompletionRequest) -> _Answered:
        sent = tuple(sentence.id for sentence in part)
        try:
            wire, completions = await complete_valid(
                self._client,
                request,
                lambda text: schema.wire_model.model_validate_json(text).model_dump(),
                max_repairs=self._options.max_repairs,
                max_output_tokens=lambda: self._largest_answer(request),
            )
        except AnswerCutOffError as exc:
            saved = salvage(exc.answer, schema)
            if saved is None:
                raise
            spent = tuple(completion for completion in exc.completions if isinstance(completion, Completion))
            return _Answered(PartAnswer(saved.wire, sent), spent, cut_off=True, dropped=saved.dropped)
        return _Answered(PartAnswer(wire, sent), tuple(completions))

    def _largest_answer(self, request: CompletionRequest) -> int | None:
        limits = [] if self._options.max_output_tokens is None else [self._options.max_output_tokens]
        if self._options.context_tokens is not None:
            limits.append(max(1, self._options.context_tokens - messages_bound(request.messages)))
        return min(limits, default=None)

    def _request(self, document: Document, schema: TargetSchema, part: Sequence[Sentence]) -> CompletionRequest:
        return CompletionRequest(
            model=self._model,
            messages=self._prompt.render(document, schema, part),
            json_schema=schema.wire_json_schema,
            schema_name=schema.name,
            max_tokens=self._options.max_tokens,
            temperature=self._options.temperature,
            seed=self._options.seed,
            splitter=document.splitter,
            repeat=self._options.repeat,
        )


def _cost(document: Document, sentence: Sentence) -> int:
    return bound(f"[{sentence.id}] {neutral(document.text[sentence.start : sentence.end])}") + 1


def _merged(schema: TargetSchema, answers: Sequence[PartAnswer]) -> Merged:
    merged = merge(schema, answers)
    if len(answers) == 1:
        return merged
    try:
        schema.wire_model.model_validate(merged.wire)
    except ValidationError as exc:
        reason = exc.errors(include_url=False)[0]["msg"]
        raise AnswerInvalidError(
            f"the answers to {len(answers)} parts of the article are valid, but not together: {reason}; use a model "
            "whose context takes the article whole, or relax the schema's rule"
        ) from exc
    return merged
