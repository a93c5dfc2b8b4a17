"""Short forms of English first names."""

from __future__ import annotations

__all__ = ["NICKNAMES"]

_GROUPS = """
abigail abby/albert al bert/alexander alex sandy/alexandra alex/alfred alf fred/andrew andy drew/anthony tony
antonia toni/barbara barb/benjamin ben/bernard bernie/catherine kate cathy katie/charles charlie chuck/christina tina
christopher chris/christine chris/daniel dan danny/david dave/deborah debbie deb/donald don/dorothy dot/douglas doug
edward ed eddie ted/elizabeth liz beth betty eliza/eugene gene/francis frank/frederick fred freddie/gabriel gabe
gerald gerry jerry/gregory greg/harold harry/henry harry hank/herbert herb/jacob jake/james jim jimmy jamie
jeffrey jeff/jennifer jen jenny/jessica jess/john jack johnny/jonathan jon/joseph joe/joshua josh/judith judy
katherine kate kathy katie/kathleen kathy/kenneth ken kenny/lawrence larry/leonard len lenny/margaret maggie meg peggy
matthew matt/michael mike mick/nathaniel nat nate/nicholas nick/nicola nicky/pamela pam/patricia pat patty/patrick pat
patrick paddy
peter pete/philip phil/phillip phil/raymond ray/rebecca becky/richard dick rick rich/robert bob rob bobby robbie
ronald ron/samantha sam/samuel sam/sandra sandy/stephen steve/steven steve/susan sue/theodore ted teddy theo
thomas tom tommy/timothy tim/victoria vicky/vincent vince/walter walt/william bill will billy/zachary zach
""".replace("\n", "/")


def _table() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for group in filter(None, _GROUPS.split("/")):
        full, *short = group.split()
        for name in (full, *short):
            table.setdefault(name, set()).add(full)
    return table


NICKNAMES = _table()
"""First name → the full names it can stand for; two that share one can be the same person's."""
