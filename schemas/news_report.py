"""The general news report: what happened, who, where, how many, who said what, what comes next."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from summarizer import Ask, When

VERSION = "1"


class Event(BaseModel):
    """Something that happened, is happening, or is planned, proposed or alleged to happen."""

    what: str = Field(
        description="The event in one plain sentence of your own: who did what to whom. One event per entry; the same "
        "event told twice is one entry. Background that the article only recalls counts if it is an event."
    )
    kind: Literal[
        "phone_call",
        "meeting",
        "attack",
        "exchange",
        "agreement",
        "statement",
        "decision",
        "election",
        "disaster",
        "crime",
        "economic",
        "other",
    ] = Field(
        description="The closest label. 'exchange' is a swap of prisoners, goods or land; 'decision' is an act of a "
        "government, court or board; 'economic' is a move of prices, markets or companies; 'statement' only where the "
        "saying itself is the news; 'other' where none fits."
    )
    status: Literal["happened", "ongoing", "planned", "proposed", "alleged"] = Field(
        description="'happened' if the article reports it as fact and over; 'ongoing' if not over; 'planned' if "
        "agreed or scheduled; 'proposed' if suggested or offered without agreement; 'alleged' if only one side claims "
        "it."
    )
    when: Annotated[When | None, Ask("When did this happen?", kind="date")] = Field(
        None,
        description="When it happened or is to happen, in the article's own words, such as 'on Tuesday' or 'late "
        "March'. Null if the article doesn't say.",
    )
    where: Annotated[str | None, Ask("Where did this happen?", kind="place")] = Field(
        None,
        description="The most exact place the article names for it, as written. Null if no place is named for this "
        "event; don't take the dateline's place for it.",
    )
    actors: list[str] = Field(
        default_factory=list,
        description="The people, groups, organizations or states that did it or took part in it, by the name the "
        "article gives. Empty if the article names none.",
    )
    affected: list[str] = Field(
        default_factory=list,
        description="The people, groups, places or things it was done to or that bore its effect, as the article "
        "names them. Not those who acted. Empty if none is named.",
    )


class Person(BaseModel):
    """A person whom the article names."""

    name: str = Field(
        description="The fullest form of the name in the article, without titles or offices. One entry a person. Only "
        "people named by name, not 'a spokesman'."
    )
    role: Annotated[str | None, Ask("What is this person's office or occupation?")] = Field(
        None, description="Office, occupation or part in the story as the article states it. Null if unstated."
    )
    affiliation: Annotated[
        str | None, Ask("Which organization or country does this person belong to?", kind="organization")
    ] = Field(
        None,
        description="The organization, party, company or state the article says the person acts or speaks for. Null "
        "if unstated; don't supply it from general knowledge.",
    )


class Figure(BaseModel):
    """A number that matters to the story."""

    value: float = Field(
        description="The number alone, written out in full: 3500000 for '3.5 million', 12 for 'a dozen', 50 for '50 "
        "percent'. Only numbers the article states; no dates, ages, times of day or numbers inside names."
    )
    unit: str = Field(
        description="What is counted or measured, in the article's words: 'people', 'percent', 'US dollars', "
        "'kilometres', 'seats'."
    )
    what: str = Field(description="What the number tells, in a short phrase: 'wounded in the blast', 'rise in rents'.")
    precision: Literal["exact", "at_least", "at_most", "about"] = Field(
        description="'at_least' for 'more than', 'over', 'at least'; 'at_most' for 'up to', 'fewer than', 'under'; "
        "'about' for 'around', 'nearly', 'some'; 'exact' otherwise."
    )
    according_to: Annotated[str | None, Ask("Who gave this number?")] = Field(
        None, description="The source the article gives for the number. Null if the article states it on its own."
    )


class Statement(BaseModel):
    """Something that the article reports someone as saying or writing."""

    speaker: str = Field(
        description="Who said it, by name, or by the words the article uses where it names nobody ('a police "
        "spokesman', 'the ministry')."
    )
    text: str = Field(
        description="What was said. Where the article quotes it, the quoted words exactly, without the quotation "
        "marks; where it reports indirectly, the content in one sentence. One entry a claim."
    )
    verbatim: bool = Field(description="True only if the text stands in quotation marks in the article, word for word.")
    kind: Literal["assertion", "accusation", "denial", "opinion", "forecast", "demand", "offer", "promise"] = Field(
        description="'accusation' blames someone; 'denial' rejects a claim; 'opinion' judges; 'forecast' says what "
        "will come; 'demand' asks for an act; 'offer' puts something forward; 'promise' commits the speaker; "
        "'assertion' is any other statement of fact."
    )


class Upcoming(BaseModel):
    """Something that the article says is still to come."""

    what: str = Field(
        description="What is to happen, in one sentence. Only what is scheduled, announced or expected by someone in "
        "the article; not wishes or warnings."
    )
    when: Annotated[When | None, Ask("When will this take place?", kind="date")] = Field(
        None, description="When it is to happen, in the article's own words. Null if the article doesn't say."
    )
    where: Annotated[str | None, Ask("Where will this take place?", kind="place")] = Field(
        None, description="Where it is to happen, as the article names it. Null if the article doesn't say."
    )
    participants: list[str] = Field(
        default_factory=list, description="Who is to take part, as the article names them. Empty if it doesn't say."
    )


class NewsReport(BaseModel):
    """A news article as facts: each stated in the article, none inferred from general knowledge."""

    headline: str | None = Field(
        None, description="The article's own headline, word for word. Null if the text carries none; don't write one."
    )
    outlet: Annotated[str | None, Ask("Which news outlet published this article?", kind="organization")] = Field(
        None,
        description="The newspaper, agency, site or broadcaster that published the article, as it names itself. An "
        "agency credited beside it doesn't count. Null if unstated.",
    )
    published: Annotated[dt.date | None, Ask("On what date was this article published?", kind="date")] = Field(
        None,
        description="The day of publication stated at the head or foot of the article; not the day of an event. Null "
        "if no full date is stated.",
    )
    summary: list[str] = Field(
        default_factory=list,
        description="Two to four sentences that tell the story to someone who won't read it: the news first, then the "
        "main consequence or reaction, then needed background. One sentence an entry; only what the article states.",
    )
    events: list[Event] = Field(
        default_factory=list,
        description="The events the article reports, most important first. Leave out passing mentions without any "
        "detail.",
    )
    people: list[Person] = Field(
        default_factory=list, description="Every person the article names, in order of mention."
    )
    organizations: list[str] = Field(
        default_factory=list,
        description="Organizations that play a part: governments and ministries, armies, companies, parties, "
        "agencies, armed groups. Each once, by its fullest name. Not countries, and not the outlet itself.",
    )
    places: list[str] = Field(
        default_factory=list,
        description="Places where something happened, happens or is to happen: countries, regions, cities, sites. "
        "Each once, by its fullest name. Not a capital that only stands for its government.",
    )
    figures: list[Figure] = Field(
        default_factory=list,
        description="The numbers that matter to the story: casualties, amounts, changes, votes, sizes.",
    )
    statements: list[Statement] = Field(
        default_factory=list,
        description="What people, offices and organizations are reported to have said, in order of mention.",
    )
    upcoming: list[Upcoming] = Field(
        default_factory=list, description="What is still to come after publication. Empty if the article names nothing."
    )
