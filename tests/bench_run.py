"""Measure whole runs: from the cache, over many articles, killed again and again, and what evidence costs in tokens.

``python -m tests.bench_run`` takes a minute or two; ``--long`` measures the numbers as they are promised (10,000 articles
from the cache, 100,000 for memory, 20 kills of a run of 500), which takes half an hour.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx2

from summarizer.cli.summarize_run import collect_rarely
from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Usage
from summarizer.grounding.remembered import RememberedGate
from summarizer.ingest.documents import make_document
from summarizer.ingest.remembered import RememberedReading
from summarizer.llm.caching import AnswerCache, Cached, open_cache
from summarizer.llm.local import LocalServer
from summarizer.llm.request import cache_key
from summarizer.store.jsonl import JsonlStore
from summarizer.store.lines import record_line
from summarizer.wiring import find_weights, load_context, open_pipeline
from tests.bench_grounding import wire_of
from tests.servers.openai_server import minimal_instance

ROOT = Path(__file__).parents[1]
BASE_URL = "http://127.0.0.1:9/v1"
MODEL = ["--model", "compatible/bench", "--price", "1/2"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("SUMMARIZER_")}
FIRST = ("Anna", "Boris", "Clara", "David", "Elena", "Frank", "Greta", "Hassan", "Ivana", "Jonas", "Karim", "Lena")
LAST = ("Abbott", "Bauer", "Castell", "Dorn", "Eklund", "Farrow", "Grant", "Huber", "Iversen", "Jansen", "Keller")
PLACES = ("Hafnia", "Northport", "Lindau", "Esbeck", "Carrow", "Melden", "Vartia", "Ostberg", "Sellin", "Dunmore")
BODIES = ["Harbour Board", "City Council", "Transport Ministry", "Rail Union", "Water Authority", "Central Bank"]
PATTERNS = (
    "The {body} of {place} said on {day} that {many:,} households had lost power after the storm hit the coast.",
    "“We will repair the bridge before winter and nobody will pay more,” {person} told reporters in {place} on {day}.",
    "{person}, who leads the {body}, met {other} in {place} on {day} to discuss the closure of {few} stations.",
    "Prices in {place} rose {few} percent last year, according to figures that the {body} published on {day}.",
    "Police in {place} arrested {few} people overnight and released most of them without charge, {person} said.",
    "The {body} plans to spend {few} million euros on the port of {place} next year, which {other} called overdue.",
    "“The figures are wrong and the minister knows it,” said {other}, a member of the {body} in {place}.",
    "{other} denied that the {body} had promised {many:,} new homes in {place} before the vote.",
)
LAUNCHER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""
"""A small process in between: one that is started by a large one counts its memory as its own."""
SECTIONS = ("cached", "memory", "kills", "tokens")


def article(number: int, size: int = 4_000) -> str:
    """Return an invented article of about ``size`` characters; equal numbers give equal articles."""
    chance = random.Random(number)

    def sentence() -> str:
        return chance.choice(PATTERNS).format(
            body=chance.choice(BODIES),
            place=chance.choice(PLACES),
            person=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            other=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            day=chance.choice(("Monday", "Tuesday", "Thursday", "Friday")),
            few=chance.randint(2, 98),
            many=chance.randint(100, 9_800),
        )

    parts = [f"{chance.choice(PLACES)} counts the cost of storm {number}", f"March {chance.randint(1, 28)}, 2025"]
    while sum(map(len, parts)) < size:
        parts.append(f"{sentence()} {sentence()}")
    return "\n\n".join(parts) + "\n"


def write_corpus(path: Path, count: int, size: int) -> None:
    """Write ``count`` articles, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": article(number, size)}) + "\n" for number in range(count))


def command(folder: Path, *arguments: object) -> list[str]:
    """Return the real command with the bench's model and a cache in ``folder``."""
    started = [sys.executable, "-m", "summarizer", "summarize", *map(str, arguments), *MODEL]
    return [*started, "--cache-dir", str(folder / "cache")]


