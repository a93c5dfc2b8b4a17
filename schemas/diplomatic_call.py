"""A call, or a round of talks, between leaders: what was put forward, agreed, refused and promised."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from summarizer import Ask, When

VERSION = "1"


class Proposal(BaseModel):
    """Something put forward in the talks, agreed to or not."""

    who: str = Field(description="The person or side that put it forward, by name.")
    what: str = Field(
        description="What was suggested or offered, in one sentence. One entry a proposal. Not a demand that bars a "
        "deal (that is a red line) and not a commitment of one's own (that is a pledge)."
    )


class Position(BaseModel):
    """What one side holds on a disputed topic."""

    who: str = Field(description="The person or side that holds it, by name.")
    position: str = Field(description="What this side wants or holds on the topic, in one sentence.")


class Disagreement(BaseModel):
    """A topic on which the sides differ."""

    topic: str = Field(description="What the sides differ on, in a short phrase.")
    positions: list[Position] = Field(
        default_factory=list,
        description="One entry for each side whose position the article states. Empty if it only says that they "
        "differ.",
    )


class Pledge(BaseModel):
    """A commitment that one side made about its own acts."""

    who: str = Field(description="The person or side that committed itself, by name.")
    what: str = Field(
        description="What it committed itself to do or to stop, in one sentence, with the conditions the article "
        "states."
    )


class RedLine(BaseModel):
    """A demand or refusal that a side calls final."""

    who: str = Field(description="The person or side that draws the line, by name.")
    what: str = Field(
        description="What it insists on or rules out, in one sentence. Only what is stated as a condition, a refusal "
        "or non-negotiable; not a mere wish."
    )


class PrisonerExchange(BaseModel):
    """A swap of prisoners that the article reports or announces."""

    each_side: Annotated[int | None, Ask("How many prisoners will each side release?", kind="number")] = Field(
        None,
        description="How many prisoners each side hands over. Null if the article gives no figure for each side, or "
        "only a total.",
    )
    additional_wounded: Annotated[
        int | None, Ask("How many wounded prisoners are handed over in addition?", kind="number")
    ] = Field(None, description="How many wounded prisoners come on top of the exchange. Null if none are mentioned.")
    mediator: Annotated[str | None, Ask("Who mediated the prisoner exchange?")] = Field(
        None, description="The state, organization or person said to have mediated the swap. Null if unstated."
    )


class NextTalks(BaseModel):
    """The next round of talks that the article names."""

    where: Annotated[str | None, Ask("Where will the next talks take place?", kind="place")] = Field(
        None, description="Where they are to be held, as the article names it. Null if it doesn't say."
    )
    when: Annotated[When | None, Ask("When will the next talks take place?", kind="date")] = Field(
        None, description="When they are to be held, in the article's own words. Null if it doesn't say."
    )
    participants: list[str] = Field(
        default_factory=list, description="The people or sides that are to take part. Empty if the article doesn't say."
    )


class DiplomaticCall(BaseModel):
    """The main call between leaders in an article; if it reports several, the one it is chiefly about."""

    callers: list[str] = Field(
        default_factory=list,
        description="The leaders or officials on the call, by their fullest names, without titles. Empty if the "
        "article reports no call.",
    )
    when: Annotated[When | None, Ask("When did the call take place?", kind="date")] = Field(
        None, description="When the call took place, in the article's own words. Null if it doesn't say."
    )
    duration_minutes: Annotated[int | None, Ask("How long did the call last?", kind="duration")] = Field(
        None,
        ge=0,
        description="How long it lasted, in minutes: 90 for 'an hour and a half'. Null if unstated or only 'long' or "
        "'brief'.",
    )
    proposals: list[Proposal] = Field(
        default_factory=list, description="What was suggested or offered on the call or in reply to it."
    )
    agreed: list[str] = Field(
        default_factory=list,
        description="What both sides are reported to have agreed on, one point an entry, in one sentence. Not what "
        "only one side claims.",
    )
    disagreed: list[Disagreement] = Field(
        default_factory=list, description="Topics on which the article reports that the sides differ."
    )
    pledges: list[Pledge] = Field(
        default_factory=list, description="Commitments that one side made about its own acts."
    )
    red_lines: list[RedLine] = Field(
        default_factory=list, description="Conditions and refusals that a side states as final."
    )
    prisoner_exchange: PrisonerExchange | None = Field(
        None, description="A swap of prisoners done, agreed or announced. Null if the article mentions none."
    )
    next_talks: NextTalks | None = Field(
        None, description="The next round of talks or call that is planned. Null if the article mentions none."
    )
