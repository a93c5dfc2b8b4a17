"""Sources: what a name stands for, what each format gives, and one clear line for each thing that goes wrong."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarizer.domain.document import Document
from summarizer.errors import MissingExtraError, SourceError
from summarizer.ingest.sources import ReadOptions, SourceItem, SourceProblem, expand, read

if TYPE_CHECKING:
    from tests.ingest.conftest import Site

TEXT = "A dam burst near the town of Ostra on Tuesday, killing 14 people, officials said."
HTML = f"<html><body><article><h1>Dam bursts</h1><p>{TEXT}</p><p>{TEXT[:-1]} again.</p></article></body></html>"
SUFFIXES = ".htm, .html, .jsonl, .markdown, .md, .ndjson, .pdf, .txt, .xhtml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in an empty folder, so that messages carry short names."""
    monkeypatch.chdir(tmp_path)
    return iter([tmp_path])


def names(*given: str) -> list[str]:
    return [item.name for item in expand(given)]


def read_all(*given: str, stdin: bytes = b"", **limits: object) -> list[Document | SourceProblem]:
    options = ReadOptions(**limits)  # type: ignore[arg-type]  # each test names its own
    return [found for item in expand(given, stdin=io.BytesIO(stdin)) for found in read(item, options)]


def read_one(*given: str, stdin: bytes = b"", **limits: object) -> Document:
    (document,) = read_all(*given, stdin=stdin, **limits)
    assert isinstance(document, Document), document
    return document


def refusal(*given: str) -> str:
    with pytest.raises(SourceError) as caught:
        expand(given)
    return str(caught.value)


# Naming ---------------------------------------------------------------------------------------------------------------


def test_a_folder_stands_for_its_known_files_in_order_and_below() -> None:
    for name in ("d/b.txt", "d/a.md", "d/sub/c.HTML", "d/.hidden/e.txt", "d/.f.txt", "d/g.png", "d/h"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT)
    assert names("d") == ["d/a.md", "d/b.txt", "d/sub/c.HTML"]


def test_a_folder_that_links_to_itself_ends() -> None:
    Path("d").mkdir()
    Path("d/a.txt").write_text(TEXT)
    Path("d/again").symlink_to(Path("d").resolve())
    assert names("d") == ["d/a.txt"]


def test_a_pattern_stands_for_its_known_files_in_order() -> None:
    for name in ("b.txt", "a.txt", "c.png"):
        Path(name).write_text(TEXT)
    assert names("*.txt", "*.[pt]*") == ["a.txt", "b.txt", "a.txt", "b.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file() -> None:
    Path("a[1].txt").write_text(TEXT)
    assert names("a[1].txt") == ["a[1].txt"]


def test_names_keep_their_order_and_kind() -> None:
    Path("a.txt").write_text(TEXT)
    items = list(expand(["https://example.org/a", "-", "a.txt"], stdin=io.BytesIO()))
    assert [(item.name, item.kind) for item in items] == [
        ("https://example.org/a", "url"),
        ("-", "stdin"),
        ("a.txt", "file"),
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["zzzz"], "zzzz: no such file or folder; check the path"),
        (["artcle.txt"], "artcle.txt: no such file or folder; did you mean article.txt?"),
        (["*.md"], f"*.md: no file with a known suffix matches; known are {SUFFIXES}"),
        (["empty"], f"empty: no file with a known suffix in this folder; known are {SUFFIXES}"),
        (["ftp://example.org/a"], "ftp://example.org/a: only http and https addresses are fetched; save the article to a file"),
        (["loop.txt"], "loop.txt: can't be opened (Too many levels of symbolic links); check the path and its permissions"),
        (["fifo.txt"], "fifo.txt: not a regular file; to read a pipe or device, send it to standard input and give '-'"),
        (["/dev/zero"], "/dev/zero: not a regular file; to read a pipe or device, send it to standard input and give '-'"),
        (["a\x00b"], "a\x00b: can't be opened (embedded null byte); check the path and its permissions"),
        (["-"], "-: there is no standard input to read; name a file"),
        ([], "no source given; name a file, a folder, an address, or '-' for standard input"),
    ],
    ids=["missing", "misspelt", "pattern", "empty folder", "scheme", "link loop", "pipe", "device", "NUL", "no stdin", "nothing"],
)  # fmt: skip
def test_a_name_that_stands_for_nothing_is_refused(given: list[str], message: str) -> None:
    Path("article.txt").write_text(TEXT)
    Path("empty").mkdir()
    Path("loop.txt").symlink_to("loop.txt")
    os.mkfifo("fifo.txt")
    assert refusal(*given) == message


