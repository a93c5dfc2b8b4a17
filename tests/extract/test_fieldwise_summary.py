"""The extractive summary: sentences that stand alone, and better than the first three on the articles of seeds/."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from summarizer.extract.reading.article import SpacyParser, read_article
from summarizer.extract.reading.summary import summary_lines
from summarizer.ingest.documents import make_document

pytestmark = pytest.mark.local_model

TEXT = """The city council of Aldmoor voted on Tuesday to close the old harbour bridge to lorries from May.
It said that the arches had sunk by four centimetres since the winter.
"Nobody wants a disaster," said Mayor Ida Brandt.
Hauliers will have to drive 30 kilometres further, and their association warned of higher prices for bread and milk.
However, the council refused to pay them.
A surprising decision after years of delay, quarrels and reports.
The council voted on Tuesday to close the old harbour bridge in Aldmoor to lorries.
Repairs of the bridge are to begin in autumn and will cost 12 million crowns, engineers told the council.
"""


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    path = Path(__file__).parents[1] / "bench_summary.py"
    spec = importlib.util.spec_from_file_location("summarizer_bench_summary", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_sentence_of_a_summary_leans_on_another_says_it_twice_or_has_no_verb() -> None:
    article = read_article(make_document(TEXT), SpacyParser())

    assert [line.text for line in summary_lines(article)] == [
        "The city council of Aldmoor voted on Tuesday to close the old harbour bridge to lorries from May.",
        (
            "Hauliers will have to drive 30 kilometres further, and their association warned of higher prices for bread and "
            "milk."
        ),
        "Repairs of the bridge are to begin in autumn and will cost 12 million crowns, engineers told the council.",
    ]


def test_a_summary_is_nearer_to_a_readers_choice_than_the_first_three_sentences(bench: ModuleType) -> None:
    summary, lead = bench.measure(lambda _: None)

    assert summary > lead


def test_rouge_l_is_the_f1_of_the_longest_common_subsequence(bench: ModuleType) -> None:
    assert bench.rouge_l(["a", "b", "c", "d"], ["a", "x", "c", "d", "y", "z"]) == pytest.approx(2 * 3 / 10)
    assert bench.rouge_l([], ["a"]) == 0.0
