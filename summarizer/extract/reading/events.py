"""Find what happened, what is still to come, and what one side put forward, agreed to, promised or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.clauses import (
    Clause,
    affected_by,
    agents_of,
    clause_of,
    means_of,
    names_in,
    place_in,
    when_in,
)
from summarizer.extract.reading.encounters import met_in
from summarizer.extract.reading.event_kinds import kind_of
from summarizer.extract.reading.item import Item, PartValue
from summarizer.extract.reading.lexicon import CONFLICT_VERBS, FUTURE_CUES, PRONOUNS, SAYING, SPEECH_ACTS, WEAPONS
from summarizer.extract.reading.names import NameIndex
from summarizer.extract.reading.speakers import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["acts", "conflicts", "events", "upcoming"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MOST_EVENTS = 8
_MOST_UPCOMING = 6
_MOST_ACTS = 6
_LONGEST = 32
_SHORTEST = 5
_STATIVE = frozenset(
    [
        "be",
        "have",
        "seem",
        "appear",
        "remain",
        "want",
        "hope",
        "believe",
        "think",
        "know",
        "feel",
        "need",
        "like",
        "consider",
        "mean",
        "say",
    ]
)
_HYPOTHETICAL = re.compile(r"\b(?:if|unless|whether|would|could|might|may|should)\b", re.IGNORECASE)
_ALIKE = 0.5
_OPENING = frozenset({"open", "launch", "fire", "carry", "stage", "gun"})
_ASSAULTS = frozenset(
    [
        "attack",
        "bombing",
        "shooting",
        "strike",
        "explosion",
        "assault",
        "kidnapping",
        "barrage",
        "blast",
        "fire",
        "missile",
    ]
)
_CLAIMING = frozenset({"claim", "allege", "accuse", "insist", "suggest", "maintain", "argue", "assert", "deny"})
_COMING = re.compile(
    r"\b(?:tomorrow|in (?:the )?coming (?:days|weeks|months)|next (?:week|month|year)|later this (?:week|month|year))\b"
)


def events(article: Article, index: NameIndex) -> list[Item]:
    """Return up to eight events, most telling first; parts: what, kind, status, when, where, agents, patients."""
    ranked: list[tuple[float, Item, frozenset[str]]] = []
    total = max(1, len(article.parsed))
    for position, (line, doc) in enumerate(article.parsed):
        for clause, alleged in _reported(line, doc):
            item = _event(clause, index, alleged=alleged)
            if item is not None:
                ranked.append((_telling(item, clause, position / total), item, _content_words(clause)))
    return _distinct(ranked, _MOST_EVENTS)


def conflicts(article: Article, index: NameIndex) -> list[Item]:
    """Return the events that tell of violence, most telling first; the parts of an event."""
    ranked = []
    for position, (line, doc) in enumerate(article.parsed):
        for clause, alleged in _reported(line, doc):
            item = _event(clause, index, alleged=alleged) if _violent(clause) else None
            if item is not None and item.parts.get("status") in {"happened", "alleged", "ongoing"}:
                ranked.append((_telling(item, clause, position / len(article.parsed)), item, _content_words(clause)))
    return _distinct(ranked, _MOST_EVENTS)


def upcoming(article: Article, index: NameIndex) -> list[Item]:
    """Return up to six things still to come, in order of mention; parts: what, when, where, participants."""
    found: list[tuple[float, Item, frozenset[str]]] = []
    for position, (line, doc) in enumerate(article.parsed):
        for verb in _clause_verbs(doc, relative=True):
            clause = _whole(line, verb)
            if clause is None or not (_future(clause) or _soon(clause)) or _in_quotes(line, clause.start):
                continue
            when, where = when_in(clause), place_in(clause)
            parts: dict[str, PartValue] = {
                "what": clause.text,
                "participants": _taking_part(clause, index)
                or met_in(line, doc, index, start=clause.start, end=clause.end),
                **({"when": when} if when else {}),
                **({"where": where} if where else {}),
            }
            found.append((-position, Item("upcoming", clause.text, (line.id,), parts), _content_words(clause)))
    return _distinct(found, _MOST_UPCOMING)


def acts(article: Article, index: NameIndex, family: str) -> list[Item]:
    """Return what somebody proposed, pledged, demanded, … (a family of ``SPEECH_ACTS``); parts: agents, who, what."""
    verbs = SPEECH_ACTS[family][1]
    found: list[tuple[float, Item, frozenset[str]]] = []
    for position, (line, doc) in enumerate(article.parsed):
        for token in doc:
            if token.lemma_.lower() not in verbs or token.pos_ != "VERB":
                continue
            subject = subject_of(token)
            clause = clause_of(line, token, subject)
            agents = agents_of(clause, index)
            if subject is None or not _readable(clause.text) or not agents:
                continue
            if family == "agreement" and not _of_several(token, subject):
                continue  # one side's consent is no agreement
            parts: dict[str, PartValue] = {"what": clause.text, "agents": agents, "who": agents[0]}
            found.append((-position, Item("act", clause.text, (line.id,), parts), _content_words(clause)))
    return _distinct(found, _MOST_ACTS)


def _of_several(verb: Token, subject: Token) -> bool:
    """Return whether more than one side agrees: 'both sides', 'A and B', 'A agreed with B', 'it was agreed'."""
    plural = subject.tag_ in {"NNS", "NNPS"} or any(child.dep_ == "conj" for child in subject.children)
    joined = any(child.dep_ == "prep" and child.lower_ == "with" for child in verb.children)
    return plural or joined or subject.dep_ == "nsubjpass" or verb.lemma_.lower() in {"sign", "conclude"}


def _distinct(ranked: list[tuple[float, Item, frozenset[str]]], most: int) -> list[Item]:
    """Return the best items of which no two say the same."""
    kept: list[tuple[Item, frozenset[str]]] = []
    for _, item, words in sorted(ranked, key=lambda entry: -entry[0]):
        alike = any(len(words & other) / max(1, min(len(words), len(other))) > _ALIKE for _, other in kept)
        if not alike and len(kept) < most:
            kept.append((item, words))
    return [item for item, _ in kept]


def _reported(line: Line, doc: Doc) -> Iterator[tuple[Clause, bool]]:
    """Yield the clauses that report something, with whether only somebody claims it."""
    for verb in _clause_verbs(doc):
        clause = _whole(line, verb)
        if clause is None or _in_quotes(line, clause.start):
            continue
        if verb.lemma_.lower() in SAYING - {"agree", "propose", "offer", "urge"} and _has_content(verb):
            continue
        said = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in SAYING
        if said and verb.head.dep_ in {"relcl", "acl"}:
            continue  # 'posts which said that …': told of somebody's words, not of what happened
        yield clause, said


def _clause_verbs(doc: Doc, *, relative: bool = False) -> list[Token]:
    """Return the verbs that carry a statement of their own: the main ones, coordinated ones, and what is said."""
    found: list[Token] = []
    wanted = {"ROOT", "conj", "ccomp", "parataxis", *({"relcl", "advcl"} if relative else ())}
    for token in doc:
        if token.pos_ not in {"VERB", "AUX"} or token.dep_ not in wanted:
            continue
        if token.dep_ == "conj" and (
            token.head not in found or not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
        ):
            continue
        if not token.tag_.startswith(("VB", "MD")):
            continue
        if token.dep_ == "ccomp" and token.head.lemma_.lower() not in SAYING:
            continue
        found.append(token)
    return found


def _has_content(verb: Token) -> bool:
    return any(child.dep_ in {"ccomp", "parataxis"} for child in verb.children) or verb.dep_ == "parataxis"


def _whole(line: Line, verb: Token) -> Clause | None:
    """Return a verb's clause when it can stand alone: with a subject that isn't a pronoun, and of a readable length."""
    subject = subject_of(verb)
    if subject is None or subject.lower_ in PRONOUNS or subject.tag_ in {"WP", "WDT", "EX"}:
        return None
    clause = clause_of(line, verb, subject)
    return clause if _readable(clause.text) else None


def _readable(text: str) -> bool:
    count = len(text.split())
    unbalanced = text.count('"') % 2 or text.count("“") != text.count("”") or text.count("(") != text.count(")")
    return _SHORTEST <= count <= _LONGEST and not unbalanced


def _in_quotes(line: Line, at: int) -> bool:
    before = line.text[:at].replace("“", '"').replace("”", '"')
    return before.count('"') % 2 == 1 or line.text[at : at + 1] in {'"', "“"}


def _event(clause: Clause, index: NameIndex, *, alleged: bool) -> Item | None:
    verb = clause.verb
    negated = any(child.dep_ == "neg" for child in verb.children)
    if verb.lemma_.lower() in _STATIVE or negated or _HYPOTHETICAL.match(clause.text):
        return None
    status = _status(clause, alleged=alleged)
    if status is None:
        return None
    agents, patients = agents_of(clause, index), affected_by(clause, index)
    when, where = when_in(clause), place_in(clause)
    parts: dict[str, PartValue] = {
        "what": clause.text,
        "means": means_of(clause),
        "status": status,
        "agents": agents,
        "patients": tuple(name for name in patients if name not in agents),
        "participants": tuple(dict.fromkeys((*agents, *patients))),
        **({"kind": kind} if (kind := kind_of(clause)) else {}),
        **({"when": when} if when else {}),
        **({"where": where} if where else {}),
    }
    return Item("event", clause.text, (clause.line.id,), parts)


def _status(clause: Clause, *, alleged: bool) -> str | None:
    """Return happened, ongoing, planned, proposed or alleged; None for what is merely imagined."""
    verb = clause.verb
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if helpers & {"would", "could", "might", "may", "should", "must", "can"}:
        return None
    if verb.lemma_.lower() in {"propose", "suggest", "offer", "float", "recommend"}:
        return "proposed"
    if _future(clause):
        return "planned"
    if alleged and _one_sided(verb.head):
        return "alleged"
    if verb.tag_ == "VBG" and helpers & {"is", "are", "'s", "'re"}:
        return "ongoing"
    past = verb.tag_ in {"VBD", "VBN"}
    return "happened" if past else "ongoing" if verb.tag_ in {"VBZ", "VBP"} else None


def _taking_part(clause: Clause, index: NameIndex) -> tuple[str, ...]:
    """Return who takes part: who acts, or who 'is expected to'."""
    agents = agents_of(clause, index)
    return agents or (names_in(clause, clause.subject, index) if clause.subject is not None else ())


def _one_sided(saying: Token) -> bool:
    """Return whether what is said is one side's claim: by the verb, or because a state or a party to a case says it."""
    if saying.lemma_.lower() in _CLAIMING:
        return True
    subject = subject_of(saying)
    return subject is not None and (
        any(token.ent_type_ in {"GPE", "NORP"} for token in subject.subtree)
        or subject.lower_ in {"prosecutors", "prosecutor", "lawyers", "lawyer", "kremlin", "house"}
    )


