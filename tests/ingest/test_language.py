"""Language: common ones by their function words, the rest by script or model."""

from __future__ import annotations

import subprocess
import sys

import pytest

from summarizer.ingest.language import detect_language

TEXTS = {
    "en": "The president said on Tuesday that the talks will be held next week, and that it was not for him to decide.",
    "de": "Der Präsident sagte am Dienstag, dass die Gespräche nicht in der nächsten Woche, sondern im Mai stattfinden werden.",
    "fr": "Le président a déclaré mardi que les négociations auront lieu dans une semaine et que ce sont des discussions utiles.",
    "es": "El presidente dijo el martes que las conversaciones se celebrarán la próxima semana, según los medios del país.",
    "it": "Il presidente ha detto martedì che i colloqui si terranno nella prossima settimana, ma non è stato deciso il luogo.",
    "pt": "O presidente disse na terça-feira que as conversações não vão acontecer na próxima semana com a oposição.",
    "nl": "De president zei dinsdag dat de gesprekken volgende week worden gehouden, maar dat het niet aan hem is om te beslissen.",
    "ca": "El president del Parlament ha anunciat que la reunió amb els grups es farà dilluns a Barcelona, segons ha explicat.",
    "sv": "Statsministern sade på måndagen att regeringen inte har för avsikt att ändra lagen om skatter.",
    "ru": "Президент заявил во вторник, что переговоры пройдут на следующей неделе.",
    "uk": "Президент заявив у вівторок, що переговори відбудуться наступного тижня.",
    "tr": "Cumhurbaşkanı salı günü yaptığı açıklamada görüşmelerin gelecek hafta yapılacağını söyledi.",
    "pl": "Prezydent powiedział we wtorek, że rozmowy odbędą się w przyszłym tygodniu.",
    "ar": "وصل الوزير إلى القاهرة يوم الاثنين. هل سيوقع الاتفاق؟ لم يعلق المكتب على ذلك.",
    "fa": "رئیس جمهور روز سه شنبه گفت که مذاکرات هفته آینده برگزار خواهد شد.",
    "zh": "总统周二抵达北京。他说：“我们会合作。”会谈将于周五举行。",
    "ja": "首相は月曜日に到着した。会談は二時間続いた。",
    "ko": "대통령은 화요일에 베이징에 도착했다. 그는 협력할 것이라고 말했다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_language_of_one_sentence(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["12 345", "Oil up 3%", "…"], ids=["digits", "two words", "mark"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_reading_plain_english_loads_neither_model_nor_other_heavy_parts() -> None:
    code = (
        "import sys; from summarizer.ingest import sources; from summarizer.ingest.documents import make_document; "
        f"make_document({TEXTS['en']!r}); print([m for m in ('py3langid', 'numpy', 'trafilatura', 'lxml', 'httpx2', 'pypdf', 'charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
