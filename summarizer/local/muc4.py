"""Make exercises from MUC-4: windows of news reports, and for each role the fillers that stand in them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.domain.blocks import AnswerKind
from summarizer.errors import SourceError
from summarizer.extract.fieldwise.forms import NOT_STATED, joined
from summarizer.local.exercise import Exercise, Task

__all__ = ["FILE", "ROLES", "Report", "read_reports", "role_exercises", "windows"]

FILE = "train.json"
_WINDOW = 3  # sentences
_LONGEST = 80  # words
_SENTENCE_END = re.compile(r"(?<=[.?!\"])\s{2,}|(?<=[a-z)\"][.?!]) (?=\w)")
"""These texts are lower case: two spaces, or a full stop after a letter, end a sentence."""

ROLES: Mapping[str, tuple[AnswerKind, tuple[str, ...]]] = {
    "PerpInd": (
        "person",
        (
            "Which people carried out or planned the attack?",
            "Who carried it out?",
            "Who carried out the attack?",
            "Who are the attackers or suspects?",
        ),
    ),
    "PerpOrg": (
        "organization",
        (
            "Which organization was behind the attack?",
            "Which group or force carried it out?",
            "Which organization or armed group was behind it?",
        ),
    ),
    "Target": (
        "any",
        (
            "Which buildings, vehicles or other things were attacked?",
            "What was attacked or damaged?",
            "Which things were the targets of the attack?",
        ),
    ),
    "Victim": (
        "person",
        (
            "Which people were killed, injured, kidnapped or aimed at?",
            "Who was killed, hurt or taken?",
            "Who are the victims?",
            "Who was killed or injured?",
        ),
    ),
    "Weapon": (
        "any",
        ("Which weapons or explosives were used?", "What weapon was used?", "With what was the attack carried out?"),
    ),
}
"""Role → what kind of answer it takes and how it may be asked; first as the shipped schema asks."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``entities``: role → entities, each the mentions that name it with where the first of each stands."""

    name: str
    text: str
    entities: Mapping[str, tuple[tuple[tuple[str, int], ...], ...]]


def read_reports(path: Path) -> list[Report]:
    """Return the reports of a processed MUC-4 file, one a line; ``SourceError`` names what can't be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise SourceError(f"{path} can't be read ({exc}); --muc4 names the folder that holds {FILE}") from exc
    return [_report(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def windows(text: str) -> list[str]:
    """Return the text as passages of up to three whole sentences, in order, none left out."""
    found: list[list[str]] = [[]]
    for sentence in _SENTENCE_END.split(text):
        words = " ".join(sentence.split())
        full = len(found[-1]) == _WINDOW or len(" ".join((*found[-1], words)).split()) > _LONGEST
        if found[-1] and full:
            found.append([])
        if words:
            found[-1].append(words)
    return [" ".join(sentences) for sentences in found if sentences]


def role_exercises(reports: Sequence[Report], *, seed: int) -> list[Exercise]:
    """Return windows that hold a filler and half as many that hold none, each with every role asked.

    A window in which only a lone word of a filler stands, away from where the keys place it, may be about something
    else; it is left out.
    """
    chance = random.Random(seed)  # noqa: S311 - training data, not a secret
    holding: list[Exercise] = []
    empty: list[Exercise] = []
    for report in reports:
        for exercise, holds in _windowed(report, chance):
            (holding if holds else empty).append(exercise)
    chance.shuffle(empty)
    made = [*holding, *empty[: len(holding) // 2]]
    chance.shuffle(made)
    return made


def _windowed(report: Report, chance: random.Random) -> Iterator[tuple[Exercise, bool]]:
    plain = " ".join(report.text.split())
    for window in windows(report.text):
        start = plain.find(window[:60])
        found = {role: _standing(report, role, window, start) for role in ROLES}
        sure = any(certain for fillers in found.values() for _, certain in fillers)
        if not sure and any(found.values()):
            continue
        tasks = [_task(role, [text for text, _ in found[role]], chance) for role in ROLES]
        chance.shuffle(tasks)
        yield Exercise(f"muc4:{report.name}", window, tuple(tasks)), sure


def _task(role: str, fillers: Sequence[str], chance: random.Random) -> Task:
    kind, wordings = ROLES[role]
    question = wordings[0] if chance.random() < 0.5 else chance.choice(wordings)
    answer = joined(fillers) if fillers else NOT_STATED
    return Task(question, answer, "list", (answer,), kind=kind)


def _standing(report: Report, role: str, window: str, start: int) -> list[tuple[str, bool]]:
    """Return the fillers of a role that stand in a window, in its order, and whether each is surely meant there."""
    found: list[tuple[int, str, bool]] = []
    for entity in report.entities.get(role, ()):
        for mention, offset in entity:
            at = _find(mention, window)
            if at >= 0:
                placed = start >= 0 and start - 40 <= offset <= start + len(window) + 40
                found.append((at, mention, placed or " " in mention))
                break
    return [(mention, sure) for _, mention, sure in sorted(found)]


def _find(mention: str, window: str) -> int:
    words = r"\s+".join(re.escape(word) for word in mention.split())
    match = re.search(rf"(?<!\w){words}(?!\w)", window)
    return match.start() if match else -1


def _report(line: str, where: str) -> Report:
    try:
        found = json.loads(line)
        entities = {
            role: tuple(tuple((str(words), int(offset)) for words, offset in entity) for entity in listed)
            for role, listed in found["extracts"].items()
        }
        return Report(str(found["docid"]), str(found["doctext"]), entities)
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise SourceError(f"{where}: isn't a report with docid, doctext and extracts ({exc!r:.80})") from exc
