"""How fast the ledger scores nested records, beside anls_star on the same inputs, on one core."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from anls_star import anls_score
from pydantic import BaseModel, Field

from summarizer.domain.document import Document, Sentence
from summarizer.domain.record import Coverage, Evidence, Provenance, Record, SchemaRef
from summarizer.domain.schema import TargetSchema
from summarizer.schema_loader.derive import derive
from summarizer.scoring.gold_model import GoldArticle, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.ledger import score_article
from summarizer.scoring.metrics import measure
from summarizer.scoring.plan import plan_of

ARTICLES = 1000
ANLS_ARTICLES = 10

SYLLABLES = (
    "ar",
    "bel",
    "cor",
    "dan",
    "el",
    "fir",
    "gro",
    "hal",
    "ist",
    "jor",
    "kel",
    "lum",
    "mar",
    "nor",
    "os",
    "pel",
)
WORDS = [
    "minister",
    "council",
    "harbour",
    "ferry",
    "storm",
    "court",
    "budget",
    "border",
    "treaty",
    "election",
    "factory",
    "strike",
    "hospital",
    "school",
    "bridge",
    "signed",
    "opened",
    "closed",
    "raised",
    "rejected",
    "approved",
    "delayed",
    "announced",
    "destroyed",
    "repaired",
    "new",
    "old",
    "second",
    "large",
    "northern",
    "in",
    "on",
    "after",
    "before",
    "with",
    "against",
    "for",
    "from",
    "during",
    "the",
    "a",
    "of",
]


class Fact(BaseModel):
    """A fact with a leaf of each common kind."""

    what: str = Field(description="What happened.")
    who: str = Field(description="Who did it.")
    kind: Literal["decision", "accident", "crime", "other"] = Field(description="The label.")
    number: float = Field(description="The number of it.")


class Facts(BaseModel):
    """Ten objects of four leaves."""

    facts: list[Fact] = Field(description="The facts.")


class Thing(BaseModel):
    """An object with one leaf."""

    what: str = Field(description="What it is.")


class Things(BaseModel):
    """Thirty objects of a leaf each, and ten names."""

    things: list[Thing] = Field(description="The things.")
    actors: list[str] = Field(description="Who took part.")


def sentence(rng: random.Random) -> str:
    """Return a sentence-like text of eight to fourteen words, half of them made up."""
    words = [rng.choice(WORDS) if rng.random() < 0.6 else made_up(rng) for _ in range(rng.randint(8, 14))]
    return " ".join(words).capitalize() + "."


def made_up(rng: random.Random) -> str:
    """Return a word that no other article is likely to have."""
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))


def name(rng: random.Random) -> str:
    """Return a person's name."""
    return f"{made_up(rng).capitalize()} {made_up(rng).capitalize()}"


def nested(rng: random.Random) -> dict[str, Any]:
    """Return facts of ten objects with four leaves each."""
    labels = ("decision", "accident", "crime", "other")
    return {
        "facts": [
            {"what": sentence(rng), "who": name(rng), "kind": rng.choice(labels), "number": float(rng.randint(1, 9999))}
            for _ in range(10)
        ]
    }


def flat(rng: random.Random) -> dict[str, Any]:
    """Return facts of thirty objects with a leaf each, and ten names."""
    return {"things": [{"what": sentence(rng)} for _ in range(30)], "actors": [name(rng) for _ in range(10)]}


def answered(facts: Any, rng: random.Random) -> Any:
    """Return ``facts`` as a model might: entries dropped, added and in another order, texts reworded."""
    if isinstance(facts, dict):
        return {key: answered(value, rng) for key, value in facts.items()}
    if isinstance(facts, list):
        kept = [answered(one, rng) for one in facts if rng.random() > 0.1]
        return rng.sample(kept, len(kept))
    if isinstance(facts, float):
        return facts if rng.random() > 0.1 else facts + 1
    words = facts.split()
    if len(words) > 1 and rng.random() < 0.5:
        at = rng.randrange(len(words))
        other = rng.choice(WORDS)
        words[at] = other.capitalize() if words[at].istitle() else other
    return " ".join(words) if len(words) > 1 else facts


