"""The dialect of Markdown that reports are written in: Python-Markdown with the block grammar of `prose`.

Its rules for links, code, tables and footnotes and its serializer are kept. Emphasis is ours: CommonMark's fails on
`**重点:**一是`, and Python-Markdown's takes the stars out of masked names.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    DoubleTagInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from campus_news.prose import ProseParser
from campus_news.tag import COMMENT, TAG, bare

_BREAK = "\x04"
"""Stands on both sides of a first line's index, behind every top-level block. Input must not have it."""
BREAK = re.compile(rf"{_BREAK}(\d+){_BREAK}")

_MARKS = re.compile(r"[`\\\[<*_]")
_CLOSING = r"、，。；：！？）】》」』”’,;:!?)"
_DIGIT_STARS = r"(?<=\d)\*+(?=\d)"
_STRONG_EM = r"(\*{3})(?![\s*])([^*]+)(?<!\s)\*{3}"
# Nothing opens before a closing sign, and a single star not inside a word: `王**、李**` and `张*明` are masked names.
_STRONG = rf"(\*\*)(?![\s*{_CLOSING}])(.+?)(?<![\s*])\*\*"
_EM = rf"(?<![^\W_])(?<!\*)(\*)(?![\s*{_CLOSING}])([^*]+)(?<!\s)\*(?![^\W_]|\*)"
_STRONG_LOW = r"(?<!\w)(__)(?![\s_])(.+?)(?<![\s_])__(?!\w)"
_EM_LOW = r"(?<!\w)(_)(?![\s_])([^_]+)(?<!\s)_(?!\w)"


def markdown() -> Markdown:
    """A reader of the dialect, for one body after the other."""
    return Markdown(extensions=[ChineseProse()], output_format="html")


class ChineseProse(Extension):
    """The dialect, tables and footnotes with it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put our rules in the place of Markdown's."""
        notes = _Notes()
        md.parser = parser = ProseParser(md, notes)
        md.registerExtensions([TableExtension(use_align_attribute=True), notes], {})
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        for name in ("linebreak", "em_strong", "html"):
            md.inlinePatterns.deregister(name)
        patterns: tuple[InlineProcessor, ...] = (
            _Html(rf"{TAG}|{COMMENT}", md),
            _Typed(_DIGIT_STARS, md),
            DoubleTagInlineProcessor(_STRONG_EM, "strong,em"),
            SimpleTagInlineProcessor(_STRONG, "strong"),
            SimpleTagInlineProcessor(_EM, "em"),
            SimpleTagInlineProcessor(_STRONG_LOW, "strong"),
            SimpleTagInlineProcessor(_EM_LOW, "em"),
        )
        for i, pattern in enumerate(patterns):
            md.inlinePatterns.register(pattern, f"prose-{i}", 90 - i)
        md.treeprocessors.register(_Weigher(parser), "weigher", 30)
        md.treeprocessors.register(_Outline(notes), "outline", -1)


class _Notes(FootnoteExtension):
    """Footnotes with numbers as ids, in the order of their first mention, and words in Chinese."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        super().__init__(BACKLINK_TEXT="↑", BACKLINK_TITLE="回到正文", SEPARATOR="-", PLACE_MARKER=_BREAK)

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
        mentioned = re.findall(r"\[\^([^\]]*)\]", "\n".join(root.itertext()))
        order = dict.fromkeys([*(name for name in mentioned if name in self.footnotes), *self.footnotes])
        self.footnotes = OrderedDict((name, self.footnotes[name]) for name in order)
        self.numbers = {name: i for i, name in enumerate(self.footnotes, 1)}
        return super().makeFootnotesDiv(root)


class _Weigher(Treeprocessor):
    """Spares plain text, and text that the budget does not allow, the search for marks."""

    def __init__(self, parser: ProseParser) -> None:
        super().__init__(parser.md)
        self.parser = parser

    def run(self, root: Element) -> None:
        for element in root.iter():
            if text := element.text:
                marks = len(_MARKS.findall(text))
                if not (marks and self.parser.affords(marks * len(text))):
                    element.text = AtomicString(text)


class _Outline(Treeprocessor):
    """The last step: headings, what tables and notes need to be read aloud, the breaks between blocks."""

    def __init__(self, notes: _Notes) -> None:
        super().__init__()
        self.notes = notes

    def run(self, root: Element) -> None:
        _number_headings(root)
        for cell in root.iter():
            if cell.tag == "th" and (cell.text or len(cell)):
                cell.set("scope", "col")
            elif cell.tag == "th":
                cell.tag = "td"  # an empty corner heads nothing
            if align := cell.attrib.pop("align", None):
                cell.set("class", align)
        if len(root) and root[-1].get("class") == "footnote":
            self._finish(root[-1])
        for block in root:
            block.tail = f"{_BREAK}{block.attrib.pop('line', '0')}{_BREAK}"

    def _finish(self, notes: Element) -> None:
        notes.tag, notes.attrib = "section", {"class": "footnotes", "aria-label": "注释"}
        notes.remove(notes[0])  # a rule, which is the style sheet's to draw
        for item in notes[0]:
            if item.get("id", "").replace("fn", "fnref") not in self.notes.found_refs:
                item[-1].remove(item[-1][-1])  # a way back to nowhere


def _number_headings(root: Element) -> None:
    """The levels used become h2, h3, h4… without a gap; ids come from the words, so that they last."""
    headings = [element for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]
    levels = sorted({heading.tag for heading in headings})
    counts: dict[str, int] = {}
    ids: set[str] = set()
    for heading in headings:
        heading.tag = f"h{min(levels.index(heading.tag) + 2, 6)}"
        words = re.sub(rf"{STX}[^{ETX}]*{ETX}", "", "".join(heading.itertext()))
        name = base = "h-" + re.sub(r"[\W_]+", "-", words).strip("-").lower()
        while name in ids:
            counts[base] = counts.get(base, 1) + 1
            name = f"{base}-{counts[base]}"
        ids.add(name)
        heading.set("id", name)


class _Html(HtmlInlineProcessor):
    """A tag or a comment in running text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """A placeholder for the bare tag."""
        html = bare(self.backslash_unescape(self.unescape(m[0])))
        return self.md.htmlStash.store(html), m.start(), m.end()


class _Typed(InlineProcessor):
    """Stars that stay as typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """The stars, escaped."""
        return f"{STX}{ord('*')}{ETX}" * len(m[0]), m.start(), m.end()