def test_every_name_is_checked_before_the_first_item_is_given() -> None:
    Path("a.txt").write_text(TEXT)
    assert refusal("a.txt", "none.txt").startswith("none.txt: no such file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused() -> None:
    Path("a.txt").write_text(TEXT)
    Path("a.txt").chmod(0)
    assert refusal("a.txt") == "a.txt: no permission to read it; check its owner and mode"


def test_a_pdf_file_without_its_reader_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.pdf").write_bytes(b"%PDF-")
    # import machinery's own way of saying that a module isn't there
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingExtraError) as caught:
        expand(["a.pdf"])
    assert str(caught.value) == "a.pdf: reading PDF needs the extra 'pdf'; run: pip install 'summarizer[pdf]'"


# Reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.txt", TEXT.encode(), TEXT),
        ("a.TXT", "Café".encode("utf-16"), "Café"),
        ("a.md", f"# Dam *bursts*\n\n{TEXT}".encode(), f"Dam bursts\n\n{TEXT}"),
        ("a.html", HTML.encode(), f"Dam bursts\n{TEXT}\n{TEXT[:-1]} again."),
        ("a.htm", HTML.replace("<body>", '<head><meta charset="utf-16le"></head><body>').encode("utf-16"), f"Dam bursts\n{TEXT}\n{TEXT[:-1]} again."),
        ("a", HTML.encode(), f"Dam bursts\n{TEXT}\n{TEXT[:-1]} again."),
        ("a.text", TEXT.encode(), TEXT),
    ],
    ids=["text", "UTF-16", "Markdown", "HTML", "UTF-16 HTML", "HTML by its looks", "unknown suffix"],
)  # fmt: skip
def test_a_file_is_read_by_its_format(name: str, data: bytes, text: str) -> None:
    Path(name).write_bytes(data)
    document = read_one(name)
    assert (document.text, document.source) == (text, name)


def test_a_pdf_file_is_read(make_pdf: Callable[..., bytes]) -> None:
    Path("a.pdf").write_bytes(
        make_pdf("A dam burst near the town of Ostra on Tuesday, offi-", "cials said.", title="Dam bursts")
    )
    document = read_one("a.pdf")
    assert document.text == "A dam burst near the town of Ostra on Tuesday, officials said."
    assert document.metadata.headline == "Dam bursts"


def test_json_lines_give_a_document_each() -> None:
    Path("a.jsonl").write_text(f'{{"text": "{TEXT}"}}\nnot json\n{{"body": "{TEXT}"}}\n')
    first, problem, last = read_all("a.jsonl")
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(problem, SourceProblem)
    assert (first.source, problem.source, last.source) == ("a.jsonl:1", "a.jsonl:2", "a.jsonl:3")
    assert first.id == last.id


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (TEXT.encode(), [TEXT]),
        (HTML.encode(), [f"Dam bursts\n{TEXT}\n{TEXT[:-1]} again."]),
        (f'{{"text": "{TEXT}"}}\n{{"text": "{TEXT}"}}'.encode(), [TEXT, TEXT]),
    ],
    ids=["text", "HTML", "JSON Lines"],
)
def test_standard_input_is_told_by_its_looks(data: bytes, texts: list[str]) -> None:
    found = read_all("-", stdin=data)
    assert [document.text for document in found if isinstance(document, Document)] == texts


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: is empty; give an article with at least one sentence"),
        ("a.txt", b" \n\t ", "a.txt: is empty; give an article with at least one sentence"),
        ("a.txt", "\ufeff\u200b".encode(), "a.txt: holds no text; give an article with at least one sentence"),
        ("a.txt", b"\x7fELF\x02\x01", "a.txt: this is a program, not text; give the article's text, or a file with its true suffix"),
        ("a.txt", b"PK\x03\x04...", "a.txt: this is a ZIP archive or an office document, not text; give the article's text, or a file with its true suffix"),
        ("a.txt", b"abc\x00\xff\xfe\x00d", "a.txt: holds binary data (NUL at byte 3), not text; give the article as text, HTML or PDF"),
        ("a.html", b'<meta charset="utf-8"><p>Caf\xe9 in Ostra', "a.html: byte 28 isn't valid utf-8, which its declaration promises; save it in that charset, or correct the declaration"),
        ("a.html", b"<html><body><nav><a>Home</a></nav></body></html>", "a.html: no article text found in this HTML; give the page of a single article, or its text"),
        ("a.txt", b"x" * 1001, "a.txt: 1,001 bytes, more than the limit of 1,000 bytes for one article; split it into articles, or raise the limit"),
        ("a.json", b'{"text": "x"}', "a.json: a .json file isn't read; give JSON Lines, one object a line, as .jsonl"),
    ],
    ids=["empty", "blank", "invisible", "program", "office", "NUL", "declared charset", "no article", "too large", "JSON"],
)  # fmt: skip
def test_a_file_that_holds_no_article_is_one_problem(name: str, data: bytes, message: str) -> None:
    Path(name).write_bytes(data)
    assert read_all(name, max_bytes=1000) == [SourceProblem(name, message)]


