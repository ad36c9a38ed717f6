"""The dialect of Markdown that reports are written in: Python-Markdown with the block grammar of `prose`.

Its rules for tables and footnotes are kept; those for marks within a line are `inline`'s.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from campus_news import inline, writer
from campus_news.lazy import lazy
from campus_news.prose import ProseParser
from campus_news.secret import masked

_NOWHERE = "\x04"
"""Where the library shall put the notes but behind all. Input must not have it."""

_MARKS = lazy(r"[`\\\[<*_]")
_NO_PAIR = lazy(r"\*(?:(?<!\*\*)(?!\*)|\*\*|(?<=\d\*)\*\d)")
"""A star alone, three of them, or two between digits."""
_UNSURE = ("&", "\xa0", "<a ", "<img ", "<code></code>", "<section ")
"""What the HTML of a block has if the cleaner could change it, or leave nothing of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One top-level block as HTML, made of the lines from index `first` on, before `end`.

    `clean`: it has nothing but text and tags that the tree had, balanced, none with anything typed in its attributes.
    The cleaner would give back the same, and some of the text is to be seen.
    """

    html: str
    first: int
    end: int
    clean: bool


class Dialect:
    """Reads bodies, one after the other.

    This is what `Markdown.convert` does, with the same result, in less time: the library's steps are taken only for
    blocks with marks, and not for those that have only words between two pairs of stars.
    """

    def __init__(self) -> None:
        prose = ChineseProse()
        self.md = Markdown(extensions=[prose], output_format="html")
        self.parser, self.weigher = prose.parser, prose.weigher

    def read(self, lines: Sequence[str]) -> list[Piece]:
        """The blocks of a body without control characters."""
        steps = self.md.reset().treeprocessors
        self.parser.parseDocument(lines)
        root = self.parser.root
        steps["footnote"].run(root)
        self.weigher.run(root)
        if self.weigher.marked:
            marked = Element("div")
            marked.extend(self.weigher.marked)
            steps["inline"].run(marked)
            steps["unescape"].run(marked)
        steps["footnote-duplicate"].run(root)
        steps["outline"].run(root)
        places = [*self.parser.firsts, 0]  # the notes, which are last if there are any, stand anywhere
        ends = [place or len(lines) for place in [*places[1:], 0]]
        return [
            self._piece(writer.html(block), *place) for block, *place in zip(root, places, ends, strict=False)
        ]

    def _piece(self, html: str, first: int, end: int) -> Piece:
        if STX in html:
            for step in self.md.postprocessors:
                html = step.run(html)
            return Piece(html.strip(), first, end, False)
        for sign in _UNSURE:
            if sign in html:
                return Piece(html, first, end, False)
        return Piece(html, first, end, True)


class ChineseProse(Extension):
    """The dialect, tables and footnotes with it."""

    parser: ProseParser
    weigher: _Weigher

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put our rules in the place of Markdown's."""
        notes = _Notes()
        md.parser = self.parser = ProseParser(md, notes)
        md.registerExtensions([TableExtension(use_align_attribute=True), notes], {})
        md.parser.blockprocessors.register(_Table(md.parser, {"use_align_attribute": True}), "table", 75)
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        inline.register(md)
        self.weigher = _Weigher(self.parser)
        md.treeprocessors.register(self.weigher, "weigher", 30)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Outline(self.parser, notes), "outline", -1)


class _Notes(FootnoteExtension):
    """Footnotes with numbers as ids, in the order of their first mention, and words in Chinese."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        super().__init__(BACKLINK_TEXT="↑", BACKLINK_TITLE="回到正文", SEPARATOR="-", PLACE_MARKER=_NOWHERE)

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802
        """Store a footnote's text; of two with one name both are kept."""
        self.footnotes[id] = f"{self.footnotes[id]}\n{text}" if id in self.footnotes else text

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802
        """The id of a footnote."""
        return f"fn-{self.numbers[id]}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: N802
        """The id of a footnote's first mention, or of the mention that was just found."""
        first = f"fnref-{self.numbers[id]}"
        if not found:
            return first
        count = self.found_refs[first] = self.found_refs.get(first, 0) + 1
        return first if count == 1 else f"fnref{count}-{self.numbers[id]}"

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802
        """The notes' block, made before the marks in the text are read."""
        if not self.footnotes:
            return None
        mentioned = re.findall(r"\[\^([^\]]*)\]", "\n".join(root.itertext()))
        order = dict.fromkeys([*(name for name in mentioned if name in self.footnotes), *self.footnotes])
        self.footnotes = OrderedDict((name, self.footnotes[name]) for name in order)
        self.numbers = {name: i for i, name in enumerate(self.footnotes, 1)}
        return super().makeFootnotesDiv(root)


