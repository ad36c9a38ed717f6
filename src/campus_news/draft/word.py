"""A Word file -> its lines in order, as plain text and as Markdown, with its pictures.

What python-docx does not tell (tracked changes, comments, where a picture stands) is read from the elements themselves.
Nothing outside of the file is ever fetched. Before anything is parsed the archive is looked at: what is too large when
unpacked, or declares entities, is not opened.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from campus_news.diagnostics import Diagnostic
from campus_news.draft.fact import Note
from campus_news.draft.handed import Handed, Picture, unreadable
from campus_news.lazy import lazy

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MOST: Final = 200_000_000
"""Bytes of all parts unpacked: thirty pictures of a good camera."""
_MOST_TEXT: Final = 20_000_000
"""Bytes of the text's own XML, a hundred times a long report."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_SUFFIXES: Final = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
_CAPTION_STYLE: Final = lazy("caption|题注|图注", re.I)
_TITLE_STYLE: Final = lazy("title|标题$|heading 1|标题 1", re.I)
_HEADING: Final = lazy(r"(?:heading|标题) (\d)", re.I)
_SHORT: Final = 40
"""Characters of a line below or above a picture that can be its caption."""


def document(path: str, data: bytes) -> Handed | Diagnostic:
    """The Word file in `data`."""
    problem = _problem(data)
    if problem:
        return unreadable(path, problem)
    try:
        import docx
    except ImportError:
        return unreadable(path, '读 Word 文件要先安装 python-docx：pip install -e ".[draft]"')
    try:
        handed = _Reader(docx.Document(io.BytesIO(data))).read()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, python-docx and lxml say so in many ways
        return unreadable(path, "Word 文件已损坏；请用 Word 打开、另存一份再交")
    return handed if any(handed.lines) else unreadable(path, "Word 文件里没有文字")


def _problem(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "word/document.xml" not in archive.namelist():
                return "不是 Word（.docx）文件"
            if sum(one.file_size for one in parts) > _MOST or len(parts) > 5000:
                return f"解开以后超过 {_MOST // 1_000_000} MB；请压缩图片再交"
            if archive.getinfo("word/document.xml").file_size > _MOST_TEXT:
                return "文字太多，不像一篇报道"
            if any(one.flag_bits & 1 for one in parts):
                return "设了密码；请去掉密码再交"
            for one in parts:
                if one.filename.endswith((".xml", ".rels")) and _declares(archive, one):
                    return "里面有不该有的声明（DOCTYPE），没有打开"
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ):
        return "Word 文件已损坏；请用 Word 打开、另存一份再交"
    return None


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as file:
        return b"<!DOCTYPE" in file.read(4096)


class _Reader:
    """Gathers one document's lines."""

    def __init__(self, document: Document) -> None:
        self.document, self.handed = document, Handed([], [])
        self.centred: set[int] = set()
        self.headed = False

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
        return len(self.handed.lines) - 1

    def _paragraph(self, paragraph: Paragraph) -> None:
        """A line break within a paragraph begins a line of its own, as in a text."""
        pieces = list(_pieces(paragraph))
        text = "".join(words for words, _ in pieces)
        lines = text.split("\n")
        shown = _bold(pieces).split("\n") if len(lines) == 1 else lines
        style = str(paragraph.style.name) if paragraph.style is not None else ""
        for words, markdown in zip(lines, shown, strict=True):
            number = self._line(words, _prefix(paragraph, style) + markdown if words.strip() else "")
            if words.strip():
                self._kind(number, paragraph, style)
        self._pictures(paragraph)

    def _kind(self, number: int, paragraph: Paragraph, style: str) -> None:
        centred = paragraph.alignment is not None and int(paragraph.alignment) == 1
        if centred:
            self.centred.add(number)
        first = not any(line.strip() for line in self.handed.lines[:number])
        if _CAPTION_STYLE.search(style):
            self.handed.kinds[number] = "caption"
        elif first and (_TITLE_STYLE.search(style) or centred):
            self.handed.kinds[number] = "headline"

    def _pictures(self, paragraph: Paragraph) -> None:
        """The pictures of a paragraph stand after its words."""
        element: Any = paragraph._p
        alts = [str(one.get("descr") or "") for one in element.iter() if one.tag.endswith("}docPr")]
        names = [one.get(f"{_R}embed") for one in element.iter(f"{_A}blip")]
        names += [one.get(f"{_R}id") for one in element.iter(f"{_V}imagedata")]
        for i, name in enumerate(names):
            part = self.document.part.related_parts.get(name) if name else None
            suffix = _SUFFIXES.get(part.content_type) if part is not None else None
            if part is None or suffix is None:
                text = "有一张图片没有取出来（是链接，或不是 jpg、png、webp），请另外存好"
                self.handed.notes.append(Note("photos", "must", text, paragraph.text[:40]))
            else:
                line = len(self.handed.lines)
                self.handed.pictures.append(
                    Picture(line, suffix, part.blob, alts[i] if i < len(alts) else "")
                )

    def _table(self, table: Any) -> None:
        rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
        for i, row in enumerate(rows):
            words = "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
            self._line("  ".join(row), words)
            if i == 0:
                self._line("", "|" + " --- |" * len(row))

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
                words = "".join(
                    str(one.text or "") for change in changes for one in change.iter(f"{_W}t", f"{_W}delText")
                )
                text = f"有 {len(changes)} 处修订（{what}）还没有接受；正文按接受修订取，请核对"
                yield Note("body", "must", text, words[:60])
        if next(body.iter(f"{_W}commentReference"), None) is not None:
            yield Note("body", "must", "来稿里有批注，请在 Word 里看过再定", "")


def _pieces(paragraph: Paragraph) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph with whether they are bold, as if all changes were accepted; links are their words."""
    element: Any = paragraph._p
    for run in element.iter(f"{_W}r"):
        if any(one.tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent") for one in run.iterancestors()):
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
