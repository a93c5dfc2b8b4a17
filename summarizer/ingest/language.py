"""The language of a text: by its function words or script where they settle it, by a trained model where not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["detect_language"]

_HEAD = 900
"""Characters looked at; more costs time and doesn't change the answer."""

_FUNCTION_WORDS = {
    "en": "the of and to is that for on with was as he it by at from are his an which have has had were been said will",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es wird bei nach sind",
    "fr": "le les et des du est dans pour une sur qui au par pas plus avec ce sont ont été aux cette mais ses leur",
    "es": "el los y del las por con una su para es al lo como más pero sus fue ha este se han desde según también",
    "it": "il di che è per gli della del con nel alla dei sono si delle più ha dal anche una nella sul ma come stato",
    "pt": "o os e do da em um para com não uma dos no na por mais as ao foi são das pelo pela também à se",
    "nl": "de het een van en dat op te zijn met voor niet aan er om ook als bij door naar heeft maar wordt werd uit",
    # Neighbours: their words are kept from being taken for those of a larger language.
    "ca": "el els les i amb que per una dels és del al la no més ha va seva pel aquest han com",
    "gl": "o os e do da en un para con non unha dos no na por máis as ao foi son das polo pola tamén",
    "ro": "și de la în cu pe care este din nu mai un o au fost pentru sau",
    "da": "og i at det er en af til på som der med den for ikke har fra et var men de",
    "sv": "och i att det är en av till på som med den för inte har från ett var men de om",
    "no": "og i at det er en av til på som med den for ikke har fra et var men de",
    "af": "die van en in is het vir te wat nie met op dat sy aan 'n om as hy deur",
}
_ANSWERS = frozenset(("en", "de", "fr", "es", "it", "pt", "nl"))
_SCRIPTS = (
    # Scripts that one language of the news writes; the order matters: kana settle Japanese before Han is asked.
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
_MOST = 0.3
"""Share of a script's letters in the head above which it decides."""
_FEW_HITS = 4
_SHARE = 0.08
_LEAD = 3
_SURE = 0.6
"""Probability below which the model's answer is no answer."""


def _own_words() -> dict[str, str]:
    """Return word → language for the words that only one of the languages has."""
    languages: dict[str, set[str]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in words.split():
            languages.setdefault(word, set()).add(language)
    return {word: next(iter(owners)) for word, owners in languages.items() if len(owners) == 1}


_OWN_WORDS = _own_words()


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of ``text``'s language, None when it has too few words to tell. Deterministic."""
    head = text[:_HEAD]
    return _by_words(head) or _by_script(head) or _by_model(head)


def _by_words(head: str) -> str | None:
    words = head.lower().split()
    hits = Counter(map(_OWN_WORDS.get, words))
    del hits[None]
    if not hits:
        return None
    (best, count), *others = hits.most_common(2)
    second = others[0][1] if others else 0
    clear = count >= _FEW_HITS and count >= _SHARE * len(words) and count >= _LEAD * second
    return best if clear and best in _ANSWERS else None


def _by_script(head: str) -> str | None:
    if head.isascii():
        return None
    letters = sum(map(str.isalpha, head)) or 1
    for language, pattern in _SCRIPTS:
        share = len(pattern.findall(head)) / letters
        # Japanese is half Han: a few kana are enough.
        if share > (_MOST / 6 if language == "ja" else _MOST):
            return language
    return None


def _by_model(head: str) -> str | None:
    if sum(map(str.isalpha, head)) < 12:
        return None
    language, sureness = _identifier().classify(head)
    return str(language) if sureness >= _SURE and len(language) == 2 else None


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model once; it takes about two seconds and is only read afterwards."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # heavy: kept off the start-up path

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
