"""Fold an answer as SQuAD does; the MUC-4 scorers of Du et al. took the same rule over."""

from __future__ import annotations

import re
import string

__all__ = ["normalise_answer"]

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def normalise_answer(answer: str) -> str:
    """Return the answer in lower case, without ASCII punctuation, English articles and surplus whitespace.

    Source: Rajpurkar et al. 2016. Known for what it does: "3.5" becomes "35", "€" and curly quotes stay.
    """
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())
