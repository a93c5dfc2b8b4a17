"""Settings: the only file that reads the environment, and the order in which its sources win."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from summarizer.errors import ConfigError

__all__ = [
    "DEFAULT_MODEL",
    "ENV_PREFIX",
    "Loaded",
    "LocalSettings",
    "PriceSettings",
    "Settings",
    "environment",
    "load_settings",
]

ENV_PREFIX = "SUMMARIZER_"
DEFAULT_MODEL = "local/smollm2"

_MOST_JOBS = 1024
_NOT_SETTINGS = {"SUMMARIZER_WORKSPACE", "SUMMARIZER_API_KEY", "SUMMARIZER_API_TOKEN", "SUMMARIZER_SHARED"}

Source = Literal["flag", "environment", ".env", "summarizer.toml", "pyproject.toml", "default"]


def _user_folder(variable: str, fallback: str) -> Path:
    base = os.environ.get(variable)
    return (Path(base) if base else Path.home() / fallback) / "summarizer"


def _cache_folder() -> Path:
    return _user_folder("XDG_CACHE_HOME", ".cache")


def _models_folder() -> Path:
    return _user_folder("XDG_DATA_HOME", ".local/share") / "models"


class LocalSettings(BaseModel):
    """The embedded model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_confidence: float = Field(0.4, ge=0, le=1, description="Answers below this probability are left empty.")
    threads: int | None = Field(
        None, ge=1, description="CPU threads; None takes the cores that nobody else uses, at most 4."
    )
    model_path: Path | None = Field(None, description="A GGUF file of one's own in place of the shipped weights.")
    adapter_path: Path | None = Field(None, description="A LoRA adapter of one's own (GGUF).")


class PriceSettings(BaseModel):
    """US dollars for a million tokens, in place of the price table's; also written ``IN/OUT``, as in ``0.15/0.60``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0)
    output: float = Field(ge=0)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        going_in, slash, coming_out = value.partition("/")
        if not slash:
            raise ValueError("write IN/OUT, the dollars for a million tokens in and out, as in 0.15/0.60")
        return {"input": going_in.strip(), "output": coming_out.strip()}


def _number_or_auto(value: object) -> object:
    if value is None or value == "auto":
        return value
    try:
        number = int(value) if isinstance(value, str) else value
    except ValueError:
        number = None
    if type(number) is not int or not 1 <= number <= _MOST_JOBS:
        raise ValueError(f"write a whole number from 1 to {_MOST_JOBS}, or auto")
    return number


class Settings(BaseSettings):
    """Every setting with its default; one frozen value passed down from the wiring."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, populate_by_name=True
    )

    model: str = Field(DEFAULT_MODEL, description="provider/model.")
    base_url: str | None = Field(None, description="Address of a compatible endpoint, with its /v1.")
    schema_name: str = Field("news_report", alias="schema", description="Schema name or file.")
    prompt: str = Field("extract", description="Prompt name or file.")
    strategy: Literal["auto", "oneshot", "fieldwise"] = Field("auto", description="auto follows the model's profile.")
    jobs: Annotated[int | Literal["auto"] | None, BeforeValidator(_number_or_auto)] = Field(
        None, description="Requests at once; auto finds the level. None: 1 embedded, auto elsewhere."
    )
    rpm: int | None = Field(None, ge=1, description="Requests a minute, at most.")
    tpm: int | None = Field(None, ge=1, description="Tokens a minute (in and out), at most.")
    answer_tokens: int | None = Field(None, ge=1, description="Cap on an answer's tokens.")
    context_tokens: int | None = Field(None, ge=256, description="The model's context, where its profile is wrong.")
    temperature: float | None = Field(0.0, ge=0, le=2, description="None leaves it to the provider.")
    timeout_s: float = Field(120.0, gt=0, description="Seconds for one request.")
    connect_timeout_s: float = Field(10.0, gt=0, description="Seconds for getting a connection.")
    read_timeout_s: float | None = Field(None, gt=0, description="Seconds of silence; None: as long as the request.")
    max_attempts: int = Field(5, ge=1, le=20, description="HTTP attempts for one request, the first included.")
    retry_budget: float = Field(0.5, ge=0, description="Tries after a first, for each request, over a whole run.")
    outage_s: float = Field(60.0, ge=0, description="Seconds an endpoint may stop answering before the run ends.")
    max_repairs: int = Field(2, ge=0, le=5, description="Times a wrong answer is sent back with its error.")
    cache: bool = Field(True, description="Keep answers on disk and reuse them.")
    cache_dir: Path = Field(default_factory=_cache_folder, description="Folder of the answer cache.")
    models_dir: Path = Field(default_factory=_models_folder, description="Folder of downloaded weights.")
    max_usd: float | None = Field(None, gt=0, description="Spend no more than this in a run.")
    max_tokens: int | None = Field(None, gt=0, description="Use no more tokens (in and out) than this in a run.")
    price: PriceSettings | None = Field(None, description="IN/OUT dollars for a million tokens, over the table's.")
    max_bytes: int = Field(20_000_000, ge=1, description="Largest input file, page or JSONL line.")
    allow_private: bool = Field(False, description="Let URL sources reach private and loopback addresses.")
    db: str | None = Field(None, description="Database that records go into, sqlite:///FILE or postgresql://….")
    local: LocalSettings = LocalSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are pydantic-settings' own
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from the caller alone: ``load_settings`` has merged the sources and knows each origin."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The effective settings, where each value came from, and what in the environment looked like a misspelling."""

    settings: Settings
    origins: Mapping[str, Source]
    warnings: tuple[str, ...] = ()


