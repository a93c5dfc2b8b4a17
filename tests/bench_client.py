"""Measure whole articles against a slow server, beside instructor and openai alone; and against a faulty one.

Run with ``python -m tests.bench_client [--articles 600] [--in-flight 128] [--latency 0.5]``: one run, one local server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Record, Usage
from summarizer.grounding.ground import ground
from summarizer.ingest.documents import make_document
from summarizer.run import Tally, run_batch
from summarizer.store.jsonl import JsonlStore
from summarizer.wiring import Context, load_context, open_pipelines
from tests.bench_grounding import wire_of
from tests.bench_llm import start_server
from tests.bench_run import article, rare_collections

KEY = r"storm (\d+)"
WARM_UP = 8
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that one article takes."""

    cpu_s: float
    wall_s: float


def context_for(url: str, cache: Path, **flags: object) -> Context:
    """Return the context of a run against ``url`` with a cache of its own."""
    given = {"model": "compatible/bench", "base_url": url, "cache_dir": cache, "price": "1/2", **flags}
    return load_context(given)


def answers_for(numbers: Sequence[int], path: Path) -> Path:
    """Write what the server is to answer to each article."""
    wires = {str(number): json.dumps(wire_of(make_document(article(number)))) for number in numbers}
    path.write_text(json.dumps(wires), encoding="utf-8")
    return path


async def timed(ask: Callable[[int], Awaitable[object]], numbers: Sequence[int], in_flight: int) -> Cost:
    """Return what one of ``numbers`` takes when each is asked about once."""
    places = asyncio.Semaphore(in_flight)

    async def one(number: int) -> None:
        async with places:
            await ask(number)

    for number in numbers[:WARM_UP]:
        await ask(number)
    rest = numbers[WARM_UP:]
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(one(number) for number in rest))
    return Cost((time.process_time() - cpu) / len(rest), (time.perf_counter() - wall) / len(rest))


def messages_for(context: Context, numbers: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """Return the very messages that a run sends, rendered beforehand."""
    prompt, schema = context.prompt(), context.schema()
    documents = {number: make_document(article(number)) for number in numbers}
    return {
        number: [
            {"role": message.role, "content": message.content}
            for message in prompt.render(document, schema, document.body)
        ]
        for number, document in documents.items()
    }


async def openai_alone(url: str, context: Context, numbers: Sequence[int], in_flight: int) -> Cost:
    """Measure ``chat.completions.create``, nothing validated."""
    import openai

    messages, schema = messages_for(context, numbers), context.schema()
    shape = {"type": "json_schema", "json_schema": {"name": "Facts", "schema": schema.wire_json_schema}}
    async with openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0, timeout=60) as client:

        async def ask(number: int) -> object:
            return await client.chat.completions.create(  # type: ignore[call-overload]  # plain dicts, as users write
                model="bench", messages=messages[number], response_format=shape, temperature=0
            )

        return await timed(ask, numbers, in_flight)


async def instructor_alone(url: str, context: Context, numbers: Sequence[int], in_flight: int) -> Cost:
    """Measure instructor's own client on the same messages and the same schema: sent, read and validated."""
    import instructor
    import openai

    messages, schema = messages_for(context, numbers), context.schema()
    async with openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0, timeout=60) as sdk:
        client = instructor.from_openai(sdk, mode=instructor.Mode.JSON_SCHEMA)

        async def ask(number: int) -> object:
            return await client.chat.completions.create(
                model="bench",
                messages=messages[number],  # type: ignore[arg-type]  # plain dicts, as users write them
                response_model=schema.wire_model,
                temperature=0,
            )

        return await timed(ask, numbers, in_flight)


async def whole_path(context: Context, numbers: Sequence[int], out: Path) -> tuple[Cost, Tally, Any]:
    """Measure a run: texts in; read, split, prompted, sent, validated, grounded, and written."""
    guards, tally = context.guards(), Tally()
    texts = {number: article(number) for number in numbers}

    def documents(wanted: Sequence[int]) -> Iterator[Document]:
        return (make_document(texts[number], source=str(number)) for number in wanted)

    with JsonlStore(out) as store:

        def write(records: Sequence[Record]) -> None:
            store.append_all(records)

        async with open_pipelines(context, guards=guards, repeats=(0,)) as pipelines:
            jobs = guards.articles
            await run_batch(pipelines, documents(numbers[:WARM_UP]), jobs=jobs, tally=Tally(), write=write)
            rest = numbers[WARM_UP:]
            cpu, wall = time.process_time(), time.perf_counter()
            await run_batch(pipelines, documents(rest), jobs=jobs, tally=tally, write=write)
            cost = Cost((time.process_time() - cpu) / len(rest), (time.perf_counter() - wall) / len(rest))
    return cost, tally, guards.live()


