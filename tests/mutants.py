"""Mutation testing of what scores: `make mutants` changes the code in small ways and lists what no test notices.

``python -m tests.mutants [--sample N] [GROUP …]`` copies the package and its fast tests to ``out/mutants``, lets mutmut
change one place at a time and run only the tests that reach it, and writes ``tests/scoring/MUTANTS.md``. The same
command goes on where it was cut off; what was decided stands until its file or its tests change. ``--sample`` takes so
many mutants of each file, always the same ones; without it all are tried, which takes hours.
"""

from __future__ import annotations

import argparse
import ast
import filecmp
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "out" / "mutants"
REPORT = ROOT / "tests" / "scoring" / "MUTANTS.md"
SCORING = "summarizer/scoring"
COPIED = ("summarizer", "schemas", "tests/conftest.py", "tests/scoring/core", "tests/scoring/published",
          "tests/scoring/statistics")  # fmt: skip
CONFIG = """
[tool.pytest.ini_options]
addopts = ["--strict-markers", "--import-mode=importlib"]
filterwarnings = ["error"]
markers = ["local_model: -", "browser: -", "packaging: -"]

[tool.mutmut]
source_paths = ["summarizer"]
only_mutate = {mutated}
also_copy = ["schemas"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
"""


FRESH = """
import functools
import gc


def pytest_sessionstart(session):
    # a mutant's process is forked from one that has run all tests: what that remembers would hide the mutant
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Files that the same fast tests hold; property tests of whole schemas take too long to be run for every mutant."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    first: str

    @property
    def work(self) -> Path:
        return WORK / self.name


PUBLISHED = "tests/scoring/published"
GROUPS = (
    Group(
        "comparators",
        ("comparators/*.py", "inventions.py"),
        ("tests/scoring/core/test_comparators.py", "tests/scoring/core/test_plan.py", "tests/scoring/core/test_texts.py", "tests/scoring/core/test_inventions.py"),
        "summarizer.scoring.comparators.texts.x_token_f1__mutmut_1",
    ),
    Group(
        "ledger",
        ("alignment.py", "canonical.py", "ledger.py", "likeness.py", "metrics.py", "outcomes.py", "plan.py", "ratios.py",
         "rows.py", "score_model.py", "walk.py"),
        ("tests/scoring/core/test_alignment.py", "tests/scoring/core/test_canonical.py", "tests/scoring/core/test_inventions.py", "tests/scoring/core/test_ledger.py", "tests/scoring/core/test_likeness.py", "tests/scoring/core/test_metrics.py",
         "tests/scoring/core/test_plan.py"),
        "summarizer.scoring.outcomes.x_judge__mutmut_1",
    ),
    Group(
        "published",
        ("published/[!_gs]*.py", "published/gtt_templates.py", "published/squad_v2.py"),
        (
            PUBLISHED,
            f"--ignore={PUBLISHED}/test_muc4_import.py",
            f"--ignore={PUBLISHED}/test_significance.py",
            f"--deselect={PUBLISHED}/test_gtt_templates.py::test_many_templates_are_scored_exactly_and_soon",
            f"--deselect={PUBLISHED}/test_anls_star.py::test_the_authors_package_gives_the_same_score",
            f"--deselect={PUBLISHED}/test_cases.py::test_only_the_statistics_need_numpy_and_scipy",
        ),
        "summarizer.scoring.published.squad_v2.x_score_answer__mutmut_1",
    ),
    Group(
        "statistics",
        ("statistics.py", "resampling.py", "published/significance.py", "published/gate_statistics.py"),
        ("tests/scoring/statistics", f"{PUBLISHED}/test_significance.py", f"{PUBLISHED}/test_shared_cases.py"),
        "summarizer.scoring.statistics.x_ratio__mutmut_1",
    ),
)  # fmt: skip
SEED = 20
STATUS = {0: "survived", 1: "killed", 3: "killed", 5: "survived", 33: "survived", 36: "timeout", 24: "timeout",
          -24: "timeout", 152: "timeout", 255: "timeout"}  # fmt: skip
"""mutmut's exit codes; 5 and 33 are mutants that no test reaches."""
UNJUDGED = "not judged yet"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no test noticed; ``place`` is file:line below ``summarizer/scoring``."""

    place: str
    change: str

    @property
    def key(self) -> tuple[str, str]:
        return self.place.partition(":")[0], self.change


def main(arguments: Sequence[str] | None = None) -> None:
    """Try the mutants that are still undecided, file by file, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("group", nargs="*", help=f"{', '.join(group.name for group in GROUPS)}; all without")
    parser.add_argument("--sample", type=int, help="how many mutants of each file")
    parser.add_argument("--report", action="store_true", help="write the report of what was tried, and try nothing")
    chosen = parser.parse_args(arguments)
    groups = [group for group in GROUPS if not chosen.group or group.name in chosen.group]
    for group in groups if not chosen.report else ():
        prepare(group)
        for path in mutated(group):
            names = undecided(group, path, chosen.sample)
            if names:
                mutmut(group, "run", "--max-children", "1", *names)
            print(f"{path:<44} {shown(Counter(statuses(group, path).values()))}", flush=True)
    write_report()


