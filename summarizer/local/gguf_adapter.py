"""Move a low-rank adapter between the layout of transformers and the GGUF file that llama.cpp loads."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

__all__ = ["Heads", "read_adapter", "write_adapter"]

_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_SIDES = {"lora_A": "lora_a", "lora_B": "lora_b"}


@dataclass(frozen=True, slots=True)
class Heads:
    """How many attention heads the base model has for queries, and for keys."""

    queries: int
    keys: int


def write_adapter(tensors: Mapping[str, Matrix], path: Path, *, alpha: float, heads: Heads) -> None:
    """Write tensors named as 'layers.3.self_attn.q_proj.lora_A' as a GGUF adapter of 16-bit numbers.

    llama.cpp turns neighbouring pairs of a head's rows where transformers turns its two halves, so the rows of the
    query's and key's second matrix are reordered.
    """
    import numpy as np  # noqa: PLC0415 - heavy: kept off the start-up path

    gguf: Any = importlib.import_module("gguf")
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(alpha))
    writer.add_name("reader")
    for name, tensor in sorted(tensors.items()):
        _, layer, group, projection, side = name.split(".")
        module = f"{group}.{projection}"
        rows = _interleaved(tensor, _turning(module, heads)) if side == "lora_B" else tensor
        values = np.ascontiguousarray(rows.astype(np.float16))
        writer.add_tensor(f"blk.{layer}.{_NAMES[module]}.weight.{_SIDES[side]}", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def read_adapter(path: Path, heads: Heads) -> dict[str, Matrix]:
    """Return the tensors of a GGUF adapter: ``write_adapter`` undone."""
    import numpy as np  # noqa: PLC0415 - heavy: kept off the start-up path

    gguf: Any = importlib.import_module("gguf")
    modules = {short: module for module, short in _NAMES.items()}
    sides = {short: side for side, short in _SIDES.items()}
    found: dict[str, Matrix] = {}
    for tensor in gguf.GGUFReader(str(path)).tensors:
        _, layer, short, _, side = tensor.name.split(".")
        module = modules[short]
        values: Matrix = np.array(tensor.data, dtype=np.float32)
        rows = _halved(values, _turning(module, heads)) if sides[side] == "lora_B" else values
        found[f"layers.{layer}.{module}.{sides[side]}"] = rows
    return found


def _turning(module: str, heads: Heads) -> int:
    """Return how many heads turn by position in a projection; 0 where none does."""
    return {"self_attn.q_proj": heads.queries, "self_attn.k_proj": heads.keys}.get(module, 0)


def _interleaved(rows: Matrix, heads: int) -> Matrix:
    if not heads:
        return rows
    return rows.reshape(heads, 2, rows.shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(rows.shape)


def _halved(rows: Matrix, heads: int) -> Matrix:
    if not heads:
        return rows
    return rows.reshape(heads, rows.shape[0] // heads // 2, 2, -1).swapaxes(1, 2).reshape(rows.shape)
