"""Clauses of an English sentence: what is said of whom, read without a parser.

A frame is one verb with what stands left and right of it in its clause. Rules: a clause ends at ``, ; : — ( )``, at a
subordinator or conjunction that a verb follows, and before a second verb. A clause without a subject takes that of the
clause before it ('rose in March and fell in April'), past relative clauses ('Alpha, which warned Beta, attacked').
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.parse import Parse
from summarizer.grounding.verbs import CLAUSE_ENDS, VERBAL, before_verb, negative_verb
from summarizer.grounding.words import Word

__all__ = ["Frame", "find_frames"]

_ADDRESSING: Final = frozenset(map(words.stem, ("tell", "inform", "remind", "assure", "notify")))
_CLOSING: Final = frozenset('"”»')
_RELATIVE: Final = word_set("who which that whose whom where")
_PRONOUNS: Final = word_set("he she it they we i you")
_POSSESSIVES: Final = word_set("his her its their our my")
_FINITE: Final = word_set("was were is are had has did does do will would could may might must")
_COMPLEMENT: Final = word_set("to not never")


@dataclass(slots=True)
class Frame:
    """One verb of a sentence and its clause; numbers are places of words.

    ``subject`` and ``rest`` are content words left and right of the verb, ``shared`` a subject taken over from another
    clause. ``unknown_subject`` says that a pronoun stands there. ``by`` are the words after a passive's 'by'.
    """

    verb: int
    word: Word
    first: int
    last: int
    opener: str = ""
    subject: list[int] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)
    by: list[int] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    passive: bool = False
    infinitive: bool = False
    inverted: bool = False
    unknown_subject: bool = False
    negated: bool = False
    hedge: int = 0
    governor: int = -1
    attributed: bool = False

    @property
    def left(self) -> list[int]:
        """Subject words, taken over where the clause has none of its own."""
        return self.subject or self.shared


def find_frames(text: Parse, verbs: list[int]) -> list[Frame]:
    """Return the frames of one sentence in the order of their verbs."""
    read = _Read()
    for first, last in _segments(text, verbs):
        inside = [v for v in verbs if first <= v < last] or _copula(text, first, last)
        if not inside:
            _attach(text, read, first, last)
            continue
        _read_segment(text, inside, (first, last), read)
        if read.frames[-1].opener not in _RELATIVE:
            read.loose = []
    for frame in read.frames:
        _mark_passive(text, frame)
    return read.frames


@dataclass(slots=True)
class _Read:
    """What is read of a sentence so far: its frames, and the words of clauses without a verb since the last one."""

    frames: list[Frame] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)


def _copula(text: Parse, first: int, last: int) -> list[int]:
    """Return the place of the auxiliary that is a clause's only verb ('is not guilty')."""
    found = [i for i in range(first, last) if text.words[i].flags & words.AUX]
    return found[-1:]


def _segments(text: Parse, verbs: list[int]) -> list[tuple[int, int]]:
    """Cut the sentence into clauses."""
    items = text.words
    cuts = {0, len(items)}
    verbset = set(verbs)
    for i, item in enumerate(items):
        if item.norm in CLAUSE_ENDS:
            cuts.update((i, i + 1))
        elif (item.flags & words.SUB and _verb_follows(items, verbset, i)) or (
            item.flags & words.CONJ and i and _verb_follows(items, verbset, i) and _verb_precedes(items, verbset, i)
        ):
            cuts.add(i)
    places = sorted(cuts)
    return [(a, b) for a, b in pairwise(places) if b > a]


def _verb_follows(items: list[Word], verbs: set[int], i: int) -> bool:
    for j in range(i + 1, len(items)):
        if j in verbs or items[j].flags & words.AUX:
            return True
        if items[j].norm in CLAUSE_ENDS or items[j].flags & (words.SUB | words.CONJ):
            return False
    return False


def _verb_precedes(items: list[Word], verbs: set[int], i: int) -> bool:
    """Say whether a clause is complete before ``i``; what follows 'said' is the subject of the next verb."""
    after = items[i + 1]
    starts_clause = i + 1 in verbs or bool(after.flags & (words.AUX | words.PRON))
    for j in range(i - 1, -1, -1):
        if j in verbs or items[j].flags & words.AUX:
            return starts_clause or not items[j].flags & words.SAY
        if items[j].norm in CLAUSE_ENDS and items[j].norm != ",":
            return False
    return False


