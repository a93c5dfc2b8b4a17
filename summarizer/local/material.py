"""Prepare all material of a run from the data files: exercises to train on, to calibrate with, and to be tested by."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from summarizer.errors import SourceError
from summarizer.local import muc4, qamr
from summarizer.local.entities import sentence_entities
from summarizer.local.exercise import Exercise
from summarizer.local.passages import PassageMaker

__all__ = ["Amounts", "Material", "check_files", "prepare"]

_REPORTS = "dev.json"


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many passages to make of each sort, and how many MUC-4 reports to calibrate with and to be tested by."""

    qamr: int = 1700
    roles: int = 2250
    dev: int = 60
    test: int = 90
    dev_reports: int = 40
    reports: int = 160


@dataclass(frozen=True, slots=True)
class Material:
    """``train``, ``dev`` and ``test`` share no article; ``dev_reports`` and ``reports`` are others still."""

    train: tuple[Exercise, ...]
    dev: tuple[Exercise, ...]
    test: tuple[Exercise, ...]
    dev_reports: tuple[muc4.Report, ...]
    reports: tuple[muc4.Report, ...]


def check_files(qamr_folder: Path, muc4_folder: Path) -> None:
    """Raise ``SourceError`` naming every data file that is missing, before anything heavy is loaded."""
    wanted = [*(qamr_folder / name for name in qamr.FILES), *(muc4_folder / name for name in (muc4.FILE, _REPORTS))]
    missing = [str(path) for path in wanted if not path.is_file()]
    if missing:
        raise SourceError(
            f"missing: {', '.join(missing)}; --qamr names the folder of QAMR's files "
            "(https://github.com/uwnlp/qamr), --muc4 that of the processed MUC-4 files (https://github.com/xinyadu/gtt)"
        )


def prepare(qamr_folder: Path, muc4_folder: Path, amounts: Amounts, *, seed: int) -> Material:
    """Return the material, the same for the same files, amounts and seed."""
    data = qamr.read_qamr(qamr_folder)
    split = qamr.split_articles(data.pairs)
    entities = sentence_entities(_needed(data, amounts))

    def passages(own: frozenset[str], others: frozenset[str], count: int, salt: int) -> Iterator[Exercise]:
        return islice(PassageMaker(data, own, entities, closed=others, seed=seed + salt).rounds(), count)

    read = [*passages(split.train, split.dev | split.test, amounts.qamr, 1)]
    roles = muc4.role_exercises(muc4.read_reports(muc4_folder / muc4.FILE), seed=seed + 1)
    train = [*read, *roles[: amounts.roles]]
    random.Random(seed + 3).shuffle(train)  # noqa: S311 - an order of training data
    return Material(
        tuple(train),
        # the test sets stay the same whatever the seed of the training
        tuple(
            islice(
                PassageMaker(data, split.dev, entities, closed=split.train | split.test, seed=11).rounds(), amounts.dev
            )
        ),
        tuple(
            islice(
                PassageMaker(data, split.test, entities, closed=split.train | split.dev, seed=12).rounds(), amounts.test
            )
        ),
        *_sampled(muc4.read_reports(muc4_folder / _REPORTS), amounts),
    )


def _needed(data: qamr.Qamr, amounts: Amounts) -> dict[str, str]:
    """Return the sentences whose entities matter: for a handful of passages, not all of them."""
    if amounts.qamr >= len(data.sentences) // 10:
        return data.sentences
    asked = list(dict.fromkeys(pair.sentence for pair in data.pairs))
    return {number: data.sentences[number] for number in asked[: 4 * amounts.qamr]}


def _sampled(reports: Sequence[muc4.Report], amounts: Amounts) -> tuple[tuple[muc4.Report, ...], ...]:
    """Return the reports to calibrate with and those to be tested by: never the same, whatever the amounts."""
    mixed = list(reports)
    random.Random(5).shuffle(mixed)  # noqa: S311 - a sample of reports
    first = Amounts().dev_reports
    return tuple(mixed[: amounts.dev_reports]), tuple(mixed[first : first + amounts.reports])
