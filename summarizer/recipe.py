"""What an answer can depend on beside the schema: the model, how it is asked, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.context import Context
from summarizer.errors import ConfigError
from summarizer.settings import Settings

if TYPE_CHECKING:
    from summarizer.llm.providers import Endpoint

__all__ = ["Recipe", "find_adapter", "find_weights", "fingerprints", "recipe", "strategy_name"]


def find_weights(context: Context) -> Path:
    """Return the GGUF file of the embedded model; ConfigError, with the next step, when there is none."""
    from summarizer.llm.weights import find  # noqa: PLC0415 - only for the embedded model

    return find(context.settings.local.model_path, context.settings.models_dir)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How articles would be asked about: everything in the settings that an answer can depend on, beside the schema.

    ``prompt_digest`` is None for a strategy without a prompt file. ``params`` names the embedded weights by their
    fingerprints.
    """

    model: str
    endpoint: str | None
    strategy: str
    prompt_digest: str | None
    params: Mapping[str, str | float | None]


def recipe(context: Context) -> Recipe:
    """Return the recipe of the settings; nothing is loaded or sent.

    Raises:
        ConfigError: The model, its key, its weights or the strategy can't be had.
        PromptFileError: The prompt can't.
    """
    settings, endpoint = context.settings, context.endpoint()
    strategy = strategy_name(settings, endpoint)
    params: dict[str, str | float | None] = {"context_tokens": settings.context_tokens}
    if strategy == "fieldwise":
        params["min_confidence"] = settings.local.min_confidence
    else:
        params |= {name: getattr(settings, name) for name in ("max_repairs", "temperature")}
        params["max_tokens"] = settings.answer_tokens
    if endpoint.provider == "local":
        params |= fingerprints(find_weights(context), find_adapter(context))
    return Recipe(
        model=endpoint.name,
        endpoint=endpoint.base_url or None,
        strategy=strategy,
        prompt_digest=context.prompt().digest if strategy == "oneshot" else None,
        params=params,
    )


def strategy_name(settings: Settings, endpoint: Endpoint) -> str:
    """Return 'oneshot' or 'fieldwise', as the settings and the model have it."""
    wanted = settings.strategy
    own_model = endpoint.provider == "local" and settings.local.model_path is not None
    if wanted == "auto":
        # somebody's own GGUF is no tuned reader unless its adapter is given too: it gets the whole schema
        return "oneshot" if own_model and settings.local.adapter_path is None else endpoint.strategy
    if wanted == "fieldwise" and not endpoint.raw_completions:
        raise ConfigError(
            f"strategy fieldwise asks by raw text completion, which {endpoint.provider} doesn't offer; "
            "use --strategy oneshot"
        )
    return wanted


def find_adapter(context: Context) -> Path | None:
    """Return the adapter that makes the embedded model a reader; None for somebody's own GGUF without one."""
    from summarizer.llm.weights import adapter  # noqa: PLC0415 - only for the embedded model

    local = context.settings.local
    return local.adapter_path or (adapter() if local.model_path is None else None)


def fingerprints(weights: Path, reader: Path | None) -> dict[str, str]:
    """Return what tells the embedded model's answers from another's."""
    from summarizer.llm.weights import fingerprint  # noqa: PLC0415 - only for the embedded model

    calibration = reader.with_name("calibration.json") if reader else None
    found = calibration is not None and calibration.is_file()
    return {
        "weights": fingerprint(weights),
        "adapter": fingerprint(reader) if reader else "none",
        "calibration": fingerprint(calibration) if calibration is not None and found else "none",
    }
