"""How page furniture is worded: steering lines, credits, and an outlet's requests to its readers."""

from __future__ import annotations

import re

__all__ = [
    "ASK",
    "CREDIT",
    "NAVIGATION_LINE",
    "ORIGIN",
    "PLEA",
    "PLEA_PHRASES",
    "PLEA_WORDS",
    "REPORTING",
    "SELF",
    "TEASER",
]


def _any(*alternatives: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(alternatives) + ")", flags)


_GIFT = r"(?:donation|contribution|gift)"
_YOURS = r"\byour (?:support|donation|contribution|generosity|subscription|gift|membership)s?\b"
_OUR_WORK = r"our (?:\w+ )?(?:journalis\w+|reporting|work|newsroom|mission|coverage|reporters|team|site)"
_LETTER = r"\b(?:newsletters?|email|briefing|alerts?)"
_NETWORK = "(?:x|twitter|facebook|instagram|telegram|whatsapp|youtube|tiktok|linkedin|threads|bluesky|google)"

NAVIGATION_LINE = _any(
    r"share (?:this|on|via)\b.{0,40}",
    rf"follow (?:us|our|@?[\w’' ]{{1,30}}) on {_NETWORK}\b.{{0,80}}",
    r"\d{1,3}[ -]min(?:ute)?s? read",
    r"(?:reading time|estimated read):? .{1,30}",
    r"(?:view|read|show|hide|post|see) (?:all |the )?(?:\d+ )?comments?(?: \(\d+\))?",
    r"\d+ comments?|comments? \(\d+\)",
    r"(?:story|article|text) continues (?:below|after).{0,40}",
    r"scroll (?:down )?(?:to|for) (?:continue|read|more).{0,30}",
    r"(?:click|tap) here (?:to|for) .{1,60}",
    r"listen to (?:this|the) (?:article|story)\b.{0,30}",
    r"(?:image|photo|slide|picture) \d+ (?:of|/) \d+",
    r"\d+ (?:of|/) \d+ (?:images?|photos?|slides?)",
    r"add .{1,40} as an? preferred source.{0,30}",
    r"download (?:our|the) (?:free )?.{0,20}app\b.{0,40}",
    r"(?:video )?duration:? \d+.{0,20}",
    r"\d+ (?:minutes?|hours?|days?) ago",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.{0,200}",
    r"by (?:clicking|continuing|signing up|subscribing|using|submitting|registering)\b"
    r".{0,80}\b(?:terms|privacy|cookies?|policy)\b.{0,80}",
    r"this (?:web)?site is protected by recaptcha.{0,120}",
    r"you can unsubscribe at any time.{0,40}",
    r"your (?:browser|device) (?:does not|doesn[’']t) support\b.{0,60}",
    r"please (?:enable|turn on) javascript.{0,60}",
    flags=re.IGNORECASE,
)
"""A whole line that steers a reader around the page."""

TEASER = re.compile(
    r"(?:read(?: also| more| next| this)?|also read|see also|related(?: (?:story|stories|article|news))?|must read"
    r"|watch|more on this|don[’']t miss|recommended|lesen sie auch|mehr dazu|(?:à )?lire aussi|lea también|lee también"
    r"|leggi anche)\s*[:|»›–—-]\s*(?=\S)",
    re.IGNORECASE,
)
"""The start of a line that advertises one other article."""

_PICTURE = r"(?:photo|image|picture|photograph|foto|graphic|illustration|video|bild|crédit|crédito)s?"
_TONGUE = r"(?:english|german|french|spanish|italian|arabic|russian|chinese|japanese|portuguese|dutch|polish|turkish)"
CREDIT = re.compile(
    r"[\[(]?\s*(?i:"
    rf"(?:(?:file|cover|featured|main|top|lead) )?{_PICTURE}(?: (?:credit|courtesy|by|source|illustration)s?)?"
    r"\s*(?::|©|/|\bby\b|\bvia\b|\bcourtesy of\b)\s*"
    r"|(?:ap|afp|reuters|epa|getty|dpa|file)\s+(?:photo|image|picture)s?\s*(?:/|:|via|by|\)|\]|$)"
    r"|(?:©|\(c\)\s|copyright\s+(?:©|\(c\)|\d{4}|by\b))"
    rf"|{_TONGUE} (?:version|translation)\s*(?::|by\b)"
    r"|translat(?:ed|ion)\s*(?:from\s+(?:the\s+)?\w+\s*)?(?:(?:in)?to\s+\w+\s*)?(?::|by\b)"
    r"|(?:additional )?(?:reporting|editing|writing|edited|compiled|translating)(?: and (?:writing|editing|reporting))?"
    r"\s*(?::|by\b)"
    r"|(?:with(?: additional)?|additional) (?:files|inputs?|reporting|contributions?|material)\s+(?:from|by)\b"
    r"|(?:übersetzung|übersetzt|traduction|traduit|traducción|traducido|traduzione|tradotto|mitarbeit|mit material)\s*"
    r"(?:(?:aus dem|de l.|du|del|dal)\s*\w+\s*)?(?::|von|par|por|de|di|da)\b"
    r")\s*(?:the\s+)?(?P<name>[A-Z][\w.’'/&-]*|agencies|agency|staff|dpa|apa|sda|ansa|©|\d{4})?",
)
"""The start of a line that says who photographed, translated, edited or owns something."""

