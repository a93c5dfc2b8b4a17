"""What a number in a sentence counts: the noun, verb and names it belongs to, and not its neighbour's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned, any_aligned
from summarizer.grounding.frames import Frame
from summarizer.grounding.lexicon.quantity import CURRENCY_SIGNS
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.numbers import Quantity
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, small

__all__ = ["Bound", "bind", "misbound"]

_RELATIONS: Final = word_set("from to by")
_FORMER: Final = word_set("from previous previously earlier before ago last then once formerly until prior compared")
_REFERENCES: Final = word_set("them these those which whom")
_CURRENCIES: Final = frozenset(CURRENCY_SIGNS.values())
_COUNT_UNITS: Final = word_set("seat vote goal point run medal lap")


class Bound(NamedTuple):
    """What one number belongs to: its noun, its verb, who is named beside it, and the subject of its clause."""

    quantity: Quantity
    head: tuple[Word, ...]
    verb: Word | None
    names: tuple[Word, ...]
    subject: tuple[Word, ...]
    rest: tuple[Word, ...]
    relation: str = ""
    tail: tuple[Word, ...] = ()
    subset: bool = False
    sentence: int = 0
    past: bool = False
    lead: tuple[tuple[str, Word], ...] = ()
    governed: tuple[tuple[str, Word], ...] = ()
    whole: bool = False

    @property
    def predicates(self) -> tuple[Word, ...]:
        """Noun and verb."""
        return (*self.head, self.verb) if self.verb else self.head

    @property
    def everything(self) -> tuple[Word, ...]:
        """All words that go with the number."""
        return (*self.predicates, *self.names, *self.subject, *self.rest)


def bind(reading: Reading) -> list[Bound]:
    """Return what each number of the text belongs to, in order."""
    found: list[Bound] = []
    for k, quantity in enumerate(reading.quantities):
        frame = None if _is_whole(reading, k) else _frame_of(reading, quantity)
        left, right = _chunk(reading, k)
        head = _head(reading, quantity)
        if not head and found and _same_sort(quantity, found[-1].quantity) and quantity.unit in ("", "vague", "frac"):
            head = found[-1].head
        found.append(
            Bound(
                quantity,
                head,
                frame.word if frame and not frame.word.flags & words.AUX else None,
                tuple(reading.parse.words[i] for i in range(left, right) if i in reading.named),
                _subject(reading, frame, left, right),
                tuple(reading.parse.words[i] for i in frame.rest) if frame and _alone(reading, frame) else (),
                _relation(reading, quantity),
                () if _is_whole(reading, k) else _tail(reading, quantity, right),
                _is_subset(reading, quantity),
                reading.parse.base,
                not _FORMER.isdisjoint(reading.parse.by_norm),
                _phrases(reading, left, quantity.first),
                _phrases(reading, frame.first if frame is not None else left, quantity.first),
                _is_whole(reading, k),
            )
        )
    return found


def _is_whole(reading: Reading, k: int) -> bool:
    """Say whether a number is the whole that the one before it is a part of: '21 of the *320* patients'."""
    if not k:
        return False
    between = reading.parse.words[reading.quantities[k - 1].last + 1 : reading.quantities[k].first]
    return bool(between) and all(
        item.norm in ("of", "the", "its", "their", "those", "these", "our", "her", "his", "last", "first", "next")
        for item in between
    )


def _same_sort(first: Quantity, second: Quantity) -> bool:
    return first.unit == second.unit


def _alone(reading: Reading, frame: Frame) -> bool:
    return sum(frame.first <= found.first < frame.last for found in reading.quantities) <= 1


def _frame_of(reading: Reading, quantity: Quantity) -> Frame | None:
    before: Frame | None = None
    for frame in reading.frames:
        if frame.first <= quantity.first < frame.last:
            return frame
        if frame.last <= quantity.first:
            before = frame
        elif before is None:
            return None if _leads_in(reading, quantity, frame) else frame
    return before


def _leads_in(reading: Reading, quantity: Quantity, frame: Frame) -> bool:
    """Say whether a number stands in an opening phrase of its own: 'After a rise of 4 percent, output fell'."""
    items = reading.parse.words
    parted = any(item.norm == "," for item in items[quantity.last + 1 : frame.first + 1])
    return parted and bool(items[0].flags & (words.PREP | words.SUB)) and items[1].norm != "least"


def _subject(reading: Reading, frame: Frame | None, left: int, right: int) -> tuple[Word, ...]:
    places = frame.left if frame is not None else [i for i in reading.parse.content if left <= i < right]
    items, named = reading.parse.words, reading.named
    return tuple(items[i] if i in named else small(items[i]) for i in places if i not in reading.counted)


def _chunk(reading: Reading, k: int) -> tuple[int, int]:
    """Return the words around number ``k`` that can't belong to the numbers beside it."""
    items = reading.parse.words
    quantity = reading.quantities[k]
    floor = reading.quantities[k - 1].last + 1 if k else 0
    ceiling = reading.quantities[k + 1].first if k + 1 < len(reading.quantities) else len(items)
    left = quantity.first
    while left > floor and not _parts(items[left - 1]):
        left -= 1
    right = quantity.last + 1
    while right < ceiling and not _parts(items[right]):
        right += 1
    return left, right