def timed(arguments: list[str]) -> tuple[float, float, float]:
    """Run the command; return wall seconds, CPU seconds and peak memory in MB of that process alone."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *arguments],
        env=ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    code, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise RuntimeError(f"{' '.join(arguments)} exited with {code}: {done.stderr[-2000:]}")
    return time.perf_counter() - began, cpu, peak


class Answering:
    """A client that answers each article, found by its text in the request, with an answer made of the article."""

    def __init__(self, answer: Callable[[Document], str]) -> None:
        self._answer = answer
        self.document: Document | None = None

    async def complete(self, request: CompletionRequest) -> Completion:
        assert self.document is not None
        text = self._answer(self.document)
        usage = Usage(input_tokens=len(request.messages[-1].content) // 4, output_tokens=len(text) // 4, calls=1)
        return Completion(text=text, finish_reason="stop", usage=usage)


async def fill(folder: Path, corpus: Path, answer: Callable[[Document], str]) -> None:
    """Put the answer to every article, and what the gate finds in it, into the cache, as a live run would."""
    flags = {"model": "compatible/bench", "base_url": BASE_URL, "price": "1/2", "cache_dir": folder / "cache"}
    client = Answering(answer)
    async with open_pipeline(load_context(flags)) as pipeline:
        with open_cache(folder / "cache") as cache:
            read = RememberedReading(cache)
            # the same request and gate as the command's, over a client that needs no server
            pipeline.strategy._client = Cached(client, cache, endpoint=BASE_URL)  # type: ignore[attr-defined]
            for text, source in texts(corpus):
                client.document = read(text, source=source)
                await pipeline.summarize(client.document)


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield text and source of each article of a corpus."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            yield json.loads(line)["text"], f"{path}:{number}"


@contextlib.contextmanager
def rare_collections() -> Iterator[None]:
    """Have the collector of cycles work as in ``summarizer summarize`` for a while, for all that is compared."""
    known = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*known)


def cached(count: int) -> None:
    """Measure a re-run from the cache, and what each stage of it takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus, one = folder / "corpus.jsonl", folder / "one.jsonl"
        write_corpus(corpus, count, 4_000)
        write_corpus(one, 1, 4_000)
        asyncio.run(fill(folder, corpus, lambda document: json.dumps(wire_of(document))))
        run = ("--base-url", BASE_URL, "--out")
        start_wall, start_cpu, _ = timed(command(folder, one, *run, folder / "one.out.jsonl"))
        wall, cpu, _ = timed(command(folder, corpus, *run, folder / "out.jsonl"))
        lines = (folder / "out.jsonl").read_bytes().count(b"\n")
        assert lines == count, f"{lines} records of {count}"
        wall, cpu = wall - start_wall, cpu - start_cpu
        print(f"{count:,} articles of 4 kB from the cache (start-up of {start_cpu:.1f} s CPU taken off)")
        print(
            f"  wall {wall:.1f} s: {count / wall:,.0f} articles/s; CPU {cpu:.1f} s: {count / cpu:,.0f} articles/s a core"
        )
        with rare_collections():
            stages(folder, list(itertools.islice(texts(corpus), 500)), cpu / count)


