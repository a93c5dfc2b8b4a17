"""The model card's measured sections: replaced whole, the rest left alone, a wrong name told."""

from pathlib import Path

import pytest

from summarizer.errors import UsageError
from summarizer.local.card import main, with_section

CARD = "# Card\n\n<!-- scores: begin -->\nold\n<!-- scores: end -->\n\nLimits.\n"


def test_a_section_is_replaced_and_the_rest_stays() -> None:
    assert with_section(CARD, "scores", "new \\1\nlines\n") == (
        "# Card\n\n<!-- scores: begin -->\nnew \\1\nlines\n<!-- scores: end -->\n\nLimits.\n"
    )


def test_a_section_that_the_card_lacks_is_named() -> None:
    with pytest.raises(UsageError, match="the card has no section 'parts'"):
        with_section(CARD, "parts", "new")


def test_the_command_updates_the_card_in_place(tmp_path: Path) -> None:
    card, scores = tmp_path / "CARD.md", tmp_path / "scores.md"
    card.write_text(CARD, encoding="utf-8")
    scores.write_text("new\n", encoding="utf-8")

    assert main([str(card), f"scores={scores}"]) == 0
    assert card.read_text(encoding="utf-8") == CARD.replace("old", "new")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "can't be read"),
        (["CARD.md", "scores"], "isn't NAME=FILE"),
        (["CARD.md", "scores=none.md"], "none.md can't be read"),
    ],
    ids=["nothing", "no file", "a missing file"],
)
def test_a_wrong_argument_is_told_with_the_usage(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("CARD.md").write_text(CARD, encoding="utf-8")

    assert main(arguments) == 2
    message = capsys.readouterr().err
    assert said in message
    assert "usage: python -m summarizer.local.card" in message
