"""Reading QAMR: agreed, short, contiguous answers; running text; a split by article."""

from pathlib import Path

import pytest

from summarizer.errors import SourceError
from summarizer.local.qamr import FILES, Pair, detokenised, read_qamr, split_articles

SENTENCE = "Wiki1k:wikinews:7:1:0\tMayor Helen Carter , 52 , reopened the bridge on Monday .\n"


def folder(tmp_path: Path, *rows: str) -> Path:
    for name, text in zip(FILES, (SENTENCE, "\n".join(rows) + "\n", ""), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def row(question: str, answer: str, second: str, third: str) -> str:
    return f"Wiki1k:wikinews:7:1:0\t0\t1\t0\t1\t{question}\t{answer}\t2:{second}\t3:{third}"


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        (
            row("Who reopened the bridge", "0 1 2", "0 1 2", "1 2"),
            (
                Pair(
                    "Wiki1k:wikinews:7:1:0",
                    "Who reopened the bridge?",
                    "Mayor Helen Carter",
                    ("Mayor Helen Carter", "Helen Carter"),
                ),
            ),
        ),
        (row("Who reopened the bridge?", "0 1 2", "1 2", "2"), ()),
        (row("Who reopened the bridge?", "0 2", "0 2", "0 2"), ()),
        (row("Who reopened the bridge?", "0 1 2 3 4 5 6 7", "0 1 2 3 4 5 6 7", "0"), ()),
        (row("Who did it?", "0 1 2", "0 1 2", "0 1 2"), ()),
        (row("When was the bridge reopened?", "99", "99", "99"), ()),
        (row("Who reopened the bridge?", "3", "3", "3"), ()),
    ],
    ids=["agreed", "three opinions", "with a gap", "too long", "a short question", "beyond the end", "a comma alone"],
)
def test_only_short_agreed_answers_become_pairs(tmp_path: Path, line: str, pairs: tuple[Pair, ...]) -> None:
    assert read_qamr(folder(tmp_path, line)).pairs == pairs


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("-LRB- 52 -RRB- , he said .", "(52), he said."),
        ("`` No , '' he said .", '"No," he said.'),
        ("The town 's bridge is n't new .", "The town's bridge isn't new."),
        ("It cost $ 4 %", "It cost $4%"),
    ],
    ids=["brackets", "quotation marks", "clitics", "signs"],
)
def test_tokens_become_running_text(tokens: str, text: str) -> None:
    assert detokenised(tokens.split()) == text


def test_a_missing_file_is_named_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"wiki-sentences\.tsv can't be read .*--qamr names the folder that holds"):
        read_qamr(tmp_path)


def test_a_row_of_another_file_is_refused_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"filtered_dev\.tsv:1: has 2 columns, not 9"):
        read_qamr(folder(tmp_path, "a\tb"))


def test_no_article_is_in_two_parts_of_the_split() -> None:
    pairs = [Pair(f"W:wikinews:{n}:{p}:0", "Who reopened it?", "Roe", ("Roe",)) for n in range(60) for p in range(3)]

    split = split_articles(pairs)

    assert (len(split.train), len(split.dev), len(split.test)) == (20, 16, 24)
    assert not split.train & split.dev
    assert not split.test & (split.train | split.dev)
    assert split == split_articles(pairs[::-1])
