"""The prompt file: two headings, free text above them, and errors a person can act on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.domain.document import Document
from summarizer.domain.schema import TargetSchema
from summarizer.errors import PromptFileError
from summarizer.prompting.prompt import load_prompt
from summarizer.prompting.prompt_file import Part, read_prompt_text


def test_the_parts_keep_their_text_and_the_line_they_start_on(tmp_path: Path) -> None:
    path = tmp_path / "p.md"
    path.write_text(
        "A note.\n# system\n\nBe exact.\n# Not a heading\n\n#  USER \nGo:\n\n{{ article }}\n\n", encoding="utf-8"
    )
    text = read_prompt_text(path)
    assert text.system == Part("system", "Be exact.\n# Not a heading", 4)
    assert text.user == Part("user", "Go:\n\n{{ article }}", 8)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            "# system\nHi\n",
            "p.md: has no text under a `# user` heading; add that heading on a line of its own",
            id="no user",
        ),
        pytest.param(
            "# system\n\n# user\nHi\n",
            "p.md: has no text under a `# system` heading; add that heading on a line of its own",
            id="empty system",
        ),
        pytest.param(
            "# system\na\n# user\nb\n# system\nc",
            "p.md:5: a second `# system` heading; merge the two parts",
            id="twice",
        ),
        pytest.param(
            "# system\nHi\n# user\nNo article here\n",
            "p.md:4: the user part never shows the article; add {{ article }}",
            id="no article",
        ),
        pytest.param(
            "# system\n\nHi\n{{ fields }} {{ feilds }}\n# user\n{{ article }}",
            "p.md:4: unknown variable 'feilds' in the system part; it can use examples, fields, schema_description, "
            "schema_name",
            id="typo",
        ),
        pytest.param(
            "# system\n{{ article }}\n# user\n{{ article }}",
            "p.md:2: unknown variable 'article' in the system part; it can use examples, fields, schema_description, "
            "schema_name",
            id="article in the stable prefix",
        ),
        pytest.param(
            "# system\nHi\n# user\n\n{% for x in examples %}\n{{ article }}",
            "p.md:6: not a valid template: ",
            id="syntax",
        ),
        pytest.param(
            "# system\n{% include 'secret.txt' %}\n# user\n{{ article }}",
            "p.md:2: a prompt file can't include another one; copy the text here",
            id="include",
        ),
        pytest.param(
            "# system\n{{ range(3) }}\n# user\n{{ article }}",
            "p.md:2: unknown variable 'range' in the system part; it can use examples, fields, schema_description, "
            "schema_name",
            id="no built-in functions",
        ),
    ],
)
def test_a_wrong_prompt_file_is_refused_with_its_line_and_the_remedy(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "p.md"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PromptFileError) as caught:
        load_prompt(path)
    assert str(caught.value).startswith(f"{tmp_path}/{message}")


@pytest.fixture
def workspace(tmp_path: Path, prompt_path: Path) -> Path:
    """Return a folder with the shipped examples and no prompt yet."""
    shutil.copytree(prompt_path.parent / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        pytest.param("{{ examples[0].titel }}", "has no attribute 'titel'", id="missing attribute"),
        pytest.param("{{ fields.__class__.__mro__ }}", "is unsafe", id="way out of the sandbox"),
        pytest.param("{{ fields / 2 }}", "unsupported operand", id="wrong type"),
    ],
)
def test_a_template_that_fails_to_render_names_its_line(
    workspace: Path,
    make_document: Callable[..., Document],
    shipped_schemas: dict[str, TargetSchema],
    template: str,
    reason: str,
) -> None:
    path = workspace / "p.md"
    path.write_text(f"# system\nOne\n\n{template}\n# user\n{{{{ article }}}}", encoding="utf-8")
    prompt = load_prompt(path)
    document = make_document("A dam broke.")
    with pytest.raises(PromptFileError) as caught:
        prompt.render(document, shipped_schemas["incident"], document.body)
    assert str(caught.value).startswith(f"{path}:4: doesn't render: ")
    assert reason in str(caught.value)


def test_a_missing_prompt_file_and_a_wrong_encoding_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(PromptFileError, match="no such prompt file"):
        load_prompt(tmp_path / "none.md")
    wrong = tmp_path / "latin.md"
    wrong.write_bytes("# system\nCafé\n".encode("latin-1"))
    with pytest.raises(PromptFileError, match=r"latin\.md: not UTF-8 \(byte 12\); save the file as UTF-8"):
        load_prompt(wrong)