def environment(folder: Path) -> Mapping[str, str]:
    """Return the process environment over the ``.env`` file of ``folder``; keys are looked up here and nowhere else."""
    from dotenv import dotenv_values  # noqa: PLC0415 - only read where keys are needed

    path = folder / ".env"
    values = dotenv_values(path, encoding="utf-8") if path.is_file() else {}
    return {key: value for key, value in values.items() if value is not None} | dict(os.environ)


def load_settings(flags: Mapping[str, object], *, folder: Path) -> Loaded:
    """Merge flags over environment over ``.env`` over TOML files of ``folder`` over defaults.

    ``flags`` holds only what the user gave; nested settings are written with a dot (``local.min_confidence``).

    Raises:
        ConfigError: a field is unknown or a value doesn't fit; the message names the source.
    """
    merged: dict[str, Any] = {}
    origins: dict[str, Source] = {}
    for source, values in _sources(flags, folder):
        for key, value in _flatten(_canonical(values)).items():
            if key not in origins and not _is_other_price(key, source, origins):
                origins[key] = source
                _put(merged, key, value)
    try:
        settings = Settings(**merged)
    except ValidationError as exc:
        raise ConfigError(_explain(exc, origins)) from exc
    complete: dict[str, Source] = {
        key: origins.get(key, "default") for key in _flatten(settings.model_dump(exclude={"price"}))
    }
    return Loaded(settings, complete | origins, tuple(_misspelt(os.environ)))


def _sources(flags: Mapping[str, object], folder: Path) -> list[tuple[Source, dict[str, Any]]]:
    nested: dict[str, Any] = {}
    for key, value in flags.items():
        _put(nested, key, value)
    dotenv = folder / ".env"
    readers: list[tuple[Source, Callable[[], dict[str, Any]]]] = [
        ("flag", InitSettingsSource(Settings, nested)),
        ("environment", EnvSettingsSource(Settings)),
        (".env", DotEnvSettingsSource(Settings, env_file=dotenv if dotenv.is_file() else None)),
        ("summarizer.toml", lambda: _toml(folder / "summarizer.toml")),
        ("pyproject.toml", lambda: _toml(folder / "pyproject.toml").get("tool", {}).get("summarizer", {})),
    ]
    read: list[tuple[Source, dict[str, Any]]] = []
    for name, reader in readers:
        try:
            values = reader()
        except SettingsError as exc:
            raise ConfigError(f"{name}: {exc}; a nested setting is written SUMMARIZER_LOCAL__THREADS=2") from exc
        read.append((name, {k: v for k, v in values.items() if not (name == ".env" and _foreign(k))}))
    return read


def _is_other_price(key: str, source: Source, origins: Mapping[str, Source]) -> bool:
    # a price is one value, in whichever form: half of it from another source would be no price at all
    return key.startswith("price") and any(
        name.startswith("price") and origin != source for name, origin in origins.items()
    )


def _foreign(key: str) -> bool:
    # pydantic-settings hands over every line of a .env file when extra is forbidden; keys of others are not ours
    return key not in Settings.model_fields and key != "schema"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise ConfigError(f"{path}: can't be read as TOML ({exc}); mend that line or remove the file") from exc


def _canonical(values: Mapping[str, Any]) -> dict[str, Any]:
    return {("schema" if key == "schema_name" else key): value for key, value in values.items()}


def _flatten(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        name = "schema" if key == "schema_name" else key
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def _put(target: dict[str, Any], dotted: str, value: object) -> None:
    *parents, last = dotted.split(".")
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value


def _explain(exc: ValidationError, origins: Mapping[str, Source]) -> str:
    first = exc.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    where = origins.get(key, "settings")
    if first["type"] == "extra_forbidden":
        known = _flatten(Settings().model_dump())
        close = difflib.get_close_matches(key, known, n=1)
        return f"{where}: unknown setting {key!r}; " + (
            f"did you mean {close[0]!r}?" if close else "`summarizer doctor` lists them"
        )
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}: setting {key!r}: {message}; `summarizer doctor` lists the settings"


def _misspelt(environ: Mapping[str, str]) -> list[str]:
    known = {ENV_PREFIX + key.upper().replace(".", "__") for key in _flatten(Settings().model_dump())}
    known |= _NOT_SETTINGS | {"SUMMARIZER_PRICE", "SUMMARIZER_PRICE__INPUT", "SUMMARIZER_PRICE__OUTPUT"}
    found = []
    for name in sorted(environ):
        if name.startswith(ENV_PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            found.append(f"{name} is no setting" + (f"; did you mean {close[0]}?" if close else ""))
    return found
