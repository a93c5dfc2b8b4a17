"""Tune a low-rank adapter of the base model on exercises, all tasks of a passage in one pass over it."""

from __future__ import annotations

import importlib
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.local.exercise import Exercise
from summarizer.local.gguf_adapter import Heads, read_adapter, write_adapter
from summarizer.local.packing import IGNORED, Packed, batches, pack, shares

__all__ = ["Recipe", "tune"]

_MODULES = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_SAVE_EVERY_S = 240
_SAY_EVERY = 20  # steps
_SLOWEST = 0.02  # share of the rate that the last step keeps
_SMOOTH = 0.97


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to tune. Training ends after ``steps``, or after ``minutes`` of wall time if they come first.

    ``rate`` rises over ``warm_up`` steps and falls in a straight line to the end. ``tokens`` is the size of a step,
    ``longest`` of one packed exercise. The lowest ``frozen`` layers keep their part of the adapter as it is.
    """

    seed: int = 0
    steps: int = 980
    minutes: float = 60.0
    rank: int = 16
    alpha: int = 32
    rate: float = 1e-3
    warm_up: int = 30
    tokens: int = 800
    longest: int = 420
    frozen: int = 0
    threads: int = 2


def tune(
    weights: Path,
    exercises: Sequence[Exercise],
    out: Path,
    recipe: Recipe,
    *,
    start: Path | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Train on ``exercises``, over again when they run out, write the adapter to ``out``; return the steps taken.

    ``start`` is an adapter of the same rank to go on from. The adapter so far is written every four minutes, so that a
    run cut off leaves one to use, or to go on from.
    """
    torch: Any = importlib.import_module("torch")  # heavy: kept off the start-up path
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    model, tokenizer = _model(weights, recipe, start)
    sequences = [pack(exercise, tokenizer, recipe.longest) for exercise in exercises]
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.0, betas=(0.9, 0.98))
    progress = _Progress(recipe, say)
    # each worker learns a share of a step: threads inside an operation wait for each other at every operation, which
    # on cores that something else uses too costs most of the speed
    with ThreadPoolExecutor(recipe.threads, initializer=torch.set_num_threads, initargs=(1,)) as workers:
        for batch in batches(sequences, recipe.tokens, recipe.seed):
            if progress.done >= 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = progress.rate
            optimiser.zero_grad()
            loss = sum(workers.map(lambda share: _learn(model, share, batch), shares(batch, recipe.threads)))  # noqa: B023 - used up within the step
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            if progress.count(batch, loss):
                _write(model, out, recipe)
    _write(model, out, recipe)
    return progress.steps


class _Progress:
    """Counts steps and time: how much of the run is done, what rate that means, what to say, when to save."""

    def __init__(self, recipe: Recipe, say: Callable[[str], None]) -> None:
        self._recipe = recipe
        self._say = say
        self._started = self._saved = time.monotonic()
        self._tasks = 0
        self._loss: float | None = None
        self.steps = 0

    @property
    def done(self) -> float:
        spent = (time.monotonic() - self._started) / 60
        return max(self.steps / self._recipe.steps, spent / self._recipe.minutes)

    @property
    def rate(self) -> float:
        warm = min(1.0, (self.steps + 1) / self._recipe.warm_up)
        return self._recipe.rate * warm * max(_SLOWEST, 1 - self.done)

    def count(self, batch: Sequence[Packed], loss: float) -> bool:
        """Count a step; return whether it is time to save."""
        self.steps += 1
        self._tasks += sum(sequence.parts[-1] for sequence in batch)
        self._loss = loss if self._loss is None else _SMOOTH * self._loss + (1 - _SMOOTH) * loss
        now = time.monotonic()
        if self.steps == 1 or self.steps % _SAY_EVERY == 0:
            spent = now - self._started
            self._say(
                f"step {self.steps} of {self._recipe.steps}: {self._tasks} questions, "
                f"{self._tasks / spent:.1f} a second, loss {self._loss:.3f}, {spent / 60:.1f} min"
            )
        if now - self._saved < _SAVE_EVERY_S:
            return False
        self._saved = now
        return True


