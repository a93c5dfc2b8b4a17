"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.servers.openai_server import LlmServer, Reply


# The same cases on every machine, so that a red run is one anybody can repeat; `HYPOTHESIS_PROFILE=explore` (and
# `make explore`) looks for new ones, and what it finds becomes an @example.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def _server_module() -> ModuleType:
    # by path: in importlib mode the tests are no package that could be imported from
    name = "summarizer_test_openai_server"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "servers" / "openai_server.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def llm_server() -> Iterator[LlmServer]:
    """A running OpenAI-compatible server: ``url``, ``requests``, ``script(reply(…), …)``, ``answer``, ``refuses``."""
    with _server_module().LlmServer() as server:
        yield server


@pytest.fixture
def reply() -> type[Reply]:
    """The class of scripted answers for ``llm_server.script``: ``reply(text=…)``, ``reply.error(429)``, ``reply.html()``."""
    kind: type[Reply] = _server_module().Reply
    return kind


# the sandbox needs rights that a container has not; the rest keeps the browser from calling home
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that is closed with its module: its event loop would stand in the way of tests that run their own."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield opened
        opened.close()
