"""One normal form for article text, made once, so that every later offset stays true."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normalise"]

# Line ends of every convention; vertical tab, form feed, NEL and the Unicode separators included.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = (
    *range(0x09),
    *range(0x0E, 0x20),
    0x7F,
    0xAD,  # soft hyphen
    0x180E,
    0x200B,
    *range(0x200E, 0x2010),  # direction marks
    *range(0x202A, 0x202F),  # direction overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, direction isolates
    0xFEFF,
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0xE0000, 0xE0080),  # tags: letters that nobody sees, an injection channel
    *range(0xE0100, 0xE01F0),  # supplementary variation selectors, another one
)
_SPACES = (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(_SPACES, " "),
    # C1 controls are Windows-1252 punctuation that was decoded as Latin-1.
    **{code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # a lone surrogate can't be encoded
}


_SELECTOR = re.compile("[\U000e0100-\U000e01ef]")
# Joiners shape Persian, Indic scripts and emoji; beside ASCII they only hide something.
_IDLE_JOINER = re.compile("(?<=[\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\x7f]|$)|^[\u200c\u200d]+")
_TRAILING = re.compile("(?<! ) +(?=\n)")  # from the start of a run only: linear time


def normalise(text: str) -> str:
    """Return ``text`` in Unicode NFC with line feeds for line ends, plain spaces, and no invisible characters.

    Spaces at line ends and around the whole text go, so that copies which differ in nothing else share an id.
    Idempotent; the result can always be encoded as UTF-8.
    """
    # Every character in the table counts as unprintable, save the selectors.
    if not text.replace("\n", "").isprintable() or (not text.isascii() and _SELECTOR.search(text)):
        text = _LINE_END.sub("\n", text).translate(_TABLE)
    if "\u200c" in text or "\u200d" in text:
        text = _IDLE_JOINER.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if " \n" in text:
        text = _TRAILING.sub("", text)
    return text.strip()
