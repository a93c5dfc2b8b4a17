"""Who a sentence attributes its words to: 'said X', 'X said', 'according to X'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import any_aligned
from summarizer.grounding.lexicon import closed
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, stem

__all__ = ["Attribution", "attributions", "wrong_speaker"]


_STATEMENT: Final = frozenset(map(stem, closed.STATEMENT_VERBS))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker and the words of the sentence that are theirs; no speaker where a pronoun stands for one."""

    verb: Word | None
    speaker: tuple[Word, ...]
    said: tuple[Word, ...]


def attributions(reading: Reading) -> list[Attribution]:
    """Return who says what in a sentence."""
    frames = [frame for frame in reading.frames if frame.word.lemma in _STATEMENT and not frame.passive]
    items = reading.parse.words
    found: list[Attribution] = []
    edges = [0, *(frame.last for frame in frames[:-1]), len(items)]
    for k, frame in enumerate(frames):
        first, last = edges[k], edges[k + 1]
        if not frame.inverted and frame.verb < len(items) - 2:
            first, last = frame.verb, frames[k + 1].first if k + 1 < len(frames) else len(items)
            last = len(items) if k + 1 == len(frames) else last
            first = 0 if k == 0 and _quote_first(reading, frame.verb) else first
        speaker = () if frame.unknown_subject else tuple(items[i] for i in frame.left)
        found.append(
            Attribution(frame.word, speaker, tuple(items[i] for i in reading.parse.content if first <= i < last))
        )
    found.extend(_passive(reading))
    found.extend(_according(reading))
    return found


def _passive(reading: Reading) -> Iterable[Attribution]:
    """Yield who says what in 'the attack was claimed by the group'."""
    items = reading.parse.words
    for frame, after in zip_longest(reading.frames, reading.frames[1:]):
        if not (frame.passive and frame.by and frame.word.lemma in _STATEMENT):
            continue
        called = (
            after.rest if after is not None and after.verb == frame.by[-1] + 1 else []
        )  # 'a group calling itself X'
        by = (*frame.by, *called)
        yield Attribution(frame.word, tuple(items[i] for i in by), tuple(items[i] for i in frame.left))


def _quote_first(reading: Reading, verb: int) -> bool:
    return any(item.norm in '"“”' for item in reading.parse.words[:verb])


def _according(reading: Reading) -> Iterable[Attribution]:
    items = reading.parse.words
    for i in reading.parse.by_norm.get("according", ()):
        if i + 2 >= len(items) or items[i + 1].norm != "to":
            continue
        speaker = []
        for item in items[i + 2 :]:
            if item.norm in ",.;:":
                break
            if item.flags & words.WORD and not item.flags & words.STOP:
                speaker.append(item)
        yield Attribution(None, tuple(speaker), tuple(items[j] for j in reading.parse.content))


def wrong_speaker(
    speaker: Sequence[Word], said: Sequence[Word], stated: Sequence[Attribution], verb: Word | None = None
) -> str | None:
    """Return why ``speaker`` isn't the one who says ``said``; None where nothing speaks against it.

    ``verb`` is how it is said: who claims an attack isn't looked for beside who denies it. Of several attributions the
    one whose words overlap most counts. A pronoun could be anyone, so it never contradicts.
    """
    alike = [one for one in stated if verb is not None and one.verb is not None and one.verb.lemma == verb.lemma]
    candidates = _nearest(said, alike) or _nearest(said, stated)
    if not candidates or any(not one.speaker or _is_among(speaker, one.speaker) for one in candidates):
        return None
    described = all(_is_description(one.speaker) for one in candidates)
    if described and any(item.capital for item in speaker):
        return None  # 'the minister said', 'the Danish president said' may be the person named elsewhere
    who = " ".join(item.norm for item in candidates[0].speaker[:4])
    return f"the sentence has {who} say it"


def _is_description(speaker: Sequence[Word]) -> bool:
    """Say whether a speaker is only described, by office or nation: 'the Danish president', 'the American'."""
    return all(not item.capital or item.root.startswith("@") or item.flags & words.TITLE for item in speaker)


def _nearest(said: Sequence[Word], stated: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that share most words with ``said``."""
    scores = [sum(any_aligned(item, one.said) for item in said) for one in stated]
    return [one for one, score in zip(stated, scores, strict=True) if score and score == max(scores)]


def _is_among(speaker: Sequence[Word], stated: Sequence[Word]) -> bool:
    names = [item for item in speaker if item.capital and not item.flags & words.TITLE]
    if names:
        return any(any_aligned(item, stated) for item in names)
    return 2 * sum(any_aligned(item, stated) for item in speaker) > len(speaker)
