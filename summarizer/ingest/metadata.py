"""Headline, outlet, author, date and place, found in plain text where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.domain.document import Metadata
from summarizer.ingest.dates import DATE, find_date, is_date_line
from summarizer.ingest.lines import Line
from summarizer.ingest.roles import BYLINE, SOURCE_LINE, Roles, agency_credit

__all__ = ["find_metadata"]

_CITY = r"[A-Z\u00c0-\u00dd][A-Z\u00c0-\u00dd.’'-]+(?: [A-Z\u00c0-\u00dd][A-Z\u00c0-\u00dd.’'-]*){0,3}"
_PLAIN_CITY = r"[A-Z\u00c0-\u00dd][\w.’'-]+(?: (?:(?:de|del|la|le|el|al|da|do) )?[A-Z\u00c0-\u00dd][\w.’'-]*){0,3}"
_REGION = r"(?:, [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2})?"
_DAY = r"(?:,? (?:[A-Z][a-z]+day,? )?(?:[A-Z][a-zäé]+\.? \d{1,2}|\d{1,2}\.? [A-Z][a-zäé]+)(?:,? \d{4})?)?"
_AGENCY = r"(?:,? ?[(\[](?P<agency>[A-Z][\w.&’'/ -]{1,40})[)\]])"
_DATELINE = re.compile(
    # KYIV, March 3 (AP) — · LONDON (Reuters) - · Brussels – · WASHINGTON, D.C. —
    rf"(?P<place>{_CITY}{_REGION}|{_PLAIN_CITY}{_REGION}){_DAY}{_AGENCY}?\s?(?:\s[–—-]{{1,2}}|[–—]|--)\s(?=[\"“'‘]?[A-Z0-9\u00c0-\u00dd])"
    # WASHINGTON: … in capitals only, lest "Breaking: …" become a place
    rf"|(?P<loud>{_CITY}{_REGION}){_DAY}{_AGENCY.replace('agency', 'agency2')}?:\s(?=\S)"
)
_DATELINE_LENGTH = 160
_NO_PLACE = re.compile(
    r"(?:analysis|breaking|correction|editorial|exclusive|explained|explainer|factbox|fact-check|interview|live|note"
    r"|opinion|photos|review|update|updated|video|watch|warning|q|a|podcast|profile|report|sponsored|timeline|viewpoint"
    r"|comment|summary)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:News|Newsroom|Times|Post|Press|Agency|Agence|Agencies|Herald|Guardian|Journal|Tribune|Gazette|Telegraph"
    r"|Chronicle|Courier|Observer|Broadcasting|Network|TV|Television|Radio|Media|Reuters|Bloomberg|Independent|Wire"
    r"|Online|Today|Daily|Weekly|Magazine|Review|Service|Monitor|Sun|Mirror|Express|Standard|Zeitung|Monde|Figaro|País"
    r"|Mundo|Institute|Foundation|University|Department|Ministry|Office|Inc|Ltd)\b"
    r"|\b[A-Z]{3,}\b|\d|\.com\b|\.org\b"
)
_STAFF = re.compile(
    r"\b(?:staff|reporters?|correspondents?|agencies|agency|editors?|editorial|newsroom|desk|team|writers?|admin|guest)\b",
    re.IGNORECASE,
)
_NAME_CUT = re.compile(r"\s*(?:[|·•–—]|,(?!\s*(?:Jr|Sr|PhD|MD)\b)|\s-\s|\bin\s(?=[A-Z])|\bfor\s(?=[A-Z]))\s*")
_AND = re.compile(r"\s+(?:and|und|et|y|&)\s+|,\s*(?=[A-Z][\w.’'-]+ [A-Z])")
_PERSON = re.compile(
    r"(?:[A-Z\u00c0-\u017d][\w.’'-]*|van|von|de|der|den|del|della|di|da|bin|al|el|la|le|dos|ten|ter)(?:\s+|$)"
)
_UPDATED = re.compile(r"updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|stand", re.IGNORECASE)

Found = dict[str, tuple[object, int]]


def find_metadata(lines: Sequence[Line], roles: Roles, given: Metadata) -> Metadata:
    """Return ``given`` filled up from the text; ``found_in`` names the sentence of every value that stands there."""
    found: Found = {}
    if roles.headline is not None:
        found["headline"] = (roles.headline.text.strip(), roles.headline.first)
    _find_bylines(roles, found)
    _find_dates(lines, roles, found)
    _find_dateline(lines, roles, found)
    values: dict[str, object] = {name: value for name, (value, _) in found.items()}
    stated = {name: value for name, value in given if name != "found_in" and value is not None}
    values.update(stated)
    places = {name: number + 1 for name, (value, number) in found.items() if values[name] == value}
    return Metadata(**values, found_in={**places, **given.found_in})


# Bylines --------------------------------------------------------------------------------------------------------------


def _find_bylines(roles: Roles, found: Found) -> None:
    for line in roles.bylines:
        if match := BYLINE.fullmatch(line.text):
            _read_names(DATE.sub(" ", match["names"]), line.first, found)
        elif outlet := _stated_outlet(line.text):
            found.setdefault("outlet", (outlet, line.first))


def _stated_outlet(words: str) -> str | None:
    if match := SOURCE_LINE.fullmatch(words.rstrip(".")):
        return match["outlet"].strip()
    return agency_credit(words)


def _read_names(names: str, number: int, found: Found) -> None:
    """Sort the parts of a byline into persons and at most one organisation."""
    people: list[str] = []
    for part in filter(None, (piece.strip(" .,|:") for piece in _NAME_CUT.split(names))):
        if _is_organisation(part):
            found.setdefault("outlet", (part, number))
        else:
            people.extend(person for person in _AND.split(part) if _is_person(person))
    if people:
        found.setdefault("author", (", ".join(people[:-1]) + " and " + people[-1] if people[1:] else people[0], number))


def _is_organisation(part: str) -> bool:
    # A whole name in capitals ("JANE ROE") is how some papers set persons.
    loud_person = part.isupper() and 2 <= len(part.split()) <= 3 and not any(map(str.isdigit, part))
    if _STAFF.search(part) or loud_person:
        return False
    return _ORGANISATION.search(part) is not None or part.startswith(("The ", "Agence "))


def _is_person(part: str) -> bool:
    words = part.split()
    return 2 <= len(words) <= 5 and not _STAFF.search(part) and all(_PERSON.fullmatch(word) for word in words)


# Dates ----------------------------------------------------------------------------------------------------------------


def _find_dates(lines: Sequence[Line], roles: Roles, found: Found) -> None:
    """Take the publication date: a line of its own first, else a stamp, a byline or a dateline."""
    places = [(line.text, line.first) for line in (*roles.dates, *roles.bylines)]
    # A stamp may share its line with what a page dump put behind it.
    places += [
        (line.opening, line.first) for line in lines[:2] if roles.of[line.first] == "dateline" != roles.of[line.last]
    ]
    dated = [(date, number, _is_update(words)) for words, number in places if (date := find_date(words))]
    if dated:
        date, number, _ = min(dated, key=lambda entry: entry[2])  # the first that isn't an update
        found["published"] = (date, number)


def _is_update(words: str) -> bool:
    """Say whether the first date of a line is that of a later change."""
    label = _UPDATED.search(words)
    date = DATE.search(words)
    return label is not None and date is not None and label.start() < date.start()


def _find_dateline(lines: Sequence[Line], roles: Roles, found: Found) -> None:
    """Read the place, agency and date in front of the body's first words, else the place of a date line."""
    body = next((line for line in lines if line.first >= roles.body_start and roles.of[line.first] == "body"), None)
    match = _DATELINE.match(body.text, 0, _DATELINE_LENGTH) if body else None
    if body is None or match is None or _NO_PLACE.match(match.group()):
        _find_place_of_date(roles, found)
        return
    found["place"] = (match["place"] or match["loud"], body.first)
    if agency := match["agency"] or match["agency2"]:
        found.setdefault("outlet", (agency, body.first))
    if "published" not in found and (date := find_date(body.text, 0, match.end())):
        found["published"] = (date, body.first)


def _find_place_of_date(roles: Roles, found: Found) -> None:
    for line in roles.dates:
        match = DATE.search(line.text)
        before = line.text[: match.start()].strip(" ,|–—-") if match else ""
        if before and not is_date_line(line.text):
            found["place"] = (before, line.first)
            return