def _model(weights: Path, recipe: Recipe, start: Path | None) -> tuple[Any, Any]:
    """Return the base model with its adapter, and the tokenizer."""
    # heavy: kept off the start-up path
    torch: Any = importlib.import_module("torch")
    transformers: Any = importlib.import_module("transformers")
    peft: Any = importlib.import_module("peft")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    at = {"pretrained_model_name_or_path": str(weights.parent), "gguf_file": weights.name}
    base = transformers.AutoModelForCausalLM.from_pretrained(**at, dtype=torch.float32)
    if torch.cuda.is_available():
        base = base.to("cuda")
    adapter = peft.LoraConfig(
        r=recipe.rank, lora_alpha=recipe.alpha, target_modules=list(_MODULES), task_type="CAUSAL_LM"
    )
    with warnings.catch_warnings():
        # peft asks transformers by a name that goes with its next version
        warnings.simplefilter("ignore", FutureWarning)
        model = peft.get_peft_model(base, adapter)
    known = read_adapter(start, _heads(model)) if start is not None else {}
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_" not in name:
                continue
            if known:
                weight.copy_(torch.from_numpy(known[_short(name)]))
            weight.requires_grad_(int(_short(name).split(".")[1]) >= recipe.frozen)
    return model, transformers.AutoTokenizer.from_pretrained(**at)


def _learn(model: Any, share: Sequence[Packed], batch: Sequence[Packed]) -> float:
    """Add the gradient of a share of the batch; return the share's part of the batch's mean loss."""
    torch: Any = importlib.import_module("torch")
    if not share:
        return 0.0
    place = next(model.parameters()).device
    tokens, labels, places, allowed = (tensor.to(place) for tensor in _tensors(share))
    core = model.base_model.model
    hidden = core.model(input_ids=tokens, attention_mask=allowed, position_ids=places, use_cache=False)
    wanted = labels[:, 1:] != IGNORED
    # the vocabulary is a fifth of the model: only where an answer is learnt
    scores = core.lm_head(hidden.last_hidden_state[:, :-1][wanted])
    loss = torch.nn.functional.cross_entropy(scores.float(), labels[:, 1:][wanted], reduction="sum")
    loss = loss / sum(label != IGNORED for sequence in batch for label in sequence.labels)
    loss.backward()
    return float(loss.detach())


def _tensors(share: Sequence[Packed]) -> Iterator[Any]:
    """Give tokens, labels and places (row x length), and who may look at whom (row x 1 x length x length)."""
    torch: Any = importlib.import_module("torch")
    length = max(len(sequence.tokens) for sequence in share)

    def padded(rows: Sequence[Sequence[int]], filling: int) -> Any:
        return torch.tensor([[*row, *[filling] * (length - len(row))] for row in rows])

    yield padded([sequence.tokens for sequence in share], 0)
    yield padded([sequence.labels for sequence in share], IGNORED)
    yield padded([sequence.places for sequence in share], 0)
    parts = padded([sequence.parts for sequence in share], -1)
    before = torch.ones(length, length, dtype=torch.bool).tril()
    own = parts[:, :, None] == parts[:, None, :]
    yield (before & (own | (parts == 0)[:, None, :]))[:, None]


def _write(model: Any, out: Path, recipe: Recipe) -> None:
    tensors = {
        _short(name): weight.detach().float().cpu().numpy()
        for name, weight in model.named_parameters()
        if "lora_" in name
    }
    fresh = out.with_suffix(".part")
    write_adapter(tensors, fresh, alpha=recipe.alpha, heads=_heads(model))
    fresh.replace(out)


def _heads(model: Any) -> Heads:
    return Heads(model.config.num_attention_heads, model.config.num_key_value_heads)


def _short(name: str) -> str:
    """Return a parameter's name from its layer on: 'layers.3.self_attn.q_proj.lora_A'."""
    return name[name.index("layers.") :].removesuffix(".weight").removesuffix(".default")
