"""What holds for any article and any answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, JsonValue

from summarizer.domain.document import Document
from summarizer.domain.record import Evidence
from summarizer.grounding.ground import Grounded

NEWS = (
    "The flood killed 37 people in Kabul and left 1,250 homeless on Tuesday.",
    "Prime Minister Lena Holm did not resign, her office said.",
    "Exports rose 12% to $3.4 billion from $3.0 billion a year earlier.",
    "“We will never give up,” said Marta Keller, 46, who leads the union.",
    "Das Feuer zerstörte 80 Häuser in München.",
    "A 19-year-old won the race in 2 hours 14 minutes.",
)
_words = st.text(alphabet="abcdefghij ABC 0123456789 .,'-–“”%$é ñ", min_size=1, max_size=60).filter(str.strip)
_sentences = st.lists(st.one_of(st.sampled_from(NEWS), _words.map(str.strip)), min_size=1, max_size=5)
_quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Item(BaseModel):
    what: str
    count: int
    share: float | None = None
    names: list[str] = []


class Facts(BaseModel):
    summary: str
    items: list[Item] = []


@_quick
@given(sentences=_sentences, data=st.data())
def test_a_sentence_copied_whole_is_verified(
    judged: Callable[..., Evidence], sentences: list[str], data: st.DataObject
) -> None:
    fact = data.draw(st.sampled_from(sentences))
    assert judged(fact, *sentences).support == "verified"


@_quick
@given(sentence=st.sampled_from(NEWS), data=st.data())
def test_a_copy_with_one_digit_changed_is_never_verified(
    judged: Callable[..., Evidence], sentence: str, data: st.DataObject
) -> None:
    places = [match.start() for match in re.finditer(r"\d", sentence)]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != sentence[at]]))
    changed = sentence[:at] + digit + sentence[at + 1 :]
    assert judged(changed, sentence).support not in ("verified", "derived")


def _leaves(value: JsonValue, pointer: str = "") -> dict[str, JsonValue]:
    if isinstance(value, dict):
        return {k: v for key, one in value.items() for k, v in _leaves(one, f"{pointer}/{key}").items()}
    if isinstance(value, list):
        return {k: v for n, one in enumerate(value) for k, v in _leaves(one, f"{pointer}/{n}").items()}
    return {} if value is None else {pointer: value}


_ids = st.lists(st.integers(-3, 9), max_size=4)


@_quick
@given(
    sentences=_sentences,
    summary=_words,
    ids=_ids,
    items=st.lists(
        st.tuples(
            _words,
            st.integers(-5, 10**20),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.lists(_words, max_size=2),
            _ids,
        ),
        max_size=3,
    ),
)
def test_any_answer_gets_a_receipt_for_each_leaf_and_spans_within_the_text(
    grounded: Callable[..., Grounded],
    document_of: Callable[..., Document],
    sentences: list[str],
    summary: str,
    ids: list[int],
    items: list[tuple[str, int, float | None, list[str], list[int]]],
) -> None:
    document = document_of(*sentences)
    wire: dict[str, JsonValue] = {
        "summary": {"value": summary, "evidence": list[JsonValue](ids)},
        "items": [
            {
                "what": what,
                "count": count,
                "share": share,
                "names": list[JsonValue](names),
                "evidence": list[JsonValue](cited),
            }
            for what, count, share, names, cited in items
        ],
    }
    result = grounded(Facts, document, wire)
    assert Facts.model_validate(result.facts).model_dump(mode="json") == result.facts
    assert set(result.evidence) == set(_leaves(result.facts))
    for receipt in result.evidence.values():
        assert all(1 <= number <= len(sentences) for number in receipt.sentences)
        assert not set(receipt.sentences) & set(receipt.invalid)
        assert receipt.support in ("verified", "derived", "unchecked") or receipt.reason
        for span in receipt.spans:
            inside = document.text[span.start : span.end]
            assert inside
            assert inside == inside.strip()
            assert any(
                (one.start <= span.start and span.end <= one.end) or len(receipt.sentences) > 1
                for one in document.sentences
            )
