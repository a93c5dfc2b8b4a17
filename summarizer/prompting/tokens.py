"""Guess how many tokens a text is, without any model's tokenizer."""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from functools import lru_cache

from summarizer.domain.completion import Message

__all__ = ["bound", "estimate", "messages_bound", "messages_ceiling", "messages_estimate"]

_LETTERS = string.ascii_letters.encode()
_CAPITALS = string.ascii_uppercase.encode()
_DIGITS = string.digits.encode()
_BLANKS = string.whitespace.encode()

# Tokens per character: ASCII letter, extra for a capital, digit, other ASCII sign, other Latin letter or typographic
# sign, letter of a two-byte script (Cyrillic, Greek, Arabic, …), anything beyond (Chinese, Hindi, …).
_Rates = tuple[float, float, float, float, float, float, float]
_TYPICAL: _Rates = (0.23, 0.05, 0.7, 0.5, 0.9, 0.55, 0.9)
_WORST: _Rates = (0.43, 0.12, 1.25, 0.7, 2.0, 1.7, 3.0)
_WORST_IN_ENGLISH: _Rates = (0.33, 0.2, 1.25, 0.7, 2.0, 1.7, 3.0)

_MOST_A_CHARACTER = max(*_WORST, *_WORST_IN_ENGLISH)

_ENGLISH_WORDS = ("the", "of", "and")
_ENGLISH_SHARE = 0.06
"""Share of those words from which a text counts as English; running English has about 0.11."""

_MESSAGE_OVERHEAD = 8
"""Tokens a chat template puts around one message, at the most seen (Llama 3: 6, ChatML: 5)."""


def estimate(text: str) -> int:
    """Return about how many tokens ``text`` is for a current model.

    Fitted on the tokenizers of GPT-4, GPT-4o, DeepSeek, Claude 2, Mistral 7B and SmolLM2. For the first two, English
    news comes out within 15 % (median 4 % low); other languages by a factor of two either way, as the tokenizers
    themselves differ by that much.
    """
    return _tokens(text, _TYPICAL)


def bound(text: str) -> int:
    """Return a number of tokens that ``text`` hardly ever exceeds: what a budget may rely on.

    English news comes out at 1.1 to 1.5 times the worst of those six tokenizers. Of 83 samples in 70 other languages it
    fell short of the worst of the first five in eight, by 21 % at the most, all in languages that the older
    vocabularies hardly know (Armenian, Luganda, Amharic, Gujarati).
    """
    return _tokens(text, _WORST_IN_ENGLISH if _is_english(text) else _WORST)


def messages_estimate(messages: Sequence[Message]) -> int:
    """Return about how many tokens a request with ``messages`` is."""
    return sum(estimate(message.content) + _MESSAGE_OVERHEAD for message in messages)


def messages_bound(messages: Sequence[Message]) -> int:
    """Return a number of tokens that a request with ``messages`` hardly ever exceeds."""
    # what the system says is long and the same for every article
    return sum(
        (_stable_bound if message.role == "system" else bound)(message.content) + _MESSAGE_OVERHEAD
        for message in messages
    )


def messages_ceiling(messages: Sequence[Message]) -> float:
    """Return a number that ``messages_bound`` never exceeds, by the mere length of what differs between articles."""
    total = 0.0
    for message in messages:
        shared = message.role == "system"
        total += _stable_bound(message.content) if shared else len(message.content) * _MOST_A_CHARACTER
        total += _MESSAGE_OVERHEAD
    return total


@lru_cache(maxsize=8)
def _stable_bound(text: str) -> int:
    return bound(text)


def _tokens(text: str, rates: _Rates) -> int:
    letter, capital, digit, sign, latin, two_byte, wide = rates
    plain = text.encode("ascii", "ignore")
    letters, capitals, digits = (_count(plain, kind) for kind in (_LETTERS, _CAPITALS, _DIGITS))
    signs = len(plain) - letters - digits - _count(plain, _BLANKS)
    total = letters * letter + capitals * capital + digits * digit + signs * sign
    if len(plain) < len(text):
        foreign = [ord(character) for character in text if character > "\x7f"]
        latins = sum(_is_latin(code) for code in foreign)
        wides = sum(code >= 0x800 and not _is_latin(code) for code in foreign)
        total += latins * latin + wides * wide + (len(foreign) - latins - wides) * two_byte
    return math.ceil(total)


def _is_english(text: str) -> bool:
    words = text.lower().split()
    return sum(map(words.count, _ENGLISH_WORDS)) > len(words) * _ENGLISH_SHARE


def _count(text: bytes, kind: bytes) -> int:
    return len(text) - len(text.translate(None, kind))


def _is_latin(code: int) -> bool:
    return code < 0x250 or 0x1E00 <= code < 0x1F00 or 0x2010 <= code <= 0x203A
