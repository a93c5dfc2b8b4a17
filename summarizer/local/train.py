"""Rebuild the embedded model's adapter from the data files: ``python -m summarizer.local.train --help``."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import MissingExtraError, SourceError, SummarizerError, UsageError
from summarizer.llm.weights import find
from summarizer.local.material import Amounts, Material, check_files, prepare
from summarizer.local.tuning import Recipe, tune
from summarizer.settings import load_settings

if TYPE_CHECKING:
    from summarizer.local.measuring import Measured

__all__ = ["ADAPTER", "main"]

ADAPTER = "reader_lora.gguf"
_MODULES = ("torch", "transformers", "peft", "gguf", "numpy", "scipy", "spacy", "xllamacpp")
_SMOKE = Amounts(qamr=12, roles=6, dev=2, test=2, dev_reports=1, reports=1)
_CONTINUED = Recipe(rate=6e-4, warm_up=20, frozen=12)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, convert, measure and calibrate as the arguments say; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except SummarizerError as exc:
        sys.stderr.write(f"train: {exc}\n")
        return exc.exit_code
    except KeyboardInterrupt:
        sys.stderr.write(f"train: stopped; {options.out / ADAPTER}, if written, can be gone on from with --start\n")
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m summarizer.local.train", description=__doc__)
    parser.add_argument("--qamr", type=Path, required=True, help="folder with QAMR's filtered files")
    parser.add_argument("--muc4", type=Path, required=True, help="folder with MUC-4's train.json and dev.json")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the adapter, its calibration and its scores"
    )
    parser.add_argument("--weights", type=Path, help="the base model's GGUF file; by default the installed one")
    parser.add_argument("--start", type=Path, metavar="GGUF", help="go on from this adapter instead of from nothing")
    parser.add_argument("--seed", type=int, default=0, help="decides passages, order and first numbers (default 0)")
    parser.add_argument("--max-steps", type=_whole, default=Recipe().steps, help="default %(default)s")
    parser.add_argument(
        "--minutes",
        type=_positive,
        default=Recipe().minutes,
        help="end by then (default %(default)s); with "
        "fewer minutes than the steps take, the result depends on the machine's speed",
    )
    parser.add_argument(
        "--reports",
        type=_whole,
        default=Amounts().reports,
        help="MUC-4 dev reports to be tested by (default %(default)s, all but those that lists are calibrated with)",
    )
    parser.add_argument("--smoke", action="store_true", help="a run of two minutes that shows that everything works")
    parser.add_argument("--no-muc4-training", action="store_true", help="leave MUC-4 out of training, for comparison")
    parser.add_argument("--measure-only", type=Path, metavar="GGUF", help="train nothing; measure this adapter")
    return parser


def _run(options: argparse.Namespace) -> None:
    check_files(options.qamr, options.muc4)
    for adapter in (options.start, options.measure_only):
        if adapter is not None and not adapter.is_file():
            raise SourceError(f"{adapter} doesn't exist; name an adapter, a GGUF file")
    _check_extra()
    weights = find(options.weights, load_settings({}, folder=Path.cwd()).settings.models_dir)
    amounts = _SMOKE if options.smoke else Amounts(reports=options.reports)
    if options.no_muc4_training:
        amounts = replace(amounts, roles=0)
    _make_folder(options.out)
    started = time.monotonic()
    material = prepare(options.qamr, options.muc4, amounts, seed=options.seed)
    _say(_summary(material))
    adapter = options.measure_only or options.out / ADAPTER
    if options.measure_only is None:
        steps = tune(weights, material.train, adapter, _recipe(options), start=options.start, say=_say)
        _say(f"{adapter}: {steps} steps, {(time.monotonic() - started) / 60:.1f} min in all")
    from summarizer.local.measuring import measure  # noqa: PLC0415 - needs numpy and scipy, which may be missing

    _report(measure(material, weights, adapter, say=_say), adapter, options.out)


def _report(measured: Measured, adapter: Path, out: Path) -> None:
    """Write scores and calibration, and print them."""
    _say(measured.text())
    (out / "scores.md").write_text(measured.markdown(), encoding="utf-8")
    held = {
        "adapter": adapter.name,
        "forms": measured.forms,
        "curves": {kind: [round(value, 4) for value in astuple(curve)] for kind, curve in measured.curves.items()},
    }
    (out / "calibration.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    _say(f"wrote {adapter}, {out / 'calibration.json'} and {out / 'scores.md'}")


def _recipe(options: argparse.Namespace) -> Recipe:
    recipe = Recipe() if options.start is None else _CONTINUED
    if options.smoke:
        return replace(recipe, seed=options.seed, steps=min(3, options.max_steps), minutes=1.0, warm_up=1, tokens=300)
    return replace(recipe, seed=options.seed, steps=options.max_steps, minutes=options.minutes)


def _check_extra() -> None:
    missing = [name for name in _MODULES if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingExtraError(f"training needs {', '.join(missing)}; run `pip install 'summarizer[train]'`")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise UsageError(f"--out {folder}: can't be made a folder ({exc.strerror}); name another") from exc


def _summary(material: Material) -> str:
    tasks = sum(len(exercise.tasks) for exercise in material.train)
    held = {"development": material.dev, "test": material.test}
    rest = ", ".join(f"{sum(len(one.tasks) for one in exercises)} for {name}" for name, exercises in held.items())
    return f"{tasks} questions on {len(material.train)} passages for training, {rest}; {len(material.reports)} reports"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _whole(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} isn't 1 or more")
    return number


def _positive(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError(f"{text} isn't above 0")
    return number


if __name__ == "__main__":
    sys.exit(main())