class _Table(TableProcessor):
    """The library's tables; a row without code is cut at once."""

    def _split(self, row: str) -> list[str]:
        if "`" in row or "\\" in row:
            return super()._split(row)  # type: ignore[misc, no-any-return]  # the stubs lack it
        return row.split("|")


class _Weigher(Treeprocessor):
    """Spares plain text, and text that the budget does not allow, the search for marks."""

    def __init__(self, parser: ProseParser) -> None:
        super().__init__(parser.md)
        self.parser = parser
        self.marked: list[Element] = []

    def run(self, root: Element) -> None:
        self.marked = [block for block in root if self._spare(block)]

    def _spare(self, block: Element) -> bool:
        """Whether there is text in `block` that is not spared."""
        marked = False
        for element in list(block.iter()):
            if text := element.text:
                marks = _MARKS.findall(text)
                if not (marks and self.parser.affords(len(marks) * len(text))):
                    element.text = AtomicString(text)
                elif "&" in text or set(marks) != {"*"} or _NO_PAIR.search(text):
                    marked = True
                else:
                    _embolden(element, text)
        return marked


def _embolden(element: Element, text: str) -> None:
    """Put `text`, in which only pairs of stars can mark anything, in front of what is in `element`."""
    at, before = 0, None
    for i, bold in enumerate(inline.BOLD.finditer(text)):
        strong = Element("strong")
        strong.text = AtomicString(bold[2])
        _append(element, before, text[at : bold.start()])
        element.insert(i, strong)
        at, before = bold.end(), strong
    _append(element, before, text[at:])


def _append(element: Element, before: Element | None, text: str) -> None:
    if before is None:
        element.text = AtomicString(text)
    else:
        before.tail = AtomicString(text)


class _Inline(InlineTreeprocessor):
    """The library's search for marks, without the rules that would do nothing."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.rules = list(zip(md.inlinePatterns, inline.SIGNS.values(), strict=True))

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        text, references = "\n".join(tree.itertext()), self.md.references
        rules = [rule for rule, sign in self.rules if (sign in text if sign else references)]
        self.inlinePatterns = rules  # type: ignore[assignment]  # any sequence will do
        return super().run(tree, ancestors)


class _Outline(Treeprocessor):
    """The last step: headings, what tables and notes need to be read aloud."""

    def __init__(self, parser: ProseParser, notes: _Notes) -> None:
        super().__init__()
        self.parser = parser
        self.notes = notes

    def run(self, root: Element) -> None:
        _number_headings(self.parser.headings)
        for table in self.parser.tables:
            for cell in table.iter():
                if cell.tag == "th" and (cell.text or len(cell)):
                    cell.set("scope", "col")
                elif cell.tag == "th":
                    cell.tag = "td"  # an empty corner heads nothing
                if align := cell.attrib.pop("align", None):
                    cell.set("class", align)
        if len(root) and root[-1].get("class") == "footnote":
            self._finish(root[-1])

    def _finish(self, notes: Element) -> None:
        notes.tag, notes.attrib = "section", {"class": "footnotes", "aria-label": "注释"}
        notes.remove(notes[0])  # a rule, which is the style sheet's to draw
        for item in notes[0]:
            if item.get("id", "").replace("fn", "fnref") not in self.notes.found_refs:
                item[-1].remove(item[-1][-1])  # a way back to nowhere


def _number_headings(headings: Sequence[Element]) -> None:
    """The levels used become h2, h3, h4… without a gap; ids come from the words, so that they last."""
    levels = sorted({heading.tag for heading in headings})
    counts: dict[str, int] = {}
    ids: set[str] = set()
    for heading in headings:
        heading.tag = f"h{min(levels.index(heading.tag) + 2, 6)}"
        words = masked(re.sub(rf"{STX}[^{ETX}]*{ETX}", "", "".join(heading.itertext())))
        name = base = "h-" + re.sub(r"[\W_]+", "-", words).strip("-").lower()
        while name in ids:
            counts[base] = counts.get(base, 1) + 1
            name = f"{base}-{counts[base]}"
        ids.add(name)
        heading.set("id", name)
