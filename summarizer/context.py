"""What a command starts from: workspace and settings, and the small things that they alone decide."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.settings import Loaded, Settings, environment, load_settings
from summarizer.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarizer.domain.schema import TargetSchema
    from summarizer.llm.caching import AnswerCache
    from summarizer.llm.capabilities import CapabilityStore
    from summarizer.llm.guards import Guards
    from summarizer.llm.ledger import Ledger
    from summarizer.llm.providers import Endpoint
    from summarizer.prompting.prompt import Prompt

__all__ = ["Context", "load_context", "open_workspace"]

_FIRST_LEVEL = 8
_LARGEST_LEVEL = 256
_LOCAL_JOBS = 1


@dataclass(frozen=True, slots=True)
class Context:
    """What a command starts from: the workspace, the settings with their origins, and where keys are looked up."""

    workspace: Workspace
    loaded: Loaded
    folder: Path

    @property
    def settings(self) -> Settings:
        """Return the effective settings."""
        return self.loaded.settings

    def environment(self) -> Mapping[str, str]:
        """Return the variables that keys are looked up in."""
        return environment(self.folder)

    def schema(self, model: type[BaseModel] | None = None) -> TargetSchema:
        """Return the schema of the settings, or the one of a Pydantic class."""
        if model is not None:
            from summarizer.schema_loader.derive import derive  # noqa: PLC0415 - not needed for a schema file

            return derive(model)
        from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - not needed for a class

        return load_schema(self.workspace.schema_path(self.settings.schema_name))

    def prompt(self) -> Prompt:
        """Return the prompt of the settings."""
        from summarizer.prompting.prompt import load_prompt  # noqa: PLC0415 - loads the template engine

        return load_prompt(self.workspace.prompt_path(self.settings.prompt))

    def endpoint(self) -> Endpoint:
        """Return the endpoint of the model in the settings."""
        from summarizer.llm.providers import resolve  # noqa: PLC0415 - not every command calls a model

        settings = self.settings
        endpoint = resolve(
            settings.model, base_url=settings.base_url, env=self.environment(), timeout_s=settings.timeout_s
        )
        return replace(endpoint, connect_timeout_s=settings.connect_timeout_s, read_timeout_s=settings.read_timeout_s)

    def open_cache(self) -> AnswerCache:
        """Open the answer cache of the settings."""
        from summarizer.llm.caching import open_cache  # noqa: PLC0415 - not every command has a cache

        return open_cache(self.settings.cache_dir)

    def ledger(self) -> Ledger:
        """Return an empty ledger that keeps the budget of the settings."""
        from summarizer.llm.ledger import Ledger  # noqa: PLC0415 - not every command calls a model
        from summarizer.llm.prices import Price  # noqa: PLC0415

        settings = self.settings
        price = Price(settings.price.input, settings.price.output) if settings.price else None
        return Ledger(price=price, max_usd=settings.max_usd, max_tokens=settings.max_tokens)

    def guards(self, *, ledger: Ledger | None = None) -> Guards:
        """Return what one run's requests share: the ledger, the gate, the circuit and the retry budget."""
        from summarizer.llm.circuit import Circuit, RetryBudget  # noqa: PLC0415 - not every command calls a model
        from summarizer.llm.guards import Guards  # noqa: PLC0415
        from summarizer.llm.level import Level  # noqa: PLC0415
        from summarizer.llm.limits import Traffic  # noqa: PLC0415

        settings = self.settings
        level = Level(self._jobs or _FIRST_LEVEL, largest=self.jobs, by_latency=self._jobs is None)
        traffic = Traffic(level, rpm=settings.rpm, tpm=settings.tpm)
        return Guards(
            ledger=ledger or self.ledger(),
            traffic=traffic,
            circuit=Circuit(outage_s=settings.outage_s, tries=settings.max_attempts, on_open=traffic.send_back),
            retries=RetryBudget(settings.retry_budget),
            adapts=self._jobs is None,
        )

    def capabilities(self) -> CapabilityStore:
        """Return what was found out about endpoints, kept beside the cache."""
        from summarizer.llm.capabilities import CapabilityStore  # noqa: PLC0415 - not every command calls a model

        return CapabilityStore(self.settings.cache_dir / "endpoints.json" if self.settings.cache else None)

    @property
    def jobs(self) -> int:
        """Return how many articles may be under way at once, at most."""
        return self._jobs or _LARGEST_LEVEL

    @property
    def _jobs(self) -> int | None:
        """Return the number that is fixed, None where the endpoint decides."""
        if isinstance(self.settings.jobs, int):
            return self.settings.jobs
        return _LOCAL_JOBS if self.settings.model.startswith("local/") else None


def open_workspace(flag: Path | None) -> Workspace:
    """Return the workspace that a command run here works with."""
    return find_workspace(flag=flag, environment=os.environ.get("SUMMARIZER_WORKSPACE"), start=Path.cwd())


def load_context(flags: Mapping[str, object], *, workspace: Path | None = None) -> Context:
    """Find the workspace, merge the settings, and return both."""
    found = open_workspace(workspace)
    # a shipped workspace has no settings of its own: those beside the user count
    folder = Path.cwd() if found.origin in {"package", "checkout"} else found.root
    return Context(found, load_settings(flags, folder=folder), folder)
