"""What a reporter sees in a terminal, to the letter."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from summarizer.domain.record import Record
from summarizer.render.terminal import RunSummary, print_legend, print_record, print_run_summary

Shown = Callable[..., str]
RecordOf = Callable[[str], Record]

FERRY = """\
✓ Ferry crews strike for a third day, cutting off the Skerry Islands [1]
✓ Harbour Gazette [metadata outlet]  ✓ 2026-03-04 [3]  articles/ferry-strike.txt
Summary
  ✓ Crews on all nine ferries to the Skerry Islands stayed ashore for a third
    day in a strike over rest hours. [4]
  ✓ Northlink Marine offered a 4.2 percent rise and two additional rest days,
    which the Seafarers' League turned down. [6, 7]
  ≈ The coast guard carried 65 patients to the mainland. [12] (sum of 48, 17)
Events
  ✓ Ferry crews went on strike over rest hours [4]
    when: Monday (2026-03-02) [5]  where: Skerry Islands
    actors: Seafarers' League [7]  affected: 6,200 islanders [5]
    · kind: economic  · status: ongoing
  ✓ Northlink Marine offered a 4.2 percent rise [6]
    when: on Tuesday (2026-03-03)  actors: Northlink Marine  · kind: agreement
    · status: proposed
  ✓ Cutters carried patients to the mainland [12]
    actors: coast guard  affected: patients  · kind: other  · status: happened
    ~ when: on Monday and Tuesday (2026-03-02 to 2026-03-03, range) (not
      there: Monday and Tuesday)
    ✗ where: Varne
People
  ✓ Mara Lindqvist [8] (leads the union's island branch, Seafarers' League [7])
  ✓ Tomas Okafor [15] (Transport minister)
  ✓ Jo Ann Pell [17] (harbour master, ✗ Northlink)
Organizations  ✓ Northlink Marine [6]  ✓ Seafarers' League [7]
  ✓ coast guard [12]
Places  ✓ Skerry Islands [4]  ✓ Port Ellery [4]  ✓ Varne [16]
  ✓ Little Skerry [17]
Figures
  ✓ 6200 islanders: without passenger service [5]  · precision: about
  ≈ 65 (sum of 48, 17) ✓ patients: carried to the mainland [12]
    · precision: exact  ✓ according to: the health board
  ✗ 13 ✓ safety reports: ~ hidden since 2024 [9] (not there: hidden)
    · precision: exact  ✓ according to: Mara Lindqvist [8]
  ✓ 1,100,000 passengers: carried last year [19]  · precision: at_least
Statements
  ✓ Mara Lindqvist: “We will not sail tired” [8]
    · verbatim: yes  · kind: demand
  ✓ Northlink [10]: It has not hidden safety reports [9, 10]
    · verbatim: no  · kind: denial
Upcoming
  ✓ Talks between the company and the union [16]
    when: on Friday (2026-03-06)  where: Varne
    participants: mediator from the labour court, ~ Northlink Marine [15] (not
      there: Northlink)
complete, 71 facts  ✓ 49  ≈ 2  ~ 3  ✗ 3  · 14
23 sentences: 17 sent, 14 cited, 3 uncited (2, 13, 18), 6 furniture (11, 14,
  20–23)
local/smollm2-360m, fieldwise, 3.2 s, no cost

"""

FLOOD = """\
articles/flood.jsonl:3
Valley Wire  2026-02-11
! partial: the answer hit the limit of 1024 tokens twice; what arrived was kept
! left out: /events/2: the answer ended in the middle of it
! left out: /statements: the answer ended before it
Summary
  ✓ The Ostrava river flooded three districts of Lower Mill. [1]
  ✗ At least four people have died. [2] (not there: died; no sentence 91)
Events
  ✓ The Ostrava river flooded three districts [1]
    when: Tuesday night (2026-02-10)  where: Lower Mill  affected: 220 residents [3]  · kind: disaster  · status: happened
  ✓ Rescuers brought residents to safety by boat [3]
    actors: Rescuers  · kind: other  · status: happened
Organizations  ✓ fire service [2]
Places  ✓ Lower Mill [1]
Not stated: headline, outlet, published, people, figures, statements, upcoming
partial, 14 facts  ✓ 9  ✗ 1  · 4
6 sentences: 6 sent, 3 cited, 3 uncited (4–6), answer cut off, in 2 parts
compatible/mid-8b, oneshot, 41.7 s, cost not known

"""

MATCH_IN_ASCII = """\
Rovers win the cup on penalties
sport/cup.html
Penalties  . yes [2]
Attendance  + 18,412 [3]
Venue
  + Mill Lane [2]  kick off: on Saturday
