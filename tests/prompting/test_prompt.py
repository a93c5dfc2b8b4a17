"""What is sent: the exact bytes, the stable prefix, the digest."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.completion import Message
from summarizer.domain.document import Document, Metadata
from summarizer.domain.schema import TargetSchema
from summarizer.errors import PromptFileError
from summarizer.prompting.prompt import load_prompt
from summarizer.schema_loader.derive import derive

TINY_PROMPT = """A note that is never sent.

# system
Fill in {{ schema_name }}: {{ schema_description }}
{{ fields }}
{% for example in examples %}
{{ example.article }}
{{ example.answer }}
{% endfor %}

# user
{{ article }}
"""
TINY_EXAMPLES = [
    {
        "article": ["A mill burned.", "Two died."],
        "known": {"outlet": "Post"},
        "answer": {"title": None, "deaths": [{"who": "two", "count": 2, "evidence": [2]}]},
    }
]


class Death(BaseModel):
    """One death."""

    who: str = Field(description="Who died.")
    count: int | None = Field(None, description="How many.")


class Tiny(BaseModel):
    """A tiny form."""

    title: str | None = Field(None, description="The headline,\n   word for word.")
    deaths: list[Death] = Field(default_factory=list, description="Everyone who died.")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    (tmp_path / "tiny.md").write_text(TINY_PROMPT, encoding="utf-8")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "tiny.json").write_text(json.dumps(TINY_EXAMPLES), encoding="utf-8")
    return tmp_path / "tiny.md"


def test_a_tiny_article_renders_to_exactly_these_messages(tiny: Path, make_document: Callable[..., Document]) -> None:
    document = make_document(
        "Dam breaks", "“Run,” said Ø. [2] {{ fields }}", metadata=Metadata(published=dt.date(2031, 5, 6))
    )
    assert load_prompt(tiny).render(document, derive(Tiny), document.body) == (
        Message(
            role="system",
            content=(
                "Fill in tiny: A tiny form.\n"
                "- title (text, or null): The headline, word for word.\n"
                "- deaths (list of objects): Everyone who died.\n"
                "  - who (text): Who died.\n"
                "  - count (whole number, or null): How many.\n"
                "<article>\n<known>\noutlet: Post\n</known>\n[1] A mill burned.\n[2] Two died.\n</article>\n"
                '{"title":null,"deaths":[{"who":"two","count":2,"evidence":[2]}]}\n'
            ),
        ),
        Message(
            role="user",
            content=(
                "<article>\n<known>\npublished: 2031-05-06\n</known>\n[1] Dam breaks\n"
                "[2] “Run,” said Ø. (2) {{ fields }}\n</article>"
            ),
        ),
    )


def test_two_articles_share_every_byte_up_to_the_article(
    prompt_path: Path, shipped_schemas: dict[str, TargetSchema], make_document: Callable[..., Document]
) -> None:
    prompt = load_prompt(prompt_path)
    first = make_document("A dam broke.", "Nobody was hurt.")
    second = make_document("Prices rose by 3 percent.", metadata=Metadata(outlet="The Valley Post"))
    for schema in shipped_schemas.values():
        one, other = (prompt.render(document, schema, document.body) for document in (first, second))
        assert one[0] == other[0]
        heads = [user.content.partition("<article>")[0] for user in (one[1], other[1])]
        assert heads[0] == heads[1] != ""
        assert one[1].content.endswith("[2] Nobody was hurt.\n</article>")


def test_the_shipped_examples_fit_the_shipped_schemas(
    prompt_path: Path, shipped_schemas: dict[str, TargetSchema], make_document: Callable[..., Document]
) -> None:
    prompt = load_prompt(prompt_path)
    document = make_document("A dam broke.")
    assert prompt.examples.keys() <= shipped_schemas.keys()
    for name in prompt.examples:
        schema = shipped_schemas[name]
        system = prompt.render(document, schema, document.body)[0].content
        assert system.count("</article>") == 2  # one in the rules, one in the example
        assert len(prompt.examples[name]) == 1


@pytest.mark.parametrize("changed", ["tiny.md", "examples/tiny.json"])
def test_the_digest_changes_with_every_byte_of_the_prompt_and_its_examples(tiny: Path, changed: str) -> None:
    before = load_prompt(tiny).digest
    file = tiny.parent / changed
    file.write_bytes(file.read_bytes() + b"\n")
    assert load_prompt(tiny).digest != before


def test_the_digest_does_not_depend_on_where_the_prompt_lies(tiny: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(tiny.parent / "examples", copy / "examples")
    shutil.copy(tiny, copy / "tiny.md")
    assert load_prompt(copy / "tiny.md").digest == load_prompt(tiny).digest


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("[{]", ":1: not JSON (", id="not JSON"),
        pytest.param('{"article": []}', ": : Input should be a valid tuple", id="no list"),
        pytest.param(
            '[{"article": [], "answer": {}}]', ": 0.article: Tuple should have at least 1 item", id="no sentence"
        ),
    ],
)
def test_an_examples_file_that_is_no_list_of_examples_is_refused_when_loaded(
    tiny: Path, content: str, message: str
) -> None:
    file = tiny.parent / "examples" / "tiny.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(PromptFileError) as caught:
        load_prompt(tiny)
    assert str(caught.value).startswith(f"{file}{message}")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(
            {"title": "Dam breaks", "deaths": []},
            "example 1: answer.title doesn't fit schema 'tiny': ",
            id="value without evidence",
        ),
        pytest.param(
            {"title": None, "deaths": [{"who": "two", "count": 2, "evidence": [3]}]},
            "example 1: evidence [3] isn't a sentence number; the example has sentences 1–2",
            id="evidence that doesn't exist",
        ),
    ],
)
def test_an_example_that_the_schema_would_refuse_stops_the_run(
    tiny: Path, make_document: Callable[..., Document], answer: dict[str, object], message: str
) -> None:
    file = tiny.parent / "examples" / "tiny.json"
    file.write_text(json.dumps([{**TINY_EXAMPLES[0], "answer": answer}]), encoding="utf-8")
    document = make_document("A dam broke.")
    with pytest.raises(PromptFileError) as caught:
        load_prompt(tiny).render(document, derive(Tiny), document.body)
    assert str(caught.value).startswith(f"{file}: {message}")


def test_a_schema_without_examples_renders_without_them(tiny: Path, make_document: Callable[..., Document]) -> None:
    document = make_document("A dam broke.")
    system = load_prompt(tiny).render(document, derive(Tiny, name="other"), document.body)[0].content
    assert system.startswith("Fill in other: A tiny form.\n- title")
    assert "mill" not in system