def stages(folder: Path, articles: list[tuple[str, str]], whole: float) -> None:
    """Print what each stage takes by itself, an article, and what diskcache alone does."""
    context = load_context({"model": "compatible/bench", "base_url": BASE_URL, "price": "1/2"})
    schema, prompt = context.schema(), context.prompt()
    took: dict[str, float] = {}

    def stage(name: str, step: Callable[[Any], Any], items: list[Any]) -> list[Any]:
        step(items[0])
        began = time.process_time()
        results = [step(item) for item in items]
        took[name] = (time.process_time() - began) / len(items)
        return results

    with open_cache(folder / "cache") as cache:
        read = RememberedReading(cache)
        found = stage("read and split, remembered", lambda one: read(one[0], source=one[1]), articles)
    asked = stage("prompt", lambda document: prompt.render(document, schema, document.body), found)
    splitter = found[0].splitter
    requests = [
        CompletionRequest(
            model="bench", messages=messages, json_schema=schema.wire_json_schema, schema_name=schema.name,
            temperature=0.0, splitter=splitter,
        )
        for messages in asked
    ]  # fmt: skip
    keys = stage("cache key", lambda request: cache_key(request, endpoint=BASE_URL), requests)
    with open_cache(folder / "cache") as cache:
        stored = stage("cache read", cache.get, keys)
        completions = stage("answer", Completion.model_validate_json, stored)
        wires = stage("validate", lambda one: schema.wire_model.model_validate_json(one.text).model_dump(), completions)
        pairs = list(zip(found, wires, strict=True))
        gate = RememberedGate(cache)
        stage("support gate, remembered", lambda pair: gate.ground(pair[0], schema, _extraction(*pair)), pairs)
        records = _records(found, cache, completions)
    lines = stage("record to JSON", record_line, records)
    with JsonlStore(folder / "stage.jsonl") as store:
        chunks = [records[start : start + 32] for start in range(0, len(records), 32)]
        began = time.process_time()
        for chunk in chunks:
            store.append_all(chunk)
        took["write and sync"] = max(0.0, (time.process_time() - began) / len(records) - took["record to JSON"])
    took["tasks, threads, display and the rest"] = max(0.0, whole - sum(took.values()))
    for name, seconds in took.items():
        print(f"  {name:38} {seconds * 1e3:7.3f} ms  {seconds / whole:5.0%}")
    print(
        f"  {'diskcache alone, a read':38} {diskcache_alone(folder / 'bare', [len(text) for text in stored]):7.3f} ms"
    )
    print(f"  (a record is {sum(map(len, lines)) // len(lines):,} bytes)")


def _extraction(document: Document, wire: dict[str, Any]) -> Extraction:
    return Extraction(wire=wire, sent=tuple(one.id for one in document.body), usage=Usage())


def _records(found: list[Document], cache: AnswerCache, completions: list[Completion]) -> list[Any]:
    async def make() -> list[Any]:
        flags = {"model": "compatible/bench", "base_url": BASE_URL, "price": "1/2", "cache_dir": cache.folder}
        async with open_pipeline(load_context(flags)) as pipeline:
            return [await pipeline.summarize(document) for document in found]

    assert len(found) == len(completions)
    return asyncio.run(make())


def diskcache_alone(folder: Path, sizes: list[int]) -> float:
    """Return the milliseconds of CPU that a read of diskcache as it comes takes, of texts as long as the answers."""
    import diskcache

    with diskcache.Cache(str(folder)) as cache:
        for number, size in enumerate(sizes):
            cache[f"{number:064x}"] = "x" * size
        began = time.process_time()
        for number in range(len(sizes)):
            cache[f"{number:064x}"]
        return (time.process_time() - began) / len(sizes) * 1e3


