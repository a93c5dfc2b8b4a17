"""Facts as lines for one console: its signs, its width, and text it can show."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from summarizer.domain.record import Support
from summarizer.render.facts_view import Group, Item, Leaf, Section
from summarizer.render.marks import Marks, marks_for
from summarizer.render.receipt_words import places, why
from summarizer.safe_text import encodable, visible

__all__ = ["Printer"]

_STYLES: dict[Support, str] = {
    "verified": "green",
    "derived": "cyan",
    "partial": "yellow",
    "unsupported": "bold red",
    "unchecked": "dim",
}
_SELF_EXPLAINING = frozenset({"role", "affiliation"})
_WIDEST = 100
_NARROWEST = 24
_HANGING = 2


class Printer:
    """Prints facts compactly. On a terminal lines are wrapped with hanging indents; elsewhere a line stays a line."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.marks: Marks = marks_for(console.encoding)
        self.wraps = console.is_terminal
        self.width = max(_NARROWEST, min(console.width, _WIDEST))

    def text(self, words: str, style: str = "") -> Text:
        """Return ``words`` without anything that could control the terminal or that it can't show."""
        return Text(encodable(visible(words), self.console.encoding), style=style)

    def mark(self, support: Support | None) -> Text:
        """Return the sign of ``support``; nothing for a value that isn't a fact."""
        return Text(self.marks.support[support], style=_STYLES[support]) if support else Text()

    def line(self, text: Text, *, indent: int = 0) -> None:
        """Print ``text`` from column ``indent``; where it wraps, what follows stands a little deeper."""
        indent = min(indent, self.width // 2)
        lines = [text]
        if self.wraps and indent + text.cell_len > self.width:
            lines = list(text.wrap(self.console, self.width - indent - _HANGING))
        for number, part in enumerate(lines):
            part.rstrip()
            margin = " " * (indent + (_HANGING if number else 0))
            # soft_wrap: the lines are as long as they shall be; rich must neither wrap nor crop them
            self.console.print(Text.assemble(margin, part), soft_wrap=True, highlight=False)

    def flow(self, chunks: Sequence[Text], *, indent: int, label: str = "") -> None:
        """Print ``chunks`` two spaces apart, a new line begun before one that no longer fits."""
        line = self.text(label, "bold")
        for chunk in chunks:
            if self.wraps and line and indent + line.cell_len + 2 + chunk.cell_len > self.width:
                self.line(line, indent=indent)
                indent, label = indent + (2 if label else 0), ""
                line = chunk
            else:
                line = Text.assemble(line, "  " if line else "", chunk)
        if line:
            self.line(line, indent=indent)

    def section(self, section: Section, *, indent: int) -> None:
        """Print one field of the schema."""
        label = section.label[:1].upper() + section.label[1:]
        if section.layout == "flow":
            self.flow([self._flowing(item) for item in section.items], indent=indent, label=label)
            return
        if label:
            self.line(self.text(label, "bold"), indent=indent)
        for item in section.items:
            self._item(item, indent=indent + 2)

    def leaves(
        self,
        leaves: Sequence[Leaf],
        *,
        before: Sequence[str] = ("",),
        words: Sequence[str] = (),
        beside: Leaf | None = None,
        style: str = "",
    ) -> Text:
        """Return facts in a row.

        A mark holds until the next one; sentence numbers stand where they change, and are left out where they are those
        of ``beside``, as is a mark that is the same as its.
        """
        text = Text()
        shown = beside.support if beside else None
        for position, leaf in enumerate(leaves):
            mark = "" if leaf.support == shown else self.mark(leaf.support)
            lead = before[position]
            text.append(lead if lead.strip() or not mark else " " * bool(position))
            text = Text.assemble(text, mark, " " if mark else "")
            shown = leaf.support
            text.append_text(self.text(words[position] if words else leaf.text, style))
            following = places(leaves[position + 1].evidence) if position + 1 < len(leaves) else None
            where = places(leaf.evidence)
            if where and where != following and not (beside and where == places(beside.evidence)):
                text.append_text(self.text(f" [{where}]", "dim"))
            if reason := why(leaf.evidence, value=leaf.text):
                text.append_text(self.text(f" ({reason})", "dim italic"))
        return text

    def _item(self, item: Item, *, indent: int) -> None:
        """Print a title line and its details: on one line where both fit, otherwise the details below it."""
        title = self._title(item)
        details = [self._group(group, lead=_lead(item)) for group in _unmarked_first(item)]
        together = Text("  ").join([title, *details] if title else details)
        if indent + together.cell_len <= self.width:
            self.line(together, indent=indent)
        else:
            if title:
                self.line(title, indent=indent)
            self.flow(details, indent=indent + 2)
        for child in item.children:
            self.section(child, indent=indent + 2)

    def _title(self, item: Item) -> Text:
        quotes = (self.marks.open_quote, self.marks.close_quote)
        return self.leaves(
            [part.leaf for part in item.title],
            before=[part.before for part in item.title],
            words=[part.leaf.text.join(quotes) if part.quoted else part.leaf.text for part in item.title],
        )

    def _flowing(self, item: Item) -> Text:
        """Return a short item in one piece: "✓ Ada Low (minister) [3]"."""
        title = self._title(item)
        if not item.details:
            return title
        lead = _lead(item)
        inner = [
            Text.assemble(
                self.text("" if group.label in _SELF_EXPLAINING else f"{group.label}: ", "dim"),
                self.leaves(group.leaves, before=_commas(group), beside=lead),
            )
            for group in item.details
        ]
        return Text.assemble(title, " (", Text(", ").join(inner), ")")

    def _group(self, group: Group, *, lead: Leaf | None) -> Text:
        """Return "where: Port Ellery", with its own mark and sentence numbers only where they aren't the title's."""
        if not group.label:
            return self.leaves(group.leaves, before=_commas(group))
        first = group.leaves[0]
        same = lead is not None and lead.support == first.support
        row = self.leaves(group.leaves, before=_commas(group), beside=lead)
        mark = Text() if same else self.mark(first.support)
        if mark:
            # the label comes between the first mark and its value
            row = row[len(mark) + 1 :]
        return Text.assemble(mark, " " if mark else "", self.text(f"{group.label}: ", "dim"), row)


def _lead(item: Item) -> Leaf | None:
    return item.title[0].leaf if item.title else None


def _unmarked_first(item: Item) -> list[Group]:
    """Return the details that share the title's mark before those with a mark of their own, so that none is read on."""
    lead = _lead(item)
    return sorted(item.details, key=lambda group: not lead or group.leaves[0].support != lead.support)


def _commas(group: Group) -> list[str]:
    return ["", *[", "] * (len(group.leaves) - 1)]