def speed(count: int, in_flight: int, latency_s: float, folder: Path) -> None:
    """Print what an article costs, beside instructor and openai alone, and how many a second there are.

    Each takes its turn in every round, on articles of its own, so that a machine whose speed changes is as slow for all.
    """
    each = count // ROUNDS
    numbers = range(ROUNDS * (each + WARM_UP))
    answers = answers_for(numbers, folder / "answers.json")
    rows: dict[str, list[Cost]] = {"openai alone": [], "instructor alone": [], "summarizer, whole path": []}
    server, url = start_server(latency_s, "--answers", str(answers), "--key", KEY)
    try:
        context = context_for(url, folder / "cache", jobs=in_flight)
        for turn in range(ROUNDS):
            some = numbers[turn * (each + WARM_UP) : (turn + 1) * (each + WARM_UP)]
            with rare_collections():
                rows["openai alone"].append(asyncio.run(openai_alone(url, context, some, in_flight)))
                rows["instructor alone"].append(asyncio.run(instructor_alone(url, context, some, in_flight)))
                cost, tally, _ = asyncio.run(whole_path(context, some, folder / f"speed{turn}.jsonl"))
            assert tally.records["complete"] == each, tally.records
            rows["summarizer, whole path"].append(cost)
    finally:
        server.terminate()
        server.wait()
    ours, base = rows["summarizer, whole path"], rows["instructor alone"]
    print(f"{each * ROUNDS} articles of 4,000 characters, {in_flight} in flight, server latency {latency_s} s, medians of "
          f"{ROUNDS} rounds")  # fmt: skip
    print(f"{'':24} {'CPU ms':>8} {'articles/s':>11} {'CPU / instructor':>17}")
    for name, costs in rows.items():
        ratios = [one.cpu_s / other.cpu_s for one, other in zip(costs, base, strict=True)]
        cpu_s, wall_s = (statistics.median(getattr(one, part) for one in costs) for part in ("cpu_s", "wall_s"))
        print(f"{name:24} {cpu_s * 1e3:8.2f} {1 / wall_s:11.1f} {statistics.median(ratios):17.2f}"
              f" ({min(ratios):.2f}-{max(ratios):.2f})")  # fmt: skip
    with rare_collections():
        stages(context, numbers, statistics.median(one.cpu_s for one in ours))
    ideal = in_flight / latency_s
    shares = [max(one.cpu_s, 1 / ideal) / one.wall_s for one in ours]
    why = "the CPU of one core" if statistics.median(one.cpu_s for one in ours) > 1 / ideal else "in flight / latency"
    print(f"throughput {statistics.median(shares):.2f} of the limit, which is {why} (asked: 0.9)")


def stages(context: Context, numbers: Sequence[int], whole_s: float) -> None:
    """Print what each stage takes by itself; what is left is the call, with all that runs it."""
    schema, prompt = context.schema(), context.prompt()
    took: dict[str, float] = {}

    def stage(name: str, step: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        step(items[0])
        began = time.process_time()
        results = [step(item) for item in items]
        took[name] = (time.process_time() - began) / len(items)
        return results

    texts = [article(number) for number in numbers]
    documents = stage("read and split", make_document, texts)
    stage("prompt", lambda document: prompt.render(document, schema, document.body), documents)
    answers = [json.dumps(wire_of(document)) for document in documents]
    wires = stage("validate", lambda text: schema.wire_model.model_validate_json(text).model_dump(), answers)

    def judge(pair: tuple[Document, dict[str, Any]]) -> object:
        sent = tuple(sentence.id for sentence in pair[0].body)
        return ground(pair[0], schema, Extraction(wire=pair[1], sent=sent, usage=Usage()))

    stage("support gate", judge, list(zip(documents, wires, strict=True)))
    took["call, keep, write and the rest"] = whole_s - sum(took.values())
    for name, seconds in took.items():
        print(f"  {name:32} {seconds * 1e3:7.2f} ms  {seconds / whole_s:5.0%}")


def faulty(count: int, in_flight: int, folder: Path) -> None:
    """Print what becomes of articles when one answer in five is faulty."""
    numbers = range(count + WARM_UP)
    answers = answers_for(numbers, folder / "answers2.json")
    server, url = start_server(0.05, "--answers", str(answers), "--key", KEY, "--faulty", "0.2")
    try:
        context = context_for(url, folder / "cache2", jobs=in_flight)
        _, tally, live = asyncio.run(whole_path(context, numbers, folder / "out2.jsonl"))
    finally:
        server.terminate()
        server.wait()
    records = [json.loads(line) for line in (folder / "out2.jsonl").read_text(encoding="utf-8").splitlines()]
    sources = Counter(record["document"]["source"] for record in records)
    reasons = Counter(str(record["error"]).split(":")[0] for record in records if record["status"] != "complete")
    print(f"\n{count} articles, 20 % of the answers faulty, {in_flight} in flight: {dict(tally.records)}")
    print(
        f"lost {count + WARM_UP - len(sources)}, twice {sum(n > 1 for n in sources.values())}, reasons {dict(reasons)}"
    )
    print(f"HTTP requests an article: {live.requests / (count + WARM_UP):.2f} (asked: at most 1.5)")


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--in-flight", type=int, default=128)
    parser.add_argument("--latency", type=float, default=0.5, help="seconds the server takes")
    asked = parser.parse_args(sys.argv[1:] if arguments is None and __name__ == "__main__" else arguments or [])
    with tempfile.TemporaryDirectory() as folder:
        speed(asked.articles, asked.in_flight, asked.latency, Path(folder))
        faulty(asked.articles, 32, Path(folder))


if __name__ == "__main__":
    main()
