"""Markdown -> safe HTML in blocks, plain text, links.

`dialect` knows how reports are typed; here its HTML is cut into top-level blocks, and each is cleaned on its own, so that
nothing unclosed in one can reach the next. What a writer typed and readers will not get is told, never just gone.
Numbers that belong to somebody are masked (`secret`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape
from itertools import accumulate
from typing import TYPE_CHECKING

from campus_news.han import CHARACTERS
from campus_news.lazy import lazy
from campus_news.model import Record
from campus_news.secret import masked, masked_html
from campus_news.tag import BLOCK, GONE, KEPT, LOST

if TYPE_CHECKING:
    from nh3 import Cleaner

    from campus_news.dialect import Piece

_SIGNS = 20_000
"""Most `&` of a block that is cleaned; with more it is plain text, since the cleaner's time grows with their square."""

_CONTROL = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_CODE = lazy(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_FIGURES = lazy(r"<p>((?:[【［\[]图\s*\d{1,3}(?:\s*[、，,]\s*图?\s*\d{1,3})*\s*[】］\]]\s*)+)</p>")
_SPECIAL = lazy(
    rf"""<img\ alt="(?P<alt>[^"]*)"\ src="(?P<src>[^"]*)"[^>]*>
    | <a\ href="(?P<href>[^"]*)"[^>]*>
    | <(?P<lost>{GONE})>""",
    re.X,
)
_LOST_TYPED = lazy(rf"<(?:{GONE})(?=[\s/>])[^<>\n]*>?", re.I)
_MARKS = r"`*_\[\]<>&\\|#!~【［\x00-\x08\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_PLAIN_LINE = rf"""[\ \t\u1680\u2000-\u200a\u202f\u205f\u3000]*+
    (?: (?![-+=:] | \d{{1,2}}\.\s) [^\n{_MARKS}{CHARACTERS}]*+ (?![【［])[{CHARACTERS}] [^\n{_MARKS}]*+ )?+"""
"""A blank line, or one that has a Han character and nothing that marks anything up."""
_PLAIN = lazy(rf"(?:{_PLAIN_LINE}\n)*+{_PLAIN_LINE}", re.X)
_SPACE = lazy(r"\s")
_SCHEME = lazy(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}")
_SCHEMES = frozenset({"http:", "https:", "mailto:"})
_BLOCK = lazy(rf"<(?:{BLOCK}|section)\b")
_UNSEEN = lazy(r'<a (?:[^>"]|"[^"]*")*></a>')
_EMPTY = lazy(r"<p>(?:\s|&nbsp;|<br>)*</p>\s*")
_ANCHOR = lazy(r'<[^<>]* id="([^"]*)"')
_NOT_TEXT = lazy(r'<sup id="fnref.*?</sup>|<a class="footnote-backref.*?</a>|<(?:[^>"]|"[^"]*")*>')


@dataclass(frozen=True, slots=True)
class Image:
    """A picture the body itself asks for, `![alt](file)`, on that line of the file."""

    file: str
    alt: str
    line: int


@dataclass(frozen=True, slots=True)
class Link(Record):
    """A link of the body: its address as typed, its line in the file."""

    href: str
    line: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of the source that readers do not get, or get harmless: a script, a link to `javascript:`."""

    words: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level block, safe and balanced on its own.

    `paragraph`: a plain top-level `<p>`, which `after: n` counts. `figures`: numbers of photos asked for by a line
    【图1】, which has no HTML. `images`: pictures that stood in the block; they are shown after it.
    """

    html: str
    paragraph: bool
    figures: tuple[int, ...] = ()
    images: tuple[Image, ...] = ()

    @property
    def text(self) -> str:
        """The plain text, in one line."""
        words = self.html[3:-4] if self.paragraph else "<"
        return _text(self.html) if "<" in words or "&" in words else " ".join(words.split())


@dataclass(frozen=True, slots=True)
class Body:
    """A report's text."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    lost: tuple[Lost, ...]

    @property
    def text(self) -> str:
        """The plain text, one line a block."""
        return "\n".join(text for block in self.blocks if (text := block.text))

    @property
    def anchors(self) -> tuple[str, ...]:
        """What a link may lead to within it: headings and notes."""
        return tuple(unescape(name) for block in self.blocks for name in _ANCHOR.findall(block.html))


class _Library:
    """Python-Markdown and the cleaner, which take longer to load than many plain reports to read."""

    def __init__(self) -> None:
        import nh3

        from campus_news.dialect import Dialect

        self.dialect = Dialect()
        # Attributes are ours: `tag` takes away those that were typed.
        self.cleaner = nh3.Cleaner(
            tags=KEPT | {"section"},
            clean_content_tags=LOST,
            attributes={
                "a": {"href", "rel", "class", "title"},
                "li": {"id", "value"},
                "ol": {"start"},
                "section": {"class", "aria-label"},
                "sup": {"id"},
                "td": {"class"},
                "th": {"class", "scope"},
                **{f"h{i}": {"id"} for i in range(2, 7)},
            },
            url_schemes={scheme[:-1] for scheme in _SCHEMES},
            link_rel=None,
        )


class Markup:
    """Reads bodies, one after the other; nothing of one is left in the next."""

    @cached_property
    def _library(self) -> _Library:
        return _Library()

    def body(self, text: str, first_line: int = 1) -> Body:
        """The body `text`, whose first line is line `first_line` of its file. Any string is a body."""
        return plain(text) or self._marked(text, first_line)

    def _marked(self, text: str, first_line: int) -> Body:
        """Any body, by way of Python-Markdown."""
        numbers, lines = _lines(text, first_line)
        library = self._library
        reading = _Reading(numbers, lines, library.cleaner)
        blocks = [reading.block(piece) for piece in library.dialect.read(lines)]
        return Body(
            tuple(block for block in blocks if block.html or block.figures or block.images),
            tuple(reading.links),
            tuple(sorted(reading.lost, key=lambda lost: (lost.line, lost.column))),
        )


def _lines(text: str, first_line: int) -> tuple[Sequence[int], list[str]]:
    """The lines without control characters, and the number in the file of each."""
    typed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if (
        text.replace("\n", "").replace("\u3000", "").isprintable()
    ):  # no control characters, and nothing else that would end a line
        return range(first_line, first_line + len(typed)), typed
    numbered = [(i, piece) for i, line in enumerate(typed, first_line) for piece in line.splitlines() or [""]]
    return [i for i, _ in numbered], [_CONTROL.sub("", piece) for _, piece in numbered]


def plain(text: str) -> Body | None:
    """The body of a text with nothing to mark up, as most are; None for any other."""
    if not _PLAIN.fullmatch(text):
        return None
    lines = [line for raw in masked(text).split("\n") if (line := raw.strip())]
    return Body(tuple([Block(f"<p>{line}</p>", True) for line in lines]), (), ())


def _text(html: str) -> str:
    """What a reader reads of `html`."""
    return " ".join(unescape(_NOT_TEXT.sub("", html)).split())


@dataclass(slots=True)
class _Reading:
    """One body on its way: the number in the file of each of its lines, the lines, and what was found so far."""

    numbers: Sequence[int]
    lines: Sequence[str]
    cleaner: Cleaner
    links: list[Link] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    tables: int = 0

    def block(self, piece: Piece) -> Block:
        """What readers get of a block."""
        html = piece.html
        if figures := _FIGURES.fullmatch(html):
            return Block("", False, tuple(int(number) for number in re.findall(r"\d+", figures[1])))
        self.images = []
        if not piece.clean:
            html = self._cleaned(html, piece.first, piece.end)
        html = masked_html(html)
        paragraph = html.startswith("<p>") and html.find("</p>") == len(html) - 4
        if "<table>" in html:
            html = re.sub("<table>", self._table, html).replace("</table>", "</table></div>")
        return Block(html, paragraph, (), tuple(self.images))

    def _cleaned(self, html: str, first: int, end: int) -> str:
        """Safe and balanced HTML; nothing for a block in which there is nothing to see."""
        if _SPECIAL.search(html):
            source = _Source(self.numbers[first:end], self.lines[first:end])
            html = _SPECIAL.sub(lambda tag: self._special(tag, source), html)
        if html.count("&") > _SIGNS:
            html = f"<p>{escape(unescape(_NOT_TEXT.sub('', html)))}</p>"
        else:
            html = self.cleaner.clean(html)
        html = _EMPTY.sub("", _UNSEEN.sub("", _CONTROL.sub("", html))).strip()
        if html and not _BLOCK.match(html):  # stray text of broken HTML
            html = self.cleaner.clean(f"<p>{html}")
        return html if "<hr>" in html or "<table>" in html or _text(html) else ""

    def _table(self, _tag: re.Match[str]) -> str:
        """A table in a box that scrolls, by finger or by key; the names of such boxes have to differ."""
        self.tables += 1
        name = "表格" if self.tables == 1 else f"表格 {self.tables}"
        return f'<div class="table" role="region" aria-label="{name}" tabindex="0"><table>'

    def _special(self, tag: re.Match[str], source: _Source) -> str:
        """An image, a link, or a tag that the cleaner will take away."""
        if tag["lost"]:
            self.lost.append(source.lost(tag[0]))
            return tag[0]
        if tag["src"] is not None:
            file = unescape(tag["src"])
            self.images.append(Image(file, unescape(tag["alt"]), source.find(file).line))
            return ""
        href = _CONTROL.sub("", unescape(tag["href"])).strip()
        place = source.find(href, tag["href"])
        scheme = _SCHEME.match(_SPACE.sub("", href))
        if scheme and scheme[0].lower() not in _SCHEMES:
            self.lost.append(place)
            return "<span>"
        self.links.append(Link(href, place.line))
        rel = ' rel="noopener noreferrer"' if scheme and scheme[0].lower() != "mailto:" else ""
        return f'<a href="{escape(_SPACE.sub("%20", href))}"{rel}>' if href else "<span>"


class _Source:
    """The lines of one block, to find in them what is met in its HTML, one after the other."""

    def __init__(self, numbers: Sequence[int], lines: Sequence[str]) -> None:
        self.numbers = numbers
        self.text = _CODE.sub(lambda code: " " * len(code[0]), "\n".join(lines))
        self.starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self.at = 0

    def find(self, *words: str) -> Lost:
        """The next place of one of `words`; the block's first line if there is none."""
        for word in words:
            at = self.text.find(f"({word}", self.at) + 1 or self.text.find(word, self.at)
            if word and at >= 0:
                return self._place(word, at)
        return Lost(" ".join(words[0].split()), self.numbers[0], 1)

    def lost(self, tag: str) -> Lost:
        """The next tag, as typed, that the cleaner takes away: `tag` is one."""
        typed = _LOST_TYPED.search(self.text, self.at)
        return self._place(typed[0], typed.start()) if typed else Lost(tag, self.numbers[0], 1)

    def _place(self, words: str, at: int) -> Lost:
        self.at = at + len(words)
        line = bisect_right(self.starts, at) - 1
        return Lost(words, self.numbers[line], at - self.starts[line] + 1)
