"""One stretch of text as words with offsets, read once and kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.lazy import lazy
from summarizer.grounding.lexicon.names import UNITED
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.words import Word, phrase, word

__all__ = ["Parse", "parse"]

# Letters are taken by what they aren't, so that vowel signs of Indic and Arabic scripts stay inside their word.
_LETTER = (
    r"[^\s\d_!-/:-@\[-\^`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u20a0-\u20cf\u2e00-\u2e7f"
    r"\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff5b-\uff65]"
)
_TOKEN = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}|\d+(?:[.,:]\d+)*|{_LETTER}+(?:['’´ʼ`‘]{_LETTER}+)*|(?<!\S)[-‐‑–](?!\S)|[^\s\-‐‑–]"
    rf"|(?<=[^\d\s])–(?=[^\d\s])",
)
_SIMPLE = re.compile(
    r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’´`‘][^\W\d_]+)*|\d+(?:[.,:]\d+)*|(?<!\S)[-–](?!\S)|[^\s\w\-–]"
    r"|(?<=[^\d\s])–(?=[^\d\s])"
)
_COMPLEX = re.compile(r"[\u0250-\u1dff\u2c00-\uffff\u2010-\u2012]")
"""As ``_TOKEN``, for texts without marks that stand by themselves: most English ones."""

# A hyphen joins parts that are read as words of their own; only a dash that stands free is kept as a mark.
_DIRECTION: Final = {"up": word("upward"), "down": word("downward")}
_PARTICLES: Final = word_set("down up out off over back in on for to away forward aside through order short go ahead")


class Parse:
    """The words of ``text``; everything else about it is worked out when first asked for.

    ``base`` is where the text starts in the document, so that offsets are the document's.
    """

    def __init__(self, text: str, base: int = 0) -> None:
        """Split ``text`` into words."""
        self.text = text
        self.base = base
        found = list((_SIMPLE if not _COMPLEX.search(text) else _TOKEN).finditer(text))
        self.start = [match.start() for match in found]
        self.end = [match.end() for match in found]
        self.words = [word(match.group()) for match in found]
        self._join()

    def _join(self) -> None:
        """Give verbs the meaning they have with their particle, 'United States' that of US, 'up 3 %' that of a rise."""
        items = self.words
        for i in range(len(items) - 1):
            this, following = items[i], items[i + 1]
            if following.norm in _PARTICLES and this.flags & _VERBAL:
                joined = phrase(this, following.norm)
                if joined is not None:
                    items[i] = joined
                    items[i + 1] = _particle(following.norm)
            elif this.norm == "united" and this.capital:
                self._join_united(i)
        for i, this in enumerate(items):
            if this.norm in _DIRECTION and this is word(this.norm) and self._is_direction(i):
                items[i] = _DIRECTION[this.norm]
            elif this.norm == "over" and i and items[i - 1].flags & words.BE_FORM and self._ends_clause(i + 1):
                items[i] = word("ended")

    def _join_united(self, i: int) -> None:
        for offset in (1, 2):
            if i + offset < len(self.words):
                short = UNITED.get(self.words[i + offset].norm)
                if short is not None:
                    self.words[i] = word(short.upper())
                    for filler in range(i + 1, i + offset + 1):
                        self.words[filler] = _FILLER
                    return

    def _ends_clause(self, i: int) -> bool:
        return i >= len(self.words) or not self.words[i].flags & words.WORD or bool(self.words[i].flags & words.CONJ)

    def _is_direction(self, i: int) -> bool:
        items = self.words
        after = items[i + 1] if i + 1 < len(items) else None
        before = items[i - 1] if i else None
        if after is not None and (
            after.flags & words.DIGITS or after.norm in ("by", "from", "nearly", "almost", "about")
        ):
            return True
        return before is not None and (
            before.norm in ("%", "percent", "cent", "points") or bool(before.flags & words.BE_FORM)
        )

    def __len__(self) -> int:
        return len(self.words)

    @lazy
    def content(self) -> list[int]:
        """Places of the words that carry meaning by themselves."""
        skip = words.STOP
        return [i for i, item in enumerate(self.words) if item.flags & words.WORD and not item.flags & skip]

    @lazy
    def by_norm(self) -> dict[str, list[int]]:
        """Word → where it stands."""
        table: dict[str, list[int]] = {}
        for i, item in enumerate(self.words):
            table.setdefault(item.norm, []).append(i)
        return table

    @lazy
    def by_root(self) -> dict[str, list[int]]:
        """Root and lemma of each content word → where it stands."""
        table: dict[str, list[int]] = {}
        for i in self.content:
            item = self.words[i]
            table.setdefault(item.root, []).append(i)
            if item.lemma != item.root:
                table.setdefault(item.lemma, []).append(i)
        return table

    @lazy
    def same(self) -> int:
        """All meanings that stand in the text."""
        bits = 0
        for item in self.words:
            bits |= item.same
        return bits

    @lazy
    def folded(self) -> str:
        """The words one space apart, without accents and case: what a verbatim search runs over."""
        return " ".join(item.norm for item in self.words)

    @lazy
    def is_title(self) -> bool:
        """Whether it is set in headline capitals, in which capitals say nothing about names."""
        capitals = known = 0
        for i, item in enumerate(self.words):
            if not item.flags & words.WORD or item.flags & words.STOP:
                continue
            if not item.capital and len(item.norm) > 2 and self.gap(i - 1) != "-":
                return False
            capitals += item.capital
            known += bool(i and (item.same or item.flags & (_VERBAL | words.LIGHT)))
        return capitals >= 4 and known >= 1

    def find(self, norms: Sequence[str]) -> int:
        """Return where the words ``norms`` stand side by side; -1 where they don't."""
        for at in self.by_norm.get(norms[0], ()) if norms else ():
            if all(at + k < len(self.words) and self.words[at + k].norm == norm for k, norm in enumerate(norms)):
                return at
        return -1

    def gap(self, i: int) -> str:
        """Return what stands between word ``i`` and the next."""
        return self.text[self.end[i] : self.start[i + 1]] if i + 1 < len(self.start) else " "

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return document offsets of words ``first`` to ``last``."""
        return self.base + self.start[first], self.base + self.end[last]

    def raw(self, first: int, last: int) -> str:
        """Return the text of words ``first`` to ``last`` as written."""
        return self.text[self.start[first] : self.end[last]]


_VERBAL: Final = words.PAST | words.ING | words.BASE | words.THIRD
_FILLER: Final = Word("", "", "", words.STOP)


def _particle(norm: str) -> Word:
    return Word(norm, norm, norm, words.STOP | words.WORD)


def parse(text: str, base: int = 0) -> Parse:
    """Return ``text`` as words; ``base`` is its place in the document."""
    return Parse(text, base)
