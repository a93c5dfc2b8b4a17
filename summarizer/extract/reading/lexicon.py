"""Words of English news that the finders go by: titles, offices, verbs of saying, hedges, cues of the future."""

from __future__ import annotations

import re

__all__ = [
    "BODY",
    "CONFLICT_VERBS",
    "FUTURE_CUES",
    "HONORIFIC",
    "HUMAN",
    "METONYMS",
    "MONTHS",
    "OFFICE",
    "PRONOUNS",
    "SAYING",
    "SPEECH_ACTS",
    "WEAPONS",
    "WEEKDAYS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_HONORIFICS = "mr mrs ms miss dr prof professor sir dame lord lady madam president chancellor prime minister king queen"
_HONORIFICS += " pope prince princess senator congressman congresswoman governor mayor judge justice general colonel"
_HONORIFICS += (
    " captain lieutenant sergeant major admiral rev reverend sen rep gov gen col capt lt sgt secretary minister"
)
HONORIFIC = re.compile(rf"^(?:(?:{'|'.join(_HONORIFICS.split())})\b\.?\s+)+(?=[A-Z])", re.IGNORECASE)
"""Titles before a name, which are no part of it."""

OFFICE = re.compile(
    r"\b(?:president|premier|minister|secretary|advis[eo]r|spokes\w+|envoy|ambassador|leader|chief|chancellor|resident"
    r"|mayor|governor|director|head|official|officer|general|colonel|commander|king|queen|prince|princess|pope|bishop|coach"
    r"|captain|manager|player|striker|goalkeeper|midfielder|ceo|cfo|executive|founder|owner|chair\w*|judge|justice|lawyer"
    r"|attorney|prosecutor|senator|lawmaker|congress\w+|deputy|mp|candidate|analyst|economist|strategist|professor|doctor"
    r"|scientist|researcher|geologist|seismologist|expert|journalist|reporter|author|writer|actor|actress|singer"
    r"|teacher|student|farmer|driver|nurse|surgeon|engineer|witness|neighbou?r|mother|father|victim|suspect|defendant"
    r"|activist|organi[sz]er|worker|manager|member|speaker|counterpart|chairman|chairwoman|firefighter|inspector)s?\b",
    re.IGNORECASE,
)
"""Words for an office, occupation or part in a story."""

METONYMS = _listed(
    "kremlin|white house|pentagon|downing street|elysee|elysée|capitol hill|state department"
    "|wall street|foreign office|whitehall|home office|treasury|supreme court|high court|congress|senate"
    "|parliament|truth social|twitter|facebook|telegram|instagram|youtube|tiktok"
)
"""Institutions that a name finder takes for people or places."""

HUMAN = re.compile(
    r"\b(?:people|persons?|m[ae]n|wom[ae]n|child(?:ren)?|boys?|girls?|civilians?|soldiers?|troops|police\w*|officers?"
    r"|guards?|residents?|locals?|passengers?|worker\w*|students?|pupils?|teachers?|protesters?|demonstrators?|gunm[ae]n"
    r"|attackers?|suspects?|victims?|hostages?|prisoners?|villagers?|farmers?|drivers?|customers?|tourists?|fighters?"
    r"|militants?|rebels?|bombers?|robbers?|assailants?|famil\w+|crew|journalists?|doctors?|nurses?|members?|migrants?"
    r"|refugees?|voters?|lawmakers?|investors?|scientists?|researchers?|experts?|critics?|supporters?|fans?|players?"
    r"|witness(?:es)?|rescuers?|firefighters?|sides?|parties|allies|leaders?|officials?|authorities|tycoon|billionaire)\b",
    re.IGNORECASE,
)
"""Words for people told by what they are."""

BODY = re.compile(
    r"\b(?:minist(?:ry|ries)|government|army|military|navy|police|force|forces|court|tribunal|parliament|senate|congress|council"
    r"|commission|committee|agency|service|bank|company|firm|group|union|party|university|hospital|institute|department"
    r"|office|board|bureau|administration|railway|railways|airline|team|club|federation|association|organi[sz]ation"
    r"|authority|embassy|regulator|newspaper|broadcaster|coalition|alliance|charity|survey|centre|center)$",
    re.IGNORECASE,
)
"""Words for an organization told by what it is."""

PRONOUNS = _words(
    "he she it they him her them his hers its their theirs this that these those who which we i you us me"
    " one ones everyone someone nobody both others another himself herself itself themselves"
)

SAYING = _words(
    "say tell add state insist reiterate announce declare note claim write report warn continue conclude"
    " argue explain describe hail accuse suggest denounce demand remark post emphasize emphasise stress"
    " confirm deny promise pledge vow predict estimate believe acknowledge admit allege urge call reply"
    " respond ask comment testify recall boast joke complain caution propose offer threaten assert"
    " maintain indicate reveal disclose express reject dismiss criticize criticise condemn blame praise"
    " welcome forecast expect tweet quote"
)

SPEECH_ACTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "accusation": (
        _words("accuse accusation allegation blame charge"),
        _words("accuse blame allege denounce condemn charge"),
    ),
    "denial": (
        _words("denial deny rejection refute"),
        _words("deny reject dismiss refute dispute"),
    ),
    "promise": (
        _words("promise pledge vow commitment commit guarantee"),
        _words("promise pledge vow commit guarantee undertake swear"),
    ),
    "offer": (
        _words("offer proposal propose suggestion suggest"),
        _words("offer propose suggest float moot recommend"),
    ),
    "demand": (
        _words("demand request requirement condition redline line ultimatum refusal insist"),
        _words("demand insist urge require refuse rule request"),
    ),
    "forecast": (
        _words("forecast prediction predict projection expectation outlook"),
        _words("forecast predict project expect estimate anticipate"),
    ),
    "opinion": (
        _words("opinion view judgment judgement assessment belief"),
        _words("believe think feel praise hail welcome criticize criticise describe call"),
    ),
    "position": (
        _words("position stance"),
        _words("want insist demand seek refuse reject oppose argue favour favor support prefer require"),
    ),
    "agreement": (
        _words("agreement agree agreed deal accord consensus"),
        _words("agree accept consent sign conclude endorse"),
    ),
    "disagreement": (
        _words("disagreement disagree disagreed dispute disputed differ difference"),
        _words("disagree dispute differ clash object oppose"),
    ),
}
"""Family → words that a schema may use for it, and verbs that show it in a sentence."""

FUTURE_CUES = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:\w+ )?(?:due|expected|scheduled|set|planned|likely|poised|slated|to)\b"
    r"|plans? to|planning to|intends? to|next (?:week|month|year|season|round|spring|summer|autumn|fall|winter)"
    r"|tomorrow|later (?:this|in)|upcoming|in the coming|coming (?:days|weeks|months))\b",
    re.IGNORECASE,
)
"""Words that put a clause into the future."""

WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar"
    " apr jun jul aug sep sept oct nov dec"
)

WEAPONS = _words(
    "bomb explosive dynamite grenade mine missile rocket drone shell mortar gun rifle pistol handgun shotgun revolver"
    " firearm machinegun submachinegun machete knife dagger sword axe hammer gas acid tnt petrol molotov weapon"
    " munition torpedo carbine bazooka artillery bullet"
)
"""Weapons, in the singular."""

CONFLICT_VERBS = _words(
    "attack bomb shoot shell strike hit kill injure wound stab assault ambush kidnap abduct hijack"
    " explode detonate fire launch raid storm burn torch rob murder assassinate execute behead rape"
    " destroy damage target bombard riot clash open gun blast loot seize"
)
"""Verbs that may tell of violence."""
