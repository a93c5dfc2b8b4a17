"""Recent answers: the same again under the same tag, within a bound."""

from __future__ import annotations

from summarizer.server.recent import Kept, Recent


def test_an_answer_is_kept_under_its_tag():
    recent = Recent()
    assert recent.get("a") is None
    assert recent.put("a", Kept(b"one", "next")) == Kept(b"one", "next")
    assert recent.get("a") == Kept(b"one", "next")


def test_the_oldest_leaves_first_and_what_was_asked_for_is_no_longer_oldest():
    recent = Recent(most_bytes=80)
    for tag in "abcdefgh":
        recent.put(tag, Kept(b"x" * 10, None))
    assert recent.get("a") is not None
    recent.put("i", Kept(b"x" * 10, None))
    assert [tag for tag in "abcdefghi" if recent.get(tag) is None] == ["b"]


def test_an_answer_put_twice_counts_once():
    recent = Recent(most_bytes=80)
    for _ in range(20):
        recent.put("a", Kept(b"x" * 10, None))
    for tag in "bcdefgh":
        recent.put(tag, Kept(b"x" * 10, None))
    assert recent.get("a") is not None


def test_an_answer_too_large_for_its_share_is_not_kept():
    recent = Recent(most_bytes=80)
    recent.put("a", Kept(b"x" * 11, None))
    assert recent.get("a") is None
