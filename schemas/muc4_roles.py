"""The five roles of MUC-4 in reports of terrorist attacks; for the suite of `summarizer eval import muc4`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from summarizer import Ask

VERSION = "1"


class Muc4Roles(BaseModel):
    """Who carried out the attacks that an article reports, against what and whom, and with what."""

    perp_individuals: Annotated[list[str], Ask("Which people carried out or planned the attack?", kind="person")] = (
        Field(
            default_factory=list,
            description="The people who carried out, planned or are accused of an attack, by name or as described "
            "('heavily armed men'). One entry a person or group of people, in the article's exact words, as short as "
            "they identify it. Suspects count; organizations go in their own field. Empty if the article reports no "
            "attack or doesn't say who did it.",
        )
    )
    perp_organizations: Annotated[list[str], Ask("Which organization was behind the attack?", kind="organization")] = (
        Field(
            default_factory=list,
            description="The organizations, guerrilla groups, drug cartels or armed forces behind an attack or "
            "accused of it. One entry each, under one of the names that the article gives, in its exact words. Empty "
            "if none is named.",
        )
    )
    targets: Annotated[list[str], Ask("Which buildings, vehicles or other things were attacked?")] = Field(
        default_factory=list,
        description="The things attacked, damaged or aimed at: buildings, vehicles, bridges, power lines, offices. One "
        "entry each, in the article's exact words. Not people, and not a town as the mere place. Empty if none is "
        "mentioned.",
    )
    victims: Annotated[list[str], Ask("Which people were killed, injured, kidnapped or aimed at?", kind="person")] = (
        Field(
            default_factory=list,
            description="The people killed, injured, kidnapped, threatened or aimed at, by name, or as described where "
            "no name is given ('two peasants'). One entry a person or group of people, in the article's exact words. "
            "Attackers who fell in a clash don't count. Empty if there was none.",
        )
    )
    weapons: Annotated[list[str], Ask("Which weapons or explosives were used?")] = Field(
        default_factory=list,
        description="The weapons, explosives or other means used in an attack ('dynamite', 'car bomb'), in the "
        "article's exact words. One entry each. Not weapons that were only seized. Empty if none is mentioned.",
    )
