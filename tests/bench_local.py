"""Measure the embedded model on the seeds: seconds an article after loading, questions, and peak memory.

Run: ``python tests/bench_local.py [SCHEMA ...]`` from the checkout (default: every shipped schema).
"""

import asyncio
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from summarizer.extract.fieldwise.strategy import FieldWise
from summarizer.ingest.documents import make_document
from summarizer.llm.client import CompletionClient
from summarizer.llm.local import LocalClient, LocalServer
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint
from summarizer.llm.weights import adapter, find
from summarizer.schema_loader.load import load_schema

ROOT = Path(__file__).resolve().parent.parent


async def measure(names: list[str], say: Callable[[str], object]) -> None:
    """Fill each schema from every seed after one warming article, and say what it took."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    documents = [make_document(text, source="seed") for text in texts]
    clients: list[OpenAIClient] = []

    def connect(base_url: str) -> CompletionClient:
        clients.append(OpenAIClient(Endpoint("local", "smollm2", base_url)))
        return clients[-1]

    with LocalServer(find(None, ROOT / ".cache"), adapter=adapter()) as server:
        strategy = FieldWise(LocalClient(server, connect), model="local/smollm2")
        for name in names:
            schema = load_schema(ROOT / "schemas" / f"{name}.py")
            await strategy.extract(documents[0], schema)
            seconds, cpu, calls = [], [], []
            for document in documents:
                start, busy = time.perf_counter(), time.process_time()
                extraction = await strategy.extract(document, schema)
                seconds.append(time.perf_counter() - start)
                cpu.append(time.process_time() - busy)
                calls.append(extraction.usage.calls)
            say(
                f"{name:16} {statistics.fmean(seconds):5.2f} s an article (worst {max(seconds):.2f}), "
                f"{statistics.fmean(cpu):5.2f} CPU seconds, {statistics.fmean(calls):4.1f} questions"
            )
        for client in clients:
            await client.aclose()
    say(f"peak memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Measure the schemas named on the command line, or all of them."""
    named = sys.argv[1:] or sorted(path.stem for path in (ROOT / "schemas").glob("*.py"))
    asyncio.run(measure(named, print))


if __name__ == "__main__":
    main()
