"""Few-shot examples of a schema: a short article and its right answer, checked before they are ever shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from summarizer.domain.schema import TargetSchema
from summarizer.errors import PromptFileError
from summarizer.prompting.article_block import numbered_block

__all__ = ["Example", "ShownExample", "check_examples", "examples_folder", "read_examples"]


class Example(BaseModel):
    """One item of an examples file: sentences (numbered from 1 by position), page metadata, and the wire answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: tuple[str, ...] = Field(min_length=1)
    known: dict[str, str] = {}
    answer: dict[str, JsonValue]


class ShownExample(BaseModel):
    """An example as a template sees it: the delimited article and the answer as compact JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    answer: str


_FILE = TypeAdapter(tuple[Example, ...])


def examples_folder(prompt: Path) -> Path:
    """Return where the examples of the prompt at ``prompt`` are kept: one ``SCHEMA.json`` a schema."""
    return prompt.parent / "examples"


def read_examples(path: Path) -> tuple[Example, ...]:
    """Return the examples of one file; raise PromptFileError with the place when it isn't a list of examples."""
    try:
        content = json.loads(path.read_bytes())
    except OSError as exc:
        raise PromptFileError(f"{path}: can't be read ({exc.strerror}); check its permissions or delete it") from exc
    except json.JSONDecodeError as exc:
        raise PromptFileError(f"{path}:{exc.lineno}: not JSON ({exc.msg}); mend it or delete the file") from exc
    except UnicodeDecodeError as exc:
        raise PromptFileError(f"{path}: not UTF-8 (byte {exc.start}); save the file as UTF-8") from exc
    try:
        return _FILE.validate_python(content)
    except ValidationError as exc:
        place, reason = _first_error(exc)
        raise PromptFileError(
            f'{path}: {place}: {reason}; the file is a list of {{"article": [sentence, …], "answer": {{…}}}}'
        ) from exc


def check_examples(path: Path, examples: tuple[Example, ...], schema: TargetSchema) -> tuple[ShownExample, ...]:
    """Return the examples ready to be shown; raise PromptFileError when an answer doesn't fit ``schema``'s wire model.

    An example that the schema would refuse teaches the model to be refused, so it stops the run.
    """
    return tuple(_checked(f"{path}: example {number}", example, schema) for number, example in enumerate(examples, 1))


def _checked(where: str, example: Example, schema: TargetSchema) -> ShownExample:
    answer = json.dumps(example.answer, ensure_ascii=False, separators=(",", ":"))
    try:
        schema.wire_model.model_validate_json(answer)
    except ValidationError as exc:
        place, reason = _first_error(exc)
        raise PromptFileError(
            f"{where}: answer.{place} doesn't fit schema {schema.name!r}: {reason}; mend or delete it"
        ) from exc
    last = len(example.article)
    wrong = sorted({number for number in _cited(example.answer) if not 1 <= number <= last})
    if wrong:
        raise PromptFileError(f"{where}: evidence {wrong} isn't a sentence number; the example has sentences 1–{last}")
    return ShownExample(article=numbered_block(enumerate(example.article, 1), example.known), answer=answer)


def _cited(value: JsonValue) -> Iterator[int]:
    if isinstance(value, list):
        for item in value:
            yield from _cited(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "evidence" and isinstance(inner, list):
                yield from (number for number in inner if isinstance(number, int))
            else:
                yield from _cited(inner)


def _first_error(exc: ValidationError) -> tuple[str, str]:
    error = exc.errors(include_url=False, include_context=False, include_input=False)[0]
    return ".".join(str(step) for step in error["loc"]), error["msg"]
