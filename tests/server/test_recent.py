"""What was made lately: the same again under the same key, within a bound."""

from __future__ import annotations

from summarizer.server.recent import Recent


def recent_bytes(most: int = 80) -> Recent[bytes]:
    return Recent(len, most=most)


def has(recent: Recent[bytes], key: str) -> bool:
    """Say whether ``key`` is kept; what is missing is made empty, which takes no room."""
    return recent.made(key, lambda: b"") != b""


def test_an_answer_is_kept_under_its_tag():
    recent = recent_bytes()
    assert recent.made("a", lambda: b"one") == b"one"
    assert recent.made("a", lambda: b"two") == b"one"


def test_the_oldest_leaves_first_and_what_was_asked_for_is_no_longer_oldest():
    recent = recent_bytes()
    for tag in "abcdefgh":
        recent.made(tag, lambda: b"x" * 10)
    assert has(recent, "a")
    recent.made("i", lambda: b"x" * 10)
    assert [tag for tag in "abcdefghi" if not has(recent, tag)] == ["b"]


def test_an_answer_made_while_another_made_it_counts_once():
    recent = recent_bytes()

    def nested(depth: int) -> bytes:
        return recent.made("a", lambda: nested(depth - 1)) if depth else b"x" * 10

    assert nested(20) == b"x" * 10
    for tag in "bcdefgh":
        recent.made(tag, lambda: b"x" * 10)
    assert has(recent, "a")


def test_an_answer_too_large_for_its_share_is_not_kept():
    recent = recent_bytes()
    recent.made("a", lambda: b"x" * 11)
    assert not has(recent, "a")


def test_a_page_is_made_again_only_when_what_stands_on_it_differs() -> None:
    recent, made = Recent[str](lambda _: 1, most=2, share=1), []

    def page(content: str) -> str:
        def build() -> str:
            made.append(content)
            return f"page of {content}"

        return recent.made((content, 1), build)

    assert [page(content) for content in ("a", "b", "a", "c", "a", "b")][-1] == "page of b"
    assert made == ["a", "b", "c", "b"]
