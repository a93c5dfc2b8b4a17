"""Whatever the schema and the model come up with can be shown, whole and harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from summarizer.domain.record import Evidence, Record
from summarizer.render.html import render_html
from summarizer.render.terminal import print_record
from summarizer.render.values import scalar_text
from summarizer.safe_text import visible

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.text(alphabet="<>&\"'[]{}%/\\\x1b\x07\x00\u202e\n ab", max_size=20),
)
names = st.one_of(
    st.sampled_from(
        ["headline", "summary", "people", "name", "text", "who", "what", "value", "unit", "verbatim", "when"]
    ),
    st.text(max_size=8),
)
whens = st.fixed_dictionaries(
    {
        "text": st.text(max_size=8),
        "start": st.sampled_from([None, "2026-03-02"]),
        "end": st.sampled_from([None, "2026-03-02", "2026-03-08"]),
        "precision": st.sampled_from([None, "day", "week"]),
    }
)
values = st.recursive(
    st.one_of(scalars, whens),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)),
    max_leaves=25,
)
facts = st.dictionaries(names, values, max_size=5)
receipts = st.builds(
    Evidence,
    sentences=st.lists(st.integers(min_value=-1, max_value=30), max_size=3).map(tuple),
    support=st.sampled_from(["verified", "derived", "partial", "unsupported", "unchecked"]),
    missing=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    reason=st.none() | st.text(max_size=9),
    invalid=st.lists(st.integers(min_value=1), max_size=2).map(tuple),
    metadata=st.sampled_from([None, "outlet"]),
)

slow = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
every_record = settings(max_examples=40, deadline=None, suppress_health_check=slow)
# a page compiles its template each time
every_page = settings(max_examples=15, deadline=None, suppress_health_check=slow)


def leaves(value: JsonValue, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield pointer and text of every stated scalar."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from leaves(entry, f"{pointer}/{position}")
    elif value is not None:
        yield pointer, scalar_text(value)


def record_with(pattern: Record, tree: dict[str, JsonValue], draw: st.DataObject) -> Record:
    pointers = [pointer for pointer, _ in leaves(tree)]
    kept = draw.draw(st.lists(st.sampled_from(pointers), unique=True, max_size=8)) if pointers else []
    return pattern.model_copy(update={"facts": tree, "evidence": {pointer: draw.draw(receipts) for pointer in kept}})


class Text(HTMLParser):
    """The text of a page, one string, without that of hidden parts; and the tags it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def own_tags(records: list[Record]) -> set[str]:
    page = Text()
    page.feed(render_html(records, title="t"))
    # what is nested deeper has deeper headings, as far as HTML has any
    return page.tags | {"h4", "h5", "h6"}


@given(tree=facts, draw=st.data())
@every_record
def test_a_piped_record_holds_every_value_on_lines_without_control_characters(
    tree: dict[str, JsonValue], draw: st.DataObject, records: list[Record], shown: Callable[..., str]
) -> None:
    record = record_with(records[0], tree, draw)
    text = shown(lambda console: print_record(record, console))
    assert [leaf for _, leaf in leaves(tree) if visible(leaf).strip() not in text] == []
    assert {c for c in text if unicodedata.category(c) in {"Cc", "Cs"}} <= {"\n"}


@given(tree=facts, draw=st.data(), width=st.integers(min_value=1, max_value=120))
@every_record
def test_a_record_on_a_terminal_of_any_width_loses_no_letter(
    tree: dict[str, JsonValue], draw: st.DataObject, width: int, records: list[Record], shown: Callable[..., str]
) -> None:
    record = record_with(records[0], tree, draw)
    text = bare(shown(lambda console: print_record(record, console), width=width))
    assert [leaf for _, leaf in leaves(tree) if bare(visible(leaf)) not in text] == []


@given(tree=facts, draw=st.data())
@every_page
def test_a_page_holds_every_value_and_no_tag_or_handler_of_anyone_else(
    tree: dict[str, JsonValue], draw: st.DataObject, records: list[Record], own_tags: set[str]
) -> None:
    record = record_with(records[0], tree, draw)
    text = render_html([record], title="x")
    page = Text()
    page.feed(text)
    assert [leaf for _, leaf in leaves(tree) if bare(visible(leaf)) not in bare(page.text)] == []
    assert page.tags <= own_tags
    assert {c for c in text if unicodedata.category(c) in {"Cc", "Cs"}} <= {"\n"}


def bare(text: str) -> str:
    """Return ``text`` without white space, which wrapping and HTML may change."""
    return re.sub(r"\s+", "", text)
