"""Token estimates against counts that real tokenizers gave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.domain.completion import Message
from summarizer.prompting.tokens import bound, estimate, messages_bound, messages_ceiling, messages_estimate

# counts by GPT-4 (cl100k), GPT-4o (o200k), DeepSeek, Claude 2 and Mistral 7B v0.1
COUNTED = [
    pytest.param(
        "The regional council voted 14 to 9 on Tuesday to close the bridge for repairs, which are expected to cost "
        "about $3.5 million and to take eight months. Mayor Ada Lindqvist said the decision was overdue.",
        (46, 46, 45, 45, 50),
        id="English",
    ),
    pytest.param(
        "Der Landtag beschloss am Dienstag mit 14 zu 9 Stimmen, die Brücke für Reparaturen zu sperren, die etwa 3,5 "
        "Millionen Euro kosten sollen.",
        (41, 36, 40, 43, 48),
        id="German",
    ),
    pytest.param(
        "Во вторник городской совет проголосовал за закрытие моста на ремонт, который обойдётся примерно в 3,5 "
        "миллиона рублей.",
        (56, 30, 37, 62, 44),
        id="Russian",
    ),
    pytest.param(
        "صوت المجلس المحلي يوم الثلاثاء لصالح إغلاق الجسر لإجراء إصلاحات من المتوقع أن تكلف حوالي 3.5 مليون دولار.",
        (71, 30, 39, 96, 92),
        id="Arabic",
    ),
    pytest.param(
        "地区议会周二以14票对9票决定关闭大桥进行维修，预计费用约为350万元，工期八个月。",
        (40, 30, 25, 39, 43),
        id="Chinese",
    ),
    pytest.param(
        '{"what":"The bridge was closed","kind":"decision","when":"on Tuesday","actors":["regional council"],'
        '"evidence":[3,14]}',
        (30, 30, 30, 28, 36),
        id="JSON",
    ),
]


@pytest.mark.parametrize(("text", "counts"), COUNTED)
def test_no_counted_tokenizer_exceeds_the_bound(text: str, counts: tuple[int, ...]) -> None:
    assert max(counts) <= bound(text) <= 3.5 * max(counts)


@pytest.mark.parametrize(("text", "counts"), COUNTED)
def test_the_estimate_is_near_current_tokenizers(text: str, counts: tuple[int, ...]) -> None:
    assert 0.6 * counts[1] <= estimate(text) <= 2 * counts[1]


def test_nothing_is_no_token() -> None:
    assert (estimate(""), bound(""), messages_bound(())) == (0, 0, 0)


def test_a_message_costs_its_text_and_what_a_chat_template_puts_around_it() -> None:
    messages = (Message(role="system", content="abc"), Message(role="user", content="A 12"))
    assert messages_estimate(messages) == estimate("abc") + estimate("A 12") + 16
    assert messages_bound(messages) == bound("abc") + bound("A 12") + 16


def test_text_that_reads_as_english_has_a_tighter_bound() -> None:
    assert bound("the cost of the bridge and of the road") < bound("teh cost fo teh bridge adn fo teh road")


@given(st.text(alphabet="abcXYZ 12.,éя中", max_size=60), st.text(alphabet="abcXYZ 12.,éя中", max_size=60))
def test_the_bound_of_a_whole_is_at_most_the_bounds_of_its_pieces(first: str, second: str) -> None:
    assert bound(first + second) <= bound(first) + bound(second)
    assert estimate(first) <= bound(first)


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_ceiling_is_never_below_the_bound(system: str, user: str) -> None:
    messages = (Message(role="system", content=system), Message(role="user", content=user))
    assert messages_bound(messages) <= messages_ceiling(messages)