def memory(count: int) -> None:
    """Measure the peak memory of a run and of one ten times as long."""
    schema = load_context({}).schema()
    answer = json.dumps(minimal_instance(dict(schema.wire_json_schema)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peaks = []
        for number in (count, count * 10):
            corpus = folder / f"corpus-{number}.jsonl"
            write_corpus(corpus, number, 400)
            asyncio.run(fill(folder, corpus, lambda _: answer))
            out = folder / f"out-{number}.jsonl"
            peaks.append(timed(command(folder, corpus, "--base-url", BASE_URL, "--jobs", 64, "--out", out))[2])
            out.unlink()
        less, more = peaks
        print(
            f"peak memory: {less:.0f} MB over {count:,} articles, {more:.0f} MB over {count * 10:,}: {more / less - 1:+.1%}"
        )


def kills(times: int, count: int) -> None:
    """Kill a run at random moments, resume it, and count the records."""
    chance = random.Random(7)
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/servers/openai_server.py"), "--port", "8979", "--latency", "0.01"],
        stderr=subprocess.DEVNULL,
    )
    wrong, killed = [], []
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            corpus, out = folder / "corpus.jsonl", folder / "out.jsonl"
            write_corpus(corpus, count, 600)
            resume = command(
                folder, corpus, "--base-url", "http://127.0.0.1:8979/v1", "--jobs", 16, "--out", out, "--resume"
            )
            span = timed(resume)[0]
            for _ in range(times):
                out.unlink()
                shutil.rmtree(folder / "cache")
                killed.append(_killed(resume, chance.uniform(0.1, 0.95) * span, out))
                timed(resume)
                ids = [json.loads(line)["document"]["id"] for line in out.read_text().splitlines()]
                if len(ids) != count or len(set(ids)) != count:
                    wrong.append((killed[-1], len(ids), len(set(ids))))
    finally:
        server.terminate()
        server.wait()
    print(f"kill -9 at {times} random moments of a run of {count} (with {killed} records written), then --resume: "
          f"{f'{count} records, each once, every time' if not wrong else f'WRONG {wrong}'}")  # fmt: skip


def _killed(arguments: list[str], after_s: float, out: Path) -> int:
    process = subprocess.Popen(arguments, env=ENVIRONMENT, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return out.read_bytes().count(b"\n") if out.exists() else 0


def tokens() -> None:
    """Count what evidence costs an answer: sentence numbers against the sentences' own words."""
    names = sorted((ROOT / "seeds").glob("*.txt"))
    found = [make_document(path.read_text(encoding="utf-8"), source=path.name) for path in names]
    found += [make_document(article(number), source="invented") for number in range(20)]
    wires = [wire_of(document) for document in found]
    facts = sum(map(_leaves, wires))
    pairs = list(zip(wires, found, strict=True))
    ids, quotes, bare = (
        _count_tokens(json.dumps(wire, separators=(",", ":"), ensure_ascii=False) for wire in answers) / facts
        for answers in (wires, [_quoting(*pair) for pair in pairs], [_quoting(wire, None) for wire in wires])
    )
    share = (ids - bare) / (quotes - bare)
    print(f"output tokens a grounded fact, {facts:,} facts of {len(found)} articles, the embedded model's tokenizer:")
    print(f"  evidence as sentence numbers {ids - bare:.1f}, as verbatim quotes {quotes - bare:.1f}: {share:.2f} of it")
    print(f"  the whole answer {ids:.1f} and {quotes:.1f}: {ids / quotes:.2f}")


def _quoting(value: Any, document: Document | None) -> Any:
    """Return an answer with each list of sentence numbers as the sentences themselves, or without any evidence."""
    if isinstance(value, list):
        return [_quoting(item, document) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {name: _quoting(item, document) for name, item in value.items() if name != "evidence"}
    if "evidence" in value and document is not None:
        rest["evidence"] = [document.sentence_text(number) for number in value["evidence"]]
    return rest


def _leaves(value: Any) -> int:
    if isinstance(value, list):
        return sum(map(_leaves, value))
    if isinstance(value, dict):
        return sum(_leaves(item) for name, item in value.items() if name != "evidence")
    return value is not None


def _count_tokens(texts: Iterable[str]) -> int:
    """Return how many tokens ``texts`` are for the embedded model, whose server has its tokenizer."""
    with LocalServer(find_weights(load_context({}))) as server:
        address = server.start().removesuffix("/v1")
        with httpx2.Client(trust_env=False, timeout=60) as client:
            answers = [client.post(f"{address}/tokenize", json={"content": text}) for text in texts]
    return sum(len(answer.json()["tokens"]) for answer in answers)


def main(arguments: list[str] | None = None) -> None:
    """Measure what was asked for; without arguments all of it, briefly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=[], metavar="|".join(SECTIONS))
    parser.add_argument("--long", action="store_true", help="as many articles and kills as are promised")
    given = parser.parse_args(arguments if arguments is not None else [])
    steps: dict[str, Callable[[], None]] = {
        "cached": lambda: cached(10_000 if given.long else 600),
        "memory": lambda: memory(10_000 if given.long else 500),
        "kills": lambda: kills(20, 500) if given.long else kills(2, 60),
        "tokens": tokens,
    }
    for name in given.sections or SECTIONS:
        steps[name]()
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
