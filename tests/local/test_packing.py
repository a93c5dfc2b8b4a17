"""Packing: a passage is read once, every task stands as if alone, only answers are learnt."""

from itertools import islice

from summarizer.local.exercise import Exercise, Task
from summarizer.local.packing import IGNORED, Packed, batches, pack, shares


class Letters:
    """A tokenizer with a token for every character."""

    def __call__(self, text: str, *, add_special_tokens: bool) -> dict[str, list[int]]:
        assert not add_special_tokens
        return {"input_ids": [ord(letter) for letter in text]}


def text(tokens: tuple[int, ...]) -> str:
    return "".join(chr(token) for token in tokens if token != IGNORED)


EXERCISE = Exercise("a", "It rained.", (Task("What fell?", "rain"), Task("Who fell?", "not stated", "list")))


def test_the_passage_stands_once_and_only_answers_are_labelled() -> None:
    packed = pack(EXERCISE, Letters(), 500)

    assert text(packed.tokens) == (
        "Passage: It rained.\nQuestion: What fell?\nAnswer: rain\nQuestion: Who fell?\nAnswers: not stated\n"
    )
    assert text(packed.labels) == " rain\n not stated\n"


def test_each_task_continues_from_the_end_of_the_passage() -> None:
    packed = pack(EXERCISE, Letters(), 500)

    head = len("Passage: It rained.\n")
    alone = [len(f"{task.prompt('It rained.')} {task.answer}\n") - head for task in EXERCISE.tasks]
    for part, length in enumerate(alone, start=1):
        places = [place for place, of in zip(packed.places, packed.parts, strict=True) if of == part]
        assert places == list(range(head, head + length))


def test_a_task_that_does_not_fit_is_left_out() -> None:
    packed = pack(EXERCISE, Letters(), 60)

    assert text(packed.labels) == " rain\n"


def sequence(length: int, tasks: int = 1) -> Packed:
    return Packed((1,) * length, (1,) * length, (tasks,) * length, tuple(range(length)))


def test_batches_are_about_as_large_as_asked_and_come_without_end() -> None:
    sequences = [sequence(10) for _ in range(7)]

    sizes = [len(batch) for batch in islice(batches(sequences, 30, seed=1), 12)]

    assert max(sizes) == 3
    assert sum(sizes[:3]) == 7


def test_sequences_without_a_task_are_passed_over() -> None:
    assert list(batches([sequence(10, tasks=0)], 30, seed=1)) == []


def test_shares_carry_about_as_many_tokens_each() -> None:
    made = shares([sequence(40), sequence(10), sequence(20), sequence(10)], 2)

    assert sorted(sum(len(one.tokens) for one in share) for share in made) == [40, 40]
    assert [len(share) for share in shares([sequence(5)], 2)] == [1, 0]
