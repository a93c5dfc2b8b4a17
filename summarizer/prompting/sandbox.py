"""Compile prompt templates so that they can read a few named values, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from summarizer.errors import PromptFileError
from summarizer.prompting.prompt_file import Part

if TYPE_CHECKING:
    from jinja2 import Template, nodes

__all__ = ["CompiledPart", "compile_part"]

_TEMPLATE_FILE = "<template>"
"""The name Jinja2 gives to the code of a template made from a string."""


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A compiled template, with what is needed to name the file and line of a failure."""

    path: Path
    part: Part
    template: Template
    uses: frozenset[str]

    def render(self, values: Mapping[str, object]) -> str:
        """Return the text; raise PromptFileError with file, line and reason when it doesn't render."""
        from jinja2 import TemplateError  # noqa: PLC0415 # heavy: kept off the start-up path

        try:
            return self.template.render(values)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as exc:
            line = _line_in_template(exc.__traceback__)
            where = self.path if line is None else f"{self.path}:{line + self.part.line - 1}"
            raise PromptFileError(f"{where}: doesn't render: {exc}; mend the template") from exc


def compile_part(path: Path, part: Part, known: Collection[str]) -> CompiledPart:
    """Compile one part; raise PromptFileError for a syntax error, an unknown variable, or a reach for another file.

    A prompt file stands alone, so that its digest covers all that it says.
    """
    # heavy: kept off the start-up path
    from jinja2 import StrictUndefined, TemplateSyntaxError, nodes  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    # Messages are plain text: escaping would change the article's words.
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    environment.globals.clear()
    try:
        tree = environment.parse(part.text)
    except TemplateSyntaxError as exc:
        line = exc.lineno + part.line - 1
        raise PromptFileError(f"{path}:{line}: not a valid template: {exc.message}; mend it") from exc
    for foreign in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        line = foreign.lineno + part.line - 1
        raise PromptFileError(f"{path}:{line}: a prompt file can't include another one; copy the text here")
    uses = frozenset(_check_names(path, part, tree, known))
    return CompiledPart(path, part, environment.from_string(part.text), uses)


def _check_names(path: Path, part: Part, tree: nodes.Template, known: Collection[str]) -> Iterator[str]:
    from jinja2 import meta  # noqa: PLC0415 # heavy: kept off the start-up path
    from jinja2 import nodes as kinds  # noqa: PLC0415 # as above

    free = meta.find_undeclared_variables(tree)
    for name in tree.find_all(kinds.Name):
        if name.name in free and name.name not in known:
            line = name.lineno + part.line - 1
            choices = ", ".join(sorted(known))
            raise PromptFileError(
                f"{path}:{line}: unknown variable {name.name!r} in the {part.name} part; it can use {choices}"
            )
    yield from free


def _line_in_template(traceback: TracebackType | None) -> int | None:
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _TEMPLATE_FILE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