def test_a_huge_file_is_refused_without_being_read() -> None:
    with Path("a.txt").open("wb") as file:
        file.truncate(200_000_000)  # sparse: nothing but its size
    assert read_all("a.txt") == [
        SourceProblem(
            "a.txt",
            "a.txt: 200,000,000 bytes, more than the limit of 20,000,000 bytes for one article; split it into articles,"
            " or raise the limit",
        )
    ]


def test_standard_input_has_the_same_limit() -> None:
    assert read_all("-", stdin=b"x" * 1001, max_bytes=1000) == [
        SourceProblem(
            "-", "-: more than the limit of 1,000 bytes for one article; split it into articles, or raise the limit"
        )
    ]


@pytest.mark.parametrize(
    ("lines", "password", "message"),
    [
        ([TEXT], "secret", "a.pdf: this PDF is encrypted; remove its password and try again"),
        ([], None, "a.pdf: this PDF holds no text, only scanned pages; run OCR on it first"),
    ],
    ids=["encrypted", "scanned"],
)
def test_a_pdf_file_without_readable_text_is_a_problem(
    lines: list[str], password: str | None, message: str, make_pdf: Callable[..., bytes]
) -> None:
    Path("a.pdf").write_bytes(make_pdf(*lines, password=password))
    assert read_all("a.pdf") == [SourceProblem("a.pdf", message)]


@pytest.mark.parametrize("data", [b"%PDF-1.4\ngarbage", b"not a pdf"])
def test_a_damaged_pdf_file_is_a_problem(data: bytes) -> None:
    pytest.importorskip("pypdf", reason="needs the extra 'pdf'")
    Path("a.pdf").write_bytes(data)
    (problem,) = read_all("a.pdf")
    assert isinstance(problem, SourceProblem)
    assert problem.message.startswith("a.pdf: this PDF can't be read (")
    assert problem.message.endswith("); open it and save it anew")


def test_a_file_that_goes_away_before_it_is_read_is_a_problem() -> None:
    Path("a.txt").write_text(TEXT)
    (item,) = expand(["a.txt"])
    Path("a.txt").unlink()
    assert list(read(item)) == [SourceProblem("a.txt", "a.txt: no such file or folder; check the path")]


def test_a_file_that_turns_into_a_folder_is_a_problem() -> None:
    Path("d").mkdir()
    assert list(read(SourceItem("d", "file", Path("d")))) == [
        SourceProblem("d", "d: no permission to list this folder; check its owner and mode")
    ]


def test_an_address_is_read(site: Site) -> None:
    url = site.put("/a", HTML.encode())
    assert read_one(url, allow_private=True).text == f"Dam bursts\n{TEXT}\n{TEXT[:-1]} again."


def test_the_charset_of_the_header_outranks_that_of_the_page(site: Site) -> None:
    page = '<meta charset="koi8-r">' + HTML.replace("Ostra", "Östra")
    url = site.put("/a", page.encode("cp1252"), "text/html; charset=windows-1252")
    assert "Östra" in read_one(url, allow_private=True).text


def test_an_address_on_this_machine_is_a_problem_unless_allowed(site: Site) -> None:
    url = site.put("/a", HTML.encode())
    assert read_all(url) == [
        SourceProblem(
            url,
            f"{url}: leads to 127.0.0.1, which isn't a public address; add --allow-private if you trust it",
        )
    ]
    assert site.asked == []
