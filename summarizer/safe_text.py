"""Text from outside, made harmless for a terminal, a page and a report, without hiding that something was there."""

from __future__ import annotations

import re

__all__ = ["encodable", "visible"]

_LINE_BREAKS = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]")
# terminal controls (C0, DEL, C1), characters that turn the direction of what follows, and halves of surrogate pairs,
# and two code points that no XML may hold
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Return ``text`` on one line, with control characters spelt out (``\x1b``, ``\u202e``).

    Spelt out and not removed: a reader sees that the article tried something, and no value is silently changed.
    Marks that right-to-left and joined scripts need (U+200C to U+200F) stay.
    """
    # nearly every text: nothing unsafe is printable
    if text.isprintable():
        return text
    return _UNSAFE.sub(_spelt_out, _LINE_BREAKS.sub(" ", text))


def encodable(text: str, encoding: str) -> str:
    """Return ``text`` with what ``encoding`` can't hold spelt out; an unknown encoding counts as ASCII."""
    try:
        return text.encode(encoding, errors="backslashreplace").decode(encoding)
    except LookupError:
        return text.encode("ascii", errors="backslashreplace").decode("ascii")


def _spelt_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
