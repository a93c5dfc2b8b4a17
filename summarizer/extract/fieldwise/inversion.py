"""Turn an English clause into the second half of a question: 'the shaking lasted' gives 'did the shaking last'."""

from __future__ import annotations

import re

__all__ = ["inverted"]

_HELPERS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "has",
        "have",
        "had",
    ]
)
_PAST = """
began:begin became:become bought:buy brought:bring broke:break built:build came:come caught:catch chose:choose
cost:cost cut:cut died:die drew:draw drove:drive fell:fall felt:feel fought:fight found:find flew:fly
gave:give got:get grew:grow had:have held:hold hit:hit hurt:hurt kept:keep knew:know laid:lay left:leave
led:lead lent:lend lost:lose made:make meant:mean met:meet paid:pay put:put quit:quit ran:run rose:rise
said:say sank:sink saw:see sent:send set:set shook:shake shot:shoot sold:sell spent:spend spoke:speak
spread:spread stole:steal stood:stand struck:strike swore:swear taught:teach threw:throw told:tell took:take
went:go woke:wake won:win wrote:write agreed:agree lied:lie tied:tie owed:owe caused:cause used:use
closed:close raised:raise issued:issue named:name moved:move voted:vote proposed:propose produced:produce
announced:announce released:release placed:place charged:charge received:receive arrived:arrive
increased:increase decided:decide promised:promise refused:refuse accused:accuse served:serve changed:change
exploded:explode collided:collide damaged:damage involved:involve imposed:impose reduced:reduce
measured:measure declared:declare required:require resumed:resume collapsed:collapse seized:seize ruled:rule
hired:hire fired:fire expired:expire acquired:acquire rescued:rescue
"""
_IRREGULAR = {past: base for past, _, base in (pair.partition(":") for pair in _PAST.split())}


def inverted(clause: str) -> str | None:
    """Return a statement's words in the order of a question, without the question word; None where no verb is found."""
    words = clause.split()
    for place, word in enumerate(words[1:], start=1):
        if word in _HELPERS:
            return " ".join([word, *words[:place], *words[place + 1 :]])
    if words[0] in {"it", "he", "she"} and len(words) > 1 and re.fullmatch(r"[a-z]{2,}s", words[1]):
        return " ".join(["does", words[0], re.sub(r"(?<=[osxh])es$|s$", "", words[1]), *words[2:]])
    for place, word in enumerate(words[1:], start=1):
        base = _base(word)
        if base is not None:
            return " ".join(["did", *words[:place], base, *words[place + 1 :]])
    return None


def _base(word: str) -> str | None:
    """Return the base form of a past tense; None for any other word."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not re.fullmatch(r"[a-z]{2,}ed", word):
        return None
    stem = word[:-2]
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsfz"
    if doubled:
        return stem[:-1]
    # 'rescued', 'evolved', 'moved': a stem that no English verb ends in lost its e
    silent = re.search(r"(?:[uvzc]|[^aeiou][aeiou]?[st]?rg|[^aeiou]l|at|[aeiou]s|dg|ng)$", stem) and stem[-2:] != "ai"
    return f"{stem}e" if silent else stem
