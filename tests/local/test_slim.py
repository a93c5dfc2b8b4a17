"""Libraries lose what is never loaded of them, and nothing else."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from summarizer.local.slim import end_of_what_is_loaded, main, slim

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ELF files are Linux's")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A compiled library of ours to cut: the same file that this interpreter imports as regex._regex."""
    found = find_spec("regex._regex")
    assert found is not None
    assert found.origin is not None
    copy = tmp_path / "package" / Path(found.origin).name
    copy.parent.mkdir()
    shutil.copy(found.origin, copy)
    return copy


def loads(library: Path) -> bool:
    code = (
        "import sys, importlib.util as u; spec = u.spec_from_file_location('regex._regex', sys.argv[1]); "
        "module = u.module_from_spec(spec); spec.loader.exec_module(module); print(module.CODE_SIZE)"
    )
    done = subprocess.run([sys.executable, "-c", code, library], capture_output=True, text=True, check=False)
    return done.returncode == 0 and int(done.stdout) > 0


def with_symbols(library: Path) -> None:
    """Put a table of sections and some bytes of debug information behind what is loaded, as compilers do."""
    data = bytearray(library.read_bytes())
    data[40:48] = len(data).to_bytes(8, "little")
    library.write_bytes(data + b"\0" * 100_000)


def test_a_library_loses_what_is_never_loaded_and_works_as_before(library: Path) -> None:
    with_symbols(library)
    library.chmod(0o744)
    before = library.stat()

    saved = slim(library)

    assert saved >= 100_000
    assert (library.stat().st_size, library.stat().st_mode) == (before.st_size - saved, before.st_mode)
    assert loads(library)
    assert [path.name for path in library.parent.iterdir()] == [library.name]


def test_the_second_time_there_is_nothing_to_take(library: Path) -> None:
    with_symbols(library)
    slim(library)

    assert slim(library) == 0


def test_a_file_that_shares_its_bytes_with_a_cache_of_packages_leaves_them_there(library: Path, tmp_path: Path) -> None:
    with_symbols(library)
    kept = tmp_path / "kept.so"
    kept.hardlink_to(library)
    size = kept.stat().st_size

    slim(library)

    assert (kept.stat().st_size, kept.stat().st_nlink) == (size, 1)


def test_a_link_to_a_library_is_left_alone(library: Path, tmp_path: Path) -> None:
    with_symbols(library)
    link = tmp_path / "link.so"
    link.symlink_to(library)

    assert slim(link) == 0
    assert link.is_symlink()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x7fELF\x02\x01",
        b"text" * 5000,
        b"\x7fELF\x01\x01" + bytes(9000),
        b"\x7fELF\x02\x01" + bytes(9000),
    ],
    ids=["empty", "cut", "no ELF", "32 bits", "no segments"],
)
def test_what_is_no_library_is_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd.so"
    path.write_bytes(data)

    assert (end_of_what_is_loaded(data), slim(path)) == (None, 0)
    assert path.read_bytes() == data


def test_a_library_that_was_cut_off_is_left_alone(library: Path) -> None:
    data = library.read_bytes()
    end = end_of_what_is_loaded(data)
    assert end is not None

    library.write_bytes(data[: end - 1])
    assert slim(library) == 0


def test_the_command_says_what_it_took(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_symbols(library)

    assert main([str(library.parent)]) == 0
    assert capsys.readouterr().out.endswith("MB of debug information off 1 libraries\n")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 2
    assert "none: no such folder; name one" in capsys.readouterr().err
