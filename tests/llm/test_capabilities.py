"""What was found out about endpoints survives, and a damaged file costs nothing."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import pytest

from summarizer.llm.capabilities import Capability, CapabilityStore

TOOLS = Capability(mode="tools", token_parameter="max_completion_tokens", dropped=("seed", "temperature"))


def test_nothing_is_known_of_a_new_endpoint() -> None:
    assert CapabilityStore().get("http://h/v1", "m") == Capability()


def test_what_is_remembered_is_there_in_the_next_process_for_that_model_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "capabilities.json"
    CapabilityStore(path).remember("http://h/v1", "m", TOOLS)
    assert CapabilityStore(path).get("http://h/v1", "m") == TOOLS
    assert CapabilityStore(path).get("http://h/v1", "other") == Capability()
    assert CapabilityStore(path).get("http://other/v1", "m") == Capability()


def test_only_the_user_can_read_the_file_and_no_half_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "capabilities.json"
    CapabilityStore(path).remember("http://h/v1", "m", TOOLS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["capabilities.json"]


def test_two_runs_at_once_keep_each_others_findings(tmp_path: Path) -> None:
    path = tmp_path / "capabilities.json"
    first, second = CapabilityStore(path), CapabilityStore(path)
    first.get("http://a/v1", "m")
    second.get("http://b/v1", "m")
    first.remember("http://a/v1", "m", TOOLS)
    second.remember("http://b/v1", "m", Capability(mode="plain"))
    assert sorted(json.loads(path.read_text())) == ["http://a/v1 m", "http://b/v1 m"]


def test_a_finding_for_this_run_alone_stays_off_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "capabilities.json"
    store = CapabilityStore(path)
    store.remember("http://h/v1", "m", TOOLS, on_disk=False)
    store.remember("http://h/v1", "other", Capability(mode="plain"))
    assert store.get("http://h/v1", "m") == TOOLS
    assert sorted(json.loads(path.read_text())) == ["http://h/v1 other"]


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"x": 1}', '{"x": {"mode": "magic"}}', "\xff\xfe"])
def test_a_damaged_file_is_warned_of_and_written_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    path = tmp_path / "capabilities.json"
    path.write_text(content, encoding="latin-1")
    store = CapabilityStore(path)
    with caplog.at_level(logging.WARNING):
        assert store.get("http://h/v1", "m") == Capability()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    store.remember("http://h/v1", "m", TOOLS)
    assert CapabilityStore(path).get("http://h/v1", "m") == TOOLS


def test_a_folder_that_cannot_be_written_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    store = CapabilityStore(tmp_path / "file" / "capabilities.json")
    with caplog.at_level(logging.WARNING):
        store.remember("http://h/v1", "m", TOOLS)
    assert store.get("http://h/v1", "m") == TOOLS
    assert "can't be written" in caplog.text
