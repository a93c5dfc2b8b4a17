"""The adapter's file: what is written is read back, with the rows that llama.cpp wants in between."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

if importlib.util.find_spec("gguf") is None:
    pytest.skip("needs the extra train: gguf", allow_module_level=True)

from summarizer.local.gguf_adapter import Heads, read_adapter, write_adapter

HEADS = Heads(queries=2, keys=1)


def tensors() -> dict[str, NDArray[np.float32]]:
    return {
        f"layers.{layer}.{module}.{side}": np.arange(16, dtype=np.float32).reshape(shape) + layer
        for layer in (0, 1)
        for module in ("self_attn.q_proj", "self_attn.k_proj", "mlp.up_proj")
        for side, shape in (("lora_A", (2, 8)), ("lora_B", (8, 2)))
    }


def test_an_adapter_written_is_read_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"

    write_adapter(tensors(), path, alpha=4, heads=HEADS)

    found = read_adapter(path, HEADS)
    assert sorted(found) == sorted(tensors())
    assert all((found[name] == tensor).all() for name, tensor in tensors().items())


def test_rows_of_queries_are_interleaved_within_a_head_and_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    write_adapter(tensors(), path, alpha=4, heads=HEADS)

    # read as if nothing turned: the rows lie as llama.cpp has them
    raw = read_adapter(path, Heads(queries=0, keys=0))

    assert raw["layers.0.self_attn.q_proj.lora_B"][:, 0].tolist() == [0, 4, 2, 6, 8, 12, 10, 14]
    assert raw["layers.0.self_attn.k_proj.lora_B"][:, 0].tolist() == [0, 8, 2, 10, 4, 12, 6, 14]
    assert raw["layers.0.mlp.up_proj.lora_B"][:, 0].tolist() == [0, 2, 4, 6, 8, 10, 12, 14]
