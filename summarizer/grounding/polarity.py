"""Whether a clause affirms, denies or only foresees what its verb says."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.frames import Frame
from summarizer.grounding.lexicon import closed
from summarizer.grounding.lexicon.wordset import word_list, word_set
from summarizer.grounding.parse import Parse
from summarizer.grounding.verbs import negative_verb
from summarizer.grounding.words import Word, stem

__all__ = ["ALLEGED", "FUTURE", "POSSIBLE", "WANTED", "hedge_class", "mark_polarity"]

POSSIBLE: Final = 1
FUTURE: Final = 2
WANTED: Final = 4
ALLEGED: Final = 8

_FUTURE: Final = frozenset(map(stem, closed.FUTURE_VERBS))
_WANTED: Final = frozenset(map(stem, closed.UNREALISED_VERBS))
_ALLEGED: Final = frozenset(map(stem, closed.ALLEGED_VERBS))
_IMPLICATIVE: Final = frozenset(map(stem, closed.IMPLICATIVE_VERBS))
_ONLY: Final = word_set("only just merely simply necessarily least fewer less more")
_NOMINAL: Final = word_set("no without neither nor zero")
_NOTHING: Final = word_set("no nothing nobody none neither")
_NOT_FEWER: Final = word_set("fewer less more longer")
_LACK: Final = frozenset(map(stem, word_list("lack absence refusal failure denial rejection inability")))

_SOME_FEW: Final = word_set("a an the these those past last next first every some quite")

_TRANSPARENT: Final = word_set("a an the any to been be being ever yet have has had")


def mark_polarity(text: Parse, frames: list[Frame]) -> list[bool]:
    """Fill ``negated`` and ``hedge`` of each frame; return for each word whether it is denied.

    Cues count by parity: 'did not fail to win' affirms the winning. 'Not only' and 'not … but' deny nothing beyond
    their own clause.
    """
    denied = [False] * len(text)
    by_verb = {frame.verb: frame for frame in frames}
    before: Frame | None = None
    for frame in frames:
        governor = by_verb.get(frame.governor)
        frame.negated = bool((_cues(text, frame) + _from_governor(text, frame, governor)) % 2)
        frame.hedge = _hedge(text, frame, governor)
        if before is not None and _shares_modal(text, frame):
            frame.hedge |= before.hedge
        before = frame
        if frame.negated:
            _deny(text, frame, denied)
    _deny_nouns(text, denied, by_verb)
    return denied


def _cues(text: Parse, frame: Frame) -> int:
    count = int(frame.opener == "unless")
    items = text.words
    for i in range(frame.first, frame.verb + 1):
        item = items[i]
        count += _is_scarce(items, i)
        if not item.flags & words.NEG or (i == frame.verb and not item.flags & words.AUX):
            continue
        following = items[i + 1].norm if i + 1 < len(items) else ""
        if item.norm in ("not", "no") and following in _ONLY and following != "longer":
            continue
        if item.norm in ("without", "lacking") and i != frame.verb - 1:
            continue
        count += 1
    if items[frame.verb].flags & words.AUX:
        count += _after_copula(text, frame)
    elif (
        frame.verb + 2 < len(items)
        and items[frame.verb + 1].norm in _NOTHING
        and items[frame.verb + 2].norm not in _NOT_FEWER
    ):
        count += 1
    return count


def _is_scarce(items: list[Word], i: int) -> bool:
    """Say whether 'few' stands for hardly any: 'few came', but not 'a few came' or 'the past few days'."""
    return items[i].norm == "few" and (i == 0 or items[i - 1].norm not in _SOME_FEW)


def _after_copula(text: Parse, frame: Frame) -> int:
    """Count 'not' and 'no longer' right after 'is'."""
    after = text.words[frame.verb + 1 : frame.verb + 3]
    if not after or after[0].norm not in ("not", "never", "no", "neither", "unlikely", "unable"):
        return 0
    return int(len(after) < 2 or after[1].norm not in _ONLY)


def _from_governor(text: Parse, frame: Frame, governor: Frame | None) -> int:
    if governor is None:
        return 0
    depends = frame.infinitive or frame.opener == "that" or _adjacent(text, governor.verb, frame.verb)
    if not depends:
        return 0
    count = int(negative_verb(governor.word))
    if governor.negated and (count or not governor.word.flags & words.SAY or frame.infinitive):
        count += 1
    return count


def _adjacent(text: Parse, first: int, last: int) -> bool:
    """Say whether only little words part two verbs ('denied having taken', 'banned from entering')."""
    ing = text.words[last].flags & words.ING or text.words[last - 1].norm == "having"
    return bool(ing) and last - first <= 6 and not any(text.words[j].norm in ",;:" for j in range(first, last))


def _hedge(text: Parse, frame: Frame, governor: Frame | None) -> int:
    bits = 0
    items = text.words
    for i in range(frame.first, frame.verb + 1):
        bits |= closed.HEDGE_WORDS.get(items[i].norm, 0)
    if frame.infinitive:
        bits |= _infinitive_hedge(text, frame, governor)
    elif governor is not None and (frame.opener == "that" or governor.word.flags & words.SAY):
        bits |= _complement_hedge(governor)
    elif governor is not None and _adjacent(text, governor.verb, frame.verb):
        bits |= _complement_hedge(governor) | governor.hedge
    return bits


def _shares_modal(text: Parse, frame: Frame) -> bool:
    """Say whether 'will be long and cost …' goes on with the modal of the verb before."""
    base = bool(text.words[frame.verb].flags & words.BASE)
    return base and frame.opener in ("and", "or", "but") and frame.verb == frame.first + 1


def _infinitive_hedge(text: Parse, frame: Frame, governor: Frame | None) -> int:
    """Weigh 'to …' by what it depends on: the nearest verb or noun before 'to'."""
    at = frame.verb - 1
    while at > 0 and text.words[at].norm != "to":
        at -= 1
    lemma = text.words[at - 1].lemma if at > 0 else ""
    bits = governor.hedge if governor is not None else 0
    found = _class_of(lemma)
    if not found and governor is not None:
        lemma = governor.word.lemma.partition("_")[0]
        found = _class_of(lemma)
    if found:
        return bits | found
    return bits if lemma in _IMPLICATIVE else bits | WANTED | FUTURE


def hedge_class(verb: Word) -> int:
    """Return what a verb makes of the event that depends on it: 'plan' a future one, 'claim' an alleged one."""
    return _class_of(verb.lemma.partition("_")[0])


def _class_of(lemma: str) -> int:
    bits = FUTURE if lemma in _FUTURE else 0
    if lemma in _WANTED:
        bits |= WANTED
    if lemma in _ALLEGED:
        bits |= ALLEGED
    return bits


def _complement_hedge(governor: Frame) -> int:
    lemma = governor.word.lemma.partition("_")[0]
    if lemma in _PONDERING and governor.rest == []:
        return WANTED | ALLEGED
    if lemma in _ALLEGED:
        return ALLEGED
    return WANTED if lemma in _PROPOSING else 0


_PONDERING: Final = frozenset(map(stem, word_list("think")))
_PROPOSING: Final = frozenset(
    map(stem, word_list("propose demand suggest recommend urge request ask consider discuss"))
)


def _deny(text: Parse, frame: Frame, denied: list[bool]) -> None:
    """Mark the verb; after 'is not' also what it links to."""
    denied[frame.verb] = True
    item = text.words[frame.verb]
    if not item.flags & words.AUX:
        return
    for i in range(frame.verb + 1, frame.last):
        if text.words[i].flags & words.PREP:
            return
        if text.words[i].flags & words.WORD and not text.words[i].flags & words.STOP:
            denied[i] = not denied[i]


def _deny_next(text: Parse, denied: list[bool], i: int) -> None:
    """Mark the word right after 'not' ('found him not guilty')."""
    for j in range(i + 1, min(i + 3, len(text.words))):
        item = text.words[j]
        if item.norm in _ONLY:
            return
        if item.flags & words.WORD and not item.flags & words.STOP:
            denied[j] = True
            return
        if item.norm not in _TRANSPARENT:
            return


def _closes(items: list[Word], j: int) -> bool:
    """Say whether 'to' at ``j`` leads on to somebody else: 'no relation to the minister'."""
    following = items[j + 1 : j + 2]
    return items[j].norm == "to" and bool(following and (following[0].flags & words.DET or following[0].capital))


def _goes_on(text: Parse, j: int) -> bool:
    """Say whether word ``j`` belongs to the one after it: 'a valid licence', but not 'without warning, he left'."""
    following = text.words[j + 1 : j + 2]
    return bool(following and following[0].flags & words.WORD and not following[0].flags & words.STOP)


def _deny_nouns(text: Parse, denied: list[bool], verbs: Container[int]) -> None:
    """Mark the nouns after 'no', 'without', 'lack of'; 'no longer' and 'no more than' aren't such."""
    items = text.words
    for i, item in enumerate(items):
        lack = item.lemma in _LACK and i + 1 < len(items) and items[i + 1].norm in ("of", "to")
        if item.norm in ("not", "never"):
            _deny_next(text, denied, i)
            continue
        if not lack and item.norm not in _NOMINAL:
            continue
        start = i + 2 if lack else i + 1
        if start < len(items) and items[start].norm in _ONLY | {"longer"}:
            continue
        for j in range(start, min(start + 6, len(items))):
            other = items[j]
            if j in verbs:
                break
            if other.flags & words.WORD and not other.flags & words.STOP:
                denied[j] = True
                if item.norm == "without" and not _goes_on(text, j):
                    break
            elif _closes(items, j) or (other.norm not in _TRANSPARENT and other.norm not in ("one", "or", "more")):
                break
