"""The block grammar of Chinese reports: lines -> elements.

Nearly every rule of Markdown's own breaks Chinese text: here a newline is a paragraph, an indent is an indent, and
`2022. 年` is no list. The lines are gone over once, so that no input makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteExtension
from markdown.util import AtomicString

from campus_news.han import HAN
from campus_news.lazy import lazy
from campus_news.tag import BLOCK, GONE, VOID, WRAPPER, bare

_DEPTH = 20  # quotes in quotes, lists in lists: what is deeper is text, since the libraries recurse
_NESTS = 500  # raw lists and quotes in one raw block: the cleaner's time grows with the square of their depth
_NOTES = 500  # footnotes: the library looks each one up in a list
_BUDGET = 5_000_000
"""Work of one body, in marks times characters of its paragraphs. A real one takes less than 100,000. What comes after
the budget is spent keeps its marks as text, since the library's time grows with the square of what is unclosed."""

_NEST = lazy(r"<(?:[uod]l|blockquote|pre)\b", re.I)
_START = lazy(
    rf"""(?P<heading> \#\s+[^\s#] | \#\#+\s*[^\s#] )
    | (?P<quote> > )
    | (?P<rule> ([-*_])(?:\s*\4){{2,}}$ )
    | (?P<list> (?:[*+-]|\d{{1,2}}\.)\s+\S )
    | (?P<html> (?:<(?:{WRAPPER})(?=[\s/>])[^<>]*>\s*)* <(?P<end>/?)(?P<name>{BLOCK}|{GONE})(?=[\s/>]) )
    | (?P<comment> <!-- )
    | (?P<definition> \[[^\]]+\][:：] )
    | (?P<table> [^|]*\| )""",
    re.X | re.I,
)
_NOTE = lazy(r"\[\^([^\]]+)\][:：]\s*(\S.*)", re.S)
# An address has a sign of being one: `[备注]: 以通知为准` is a sentence.
_REFERENCE = lazy(r"""\[([^\[\]]+)\]:\s*(?=\S*[/.:#])([!-~]++)(?:\s+["'(].*["')])?""", re.S)


def joined(lines: Sequence[str]) -> str:
    """The lines as one paragraph. A newline beside a Han character would show as a space, so it goes."""
    parts = [lines[0]]
    for before, after in pairwise(lines):
        if not (HAN.match(before.rstrip("*_`")[-1:]) or HAN.match(after.lstrip("*_`[")[:1])):
            parts.append("\n")
        parts.append(after)
    return "".join(parts)


