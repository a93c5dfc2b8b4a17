"""Name the common kinds of news event by the words that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.extract.reading.clauses import Clause

__all__ = ["EVENT_KINDS", "kind_of"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EVENT_KINDS: dict[str, frozenset[str]] = {
    "phone call": _words("call phone telephone conversation dial"),
    "meeting": _words("meet meeting summit gather talk visit host receive conference session convene briefing"),
    "attack": _words(
        "attack strike bomb bombing shell shelling shoot shooting missile drone raid assault barrage explode ambush"
        " invade offensive fire gunman blast"
    ),
    "exchange": _words("exchange swap trade hand return release"),
    "agreement": _words("agree agreement deal treaty accord sign pact truce ceasefire settlement contract merger"),
    "decision": _words(
        "decide decision rule ruling order approve ban vote pass reject veto suspend pause appoint resign dismiss lift"
        " impose declare cancel adopt cut raise verdict"
    ),
    "election": _words("election elect poll ballot voter referendum vote candidate turnout seat majority"),
    "disaster": _words(
        "earthquake quake flood storm hurricane cyclone typhoon wildfire landslide eruption tsunami drought avalanche"
        " tornado crash collapse derail magnitude aftershock tremor"
    ),
    "crime": _words(
        "arrest charge murder rob robbery convict sentence trial jail theft fraud steal kidnap court guilty acquit"
        " prosecutor plead jury"
    ),
    "economic": _words(
        "profit revenue share market price inflation sale growth bank earnings economy gdp rate tariff company stock"
        " investor quarter dividend export currency percent loss cost job forecast layoff"
    ),
    "sport": _words("match win beat defeat score goal league final championship cup tournament game season title"),
    "statement": _words(
        "say announce declare tell warn accuse deny claim hail pledge promise vow denounce condemn propose suggest"
        " insist demand urge reject"
    ),
}
"""Kind → lemmas that show it; a schema's label belongs to the kind whose name or words it shares."""

_SUBJECT_WEIGHT = 2.5
_VERB_WEIGHT = 2.0
_OBJECT_WEIGHT = 1.5

_FIGURES_OF_SPEECH = {
    "strike": _words("tone note chord balance deal bargain accord agreement pose"),
    "raise": _words("question doubt"),
}
"""Verb → objects with which it isn't meant literally and shows no kind by itself."""


def kind_of(clause: Clause) -> str | None:
    """Return the kind whose words weigh most in a clause, or None when no word shows one.

    What does it tells more than the deed: an earthquake that strikes is no attack.
    """
    scores: dict[str, float] = {}
    for token in clause.verb.doc:
        if not clause.start <= token.idx < clause.end or token.pos_ not in {"NOUN", "VERB", "PROPN"}:
            continue
        if token == clause.verb and _is_figure_of_speech(token):
            continue
        for kind, words in EVENT_KINDS.items():
            if token.lemma_.lower() in words:
                scores[kind] = scores.get(kind, 0.0) + _weight(token, clause)
    best = max(scores, key=lambda kind: scores[kind], default=None)
    return best if best is not None and scores[best] >= _OBJECT_WEIGHT else None


def _weight(token: Token, clause: Clause) -> float:
    if token == clause.verb:
        return _VERB_WEIGHT
    if token.dep_ == "nsubj":
        return _SUBJECT_WEIGHT
    return _OBJECT_WEIGHT if token.head == clause.verb else 0.5


def _is_figure_of_speech(verb: Token) -> bool:
    objects = _FIGURES_OF_SPEECH.get(verb.lemma_.lower(), frozenset())
    return any(child.dep_ == "dobj" and child.lemma_.lower() in objects for child in verb.children)
