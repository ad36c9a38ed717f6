"""A hand-over's bytes -> its lines and pictures, or one finding that says why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Span, finding
from campus_news.draft.fact import Note
from campus_news.source import text_of

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a Word file: before which line it stands, its bytes, and what is said instead of it."""

    line: int
    suffix: str
    data: bytes
    alt: str = ""


@dataclass(slots=True)
class Handed:
    """What the office handed over. `lines` are read, `shown` are the same lines as the report has them (in Markdown)."""

    lines: list[str]
    shown: list[str]
    kinds: dict[int, str] = field(default_factory=dict)
    """What a Word file says a line is: "headline" or "caption"."""
    pictures: list[Picture] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read(path: str, data: bytes) -> Handed | Diagnostic:
    """The text or Word file in `data`; `path` names it in the finding."""
    if data.startswith(_OLD_OFFICE):
        return unreadable(path, "是旧版 Word（.doc），或设了打开密码；请用 Word 另存为 .docx，去掉密码")
    if data.startswith(_ZIP):
        from campus_news.draft import word

        return word.read(path, data)
    text, found = text_of(path, data)
    if found and not text:
        return found[0]
    if "\0" in text:
        return unreadable(path, "不是文字；请交纯文本或 Word（.docx）")
    lines = text.rstrip("\n").split("\n")
    if not text.strip():
        return unreadable(path, "是空的")
    return Handed(lines, lines)


def unreadable(path: str, reason: str) -> Diagnostic:
    """The finding about a file that cannot be read."""
    return finding(kinds.UNREADABLE, Span(path, 1), reason=reason)
