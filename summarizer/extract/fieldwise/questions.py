"""Turn a field into the question that a person would ask, with the thing it is asked about where there is one."""

from __future__ import annotations

import re

from summarizer.domain.blocks import AnswerKind
from summarizer.domain.schema import FieldSpec
from summarizer.extract.fieldwise.inversion import inverted
from summarizer.extract.reading.item import Item
from summarizer.extract.reading.lexicon import HUMAN, OFFICE
from summarizer.extract.reading.retrieval import akin
from summarizer.extract.reading.values import DURATION

__all__ = ["about", "answer_kind", "list_question", "question_for", "words_of"]

_LONGEST_CLAUSE = 14
_QUALIFIER = re.compile(
    r"\s*(?:[,;:(]\s*(?:if|where|when|as|or null|null|for example|such as|in the article|without|e\.g\.|by|not|one|most"
    r"|including|whether|with)\b.*|\(.*\)"
    r"|:.*|,? word for word\b.*|,? written out\b.*"
    r"|,? in (?:the (?:currency|unit|words|order)|full|one\b|a short|order of|seconds|minutes|hours|days|words)\b.*"
    r"|\bas (?:the article|it|written).*|,? (?:that )?the article (?:names|mentions|states|reports)$"
    r"|\s+(?:if (?:it is |they are )?(?:stated|known|given|any)|as written|as stated).*|,? (?:in|written) words.*)$",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"(?:one|an) (?:entry|item|object) (?:for|per) (?:each|every)?\s*", re.IGNORECASE)
_OPENINGS: tuple[tuple[str, str], ...] = (
    (r"(?:the )?(?:total )?number of ([\w ]+?) (?:who|that|which) (.+)", r"How many \1 \2?"),
    (r"(?:the )?(?:total )?number of ([\w ]+?) (\w+ed|hurt|dead|missing|lost|left)( .+)?", r"How many \1 were \2\3?"),
    (r"(?:the )?(?:total )?number of (.+)", r"How many \1 were there?"),
    (r"(?:the )?(?:total )?(?:amount|sum) of (?:money )?(\w+ed|spent|paid|lost)( .+)?", r"How much money was \1\2?"),
    (r"(?:the )?(?:total )?(?:amount|sum) of ([\w ]+?) (\w+ed|spent|paid|lost)( .+)?", r"How much \1 was \2\3?"),
    (r"(?:the )?(?:total )?(?:amount|sum) of (.+)", r"How much was the \1?"),
    (r"(?:the )?(?:date|day|time|moment) of (?:the )?(.+)", r"When was the \1?"),
    (r"(?:the )?year of (?:the )?(.+)", r"In what year was the \1?"),
    (r"(?:the )?(?:place|location|venue|site) of (?:the )?(.+)", r"Where was the \1?"),
    (r"(?:the )?(?:person|people|someone|anyone|those) (?:who|that) (.+)", r"Who \1?"),
    (r"who (.+)", r"Who \1?"),
    (r"(?:the )?(?:reason|cause) (?:for|of) (.+)", r"What was the cause of \1?"),
    (r"(?:the )?(?:duration|length) of (.+?)(?:,? in \w+)?", r"How long was \1?"),
    (r"(?:the )?(?:full )?names? of (.+)", r"What is the name of \1?"),
    (r"(?:whether|if|true if|true when|true where) (.+)", r"Is it stated that \1?"),
)
_CLAUSES: tuple[tuple[str, str], ...] = (
    (r"(?:the )?(?:date|day|time|moment) (?:on which|at which|when|that) (.+)", "When"),
    (r"(?:the )?year (?:in which|when|that) (.+)", "In what year"),
    (r"when (.+)", "When"),
    (r"(?:the )?(?:place|location|city|country|town|site) (?:in which|at which|where) (.+)", "Where"),
    (r"where (.+)", "Where"),
    (r"(?:the )?reason (?:why|that) (.+)", "Why"),
    (r"why (.+)", "Why"),
    (r"how (many|much|long|far|large|big|old|often|high|fast|heavily|strong|seriously)\b (.+)", "How"),
    (r"how (.+)", "How"),
)
_WHICH = re.compile(
    r"(?:the )?((?:\w+ ){0,2}\w+s) ((?:\w+ed|hurt|held|taken|sold|won|lost|made|put|given)\b.*)", re.IGNORECASE
)
_THAT = re.compile(
    r"(?:the )?((?:\w+,? ){0,5}(?:\w+s|people|men|women)) (?:that|who|which) ((?!one\b|a\b|the\b|it\b).+)",
    re.IGNORECASE,
)
_ONE_THAT = re.compile(r"(?:the |a |an |each )?((?:[\w-]+ ){0,3}[\w-]+?) (?:that|which) (.+)", re.IGNORECASE)
_WHETHER = re.compile(r"^(?:whether|if|true if|true when|true where|says if|says whether)\s+", re.IGNORECASE)
_SUBJECT_QUESTION = re.compile(r"(?:what|which) (.+)", re.IGNORECASE)
_SINGULAR_IS = re.compile(r"(?:series|news|crisis|basis|status|address|gas|bus|boss|loss|class|press|process|illness)$")


