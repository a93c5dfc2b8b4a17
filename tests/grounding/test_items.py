"""The leaves of one object are judged together: a number with what it counts, a speaker with the words, a doer with the deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from summarizer.domain.blocks import When
from summarizer.domain.document import Document
from summarizer.domain.record import Derivation
from summarizer.grounding.ground import Grounded


class Figure(BaseModel):
    value: float
    unit: str
    what: str
    precision: Literal["exact", "at_least", "at_most", "about"]


class Statement(BaseModel):
    speaker: str
    text: str
    verbatim: bool


class Event(BaseModel):
    what: str
    status: Literal["happened", "planned", "alleged"] = "happened"
    when: When | None = None
    where: str | None = None
    actors: list[str] = []
    affected: list[str] = []


class Attack(BaseModel):
    perpetrators: list[str] = []
    targets: list[str] = []
    killed: int | None = None
    injured: int | None = None


class Pledge(BaseModel):
    who: str
    what: str


@dataclass(frozen=True)
class Case:
    name: str
    model: type[BaseModel]
    item: Mapping[str, Any]
    sentence: str
    doubted: tuple[str, ...] = ()


BLAST = "The blast killed 14 people and injured 41 in Kabul, police said."
TRADE = "Exports rose 12% while imports fell 8%."
QUOTE = '"We will never give up," said Alice Brown, who leads the union, while Bob Green of the company called the strike illegal.'
PLEDGE = "Norway pledged to send new radar stations, while Sweden demanded a halt to drilling."
DRONES = "The army said its units destroyed 57 drones overnight, 35 of them over the border region."
STORM = "The storm struck the coast overnight, killing one person and damaging two hospitals."
PROPOSAL = "President Ada Low proposed that the United States take control of the ports to protect them from raids during a Tuesday call"
NURSES = "Minister Ada Low has pledged to send more nurses to the north, the Health Ministry said Wednesday."
NIGHT = '"The first night has not been quiet," the interior minister, Bo Lund, told the public broadcaster NRT.'


def _figure(value: float, unit: str, what: str, precision: str = "exact") -> dict[str, Any]:
    return {"value": value, "unit": unit, "what": what, "precision": precision}


CASES = [
    Case("killed-bound", Figure, _figure(14, "people", "killed in the blast"), BLAST),
    Case("killed-of-the-injured", Figure, _figure(41, "people", "killed in the blast"), BLAST, ("value",)),
    Case("injured-bound", Figure, _figure(41, "people", "injured"), BLAST),
    Case("rise-bound", Figure, _figure(12, "percent", "rise in exports"), TRADE),
    Case("rise-of-the-other", Figure, _figure(8, "percent", "rise in exports"), TRADE, ("value",)),
    Case("unit-in-other-words", Figure, _figure(12, "%", "rise in exports"), TRADE),
    Case("wrong-unit", Figure, _figure(12, "dollars", "rise in exports"), TRADE, ("value", "unit")),
    Case("magnitude-lost", Figure, _figure(3.5, "people", "displaced"), "Some 3.5 million people were displaced.", ("value",)),
    Case("magnitude-in-unit", Figure, _figure(3.5, "million people", "displaced", "about"), "Some 3.5 million people were displaced."),
    Case("magnitude-wrong", Figure, _figure(3.5, "billion people", "displaced", "about"), "Some 3.5 million people were displaced.", ("value", "unit")),
    Case("at-least-kept", Figure, _figure(14, "people", "killed", "at_least"), "At least 14 people were killed."),
    Case("at-least-called-exact", Figure, _figure(14, "people", "killed", "exact"), "At least 14 people were killed.", ("value",)),
    Case("whole-of-a-part", Figure, _figure(57, "drones", "drones destroyed overnight"), DRONES),
    Case("part-of-a-whole", Figure, _figure(35, "drones", "drones destroyed over the border region"), DRONES),
    Case("whole-given-as-part", Figure, _figure(57, "drones", "drones destroyed over the border region"), DRONES, ("value",)),
    Case("speaker-right", Statement, {"speaker": "Alice Brown", "text": "We will never give up", "verbatim": True}, QUOTE),
    Case("speaker-wrong", Statement, {"speaker": "Bob Green", "text": "We will never give up", "verbatim": True}, QUOTE, ("speaker",)),
    Case("second-speaker", Statement, {"speaker": "Bob Green", "text": "the strike is illegal", "verbatim": False}, QUOTE),
    Case("second-speaker-wrong", Statement, {"speaker": "Alice Brown", "text": "the strike is illegal", "verbatim": False}, QUOTE, ("speaker",)),
    Case("quotation-altered", Statement, {"speaker": "Alice Brown", "text": "We will not give up", "verbatim": True}, QUOTE, ("text",)),
    Case("speech-called-verbatim", Statement, {"speaker": "Bob Green", "text": "the strike illegal", "verbatim": True}, QUOTE, ("text",)),
    Case("doer-and-done-to", Event, {"what": "attack on an army base", "actors": ["rebels"], "affected": ["army base"]}, "Rebels attacked an army base in Goma."),
    Case("doer-and-done-to-swapped", Event, {"what": "attack on an army base", "actors": ["army"], "affected": ["rebels"]}, "Rebels attacked an army base in Goma.", ("actors/0", "affected/0")),
    Case("date-of-another-deed", Event, {"what": "Police arrested the mayor", "when": "Tuesday"}, "Police arrested the mayor on Monday and released him on Tuesday.", ("when",)),
    Case("date-of-this-deed", Event, {"what": "Police arrested the mayor", "when": "Monday"}, "Police arrested the mayor on Monday and released him on Tuesday."),
    Case("place-of-this-deed", Event, {"what": "A bomb exploded", "where": "Kabul"}, "A bomb exploded in Kabul, the governor of Kandahar said."),
    Case("place-of-someone-else", Event, {"what": "A bomb exploded", "where": "Kandahar"}, "A bomb exploded in Kabul, the governor of Kandahar said.", ("where",)),
    Case("plan-marked-as-plan", Event, {"what": "The company cuts 500 jobs", "status": "planned"}, "The company plans to cut 500 jobs."),
    Case("plan-told-as-done", Event, {"what": "The company cut 500 jobs", "status": "happened"}, "The company plans to cut 500 jobs.", ("what",)),
    Case("numbers-in-their-fields", Attack, {"killed": 14, "injured": 41}, BLAST),
    Case("numbers-in-each-others-fields", Attack, {"killed": 41, "injured": 14}, BLAST, ("killed", "injured")),
    Case("none-killed", Attack, {"killed": 0, "injured": 3}, "No one was killed in the explosion but three people were injured."),
    Case("hedge-without-a-field-for-it", Attack, {"killed": 14}, "At least 14 people were killed."),
    Case("sides-right", Attack, {"perpetrators": ["Vega"], "targets": ["Orion"]}, "Vega attacked Orion at the border."),
    Case("sides-swapped", Attack, {"perpetrators": ["Orion"], "targets": ["Vega"]}, "Vega attacked Orion at the border.", ("perpetrators/0", "targets/0")),
    Case("sides-swapped-passive", Attack, {"perpetrators": ["Vega"], "targets": ["Orion"]}, "Vega was attacked by Orion at the border.", ("perpetrators/0", "targets/0")),
    Case("pledge-of-its-maker", Pledge, {"who": "Norway", "what": "send radar stations"}, PLEDGE),
    Case("pledge-of-someone-else", Pledge, {"who": "Sweden", "what": "send radar stations"}, PLEDGE, ("who",)),
    Case("number-that-the-text-counts-beside-another", Figure, _figure(1, "person", "killing one person and damaging two hospitals"), STORM),
    Case("number-of-the-other-thing-in-the-text", Figure, _figure(2, "person", "killing one person and damaging two hospitals"), STORM, ("value",)),
    Case("number-in-a-row-of-things", Figure, _figure(20, "houses", "including two hospitals and 20 houses"), "The flood hit many buildings, including two hospitals and 20 houses."),
    Case("number-before-a-superlative", Figure, _figure(175, "passengers", "they had each carried 175 passengers in one of the largest rescues"), "The crews said they had each carried 175 passengers in one of the largest rescues since 2019."),
    Case("doer-of-a-proposal", Event, {"what": PROPOSAL, "actors": ["Ada Low"]}, f"{PROPOSAL} with the owners."),
    Case("speaker-after-an-inner-verb-of-saying", Statement, {"speaker": "Health Ministry", "text": "Ada Low has pledged to send more nurses to the north", "verbatim": False}, NURSES),
    Case("speaker-before-the-listener", Statement, {"speaker": "Bo Lund", "text": "The first night has not been quiet", "verbatim": True}, NIGHT),
    Case("listener-is-no-speaker", Statement, {"speaker": "NRT", "text": "The first night has not been quiet", "verbatim": True}, NIGHT, ("speaker",)),
    Case("doer-by-surname-after-a-title", Event, {"what": "President Low also pledged to help Norway get more ferries from Estia", "actors": ["Ada Low"]}, "President Low also pledged to help Norway get more ferries from Estia, and Ada Low's office confirmed it."),
    Case("namesake-is-no-doer", Event, {"what": "Bo Low pledged to help Norway", "actors": ["Ada Low"]}, "Bo Low pledged to help Norway, and Ada Low refused.", ("actors/0",)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_exactly_the_leaves_that_the_sentence_speaks_against_are_doubted(
    grounded: Callable[..., Grounded], document_of: Callable[..., Document], case: Case
) -> None:
    holder = type("Holder", (BaseModel,), {"__annotations__": {"items": list[case.model]}})  # type: ignore[name-defined]
    result = grounded(holder, document_of(case.sentence), {"items": [{**case.item, "evidence": [1]}]})
    doubted = {
        pointer.removeprefix("/items/0/")
        for pointer, receipt in result.evidence.items()
        if receipt.support not in ("verified", "derived", "unchecked")
    }
    assert doubted == set(case.doubted), {key: (one.support, one.reason) for key, one in result.evidence.items()}


@pytest.mark.parametrize(
    ("what", "value", "sentence", "derivation"),
    [
        ("wounded", 27, "15 soldiers and 12 civilians were wounded.", Derivation(operation="sum", operands=(15, 12))),
        (
            "prisoners freed",
            350,
            "Both sides freed 175 prisoners each.",
            Derivation(operation="sum", operands=(175, 175)),
        ),
        (
            "rise in members",
            12,
            "Membership rose from 40 to 52.",
            Derivation(operation="difference", operands=(52, 40)),
        ),
        (
            "countries that signed",
            3,
            "Peru, Chile and Bolivia signed the pact.",
            Derivation(operation="count", operands=(1, 1, 1)),
        ),
    ],
    ids=["sum", "each", "difference", "count"],
)
def test_a_number_that_follows_from_stated_ones_is_derived_with_its_operands(
    grounded: Callable[..., Grounded],
    document_of: Callable[..., Document],
    what: str,
    value: float,
    sentence: str,
    derivation: Derivation,
) -> None:
    class Holder(BaseModel):
        items: list[Figure]

    wire = {
        "items": [
            {"value": value, "unit": what.split(maxsplit=1)[0], "what": what, "precision": "exact", "evidence": [1]}
        ]
    }
    receipt = grounded(Holder, document_of(sentence), wire).evidence["/items/0/value"]
    assert (receipt.support, receipt.derivation) == ("derived", derivation)


@pytest.mark.parametrize(
    ("what", "value", "sentence"),
    [
        ("killed", 55, "14 people were killed and 41 injured."),
        ("soldiers wounded", 27, "15 soldiers and 12 civilians were wounded."),
        ("members", 12, "Membership rose from 40 to 52."),
        ("fall in members", 12, "Membership rose from 40 to 52."),
        ("houses", 27, "The village has 31 houses, 4 shops and 12 farms."),
        ("countries that signed", 4, "Peru, Chile and Bolivia signed the pact."),
    ],
    ids=["parts-of-different-deeds", "part-of-the-sum", "no-cue", "wrong-way", "random-difference", "miscounted"],
)
def test_arithmetic_excuses_no_wrong_number(
    grounded: Callable[..., Grounded], document_of: Callable[..., Document], what: str, value: float, sentence: str
) -> None:
    class Holder(BaseModel):
        items: list[Figure]

    wire = {
        "items": [
            {"value": value, "unit": what.split(maxsplit=1)[0], "what": what, "precision": "exact", "evidence": [1]}
        ]
    }
    receipt = grounded(Holder, document_of(sentence), wire).evidence["/items/0/value"]
    assert (receipt.support, receipt.derivation) == ("unsupported", None)