def _parts(item: Word) -> bool:
    return bool(item.flags & words.CONJ) or item.norm in ",;:()—–"


def _head(reading: Reading, quantity: Quantity) -> tuple[Word, ...]:
    """Return the nouns that a number counts: '41 *wounded soldiers*', '14 of the 41 *passengers*'."""
    items = reading.parse.words
    if quantity.unit in _COUNT_UNITS:
        return (items[quantity.last],)
    found: list[Word] = []
    i = quantity.last + 1
    verbs = set(reading.verbs)
    end = len(items)
    while i < min(end, quantity.last + 9):
        item = items[i]
        if item.flags & words.WORD and not item.flags & words.STOP and i not in verbs and i not in reading.dated:
            found.append(item)
        elif (
            item.norm in ("of", "the", "a", "more", "other", "its", "their", "his", "her", "&")
            or item.flags & words.DIGITS
        ):
            if found and item.norm != "of":
                break
        elif not (item.flags & words.DET and not found):
            break
        i += 1
    return tuple(found) or _before_of(reading, quantity.first)


def _before_of(reading: Reading, first: int) -> tuple[Word, ...]:
    """Return what is measured: 'a *profit* of $4 million'."""
    items = reading.parse.words
    if first < 2 or items[first - 1].norm != "of" or not items[first - 2].flags & words.WORD:
        return ()
    return () if items[first - 2].flags & words.STOP or first - 2 in reading.verbs else (items[first - 2],)


def _tail(reading: Reading, quantity: Quantity, right: int) -> tuple[Word, ...]:
    """Return the words that follow a number up to the next one's."""
    skip = words.STOP
    items = reading.parse.words
    return tuple(
        items[i] for i in range(quantity.last + 1, right) if items[i].flags & words.WORD and not items[i].flags & skip
    )


def _is_subset(reading: Reading, quantity: Quantity) -> bool:
    """Say whether a number counts a part of the number before it: '12 of them', 'including 12'."""
    items = reading.parse.words
    after = [item.norm for item in items[quantity.last + 1 : quantity.last + 3]]
    return (after[:1] == ["of"] and after[1:] in (["them"], ["whom"], ["which"], ["these"], ["those"])) or (
        quantity.first > 0 and items[quantity.first - 1].norm == "including"
    )


def _relation(reading: Reading, quantity: Quantity) -> str:
    """Return 'from', 'to' or 'by' where it stands before the number, hedges skipped."""
    for i in range(quantity.first - 1, max(-1, quantity.first - 5), -1):
        norm = reading.parse.words[i].norm
        if norm in _RELATIONS:
            return norm
        if norm == "than" and reading.parse.words[quantity.first - 1].norm == "the":
            return "from"  # 'lower than the 61 percent of last year'
        if norm not in (
            "a",
            "an",
            "the",
            "about",
            "around",
            "just",
            "nearly",
            "almost",
            "some",
            "than",
            "more",
            "over",
        ):
            return ""
    return ""


def misbound(claim: Bound, stated: Bound, others: Sequence[Bound]) -> str | None:
    """Return why ``stated``, the same number, isn't said of what ``claim`` says; None where nothing speaks against it.

    A word of the claim that the sentences tie to another number of the same sort, and not to this one, speaks against
    it, if this number has a word of its own in that place.
    """
    rivals = [other for other in others if _same_kind(other, stated) and other is not stated]
    rivals = [
        other
        for other in rivals
        if (other.quantity.low, other.quantity.high) != (stated.quantity.low, stated.quantity.high)
    ]
    return (
        _wrong_predicate(claim, stated, rivals)
        or _wrong_name(claim, stated, rivals)
        or _wrong_subject(claim, stated, rivals)
        or _wrong_lead(claim, stated, rivals)
        or _wrong_relation(claim, stated, rivals)
        or _wrong_tail(claim, stated, rivals)
    )


def _same_kind(other: Bound, stated: Bound) -> bool:
    """Say whether two numbers measure the same: 'made 3 million euros and lost 5 million'."""
    if other.quantity.unit == stated.quantity.unit:
        return True
    money = stated.quantity.unit in _CURRENCIES and other.quantity.low >= 1000
    return not other.quantity.unit and other.sentence == stated.sentence and (money or not other.head)


