"""Reading with a memory gives what reading gives, and asks nothing of the memory that reading wouldn't say."""

import pytest

from summarizer.domain.document import Metadata
from summarizer.errors import SourceError
from summarizer.ingest.documents import make_document
from summarizer.ingest.remembered import RememberedReading

TEXT = "Flood in Melden\n\nMarch 4, 2025\n\nThe Elm flooded 300 homes on Monday,\r\nthe mayor said. Nobody was hurt.\n"


class Kept:
    """A memo in memory."""

    def __init__(self):
        self.texts = {}

    def get(self, key):
        return self.texts.get(key)

    def put(self, key, text):
        self.texts[key] = text


class Counting:
    """``make_document``, counting its calls."""

    def __init__(self):
        self.calls = 0

    def __call__(self, text, *, source="-", metadata=None):
        self.calls += 1
        return make_document(text, source=source, metadata=metadata)


@pytest.fixture
def make():
    return Counting()


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def reading(kept, make):
    return RememberedReading(kept, make)


def test_the_same_text_is_read_once_under_whatever_name(reading, make):
    first = reading(TEXT, source="a.txt")
    assert first == make_document(TEXT, source="a.txt")
    assert reading(TEXT, source="b.txt", metadata=Metadata()) == make_document(TEXT, source="b.txt")
    assert make.calls == 1


@pytest.mark.parametrize(
    ("text", "metadata"),
    [
        (TEXT.replace("300", "301"), None),
        (TEXT, Metadata(headline="Another headline")),
        (TEXT, Metadata(language="de")),
    ],
    ids=["another text", "another headline", "another language"],
)
def test_anything_else_is_read_anew(reading, make, text, metadata):
    reading(TEXT, source="a.txt")
    assert reading(text, source="a.txt", metadata=metadata) == make_document(text, source="a.txt", metadata=metadata)
    assert make.calls == 2


def test_a_text_that_cannot_be_read_is_refused_each_time(reading, kept):
    for _ in range(2):
        with pytest.raises(SourceError, match="holds no text"):
            reading(" \n ", source="a.txt")
    assert kept.texts == {}


@pytest.mark.parametrize("damage", ["", "{", '{"id": "x", "sentences": [], "metadata": {}, "splitter": "s"}'])
def test_a_damaged_entry_is_read_anew(reading, kept, damage):
    fresh = reading(TEXT)
    kept.texts = dict.fromkeys(kept.texts, damage)
    assert reading(TEXT) == fresh