def _content(text: Parse, first: int, last: int) -> list[int]:
    skip = words.STOP
    items = text.words
    return [i for i in range(first, last) if items[i].flags & (words.WORD | words.DIGITS) and not items[i].flags & skip]


def _attach(text: Parse, read: _Read, first: int, last: int) -> None:
    """Give a clause without a verb to the frame before it, and to the one that follows."""
    found = _content(text, first, last)
    read.loose.extend(found)
    if read.frames:
        read.frames[-1].loose.extend(found)


def _read_segment(text: Parse, inside: list[int], segment: tuple[int, int], read: _Read) -> None:
    """Read the verbs of one clause."""
    items = text.words
    first, last = segment
    opener = items[first].norm if items[first].flags & (words.SUB | words.CONJ) else ""
    before: Frame | None = None
    for k, verb in enumerate(inside):
        end = inside[k + 1] if k + 1 < len(inside) else last
        start = first if k == 0 else inside[k - 1] + 1
        frame = Frame(verb, items[verb], start, end, opener=opener if k == 0 else "")
        frame.infinitive = _is_infinitive(items, max(start, verb - 3), verb)
        between = _content(text, start, verb)
        if before is None:
            frame.subject = between
            _open_clause(text, frame, read, end)
        else:
            _follow(text, frame, before, between)
        if not frame.inverted:
            frame.rest = _content(text, verb + 1, end)
        read.frames.append(frame)
        before = frame


def _is_infinitive(items: list[Word], first: int, verb: int) -> bool:
    """Say whether 'to' makes ``verb`` an infinitive: 'to be held', 'to quickly end', but not 'to Oslo was held'."""
    to = next((j for j in range(verb - 1, first - 1, -1) if items[j].norm == "to"), None)
    return to is not None and not any(item.capital or item.norm in _FINITE for item in items[to + 1 : verb])


def _open_clause(text: Parse, frame: Frame, read: _Read, end: int) -> None:
    """Fill the first verb of a clause: what it depends on, and its subject where it names none."""
    if frame.opener in ("that", "whether", "if") and read.frames:
        frame.governor = read.frames[-1].verb
        frame.attributed = bool(read.frames[-1].word.flags & words.SAY)
    if not _invert(text, frame, end):
        _take_over(text, frame, read.frames, read.loose, frame.first)


def _invert(text: Parse, frame: Frame, end: int) -> bool:
    """Read '…," said Smith': the speaker stands after the verb; after 'told' stands who listens."""
    items = text.words
    if frame.subject or not items[frame.verb].flags & words.SAY or frame.verb == 0:
        return False
    if items[frame.verb].lemma in _ADDRESSING:
        closed = next((j for j in range(frame.verb - 1, -1, -1) if items[j].norm in _CLOSING), None)
        frame.subject = [] if closed is None else _content(text, closed + 1, frame.verb)
        return False
    before, after = items[frame.verb - 1], items[frame.verb + 1] if frame.verb + 1 < len(items) else None
    named = after is not None and (after.capital or after.norm in ("the", "a", "an") or bool(after.flags & words.TITLE))
    if not named or before.norm not in ",\"”’»'!?":
        return False
    frame.subject = _content(text, frame.verb + 1, end)
    frame.inverted = True
    return True


def _take_over(text: Parse, frame: Frame, frames: list[Frame], loose: list[int], first: int) -> None:
    """Find the subject of a clause that names none."""
    items = text.words
    if frame.subject:
        frame.unknown_subject = (
            items[first].norm in _POSSESSIVES or items[min(first + 1, frame.verb)].norm in _POSSESSIVES
        )
        if not frames:
            frame.loose.extend(loose)
        return
    pronoun = next((items[j].norm for j in range(first, frame.verb) if items[j].norm in _PRONOUNS), None)
    if pronoun is not None:
        frame.unknown_subject = True
        if frames and frames[-1].verb == frame.governor:
            _resolve(items, frame, frames[-1], pronoun)
        frame.loose.extend(loose)
        return
    if frame.opener in _RELATIVE:
        frame.shared = _antecedent(text, first)
        return
    if loose and (not frames or frames[-1].opener in _RELATIVE):
        frame.shared = list(loose)
        return
    for other in reversed(frames):
        if other.opener in _RELATIVE and frame.opener not in ("and", "but", "or"):
            continue
        frame.shared = list(other.left)
        frame.unknown_subject = other.unknown_subject
        return