def gold_node(value: Any) -> GoldNode:
    """Return plain facts as gold."""
    if isinstance(value, dict):
        return GoldObject({key: gold_node(part) for key, part in value.items()})
    if isinstance(value, list):
        return GoldList(tuple(GoldItem(f"i{k}", gold_node(part)) for k, part in enumerate(value)))
    return GoldLeaf(value)


def pointers(value: Any, pointer: str = "") -> list[str]:
    """Return the JSON pointers of the leaves."""
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in pointers(part, f"{pointer}/{key}")]
    if isinstance(value, list):
        return [leaf for k, part in enumerate(value) for leaf in pointers(part, f"{pointer}/{k}")]
    return [pointer]


def article(facts: Any, schema: TargetSchema, rng: random.Random) -> tuple[GoldArticle, Record]:
    """Return gold and a record of one article that tells the facts."""
    text = " ".join(sentence(rng) for _ in range(20))
    digest = hashlib.sha256(text.encode()).hexdigest()
    gold = gold_node(facts)
    assert isinstance(gold, GoldObject)
    predicted = answered(facts, rng)
    receipts = {pointer: Evidence(sentences=(1,), support="verified") for pointer in pointers(predicted)}
    record = Record(
        schema_ref=SchemaRef(name=schema.name, version="1", digest=schema.digest),
        document=Document(
            id=digest,
            source="-",
            text=text,
            sentences=(Sentence(id=1, start=0, end=len(text), paragraph=1),),
            splitter="-",
        ),
        facts=predicted,
        evidence=receipts,
        coverage=Coverage(sentences=1, sent=(1,), furniture=(), cited=(1,), uncited=()),
        status="complete",
        error=None,
        provenance=Provenance(
            model="-", strategy="-", package_version="-", created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        ),
    )
    return (
        GoldArticle(
            path=Path("bench.yaml"),
            document_id=digest,
            schema_name=schema.name,
            schema_digest=schema.digest,
            split="dev",
            story=digest[:2],
            facts=gold,
        ),
        record,
    )


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of ``work``."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measured(label: str, model: type[BaseModel], make: Callable[[random.Random], Any]) -> Sequence[str]:
    """Return the lines of one shape of facts."""
    rng = random.Random(7)
    schema = derive(model)
    facts = [make(rng) for _ in range(ARTICLES)]
    articles = [article(one, schema, rng) for one in facts]
    plan = plan_of(schema)
    scores = [score_article(*articles[0], schema)]  # loads scipy
    took = seconds(lambda: scores.extend(score_article(gold, record, schema, plan=plan) for gold, record in articles))
    metrics = measure(scores[1:])
    counted = seconds(lambda: measure(scores[1:]))
    sample = list(zip(facts, (record.facts for _, record in articles), strict=True))[:ANLS_ARTICLES]
    theirs = seconds(lambda: [anls_score(one, other) for one, other in sample]) / len(sample)
    ours = took / ARTICLES
    leaves = metrics.counts.possible / ARTICLES
    return (
        f"scoring {label}: {ARTICLES} articles of {leaves:.0f} leaves in {took:.2f} s, {1000 * ours:.2f} ms an article",
        f"scoring {label}: anls_star {1000 * theirs:.1f} ms an article, {theirs / ours:.0f} times as long",
        f"scoring {label}: metrics of {ARTICLES} articles in {counted:.2f} s; F1 {metrics.values['f1']:.3f}",
    )


def main() -> None:
    """Print the numbers."""
    for line in (
        *measured("10 objects of 4 leaves", Facts, nested),
        *measured("30 objects and 10 names", Things, flat),
    ):
        print(line)


if __name__ == "__main__":
    main()