class ProseParser(BlockParser):
    """Every line is a paragraph unless its first characters say otherwise (`_START`).

    A rule reads the lines from `at` on and gives the index of the first that is not its own: `at` if it finds that it
    is no case for it.
    """

    def __init__(self, md: Markdown, notes: FootnoteExtension) -> None:
        super().__init__(md)
        self.notes = notes
        self.budget = 0
        self.firsts: list[int] = []
        self.headings: list[Element] = []
        self.tables: list[Element] = []

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802
        """The tree; `firsts` has the index of the first line of each top-level element."""
        self.budget = _BUDGET
        self.firsts, self.headings, self.tables = [], [], []
        self.root = Element("div")
        self._blocks(self.root, list(lines), 0)
        return ElementTree(self.root)

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802
        """A footnote's text, for the library."""
        self._blocks(parent, text.split("\n"), _DEPTH)

    def affords(self, work: int) -> bool:
        """Whether the body's budget has `work` left; it is spent all the same."""
        self.budget -= work
        return self.budget >= 0

    def _blocks(self, parent: Element, lines: list[str], depth: int) -> None:
        at = 0
        while at < len(lines):
            text = lines[at].strip()
            if not text:
                at += 1
                continue
            start, count, first = _START.match(text), len(parent), at
            if start:
                at = getattr(self, f"_{start.lastgroup}")(parent, lines, at, depth)
            if at == first:
                at = self._paragraph(parent, lines, at)
            if depth == 0:
                self.firsts += [first] * (len(parent) - count)

    def _paragraph(self, parent: Element, lines: list[str], at: int) -> int:
        """One line, or the lines of a wrapped Latin paragraph."""
        texts = [lines[at].strip()]
        at += 1
        while at < len(lines) and not HAN.search(texts[-1]):
            text = lines[at].strip()
            if not text or HAN.search(text) or _START.match(text):
                break
            texts.append(text)
            at += 1
        SubElement(parent, "p").text = "\n".join(texts)
        return at

    def _heading(self, parent: Element, lines: list[str], at: int, _depth: int) -> int:
        text = lines[at].strip()
        words = text.lstrip("#")
        level = len(text) - len(words)
        opened = words.rstrip("#")
        if len(words) - len(opened) > 1 or opened[-1].isspace():  # closing signs, which `C#` has none of
            words = opened
        heading = SubElement(parent, f"h{min(level, 6)}")
        heading.text = words.strip()
        self.headings.append(heading)
        return at + 1

    def _rule(self, parent: Element, _lines: list[str], at: int, _depth: int) -> int:
        SubElement(parent, "hr")
        return at + 1

    def _quote(self, parent: Element, lines: list[str], at: int, depth: int) -> int:
        inner = []
        while depth < _DEPTH and at < len(lines) and (text := lines[at].strip()).startswith(">"):
            inner.append(text[1:])
            at += 1
        quote = Element("blockquote")
        self._blocks(quote, inner, depth + 1)
        if len(quote):
            parent.append(quote)
        return at

    def _list(self, parent: Element, lines: list[str], at: int, _depth: int) -> int:
        """Items and their indented continuation lines; blank lines between items make no difference."""
        lists: list[_List] = []
        items: list[tuple[Element, list[str]]] = []
        for i in range(at, len(lines)):
            text = lines[i].strip()
            if not text:
                continue
            start, indent = _START.match(text), _columns(lines[i])
            if start and start.lastgroup == "list":
                if lists and indent < lists[0].indent + 2 and _tag(text) != lists[0].element.tag:
                    break
                marker, words = text.split(maxsplit=1)
                items.append((_place(parent, lists, indent, _tag(text)).add(marker), [words]))
            elif start or i > at or lines[i][0] not in " \t" or indent <= lists[0].indent:
                break
            else:
                items[-1][1].append(text)
            at = i + 1
        for item, texts in items:
            item.text = joined(texts)
        return at

    def _html(self, parent: Element, lines: list[str], at: int, _depth: int) -> int:
        """A raw block: to the line of its end tag; without one it is that line alone."""
        start = _START.match(lines[at].strip())
        assert start
        end = at + 1
        if not start["end"] and start["name"].lower() not in VOID:
            end = self._behind(rf"(?i)</{start['name']}[\s>]", lines, at) or end
        raw = [line.strip() for line in lines[at:end]]
        html = "\n".join(lines[at:end]) if "<pre" in "".join(raw).lower() else joined(raw)
        if self.budget < 0 or len(_NEST.findall(html)) > _NESTS:
            return at
        SubElement(parent, "p").text = AtomicString(self.md.htmlStash.store(bare(html).strip()))
        return end

    def _comment(self, _parent: Element, lines: list[str], at: int, _depth: int) -> int:
        """A comment of several lines; one that ends on its line is left to the paragraph."""
        end = (self._behind("-->", lines, at) or at + 1) - 1
        if end > at:
            lines[end] = lines[end].partition("-->")[2]
        return end

    def _behind(self, pattern: str, lines: list[str], at: int) -> int | None:
        """The index behind the first line from `at` on where `pattern` is found."""
        for i in range(at, len(lines)):
            if not self.affords(4) or re.search(pattern, lines[i]):
                return i + 1
        return None

    def _definition(self, _parent: Element, lines: list[str], at: int, depth: int) -> int:
        """A footnote or a link's address, with its indented continuation lines."""
        if depth:
            return at
        texts = [lines[at].strip()]
        for i in range(at + 1, len(lines)):
            if not lines[i].startswith((" ", "\t")) or not lines[i].strip():
                break
            texts.append(lines[i].strip())
        text = joined(texts)
        if (note := _NOTE.fullmatch(text)) and len(self.notes.footnotes) < _NOTES:
            self.notes.setFootnote(note[1], note[2])
        elif reference := _REFERENCE.fullmatch(text):
            self.md.references.setdefault(reference[1].strip().lower(), (reference[2].strip("<>"), ""))
        else:
            return at
        return at + len(texts)

    def _table(self, parent: Element, lines: list[str], at: int, _depth: int) -> int:
        """A header row, a row of dashes, and the lines with a `|` below them."""
        dashes = lines[at + 1] if at + 1 < len(lines) else ""
        if self.budget < 0 or "-" not in dashes or dashes.strip("|:- \t\u3000\xa0"):
            return at
        rows = [lines[at].strip(), dashes.strip()]
        for i in range(at + 2, len(lines)):
            if "|" not in lines[i]:
                break
            rows.append(lines[i].strip())
        text = "\n".join(rows)
        cells = len(rows) * (max(row.count("|") for row in rows) + 1)
        table: Any = self.blockprocessors["table"]  # the stubs lack what is used of it
        if not self.affords(20 * cells + text.count("`") * text.count("|")):
            return at
        if not table.test(parent, "\n".join(rows[:2])):
            return at
        # A row may have more cells than the header: they are text, and stay.
        width = max(len(table._split_row(row)) for row in rows)
        table.separator += [""] * (width - len(table.separator))
        table.run(parent, [text])
        self.tables.append(parent[-1])
        return at + len(rows)


@dataclass(slots=True)
class _List:
    """A list being built: its indent in columns, the element it stands in, the last number typed and shown."""

    indent: int
    holder: Element
    element: Element
    typed: int = 0
    shown: int = 0

    def add(self, marker: str) -> Element:
        """A new item. Its number is the one typed, but `1. 1. 1.` counts."""
        item = SubElement(self.element, "li")
        if self.element.tag == "ol":
            number = int(marker[:-1])
            if len(self.element) == 1:
                self.shown = number - 1
                if number != 1:
                    self.element.set("start", str(number))
            elif number not in (self.shown + 1, self.typed):
                self.shown = number - 1
                item.set("value", str(number))
            self.typed, self.shown = number, self.shown + 1
        return item


def _place(parent: Element, lists: list[_List], indent: int, tag: str) -> _List:
    """The list of `lists` (outermost first) that an item with this indent is of, made if need be."""
    while len(lists) > 1 and indent < lists[-2].indent + 2:
        lists.pop()
    if not lists or (indent >= lists[-1].indent + 2 and len(lists) < _DEPTH):
        holder = lists[-1].element[-1] if lists else parent
        lists.append(_List(indent, holder, SubElement(holder, tag)))
    elif lists[-1].element.tag != tag:
        holder = lists[-1].holder
        lists[-1] = _List(lists[-1].indent, holder, SubElement(holder, tag))
    return lists[-1]


def _tag(item: str) -> str:
    return "ul" if item[0] in "*+-" else "ol"


def _columns(line: str) -> int:
    """Width of a line's indent; an ideographic space is two columns."""
    indent = line[: len(line) - len(line.lstrip())]
    return len(indent.expandtabs(4)) + indent.count("\u3000") if indent else 0