def _wrong_predicate(claim: Bound, stated: Bound, rivals: list[Bound]) -> str | None:
    counted = any(any_aligned(item, stated.head) for item in claim.head) or _people(claim, stated)
    for item in claim.predicates:
        if item.flags & (words.LIGHT | words.SAY) or any_aligned(item, stated.everything):
            continue
        for rival in rivals:
            if counted and rival.sentence != stated.sentence and item in claim.head:
                continue  # the same things in other words: 'wounded prisoners' for 'wounded Norwegians'
            if any_aligned(item, rival.predicates) and _has_own(item, claim, stated, rival):
                return f"{item.norm!r} goes with another number"
    return None


def _people(claim: Bound, stated: Bound) -> bool:
    """Say whether both count people: 'employees' for 'people'."""
    return all(any(item.flags & words.PERSON for item in one.head) for one in (claim, stated))


def _has_own(item: Word, claim: Bound, stated: Bound, rival: Bound) -> bool:
    """Say whether the stated number has something of its own in the place where the rival has ``item``."""
    if any_aligned(item, rival.head):
        return (bool(stated.head) and stated.head != rival.head) or bool(stated.verb and not claim.head)
    return stated.whole or (stated.verb is not None and not aligned(stated.verb, item))


def _wrong_name(claim: Bound, stated: Bound, rivals: list[Bound]) -> str | None:
    if not stated.names:
        return None
    for item in claim.names or tuple(one for one in claim.subject if one.capital):
        if any_aligned(item, stated.names) or any_aligned(item, stated.rest):
            continue
        if any(any_aligned(item, rival.names) for rival in rivals):
            return f"the number stands with {stated.names[0].norm.title()}, not {item.norm.title()}"
    return None


def _wrong_subject(claim: Bound, stated: Bound, rivals: list[Bound]) -> str | None:
    if not stated.subject:
        return None
    wanted = [item for item in claim.subject if not item.flags & words.LIGHT and not item.capital]
    if all(item.capital or item.flags & words.LIGHT for item in stated.subject):
        return None
    if not wanted or any(any_aligned(item, stated.everything) for item in wanted):
        return None
    for rival in rivals:
        if rival.subject != stated.subject and any(any_aligned(item, (*rival.subject, *rival.head)) for item in wanted):
            return f"{wanted[0].norm!r} goes with another number"
    return None


def _wrong_lead(claim: Bound, stated: Bound, rivals: list[Bound]) -> str | None:
    """Refuse 'among women 7 %' where the sentence has 'among men 7 % and among women 6 %'."""
    for rival in rivals:
        for preposition, item in rival.lead if rival.sentence == stated.sentence else ():
            own = [other for norm, other in stated.governed if norm == preposition or not rival.head]
            wanted = any(aligned(item, one) for one in claim.subject) or any(
                aligned(item, one) for _, one in claim.governed
            )
            if wanted and own and not any_aligned(item, (*own, *stated.everything, *stated.tail)):
                return f"{item.norm!r} goes with another number"
    return None


def _phrases(reading: Reading, first: int, last: int) -> tuple[tuple[str, Word], ...]:
    """Return the prepositions between two places and the words they govern."""
    items = reading.parse.words
    found: list[tuple[str, Word]] = []
    for i in range(first, last - 1):
        if items[i].flags & words.PREP and items[i].norm not in _RELATIONS:
            head = next(
                (
                    items[j]
                    for j in range(i + 1, min(i + 3, last))
                    if items[j].flags & words.WORD and not items[j].flags & words.STOP
                ),
                None,
            )
            if head is not None:
                found.append((items[i].norm, head))
    return tuple(found)


def _wrong_tail(claim: Bound, stated: Bound, rivals: list[Bound]) -> str | None:
    """Refuse what the sentence says only of a part, or of the other number where this one has its own."""
    for item in claim.tail:
        if any_aligned(item, stated.everything) or any_aligned(item, stated.tail) or item.flags & words.LIGHT:
            continue
        for rival in rivals:
            own = [word for word in stated.tail if word not in stated.predicates]
            if any_aligned(item, rival.tail) and not any_aligned(item, rival.head) and (rival.subset or own):
                return f"{item.norm!r} goes with another number"
    return None


def _wrong_relation(claim: Bound, stated: Bound, rivals: list[Bound]) -> str | None:
    if stated.relation not in ("from", "to") or claim.relation == stated.relation:
        return None
    other = "to" if stated.relation == "from" else "from"
    former = stated.relation == "from" and not claim.relation and not claim.past
    if (former and rivals) or (claim.relation == other and any(rival.relation == other for rival in rivals)):
        return f"the sentence says {stated.relation!r} that number"
    return None