def words_of(name: str) -> list[str]:
    """Return the words of a field's name: 'next_talks', 'nextTalks' and 'next-talks' give next, talks."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.casefold() for word in re.split(r"[\W_]+", spaced) if word]


def question_for(field: FieldSpec, *, within: str | None = None) -> str:
    """Return the question of a field: its ``Ask``, its description when that is one, or one made from the description.

    ``within`` names the object the field belongs to; it is added where the question doesn't mention it.
    """
    if field.ask is not None:
        return field.ask.question
    sentences = re.split(r"(?<=[.?!])\s+", field.description.strip())
    asked = next((sentence for sentence in sentences if sentence.endswith("?")), None)
    question = asked or _from_description(sentences[0].rstrip(".!"), field)
    if within and not set(within.split()) & set(words_of(question)):
        joint = "of" if _OF.match(question) else "in"
        named = re.sub(r"\bit\b", f"the {within}", question, count=1)
        question = named if named != question else f"{question[:-1]} {joint} the {within}?"
    return question


def list_question(field: FieldSpec) -> str:
    """Return the question for everything a list holds: as ``question_for``, or 'Which … are named?' from its name."""
    if field.ask is not None or field.description.strip().endswith("?"):
        return question_for(field)
    words = _plain_words(field)
    if _ENTRY.match(field.description.strip()) or not words:
        one = _ONE_THAT.fullmatch(words)
        return _which(one[1], one[2]) if one is not None else f"Which {' '.join(words_of(field.name))} are named?"
    every = re.fullmatch(r"(?:every|each|all|any) .+", words, re.IGNORECASE)
    if every is not None:
        return f"Which {' '.join(words_of(field.name))} are named?"
    that = _THAT.fullmatch(words)
    if that is not None:
        return f"Which {that[1].lower()} {that[2]}?"
    which = _WHICH.fullmatch(words)
    if which is not None and re.match(r"(?:what|which|who|where|when|how)\b", words, re.IGNORECASE) is None:
        named = re.fullmatch(r"named|mentioned|listed|involved|affected", which[2])
        return f"Which {which[1].lower()} {'are' if named else 'were'} {which[2]}?"
    return _from_description(words, field)


def _plain_words(field: FieldSpec) -> str:
    first = re.split(r"(?<=[.?!])\s+", field.description.strip())[0].rstrip(".!")
    return _QUALIFIER.sub("", _ENTRY.sub("", first)).strip()


def _from_description(sentence: str, field: FieldSpec) -> str:
    words = _QUALIFIER.sub("", sentence).strip() or " ".join(words_of(field.name))
    kind = answer_kind(field)
    if field.node.kind == "boolean":
        stated = _WHETHER.sub("", words)
        return f"Is it stated that {_lowered(stated)}?"
    if kind == "duration":
        words = re.sub(r",? in \w+$", "", words)
    for pattern, opening in _CLAUSES:
        match = re.fullmatch(pattern, words, re.IGNORECASE)
        if match is not None:
            return _of_clause(opening, match.groups())
    for pattern, question in _OPENINGS:
        match = re.fullmatch(pattern, words, re.IGNORECASE)
        if match:
            return match.expand(question).replace("the the ", "the ")
    subject = _SUBJECT_QUESTION.fullmatch(words)
    if subject is not None:
        return _what(words, subject[1])
    that = _ONE_THAT.fullmatch(words)
    if that is not None:
        return _which(that[1].lower() if not that[1][1:2].isupper() else that[1], that[2])
    return _what_is(_lowered(words), kind)


def _of_clause(opening: str, groups: tuple[str | None, ...]) -> str:
    """Return 'When did the quake strike?' for 'when the quake struck'; 'When was it that …?' where no verb is known."""
    measure, clause = (f" {groups[0]}", groups[1]) if len(groups) > 1 else ("", groups[0])
    clause = _lowered(clause or "")
    if measure.strip() in {"many", "much"}:
        return f"How{measure} {clause}?"
    turned = inverted(clause)
    return f"{opening}{measure} {turned}?" if turned is not None else f"{opening}{measure} was it that {clause}?"


def _what(words: str, rest: str) -> str:
    """Return a question for 'what …': turned round where the rest is a clause of its own ('what the court decided')."""
    whole = re.match(r"(?:the|a|an|this|each|both|it|they|he|she)\b", rest, re.IGNORECASE)
    turned = inverted(_lowered(rest)) if whole else None
    if turned is not None:
        return f"What {turned}?"
    return f"What is it that {_lowered(rest)}?" if whole else f"{words[:1].upper()}{words[1:]}?"


def _which(noun: str, rest: str) -> str:
    """Return 'Which court ruled?' for 'the court that ruled', and 'Which plan did the court reject?'."""
    placed = re.fullmatch(r"(.+) (in|at|on|from|by|for|with)", noun)
    if placed is not None:  # 'the stadium in which the match was played'
        turned = inverted(_lowered(rest))
        whole = f"{placed[2].capitalize()} which {placed[1]} {turned}?"
        return whole if turned is not None else f"What is the {noun} which {rest}?"
    own_subject = re.match(r"(?:the|a|an|this|each|both|it|they|he|she)\b", rest, re.IGNORECASE)
    turned = inverted(_lowered(rest)) if own_subject else None
    if own_subject and turned is None:
        return f"What is the {noun} that {rest}?"
    return f"Which {noun} {turned or rest}?"


def _what_is(words: str, kind: AnswerKind) -> str:
    words = words if re.match(r"(?:the|a|an|any|all|every|each|both)\b", words) else f"the {words}"
    head = re.split(r"\b(?:of|on|in|at|for|from|who|that|which|to|with|by|named|or|and)\b|,", words)[0].strip()
    plural = head.endswith("s") and not head.endswith("ss") and _SINGULAR_IS.search(head) is None
    plural = plural or re.search(r"\b(?:people|men|women|children)$", head) is not None
    human = HUMAN.search(head) is not None or OFFICE.search(head) is not None
    return f"{'Who' if kind == 'person' or human else 'What'} {'are' if plural else 'is'} {words}?"


def _lowered(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def about(question: str, item: Item) -> str:
    """Return the question with its item in it: 'What is the age of Jane Roe?', 'How many died when a bus crashed?'."""
    if item.kind == "figure" or len(item.label.split()) > _LONGEST_CLAUSE:
        return question
    if item.kind in {"person", "organization", "place", "participant"} or len(item.label.split()) <= _SHORT_LABEL:
        return _of_name(question, item.label)
    if akin(_COUNTED.sub("", question), item.label):
        return question  # 'How many were killed when three were killed?' tells nothing more
    clause = (
        item.label[:1].lower() + item.label[1:]
        if item.label.split()[0].casefold() in {"the", "a", "an"}
        else item.label
    )
    return f"{question[:-1]} when {clause}?"


_SHORT_LABEL = 3
_COUNTED = re.compile(r"\b(?:people|persons|what|who|which|number)\b", re.IGNORECASE)
_OF = re.compile(r"Wh(?:at|o) (?:is|are|was|were) [^,]*\b\w+\?$(?<!ed\?)(?<!ing\?)")
_THIS = re.compile(
    r"\b(?:this|the|that|its|their) (?:person|organi[sz]ation|company|place|group|one|item|entry|thing)\b"
)


def _of_name(question: str, name: str) -> str:
    """Return the question with the name in place of 'this person', else 'of …' or 'for …' at its end."""
    if name in question:
        return question
    named = _THIS.sub(lambda _: name, question)
    if named != question:
        return named
    joint = "of" if _OF.match(question) else "for"
    return f"{question[:-1]} {joint} {name}?"


def answer_kind(field: FieldSpec) -> AnswerKind:
    """Return what sort of answer counts for a field: its ``Ask``'s, else read off its type, name and description."""
    if field.ask is not None and field.ask.kind != "any":
        return field.ask.kind
    node, name = field.node, set(words_of(field.name))
    node = node.item if node.kind == "list" and node.item is not None else node
    if node.kind in {"integer", "number"}:
        named = "duration" in name or any(DURATION.fullmatch(word) for word in name)
        return "duration" if named or _LASTING.search(field.description) else "number"
    if node.kind in {"date", "datetime", "time", "when"}:
        return "date"
    told: AnswerKind | None = next((kind for kind, opening in _TOLD if opening.match(field.description)), None)
    if told is not None:
        return told
    return next((kind for kind, words in _NAMED.items() if name & words), "any")


_TOLD: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
    ("place", re.compile(r"where\b|(?:the )?(?:place|location|city|country|town|site)\b", re.IGNORECASE)),
    ("person", re.compile(r"who\b|(?:the )?(?:person|people)\b", re.IGNORECASE)),
)
_LASTING = re.compile(r"\b(?:in|of) (?:minutes|hours|days|seconds|weeks|months)\b|how long|duration", re.IGNORECASE)
_NAMED: dict[AnswerKind, set[str]] = {
    "date": {"when", "date", "day"},
    "duration": {"duration"},
    "place": {"where", "place", "location", "city", "country", "venue"},
    "person": {"who", "person", "speaker", "winner", "author", "victim", "suspect", "coach", "leader"},
    "organization": {"organization", "organisation", "company", "agency", "party", "team", "employer"},
}
