"""Violent incidents: who did what to whom, with what, and at what cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from summarizer import Ask, When

VERSION = "1"


class ViolentIncident(BaseModel):
    """One act of violence, with its own place and time."""

    kind: Literal["attack", "bombing", "shooting", "kidnapping", "arson", "robbery", "air_strike", "riot", "other"] = (
        Field(
            description="The closest label. 'bombing' for planted, thrown or carried explosives; 'air_strike' for "
            "aircraft, drones and missiles; 'shooting' where guns are fired without a wider assault; 'attack' for an "
            "assault that no other label names; 'other' where none fits."
        )
    )
    when: Annotated[When | None, Ask("When did the incident happen?", kind="date")] = Field(
        None, description="When it happened, in the article's own words. Null if the article doesn't say."
    )
    where: Annotated[str | None, Ask("Where did the incident happen?", kind="place")] = Field(
        None, description="The most exact place named for it, as written. Null if none is named for this incident."
    )
    perpetrators: Annotated[list[str], Ask("Who carried it out?", kind="person")] = Field(
        default_factory=list,
        description="The people said to have done it, by name or as described ('two gunmen'). Suspects count. "
        "Organizations go in their own field. Empty if unknown.",
    )
    perpetrator_organizations: Annotated[
        list[str], Ask("Which group or force carried it out?", kind="organization")
    ] = Field(
        default_factory=list,
        description="The armed groups, forces or states said to be behind it, by the name the article gives. Empty if "
        "none is named.",
    )
    targets: Annotated[list[str], Ask("What was attacked or damaged?")] = Field(
        default_factory=list,
        description="The things attacked or damaged: buildings, vehicles, facilities, towns. Not people. Empty if "
        "none is named.",
    )
    victims: Annotated[list[str], Ask("Who was killed, hurt or taken?", kind="person")] = Field(
        default_factory=list,
        description="The people or groups of people killed, hurt, taken or aimed at, by name or as described ('a "
        "night guard'). Not bare numbers. Empty if none is mentioned.",
    )
    weapons: Annotated[list[str], Ask("What weapon was used?")] = Field(
        default_factory=list, description="The weapons or means used, as the article names them. Empty if unstated."
    )
    killed: Annotated[int | None, Ask("How many people were killed?", kind="number")] = Field(
        None,
        ge=0,
        description="How many people died in this incident, attackers included only where the article counts them. 0 "
        "only if it says that nobody died; null if it gives no number.",
    )
    injured: Annotated[int | None, Ask("How many people were injured?", kind="number")] = Field(
        None,
        ge=0,
        description="How many people were hurt and survived. 0 only if the article says that nobody was hurt; null if "
        "it gives no number.",
    )
    claimed_or_denied_by: Annotated[list[str], Ask("Who claimed or denied responsibility?", kind="organization")] = (
        Field(
            default_factory=list,
            description="Those who claimed or denied responsibility themselves, by name. Not those whom others blame. "
            "Empty if nobody did.",
        )
    )


class Incident(BaseModel):
    """The acts of violence that an article reports."""

    incidents: list[ViolentIncident] = Field(
        default_factory=list,
        description="One entry for each act of violence with its own place or time, most important first. The same "
        "act told twice is one entry; a series the article only sums up is one entry. Empty if there was none.",
    )
