"""Turn a field into a natural English question, with the thing it is asked about where there is one."""

from __future__ import annotations

import re

from summarizer.domain.blocks import AnswerKind
from summarizer.domain.schema import FieldSpec
from summarizer.extract.reading.item import Item
from summarizer.extract.reading.values import DURATION

__all__ = ["about", "answer_kind", "question_for", "words_of"]

_LONGEST_CLAUSE = 14
_QUALIFIER = re.compile(
    r"\s*(?:[,;:(]\s*(?:if|where|when|as|or null|null|for example|such as|in the article|without|e\.g\.|by|not)\b.*"
    r"|\(.*\)"
    r"|,? in (?:the (?:currency|unit|words)|seconds|minutes|hours|days|words)\b.*|\bas (?:the article|it|written).*"
    r"|\s+(?:if (?:it is |they are )?(?:stated|known|given|any)|as written|as stated).*|,? (?:in|written) words.*)$",
    re.IGNORECASE,
)
_OPENINGS: tuple[tuple[str, str], ...] = (
    (r"(?:the )?(?:total )?number of ([\w ]+?) (?:who|that|which) (.+)", r"How many \1 \2?"),
    (r"(?:the )?(?:total )?number of (\w+) (\w+ed|hurt|dead|missing|lost)", r"How many \1 were \2?"),
    (r"(?:the )?(?:total )?number of (.+)", r"How many \1?"),
    (r"(?:the )?(?:total )?(?:amount|sum) of (.+)", r"How much \1?"),
    (r"how (.+)", r"How \1?"),
    (r"(?:the )?(?:date|day|time|moment) (?:on which|at which|when|that) (.+)", r"When was it that \1?"),
    (r"(?:the )?(?:date|day|time) of (.+)", r"When was \1?"),
    (r"(?:the )?year of (.+)", r"In what year was \1?"),
    (r"(?:the )?(?:year) (?:in which|when) (.+)", r"In what year was it that \1?"),
    (r"when (.+)", r"When was it that \1?"),
    (r"(?:the )?(?:place|location|city|country|town|site) (?:in which|at which|where) (.+)", r"Where was it that \1?"),
    (r"(?:the )?(?:place|location|venue|site) of (.+)", r"Where is \1?"),
    (r"where (.+)", r"Where was it that \1?"),
    (r"(?:the )?(?:person|people|someone|anyone|those) (?:who|that) (.+)", r"Who \1?"),
    (r"who (.+)", r"Who \1?"),
    (r"(?:the )?(?:reason|cause) (?:why|for|of) (.+)", r"What is the cause of \1?"),
    (r"why (.+)", r"Why \1?"),
    (r"(?:the )?(?:duration|length) of (.+?)(?:,? in \w+)?", r"How long was \1?"),
    (r"(?:the )?names? of (.+)", r"What is the name of \1?"),
    (r"(?:whether|if|true if|true when) (.+)", r"Is it stated that \1?"),
    (r"what (.+)", r"What \1?"),
    (r"which (.+)", r"Which \1?"),
)


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
        question = f"{question[:-1]} in the {within}?"
    return question


def _from_description(sentence: str, field: FieldSpec) -> str:
    words = _QUALIFIER.sub("", sentence).strip() or " ".join(words_of(field.name))
    if answer_kind(field) == "duration" and re.match(r"(?:the )?(?:duration|length)\b", words, re.IGNORECASE) is None:
        words = re.sub(r",? in \w+$", "", words)
    for pattern, question in _OPENINGS:
        match = re.fullmatch(pattern, words, re.IGNORECASE)
        if match:
            return match.expand(question)
    kind = answer_kind(field)
    lowered = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    lowered = lowered if re.match(r"(?:the|a|an|any|all|every|each)\b", lowered) else f"the {lowered}"
    return f"{'Who' if kind == 'person' else 'What'} is {lowered}?"


def about(question: str, item: Item) -> str:
    """Return the question with its item in it: 'What is the age of Jane Roe?', 'How many died when a bus crashed?'."""
    if item.kind in {"person", "organization", "place"}:
        named = re.sub(r"\b(?:this|the|that) (?:person|organi[sz]ation|company|place|group)\b", item.label, question)
        if named != question:
            return named
        return f"{question[:-1]} of {item.label}?" if item.label not in question else question
    if item.kind == "figure" or len(item.label.split()) > _LONGEST_CLAUSE:
        return question
    clause = (
        item.label[:1].lower() + item.label[1:]
        if item.label.split()[0].casefold() in {"the", "a", "an"}
        else item.label
    )
    return f"{question[:-1]} when {clause}?"


def answer_kind(field: FieldSpec) -> AnswerKind:
    """Return what sort of answer counts for a field: its ``Ask``'s, else read off its type, name and description."""
    if field.ask is not None and field.ask.kind != "any":
        return field.ask.kind
    node, name = field.node, set(words_of(field.name))
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
