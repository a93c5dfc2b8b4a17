"""Find the workspace, the folders of schemas and prompts that a user edits, and name the files in it."""

from __future__ import annotations

import difflib
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from summarizer.errors import ConfigError, PromptFileError, SchemaFileError, SummarizerError

__all__ = ["MARKER", "Origin", "Workspace", "find_workspace", "init_workspace", "shipped_root"]

MARKER = "summarizer.toml"
"""The file that makes a folder a workspace; a ``pyproject.toml`` with ``[tool.summarizer]`` does as well."""

Origin = Literal["flag", "environment", "folder", "package", "checkout"]

_SCHEMA_SUFFIXES = (".py", ".json")
_PROMPT_SUFFIXES = (".md",)

_MARKER_TEXT = """\
# Settings of this workspace. A flag wins over an environment variable (SUMMARIZER_MODEL, …), which wins over this file.
# `summarizer doctor` prints every setting and where its value came from.

# model = "local/smollm2"        # openai/…, ollama/…, compatible/… with base_url, …
# schema = "news_report"
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``schemas/`` and ``prompts/``, and the shipped folder that stands in for what it lacks."""

    root: Path
    origin: Origin
    shipped: Path

    def schema_path(self, name: str) -> Path:
        """Return the file of schema ``name``: a path as it is, a name from ``schemas/``; SchemaFileError if none."""
        return self._named(name, folder="schemas", suffixes=_SCHEMA_SUFFIXES, error=SchemaFileError, noun="schema")

    def prompt_path(self, name: str) -> Path:
        """Return the file of prompt ``name``: a path as it is, a name from ``prompts/``; PromptFileError if none."""
        return self._named(name, folder="prompts", suffixes=_PROMPT_SUFFIXES, error=PromptFileError, noun="prompt")

    def schemas(self) -> dict[str, Path]:
        """Return schema names and files, the workspace's own before shipped ones of the same name."""
        return self._files("schemas", _SCHEMA_SUFFIXES)

    def prompts(self) -> dict[str, Path]:
        """Return prompt names and files, the workspace's own before shipped ones of the same name."""
        return self._files("prompts", _PROMPT_SUFFIXES)

    def _files(self, folder: str, suffixes: tuple[str, ...]) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for root in dict.fromkeys((self.root, self.shipped)):
            for path in sorted((root / folder).glob("*")):
                if path.suffix in suffixes and path.is_file() and not path.name.startswith(("_", ".")):
                    found.setdefault(path.stem, path)
        return dict(sorted(found.items()))

    def _named(
        self, name: str, *, folder: str, suffixes: tuple[str, ...], error: type[SummarizerError], noun: str
    ) -> Path:
        if name.endswith(suffixes) or "/" in name or "\\" in name:
            path = Path(name).expanduser()
            if not path.is_file():
                raise error(f"{path}: there is no such {noun} file; give a path to a {' or '.join(suffixes)} file")
            return path
        files = self._files(folder, suffixes)
        if name in files:
            return files[name]
        close = difflib.get_close_matches(name, files, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(files) or 'none'}"
        raise error(f"{self.root / folder}: there is no {noun} named {name!r}; {hint}")


def shipped_root() -> Path:
    """Return the folder that carries the shipped schemas and prompts: in the wheel, or the checkout around it."""
    package = Path(__file__).resolve().parent
    wheel_copy = package / "_workspace"
    return wheel_copy if wheel_copy.is_dir() else package.parent


def find_workspace(*, flag: Path | None, environment: str | None, start: Path) -> Workspace:
    """Return the first workspace of: the flag, the environment, the folders above ``start``, the shipped one.

    Raises:
        ConfigError: a folder that was named doesn't exist.
    """
    shipped = shipped_root()
    if flag is not None:
        return Workspace(_existing(flag, named_by="--workspace"), "flag", shipped)
    if environment:
        return Workspace(_existing(Path(environment), named_by="SUMMARIZER_WORKSPACE"), "environment", shipped)
    for folder in (start, *start.parents):
        if _is_marked(folder):
            return Workspace(folder, "folder", shipped)
    return Workspace(shipped, "package" if shipped.name == "_workspace" else "checkout", shipped)


def init_workspace(target: Path) -> tuple[Path, ...]:
    """Copy the shipped schemas and prompts and a settings file into ``target``; return the files written.

    Nothing that exists is overwritten: ConfigError names the first file in the way, and nothing is written then.
    """
    shipped = shipped_root()
    copies = {target / MARKER: None} | {
        target / path.relative_to(shipped): path
        for folder in ("schemas", "prompts")
        for path in sorted((shipped / folder).rglob("*"))
        if path.is_file() and path.suffix in {".py", ".json", ".md"}
    }
    if taken := next((path for path in copies if path.exists()), None):
        raise ConfigError(f"{taken}: already there; choose another folder or remove it first")
    try:
        for path, source in copies.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if source is None:
                path.write_text(_MARKER_TEXT, encoding="utf-8")
            else:
                shutil.copyfile(source, path)
    except OSError as exc:
        raise ConfigError(f"{target}: can't write the workspace ({exc.strerror}); choose a folder you own") from exc
    return tuple(copies)


def _existing(folder: Path, *, named_by: str) -> Path:
    folder = folder.expanduser().resolve()
    if not folder.is_dir():
        raise ConfigError(f"{folder}: {named_by} names no folder; make one with `summarizer init {folder}`")
    return folder


def _is_marked(folder: Path) -> bool:
    if (folder / MARKER).is_file():
        return True
    pyproject = folder / "pyproject.toml"
    if not pyproject.is_file():
        return False
    try:
        return "summarizer" in tomllib.loads(pyproject.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError):
        return False  # somebody else's broken file is not ours to report