ORIGIN = _any(
    r"[\[(]?(?:this (?:article|story|piece|report|content|translation)|(?:the|an earlier version of this)"
    r" (?:article|story))"
    r" (?:was|is|has been|first|originally)\b.{0,30}\b(?:published|translated|republished|syndicated|produced|generated"
    r"|provided|appeared|adapted|licensed|created)\b(?: (?:in|on|by|at|from|with|under) (?:the |our )?(?-i:[A-Z])"
    r".{0,100}| here\b.{0,40}|\.?)",
    flags=re.IGNORECASE,
)
"""A line on where the text comes from; only at the head or tail of a page is it one."""

ASK = _any(
    rf"\b(?:support|back|fund|help keep) (?:us\b|{_OUR_WORK})",
    r"\b(?:donate|subscribe|sign up) (?:now|today|here to)\b"
    r"(?=.{0,300}\b(?:us|our|newsletter|inbox|access|member|journalism|read|free|unlimited|alerts?)\b)",
    rf"\b(?:subscribe|sign up|signing up|register) (?:to|for|with) (?:our\b|[\w’', ]{{1,40}}{_LETTER})",
    r"\bsign up (?:here|to receive|to get)\b",
    rf"{_YOURS}(?=.{{0,300}}\b(?:us|our|we)\b)",
    r"\b(?:become|becoming) an? (?:[\w-]+ ){0,2}(?:member|supporter|subscriber|patron)\b"
    r"(?=.{0,300}\b(?:us|our|we|today|now|access|unlimited|ad-free)\b|[.!]?$)",
    rf"\bconsider (?:making|donating|supporting|subscribing|becoming|contributing|a {_GIFT})\b",
    r"\bif (?:you|everyone) (?:\w+ )?(?:value|appreciate|believe in|rely on|enjoy|like|reads?)"
    r" (?:our|what we|this (?:kind|article|reporting)|us)\b",
    r"\bwe (?:rely|depend|count) on (?:readers|donations|your?|our readers|the (?:support|generosity)|people like)\b",
    r"\b(?:delivered |straight |direct(?:ly)? |right )(?:in)?to your (?:inbox|phone)\b|\bin your inbox\b",
    r"\bget (?:our|the (?:latest|day[’']s|best|top)|all the)\b.{1,60}\b(?:newsletters?|inbox|emailed)\b",
    r"\bsubscribe to (?:read|continue|unlock|keep reading|get|enjoy|access)\b",
    r"\balready (?:a (?:subscriber|member)|have an account)\b|\bto (?:continue|keep) reading\b",
    r"\b(?:unlimited|ad-free|digital) access to (?:our|all|every)\b",
    r"\b(?:unterstützen sie|abonnieren sie|melden sie sich)\b.{0,40}\b(?:uns|unser\w*|newsletter)\b",
    r"\b(?:soutenez|abonnez[- ]vous|inscrivez[- ]vous|faites un don)\b"
    r".{0,60}\b(?:nous|notre|nos|newsletter|journalisme|lettre)\b",
    r"\b(?:suscríbete|suscríbase|apoya|apóyanos|haz una donación)\b"
    r".{0,60}\b(?:nuestr[oa]s?|newsletter|boletín|periodismo)\b",
)
"""A request to the reader on the outlet's own behalf, plain enough to stand alone; for text in small letters."""

PLEA = _any(
    _YOURS,
    r"\b(?:as little as|for just|only) [$£€]\s?\d",
    rf"\bmake a (?:\w+ )?{_GIFT}\b|\bdonate\b|\bsupport now\b",
    r"\b(?:quality|independent|trusted|fearless|reader-funded|free) (?:journalism|reporting|press|news)\b",
    r"\bpaywalls?\b|\bpaid for by those\b",
)
"""The vocabulary of appeals: proof only beside a request; for text in small letters."""

_THEIR_TRADE = (
    r"\b(?:journalis\w+|report\w*|newsroom|readers|coverage|documentary|facts|truth|stor(?:y|ies)|mission|news)\b"
)
SELF = _any(rf"\b(?:our|we|us)\b.{{0,80}}{_THEIR_TRADE}", rf"{_THEIR_TRADE}.{{0,80}}\b(?:our|we|us)\b")
"""An outlet talking of itself: proof only beside a request; for text in small letters."""

REPORTING = _any(
    r"\b(?:said|says|saying|told|tells|wrote|writes|asked|urged|urges|according to|added|claimed|claims|tweeted|posted"
    r"|argued|argues|announced|explained|stated|insisted|warned|promised|replied|testified|pleaded|called on|declared"
    r"|emailed|texted)\b"
)
"""A sentence that reports what someone said is news, whatever the words; for text in small letters."""

PLEA_WORDS = frozenset(
    (
        "your", "consider", "sign", "signing", "register", "rely", "depend", "count", "reading", "unlimited", "ad-free",
        "become", "becoming", "emailed", "unterstützen", "abonnieren", "melden", "soutenez", "abonnez", "abonnez-vous",
        "inscrivez", "inscrivez-vous", "faites", "suscríbete", "suscríbase", "apoya", "apóyanos", "haz",
    ),
)  # fmt: skip
"""With ``PLEA_PHRASES``: one of these stands in every text that ``ASK`` can match; a quick test in lower case."""

PLEA_PHRASES = (
    "support us", "support our", "back us", "back our", "fund us", "fund our", "help keep", "if you", "if everyone",
    "already a ", "already have an ", "digital access to ", "donat", "subscri", "newsletter", "inbox",
)  # fmt: skip
"""The same for what isn't a word by itself, or is often written with a mark at its end."""
