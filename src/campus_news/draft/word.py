"""A Word file -> its lines in order, as plain text and as Markdown, with its pictures.

What python-docx does not tell (tracked changes, comments, where a picture stands) is read from the elements themselves.
Nothing outside of the file is ever fetched, and nothing is parsed before `archive` has looked at it. Styles and tables are
read without python-docx too: it looks for a paragraph's style among all of them, and makes a cell for every column that
a cell says it spans.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from campus_news import album
from campus_news.diagnostics import Diagnostic
from campus_news.draft import archive
from campus_news.draft.fact import Note
from campus_news.draft.handed import Handed, Picture, unreadable
from campus_news.lazy import lazy

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MOST_ELEMENTS: Final = 100_000
"""Of the text's XML; a long report that was much corrected has a tenth of it."""
_MOST_PARAGRAPHS: Final = 5000
_MOST_SIGNS: Final = 200_000
"""Characters of text, about as many as a plain text may have."""
_MOST_COLUMNS: Final = 63
"""Of a table; Word makes no more."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_SUFFIXES: Final = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_NO_PICTURE: Final = (
    "有一张图片没有取出来（是链接，不是 jpg、png、webp、gif，已损坏，或像素太大），请另外存好"
)
_CAPTION_STYLE: Final = lazy("caption|题注|图注", re.I)
_TITLE_STYLE: Final = lazy("title|标题$|heading 1|标题 1", re.I)
_HEADING: Final = lazy(r"(?:heading|标题) (\d)", re.I)
_SHORT: Final = 40
"""Characters of a line below or above a picture that can be its caption."""


def document(path: str, data: bytes) -> Handed | Diagnostic:
    """The Word file in `data`."""
    problem = archive.problem(data)
    if problem:
        return unreadable(path, problem)
    try:
        import docx
    except ImportError:
        return unreadable(path, '读 Word 文件要先安装 python-docx：pip install -e ".[draft]"')
    try:
        opened = docx.Document(io.BytesIO(data))
        problem = _problem(opened)
        handed = Handed([], []) if problem else _Reader(opened).read()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, python-docx and lxml say so in many ways
        return unreadable(path, archive.BROKEN)
    if problem := problem or _too_much(handed):
        return unreadable(path, problem)
    return handed if any(handed.lines) else unreadable(path, "Word 文件里没有文字")


def _problem(opened: Document) -> str | None:
    """Why a file is not to be read that could be parsed: entities in a part of another name, or far too much."""
    for part in opened.part.package.iter_parts():
        root: Any = getattr(part, "element", None)
        if root is not None and root.getroottree().docinfo.internalDTD is not None:
            return archive.DECLARED
    body: Any = opened.element.body
    long = _more(body.iter(), _MOST_ELEMENTS) or _more(body.iter(f"{_W}p"), _MOST_PARAGRAPHS)
    return archive.TOO_LONG if long else None


def _more(things: Iterator[Any], most: int) -> bool:
    return next(islice(things, most, None), None) is not None


def _too_much(handed: Handed) -> str | None:
    if sum(map(len, handed.lines)) > _MOST_SIGNS:
        return archive.TOO_LONG
    size = sum(len(one.data) for one in handed.pictures)
    if max(len(handed.pictures), len(handed.notes)) > album.MOST or size > archive.MOST:
        return f"图片太多：一篇报道最多 {album.MOST} 张，一共最多 {archive.MOST // 1_000_000} MB"
    return None


class _Reader:
    """Gathers one document's lines."""

    def __init__(self, document: Document) -> None:
        self.document, self.handed = document, Handed([], [])
        self.centred: set[int] = set()
        self.styles = dict(_styles(document))
        self.looked: dict[int, bool] = {}
        self.first = -1

    def read(self) -> Handed:
        from docx.table import Table

        for block in self.document.iter_inner_content():
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)
        self._captions()
        self.handed.notes += self._notes()
        return self.handed

    def _line(self, text: str, shown: str) -> int:
        self.handed.lines.append(text)
        self.handed.shown.append(shown)
        number = len(self.handed.lines) - 1
        if self.first < 0 and text.strip():
            self.first = number
        return number

    def _paragraph(self, paragraph: Paragraph) -> None:
        """A line break within a paragraph begins a line of its own, as in a text."""
        pieces = list(_pieces(paragraph))
        text = "".join(words for words, _ in pieces)
        lines = text.split("\n")
        shown = _bold(pieces).split("\n") if len(lines) == 1 else lines
        style = self.styles.get(paragraph._p.style, "")
        for words, markdown in zip(lines, shown, strict=True):
            number = self._line(words, _prefix(paragraph, style) + markdown if words.strip() else "")
            if words.strip():
                self._kind(number, paragraph, style)
        self._pictures(paragraph)

    def _kind(self, number: int, paragraph: Paragraph, style: str) -> None:
        centred = paragraph.alignment is not None and int(paragraph.alignment) == 1
        if centred:
            self.centred.add(number)
        first = number == self.first
        if _CAPTION_STYLE.search(style):
            self.handed.kinds[number] = "caption"
        elif first and (_TITLE_STYLE.search(style) or centred):
            self.handed.kinds[number] = "headline"

    def _pictures(self, paragraph: Paragraph) -> None:
        """The pictures of a paragraph stand after its words."""
        element: Any = paragraph._p
        alts = [str(one.get("descr") or "") for one in element.iter("{*}docPr")]
        names = [one.get(f"{_R}embed") for one in element.iter(f"{_A}blip")]
        names += [one.get(f"{_R}id") for one in element.iter(f"{_V}imagedata")]
        for i, name in enumerate(names):
            part = self.document.part.related_parts.get(name) if name else None
            suffix = _SUFFIXES.get(part.content_type) if part is not None else None
            if part is None or suffix is None or not self._is_picture(part.blob):
                self.handed.notes.append(Note("photos", "must", _NO_PICTURE, paragraph.text[:40]))
            else:
                line = len(self.handed.lines)
                self.handed.pictures.append(
                    Picture(line, suffix, part.blob, alts[i] if i < len(alts) else "")
                )

    def _is_picture(self, data: bytes) -> bool:
        """Whether `data` begins like a picture that is not too large; each part is looked at once."""
        if id(data) not in self.looked:
            self.looked[id(data)] = _is_picture(data)
        return self.looked[id(data)]

    def _table(self, table: Any) -> None:
        above: list[str] = []
        for i, row in enumerate(table._tbl.tr_lst):
            above = _cells(row, above)
            words = "| " + " | ".join(cell.replace("|", "\\|") for cell in above) + " |"
            self._line("  ".join(above), words)
            if i == 0:
                self._line("", "|" + " --- |" * len(above))

    def _captions(self) -> None:
        """A short line in the middle right below a picture is its caption."""
        lines = self.handed.lines
        for picture in self.handed.pictures:
            below = next((i for i in range(picture.line, len(lines)) if lines[i].strip()), None)
            if below is not None and below in self.centred and len(lines[below]) <= _SHORT:
                self.handed.kinds.setdefault(below, "caption")

    def _notes(self) -> Iterator[Note]:
        body: Any = self.document.element.body
        for tag, what in (("ins", "插入"), ("del", "删除")):
            changes = list(body.iter(f"{_W}{tag}"))
            if changes:
                texts = (
                    one.text or "" for change in changes for one in change.iter(f"{_W}t", f"{_W}delText")
                )
                words = "".join(islice(texts, 60))
                text = f"有 {len(changes)} 处修订（{what}）还没有接受；正文按接受修订取，请核对"
                yield Note("body", "must", text, words[:60])
        if next(body.iter(f"{_W}commentReference"), None) is not None:
            yield Note("body", "must", "来稿里有批注，请在 Word 里看过再定", "")