def _future(clause: Clause) -> bool:
    verb = clause.verb
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if any(child.dep_ == "neg" for child in verb.children):
        return False
    planned = verb.lemma_ in {"plan", "intend", "schedule", "expect", "set", "slate"} and any(
        child.dep_ == "xcomp" for child in verb.children
    )
    arranged = {"auxpass", "aux"} & {c.dep_ for c in verb.children if c.lower_ in {"is", "are", "'s", "'re"}}
    planned = planned or (verb.lemma_ in {"plan", "schedule", "expect", "slate", "set", "due"} and bool(arranged))
    be = verb.lemma_ == "be" and re.search(r"\b(?:is|are) (?:\w+ )?(?:due|set|likely|poised|to)\b", clause.text)
    will = bool(helpers & {"will", "shall", "'ll"}) and not re.search(r"\bno longer\b", clause.text)
    return bool(will or (planned and FUTURE_CUES.search(clause.text)) or be)


def _soon(clause: Clause) -> bool:
    """Return whether the clause is about days to come without a plain 'will': 'could meet in the coming days'."""
    return clause.verb.tag_ not in {"VBD", "VBN"} and _COMING.search(clause.text) is not None


def _telling(item: Item, clause: Clause, position: float) -> float:
    """Return how much a reader would want an event: early, about named actors, dated, placed, and over."""
    parts = item.parts
    score = 2.0 * (1 - position)
    score += (
        0.5 * bool(parts["agents"]) + 0.4 * bool(parts["patients"]) + 0.4 * ("when" in parts) + 0.3 * ("where" in parts)
    )
    score += 0.4 * (parts["status"] == "happened") + 0.6 * ("kind" in parts) - 0.3 * (clause.verb.dep_ == "conj")
    return score - 0.4 * (parts["status"] == "ongoing")


