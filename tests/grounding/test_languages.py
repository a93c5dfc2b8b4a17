"""In other languages than English numbers, names and quotations are still checked, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizer.domain.record import Evidence

TRUE = [
    ("de", "Das Feuer zerstörte 80 Häuser in München.", "In München wurden 80 Häuser durch ein Feuer zerstört."),
    ("de", "Der Minister trat nicht zurück.", "Der Minister blieb im Amt und trat nicht zurück."),
    ("fr", "L'incendie a tué 3,5 millions d'abeilles à Lyon.", "À Lyon, un incendie a tué 3,5 millions d'abeilles."),
    ("es", "El presidente José Álvarez habló en Lima.", "José Álvarez, presidente, pronunció un discurso en Lima."),
    ("ru", "Взрыв в Москве убил 12 человек.", "В Москве при взрыве погибли 12 человек."),
    ("ar", "قتل 12 شخصا في القاهرة", "قتل 12 شخصا في القاهرة يوم الثلاثاء"),
    ("zh", "12人死亡", "北京的爆炸造成12人死亡。"),
]
FALSE = [
    ("de", "Das Feuer zerstörte 90 Häuser in München.", "In München wurden 80 Häuser durch ein Feuer zerstört."),
    ("de", "Das Feuer wütete in Hamburg.", "In München wütete ein Feuer."),
    ("fr", "L'incendie a tué 5,3 millions d'abeilles à Lyon.", "À Lyon, un incendie a tué 3,5 millions d'abeilles."),
    ("fr", "Un incendie à Marseille.", "À Lyon, un incendie a éclaté."),
    ("es", "El presidente José Álvarez habló en Quito.", "José Álvarez, presidente, pronunció un discurso en Lima."),
    ("ru", "Взрыв в Казани убил 12 человек.", "В Москве при взрыве погибли 12 человек."),
    ("ar", "قتل 21 شخصا في القاهرة", "قتل 12 شخصا في القاهرة يوم الثلاثاء"),
    ("fr", "Il a dit « nous partirons ».", "Il a dit « nous resterons »."),
]


@pytest.mark.parametrize(("language", "fact", "sentence"), TRUE, ids=[f"{row[0]}-{row[1]}" for row in TRUE])
def test_a_true_fact_is_verified(judged: Callable[..., Evidence], language: str, fact: str, sentence: str) -> None:
    assert judged(fact, sentence, language=language).support == "verified"


@pytest.mark.parametrize(("language", "fact", "sentence"), FALSE, ids=[f"{row[0]}-{row[1]}" for row in FALSE])
def test_another_number_name_or_quotation_is_not(
    judged: Callable[..., Evidence], language: str, fact: str, sentence: str
) -> None:
    assert judged(fact, sentence, language=language).support in ("partial", "unsupported")
