"""Read a prompt file: free text for the editor, then a `# system` and a `# user` part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from summarizer.errors import PromptFileError

__all__ = ["Part", "PartName", "PromptText", "read_prompt_text"]

PartName = Literal["system", "user"]

_HEADING = re.compile(r"#[ \t]+(system|user)[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The template of one message; ``line`` is the file's line that its first line stands on, from 1."""

    name: PartName
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class PromptText:
    """A prompt file cut into its two parts; ``raw`` is the whole file, the part a digest covers."""

    path: Path
    raw: str
    system: Part
    user: Part


def read_prompt_text(path: Path) -> PromptText:
    """Return the parts of the file at ``path``; raise PromptFileError when it can't be read or lacks one."""
    try:
        raw = path.read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise PromptFileError(f"{path}: no such prompt file; `summarizer prompts list` shows what there is") from exc
    except UnicodeDecodeError as exc:
        raise PromptFileError(f"{path}: not UTF-8 (byte {exc.start}); save the file as UTF-8") from exc
    except OSError as exc:
        raise PromptFileError(f"{path}: can't be read ({exc.strerror}); check the path and its permissions") from exc
    parts = _cut(path, raw)
    for name in get_args(PartName):
        if name not in parts or not parts[name].text:
            raise PromptFileError(
                f"{path}: has no text under a `# {name}` heading; add that heading on a line of its own"
            )
    return PromptText(path, raw, parts["system"], parts["user"])


def _cut(path: Path, raw: str) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    lines = raw.splitlines()
    heads = [(index, match[1].lower()) for index, line in enumerate(lines) if (match := _HEADING.fullmatch(line))]
    ends = [index for index, _ in heads[1:]] + [len(lines)]
    for (index, name), end in zip(heads, ends, strict=True):
        if name in parts:
            raise PromptFileError(f"{path}:{index + 1}: a second `# {name}` heading; merge the two parts")
        first = next((number for number in range(index + 1, end) if lines[number].strip()), end)
        text = "\n".join(lines[first:end]).rstrip()
        parts[name] = Part("system" if name == "system" else "user", text, first + 1)
    return parts