def _antecedent(text: Parse, first: int) -> list[int]:
    """Return the noun phrase that ends right before ``first``."""
    found: list[int] = []
    for i in range(first - 1, -1, -1):
        item = text.words[i]
        if item.flags & words.WORD and not item.flags & words.STOP:
            found.append(i)
        elif (found and item.flags & (words.PREP | words.DET | words.AUX | words.CONJ)) or item.norm in ";:":
            break
        if found and i and text.words[i - 1].flags & VERBAL and not text.words[i - 1].capital:
            break
    return found[::-1]


def _follow(text: Parse, frame: Frame, before: Frame, between: list[int]) -> None:
    """Fill a verb that follows another in its clause: 'said Oslo agreed', 'failed to win', 'killed 14, injuring 41'."""
    items = text.words
    frame.governor = before.verb
    pronoun = next((items[j].norm for j in range(before.verb + 1, frame.verb) if items[j].norm in _PRONOUNS), None)
    if items[before.verb].flags & words.SAY and not frame.infinitive and (between or pronoun):
        frame.subject = between
        frame.attributed = True
        frame.unknown_subject = not between or items[before.verb + 1].norm in _POSSESSIVES
        before.rest = []
        if pronoun and not between:
            _resolve(items, frame, before, pronoun)
        return
    frame.shared = [*before.left, *between] if frame.infinitive else list(before.left)
    own = [j for j in range(before.verb + 1, frame.verb) if items[j].flags & words.AUX]
    if own and not between and before.opener in _RELATIVE:
        frame.shared = _antecedent(text, before.first)
        if before.opener == "that" and negative_verb(frame.word):
            before.governor = frame.verb  # 'rumours that he would go were denied'
        return
    if between and items[frame.verb].flags & words.ING and items[frame.verb - 1].norm in ("of", "from", "for"):
        passive = items[before.verb + 1].norm == "by"
        frame.shared = list(before.left) if passive else between
        return
    takes_object = frame.infinitive and frame.verb - before.verb > 2
    frame.unknown_subject = before.unknown_subject or takes_object


def _resolve(items: list[Word], frame: Frame, before: Frame, pronoun: str) -> None:
    """Take 'it' and 'they' for whoever speaks ('the ministry said it'), 'he' and 'she' where a person is named."""
    person = any(items[j].capital and not items[j].state for j in before.left)
    if not before.unknown_subject and (pronoun in ("it", "they") or (pronoun in ("he", "she") and person)):
        frame.shared = list(before.left)
        frame.unknown_subject = False


def _mark_passive(text: Parse, frame: Frame) -> None:
    items = text.words
    if not items[frame.verb].flags & words.PAST:
        return
    at = before_verb(items, frame.verb)
    be = at >= 0 and bool(items[at].flags & words.BE_FORM or items[at].norm in ("get", "got", "gets", "being"))
    by = frame.verb + 1 < len(items) and items[frame.verb + 1].norm == "by"
    bare = at >= 0 and bool(items[at].flags & words.DIGITS) and not frame.rest
    frame.passive = be or by or bare
    if not frame.passive:
        return
    for j in range(frame.verb + 1, frame.last):
        if items[j].norm == "by":
            frame.by = _until_preposition(text, j + 1, frame.last)
            return


def _until_preposition(text: Parse, first: int, last: int) -> list[int]:
    found: list[int] = []
    for i in range(first, last):
        item = text.words[i]
        if item.flags & words.PREP and item.norm != "of":
            break
        if item.flags & words.WORD and not item.flags & words.STOP:
            found.append(i)
    return found