def _styles(document: Document) -> Iterator[tuple[str | None, str]]:
    """Name of each style of a paragraph by its id; by None that of paragraphs that name none."""
    element: Any = document.styles.element
    for style in element.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = str(name.get(f"{_W}val")) if name is not None else ""
        if style.get(f"{_W}type") == "paragraph":
            yield style.get(f"{_W}styleId"), words
            if style.get(f"{_W}default") in ("1", "true"):
                yield None, words


def _cells(row: Any, above: list[str]) -> list[str]:
    """What stands in each column of a row; a cell that goes on from the row above says what that says."""
    cells: list[str] = []
    for cell in row.tc_lst:
        words = " ".join(" ".join(one.text for one in cell.p_lst).split())
        if cell.vMerge == "continue" and len(cells) < len(above):
            words = above[len(cells)]
        cells += [words] * min(max(1, cell.grid_span), _MOST_COLUMNS - len(cells))
    return cells


def _is_picture(data: bytes) -> bool:
    from PIL import Image

    from campus_news.photos import MAX_PIXELS

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures, which are measured here
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                return opened.width * opened.height < MAX_PIXELS
        except Exception:  # noqa: BLE001 - a decoder given garbage raises whatever comes to its mind
            return False


def _pieces(paragraph: Paragraph) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph with whether they are bold, as if all changes were accepted; links are their words."""
    element: Any = paragraph._p
    for run in element.iter(f"{_W}r"):
        if next(run.iterancestors(f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent"), None) is not None:
            continue
        words = "".join(_sign(one) for one in run)
        mark = run.find(f"{_W}rPr/{_W}b")
        if words:
            yield words, mark is not None and mark.get(f"{_W}val") not in ("0", "false")


def _sign(element: Any) -> str:
    if element.tag == f"{_W}t":
        return str(element.text or "")
    return {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}.get(
        element.tag, ""
    )


def _bold(pieces: list[tuple[str, bool]]) -> str:
    """The words in Markdown: bold within a line is marked; a line that is all bold only looks like a heading."""
    if all(bold for words, bold in pieces if words.strip()):
        return "".join(words for words, _ in pieces)
    shown, held = "", ""
    for words, bold in [*pieces, ("", False)]:
        if bold and words.strip():
            held += words
            continue
        shown += (f"**{held}**" if held else "") + words
        held = ""
    return shown


def _prefix(paragraph: Paragraph, style: str) -> str:
    """What makes a line of Markdown a heading or an item of a list."""
    heading = _HEADING.search(style)
    if heading:
        return "#" * min(int(heading[1]) + 1, 6) + " "
    properties: Any = paragraph._p.pPr
    if properties is not None and properties.numPr is not None:
        return "1. " if "number" in style.lower() else "- "
    return "- " if style.startswith("List Bullet") else "1. " if style.startswith("List Number") else ""