Score/by~phase
  + 1, 1 [2]
  + 4, 3 [2]
Squads
  + Rovers [2]  . won: yes
    Players  + Ana Reyes [3] (age: 23 [4])  + Lou Teague [4] (awards: captain)
  + Athletic [2]  . won: no
Notes  + (empty) [2]
Not stated: average age
complete, 17 facts  + 14  . 3
4 sentences: 4 sent, 3 cited, 1 uncited (1)
openai/gpt-mini, oneshot, 2.4 s, $0.0013

"""

NOTHING = """\
standard input
Not stated: headline, outlet, published, summary, events, people, organizations, places, figures, statements, upcoming
complete, 0 facts
1 sentence: 1 sent, 0 cited, 1 uncited (1)
local/smollm2-360m, fieldwise, from the cache (1.1 s when fresh), no cost

"""

FAILED = (
    "✗ failed: https://news.example/court/verdict – the answer never fitted the schema: events.0.kind: "
    "'acquittal' is not one of the labels\n\n"
)


def test_a_terminal_of_80_columns_shows_everything_wrapped_with_hanging_indents(
    record_of: RecordOf, shown: Shown
) -> None:
    assert shown(lambda console: print_record(record_of("ferry"), console), width=80) == FERRY


@pytest.mark.parametrize(
    ("source", "encoding", "text"),
    [
        pytest.param("flood", "utf-8", FLOOD, id="a partial record says why and what is missing"),
        pytest.param("cup", "ascii", MATCH_IN_ASCII, id="another schema, on a stream that holds only ASCII"),
        pytest.param("verdict", "utf-8", FAILED, id="a failed record is one line"),
    ],
)
def test_piped_output_is_plain_and_never_wrapped(
    source: str, encoding: str, text: str, record_of: RecordOf, shown: Shown
) -> None:
    assert shown(lambda console: print_record(record_of(source), console), encoding=encoding) == text


def test_an_article_that_states_nothing_says_what_was_asked(records: list[Record], shown: Shown) -> None:
    [quiet] = [record for record in records if record.document.source == "-"]
    assert shown(lambda console: print_record(quiet, console)) == NOTHING


@pytest.mark.parametrize("width", [10, 24, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_than_100_columns(
    width: int, records: list[Record], shown: Shown
) -> None:
    lines = [
        line
        for record in records
        for line in shown(lambda console, record=record: print_record(record, console), width=width).splitlines()
    ]
    assert max(map(cell_len, lines)) <= max(24, min(width, 100))


def test_colour_is_used_on_a_terminal_and_the_words_stay_the_same(record_of: RecordOf) -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard", no_color=False)
    with console.capture() as capture:
        print_record(record_of("ferry"), console)
    assert "\x1b[32m✓\x1b[0m" in capture.get()
    assert re.sub(r"\x1b\[[0-9;]*m", "", capture.get()) == FERRY


def test_text_from_an_article_cannot_control_the_terminal(record_of: RecordOf, shown: Shown) -> None:
    text = shown(lambda console: print_record(record_of("script"), console))
    assert {character for character in text if ord(character) < 32} == {"\n"}
    assert "\\x1b[31mred\\x1b[0m \\x1b]0;title\\x07 [bold red]markup[/] [link=https://evil.example]x[/link]" in text


def test_the_legend_is_one_line_of_80_columns(shown: Shown) -> None:
    assert shown(print_legend, width=80) == (
        "✓ verified  ≈ derived  ~ partial  ✗ unsupported  · unchecked  [3] sentence 3\n"
    )


def test_the_run_summary_counts_what_happened_and_says_where_the_results_are(
    records: list[Record], shown: Shown
) -> None:
    summary = RunSummary(unread=1, seconds=12.34, out=Path("out/demo.jsonl"))
    for record in records:
        summary = summary.counting(record)
    assert summary == RunSummary(5, 1, 0, 1, 1, 1, None, 12.34, Path("out/demo.jsonl"))
    assert shown(lambda console: print_run_summary(summary, console)) == (
        "7 articles: 5 complete, 1 partial, 1 failed; 1 source unread; 1 from the cache; 12.3 s; cost not known\n"
        "Results: out/demo.jsonl\n"
    )


def test_a_record_from_the_cache_costs_nothing_now(record_of: RecordOf, shown: Shown) -> None:
    paid = record_of("cup")
    cached = paid.model_copy(update={"provenance": paid.provenance.model_copy(update={"cached": True})})
    summary = RunSummary().counting(paid).counting(cached)
    assert shown(lambda console: print_run_summary(summary, console)) == (
        "2 articles: 2 complete, 0 partial, 0 failed; 1 from the cache; 0.0 s; $0.0013\n"
    )