def prepare(group: Group) -> None:
    """Bring the copy up to date and let mutmut make the mutants; what changed is undecided again."""
    for name in COPIED:
        mirror(ROOT / name, group.work / name)
    files = [f"{SCORING}/{name}" for name in group.files]
    config = CONFIG.format(mutated=json.dumps(files), tests=json.dumps(group.tests))
    (group.work / "pyproject.toml").write_text(config, encoding="utf-8")
    (group.work / "tests" / "scoring" / "conftest.py").write_text(FRESH, encoding="utf-8")
    mutmut(group, "run", "--max-children", "1", group.first)  # mutmut makes them all before it tries one


def mirror(source: Path, target: Path) -> None:
    """Copy what differs."""
    files = [source] if source.is_file() else [path for path in source.rglob("*") if path.is_file()]
    kept = set()
    for path in files:
        if "__pycache__" in path.parts:
            continue
        copy = target / path.relative_to(source) if source.is_dir() else target
        kept.add(copy)
        if not copy.exists() or not filecmp.cmp(path, copy, shallow=False):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)  # with a time of its own, by which mutmut sees the change
    for copy in target.rglob("*.py") if source.is_dir() else ():
        if copy not in kept:
            copy.unlink()


def mutmut(group: Group, *arguments: str) -> str:
    """Run mutmut in the copy, nicely, and return what it says; SystemExit where it fails."""
    env = os.environ | {"SUMMARIZER_SHARED": str(ROOT.parent / "shared"), "HYPOTHESIS_PROFILE": "steady"}
    command = ["nice", "-n", "10", str(Path(sys.executable).parent / "mutmut"), *arguments]
    done = subprocess.run(command, cwd=group.work, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"mutmut {arguments[0]} failed:\n{done.stdout[-800:]}\n{done.stderr[-800:]}")
    return done.stdout


def mutated(group: Group) -> list[str]:
    """Return the group's files that have mutants."""
    folder = group.work / "mutants" / SCORING
    return sorted(path.relative_to(folder).as_posix().removesuffix(".meta") for path in folder.rglob("*.meta"))


def exit_codes(group: Group, path: str) -> dict[str, int | None]:
    """Return mutant → exit code of a file, None where it wasn't tried."""
    meta = group.work / "mutants" / SCORING / f"{path}.meta"
    codes: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return codes


def statuses(group: Group, path: str) -> dict[str, str]:
    """Return mutant → how it ended, of those that were tried."""
    return {name: STATUS.get(code, "suspicious") for name, code in exit_codes(group, path).items() if code is not None}


def undecided(group: Group, path: str, sample: int | None) -> list[str]:
    """Return the mutants still to be tried, of the file's sample; survivors again, since there may be a new test."""
    codes = exit_codes(group, path)
    names = sorted(codes)
    if sample is not None:
        names = random.Random(f"{SEED} {path}").sample(names, min(sample, len(names)))
    return [name for name in names if codes[name] is None or STATUS.get(codes[name] or 0) == "survived"]


