"""What each sentence is for the article: headline, subheading, byline, dateline or body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from summarizer.domain.document import Furniture, SentenceRole
from summarizer.ingest.dates import DATE, is_date_line
from summarizer.ingest.lines import Line, word_count

__all__ = ["BYLINE", "SOURCE_LINE", "Roles", "agency_credit", "assign_roles"]

BYLINE = re.compile(
    r"\s*(?:(?:(?:Written|Reported|Story|Text|Words) )?(?:By|BY|by)|Von|Par|Por|Di|Door|Authors?:|Autor(?:in)?:)"
    r"[\s:]\s*(?P<names>\S.{1,120})"
)
"""A line that names who wrote it."""

SOURCE_LINE = re.compile(r"\s*(?:Source|Quelle|Fuente|Fonte)s?\s*:\s*(?P<outlet>\S.{1,60})", re.IGNORECASE)

_AGENCY_CREDIT = re.compile(
    r"[(\[](?P<outlet>[A-Z][\w.&’' -]{1,40}?)"
    r"(?:(?:,? with|/|,| and| via| mit| avec| con)\s+[\w.,&’'/ -]{2,60})?[)\]]\.?"
)
_PLACE_AND_DATE = re.compile(r"\s*[A-Z][\w.’'-]*(?:[ ,]+[A-Z][\w.’'-]*){0,4}[\s,]*[-–—|]?\s*")
_NAME_PARTICLES = re.compile(
    r"(?:and|und|et|y|e|with|for|de|del|della|di|da|van|von|der|den|la|le|al|el|bin|in|at|mit|&)\Z"
)
_HEAD = 8
"""Lines in which bylines and dates may stand before the body."""
_TAIL = 4
_HEADLINE_WORDS = 30
_STAMP_LENGTH = 60
_SUBHEADING_WORDS = 16


class Roles(NamedTuple):
    """A role for each sentence, and the lines in which headline, byline and dates stand."""

    of: list[SentenceRole]
    headline: Line | None
    bylines: list[Line]
    dates: list[Line]
    body_start: int
    """Position of the first line of the body; the number of lines when there is none."""


def assign_roles(lines: Sequence[Line], marks: Sequence[Furniture | None], headline: str | None = None) -> Roles:
    """Return the roles; ``headline`` is the one known from markup, recognised where it stands in the text."""
    of: list[SentenceRole] = ["body"] * len(marks)
    kept = [line for line in lines if marks[line.last] is None]
    repeated = {words for words, count in Counter(line.text for line in kept).items() if count > 1}
    for line in lines[:2]:
        # A stamp that a page dump put before the text on the same line; what follows it may well be furniture.
        if line.last > line.first and len(line.opening) < _STAMP_LENGTH and is_date_line(line.opening):
            of[line.first] = "dateline"
    roles = Roles(of, *_head(kept, of, headline))
    tail = {line.first for line in kept[-_TAIL:]}
    seen: set[str] = {roles.headline.text} if roles.headline else set()
    for position in range(roles.body_start, len(kept)):
        line = kept[position]
        role = _body_role(kept, position, at_tail=line.first in tail)
        if line.text in repeated:
            role = "subheading" if line.text in seen and word_count(line.text) <= _HEADLINE_WORDS else role
            seen.add(line.text)
        if role != "body":
            _fill(of, line, role)
        if role == "byline":
            roles.bylines.append(line)
        if role == "dateline":
            roles.dates.append(line)
    return roles._replace(body_start=kept[roles.body_start].first if roles.body_start < len(kept) else len(marks))


def _fill(of: list[SentenceRole], line: Line, role: SentenceRole) -> None:
    of[line.first : line.last + 1] = [role] * (line.last + 1 - line.first)


def _head(
    kept: Sequence[Line], of: list[SentenceRole], known: str | None
) -> tuple[Line | None, list[Line], list[Line], int]:
    """Read the lines above the body; fill in their roles."""
    headline: Line | None = None
    bylines: list[Line] = []
    dates: list[Line] = []
    for position, line in enumerate(kept[:_HEAD]):
        role = _head_role(line, wants_headline=headline is None, known=known, last=position + 1 == len(kept))
        if role == "body":
            return headline, bylines, dates, position
        _fill(of, line, role)
        if role == "headline":
            headline = line
        elif role != "subheading":
            (bylines if role == "byline" else dates).append(line)
    return headline, bylines, dates, min(len(kept), _HEAD)


def _head_role(line: Line, *, wants_headline: bool, known: str | None, last: bool) -> SentenceRole:
    if wants_headline and known is not None and line.text == known:
        return "headline"
    if _is_dateline(line.text):
        return "dateline"
    if is_byline(line.text):
        return "byline"
    if line.stopped or line.bulleted or last or word_count(line.text) > _HEADLINE_WORDS:
        return "headline" if _asks_as_headline(line, last=last) and wants_headline else "body"
    return "headline" if wants_headline else "subheading"


def _asks_as_headline(line: Line, *, last: bool) -> bool:
    """Recognise 'Who pays for the flood?' above an article."""
    words = word_count(line.text)
    return (
        not last
        and line.first == line.last == 0
        and 3 <= words <= 14
        and line.text.rstrip("\"'”’").endswith(("?", "!"))
    )


def _is_dateline(words: str) -> bool:
    if len(words) > 120:
        return False
    if is_date_line(words):
        return True
    match = DATE.search(words)
    return (
        match is not None
        and _PLACE_AND_DATE.fullmatch(words[: match.start()]) is not None
        and not words[match.end() :].strip(" .,|–—-")
    )


def is_byline(words: str) -> bool:
    """Say whether a line only names its writers or its agency."""
    if len(words) > 140:
        return False
    if agency_credit(words) or SOURCE_LINE.fullmatch(words.rstrip(".")):
        return True
    match = BYLINE.fullmatch(words)
    if match is None or (words.rstrip().endswith((".", "!", "?", ":")) and not words.rstrip().endswith(("Jr.", "Sr."))):
        return False
    names = DATE.sub(" ", match["names"])
    tokens = re.split(r"[\s,|/·•–—-]+", names)
    plain = [token for token in tokens if token[:1].islower() and not _NAME_PARTICLES.match(token)]
    return bool(tokens) and len(tokens) <= 16 and len(plain) * 3 <= len(tokens) and not tokens[0][:1].islower()


def agency_credit(words: str) -> str | None:
    """Return the outlet of a line such as '(METRO 9 with AFP)', None for any other line."""
    match = _AGENCY_CREDIT.fullmatch(words.strip())
    if match is None or match["outlet"].lower().startswith(("with ", "photo", "file ", "image", "see ", "the author")):
        return None
    return match["outlet"].strip()


def _body_role(kept: Sequence[Line], position: int, *, at_tail: bool) -> SentenceRole:
    line = kept[position]
    if at_tail and _is_dateline(line.text):
        return "dateline"
    if line.stopped:
        return "byline" if at_tail and agency_credit(line.text) else "body"
    if at_tail and is_byline(line.text):
        return "byline"
    return "subheading" if _stands_over_text(kept, position) else "body"


def _stands_over_text(kept: Sequence[Line], position: int) -> bool:
    """Say whether a short line without a stop has running text above (or nothing) and below it."""
    line = kept[position]
    if line.bulleted or line.dashed or line.first != line.last or word_count(line.text) > _SUBHEADING_WORDS:
        return False
    following = kept[position + 1] if position + 1 < len(kept) else None
    before = kept[position - 1] if position else None
    return following is not None and following.stopped and (before is None or before.stopped)
