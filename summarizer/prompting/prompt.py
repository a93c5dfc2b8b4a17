"""A prompt: a file a user edits, rendered into the messages of one request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.domain.completion import Message
from summarizer.domain.document import Document, Sentence
from summarizer.domain.schema import TargetSchema
from summarizer.errors import PromptFileError
from summarizer.prompting.article_block import article_block
from summarizer.prompting.examples import Example, ShownExample, check_examples, examples_folder, read_examples
from summarizer.prompting.field_guide import field_guide
from summarizer.prompting.prompt_file import PromptText, read_prompt_text
from summarizer.prompting.sandbox import CompiledPart, compile_part

__all__ = ["RENDERER_VERSION", "Prompt", "load_prompt"]

RENDERER_VERSION = "1"
"""Part of every digest: raise it when the same file would render to other bytes."""

_SYSTEM_VALUES = frozenset({"schema_name", "schema_description", "fields", "examples"})
_USER_VALUES = _SYSTEM_VALUES | {"article"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A loaded prompt file. ``digest`` is the SHA-256, in hex, of the file, its examples and the renderer's version.

    Rendering puts what is stable first: two articles under one schema share every byte up to where the user part
    places the article.
    """

    name: str
    path: Path
    digest: str
    system: CompiledPart
    user: CompiledPart
    examples: Mapping[str, tuple[Example, ...]]
    _stable: dict[tuple[str, str], tuple[Message, Mapping[str, object]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def render(self, document: Document, schema: TargetSchema, sentences: Sequence[Sentence]) -> tuple[Message, ...]:
        """Return the system and the user message for ``sentences`` of ``document``, under the document's own numbers.

        Raises:
            PromptFileError: a template doesn't render, or an example doesn't fit ``schema``.
        """
        system, values = self._for_schema(schema)
        user = self.user.render({**values, "article": article_block(document, sentences)})
        return system, Message(role="user", content=user)

    def _for_schema(self, schema: TargetSchema) -> tuple[Message, Mapping[str, object]]:
        # a batch renders one schema thousands of times
        key = schema.name, schema.digest
        if key not in self._stable:
            values: dict[str, object] = {
                "schema_name": schema.name,
                "schema_description": schema.description,
                "fields": field_guide(schema),
                "examples": self._shown_examples(schema),
            }
            self._stable[key] = Message(role="system", content=self.system.render(values)), values
        return self._stable[key]

    def _shown_examples(self, schema: TargetSchema) -> tuple[ShownExample, ...]:
        path = examples_folder(self.path) / f"{schema.name}.json"
        return check_examples(path, self.examples.get(schema.name, ()), schema)


def load_prompt(path: Path) -> Prompt:
    """Return the prompt in the file at ``path`` with the examples in the folder ``examples`` beside it.

    Examples are matched to a schema by file name and checked against it when first rendered for it.

    Raises:
        PromptFileError: a file can't be read, is no template, or uses a variable that doesn't exist.
    """
    text = read_prompt_text(path)
    system = compile_part(path, text.system, _SYSTEM_VALUES)
    user = compile_part(path, text.user, _USER_VALUES)
    if "article" not in user.uses:
        raise PromptFileError(f"{path}:{text.user.line}: the user part never shows the article; add {{{{ article }}}}")
    files = sorted(examples_folder(path).glob("*.json"))
    return Prompt(
        name=path.stem,
        path=path,
        digest=_digest(text, files),
        system=system,
        user=user,
        examples={file.stem: read_examples(file) for file in files},
    )


def _digest(text: PromptText, examples: Sequence[Path]) -> str:
    pieces = [RENDERER_VERSION.encode(), text.raw.encode()]
    for file in examples:
        pieces += [file.name.encode(), file.read_bytes()]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()