def shown(counts: Counter[str]) -> str:
    """Return the counts in words."""
    return ", ".join(
        f"{counts[name]} {name}" for name in ("killed", "survived", "timeout", "suspicious") if counts[name]
    )


def survivors(group: Group, path: str) -> Iterator[Survivor]:
    """Yield the changes of a file that no test noticed."""
    for name, status in statuses(group, path).items():
        if status == "survived":
            yield survivor(path, name, mutmut(group, "show", name))


def survivor(path: str, name: str, diff: str) -> Survivor:
    """Return the change that mutmut shows as a diff, at its line of the file."""
    old = [line[1:] for line in diff.splitlines() if re.match(r"-(?!-- )", line)]
    new = [line[1:] for line in diff.splitlines() if re.match(r"\+(?!\+\+ )", line)]
    lines = (ROOT / SCORING / path).read_text(encoding="utf-8").splitlines()
    first, last = extent("\n".join(lines), name)
    line = next((k for k in range(first, last + 1) if old and lines[k - 1].strip() == old[0].strip()), first)
    change = f"{' '.join(part.strip() for part in old)} → {' '.join(part.strip() for part in new) or '(nothing)'}"
    return Survivor(f"{path}:{line}", change.replace("|", "¦").replace("`", "'"))


def extent(source: str, name: str) -> tuple[int, int]:
    """Return the lines of the function that a mutant's name stands for."""
    parts = name.rpartition("__mutmut_")[0].rpartition(".")[2].split("ǁ")
    function = parts[-1].removeprefix("x_") if len(parts) == 1 else parts[-1]
    owner = parts[1] if len(parts) > 2 else None
    for node in ast.walk(ast.parse(source)):
        body = node.body if isinstance(node, ast.Module | ast.ClassDef) else []
        if (node.name if isinstance(node, ast.ClassDef) else None) != owner:
            continue
        for each in body:
            if isinstance(each, ast.FunctionDef) and each.name == function:
                return each.lineno, each.end_lineno or each.lineno
    return 1, len(source.splitlines())


def judged() -> dict[tuple[str, str], str]:
    """Return what the report so far says of each survivor."""
    if not REPORT.exists():
        return {}
    rows = re.findall(r"^- `([^`:]+):\d+` `([^`]*)`: (.*)$", REPORT.read_text(encoding="utf-8"), re.MULTILINE)
    return {(path, change): verdict for path, change, verdict in rows}


def write_report() -> None:
    """Write counts by file, and each survivor with what a person said of it."""
    said = judged()
    table, listed, total = list[str](), list[str](), Counter[str]()
    for group, path in [(each, path) for each in GROUPS for path in mutated(each)]:
        codes, counts = exit_codes(group, path), Counter(statuses(group, path).values())
        total.update(counts)
        if not codes:
            continue
        table.append(
            f"| {path} | {len(codes)} | {counts.total()} | {counts['killed']} | {counts['survived']} | {counts['timeout']} |"
        )
        listed.extend(lines_of(survivors(group, path), said))
    REPORT.write_text("\n".join([*head(total), *table, "", "## Survivors", "", *listed, ""]), encoding="utf-8")
    print(f"{shown(total)}; {REPORT.relative_to(ROOT)}")


def lines_of(found: Iterable[Survivor], said: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield a line for every survivor."""
    for one in found:
        yield f"- `{one.place}` `{one.change}`: {said.get(one.key, UNJUDGED)}"


def head(total: Counter[str]) -> list[str]:
    """Return the lines above the table."""
    return [
        "# Mutants of the scoring package",
        "",
        "Made by `make mutants` (mutmut; see `tests/mutants.py`). A mutant is one small change of the code; it is killed",
        "when a test fails. *Tried* is a sample with a fixed seed. What stands behind a survivor is written by hand and",
        "kept when the file is made again.",
        "",
        f"Of {total.total()} mutants tried: {shown(total)}.",
        "",
        "| file | mutants | tried | killed | survived | timeout |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]


if __name__ == "__main__":
    main()