def _violent(clause: Clause) -> bool:
    """Return whether a clause itself tells of violence; condemning, claiming or recalling an attack isn't one."""
    verb = clause.verb
    lemma = verb.lemma_.lower()
    objects = {child.lemma_.lower() for child in verb.children if child.dep_ == "dobj"}
    if lemma in _OPENING:
        return bool(objects & _ASSAULTS)
    subject = clause.subject.lemma_.lower() if clause.subject is not None else ""
    if subject in _ASSAULTS and lemma not in SAYING:
        return True
    if lemma not in CONFLICT_VERBS or not _on_somebody(clause):
        return False
    # people are killed and hurt by accidents too: then somebody or something violent must be told of beside it
    return lemma not in _OUTCOMES or any(
        token.lemma_.lower() in _ASSAULTS | WEAPONS | _VIOLENT or token.lower_ in _DOERS for token in clause.verb.doc
    )


def _on_somebody(clause: Clause) -> bool:
    """Return whether a verb is done to people, places or things that can be attacked, so far as its object is told."""
    targets = [child for child in clause.verb.children if child.dep_ in {"dobj", "nsubjpass"}]
    return not any(target.lemma_.lower() in _FIGURATIVE for target in targets)


_OUTCOMES = frozenset(["kill", "injure", "wound", "hit", "destroy", "damage", "burn", "strike", "shake", "hurt"])
_VIOLENT = CONFLICT_VERBS - _OUTCOMES - {"open", "launch", "target", "riot", "storm"}
_DOERS = _words(
    "gunman gunmen attacker attackers bomber militants rebels troops soldiers terrorists guerrillas forces army suspect"
    " robbers assailants assailant fighters insurgents"
)
_FIGURATIVE = _words(
    "bill proposal plan deal game match motion amendment law idea time chance hope film movie video record goal ball"
    " nerve note mood price market economy post"
)


def _content_words(clause: Clause) -> frozenset[str]:
    return frozenset(
        token.lemma_.lower()
        for token in clause.verb.doc
        if clause.start <= token.idx < clause.end
        and token.pos_ in {"NOUN", "VERB", "PROPN", "NUM", "ADJ"}
        and not token.is_stop
    )
