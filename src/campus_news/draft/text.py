"""A hand-over's bytes -> its lines and pictures, or one finding that says why it cannot be read."""

from __future__ import annotations

from typing import Final

from campus_news.diagnostics import Diagnostic
from campus_news.draft.handed import Handed, unreadable
from campus_news.source import text_of

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"


def read(path: str, data: bytes) -> Handed | Diagnostic:
    """The text or Word file in `data`; `path` names it in the finding."""
    if data.startswith(_OLD_OFFICE):
        return unreadable(path, "是旧版 Word（.doc），或设了打开密码；请用 Word 另存为 .docx，去掉密码")
    if data.startswith(_ZIP):
        from campus_news.draft.word import document

        return document(path, data)
    if path.lower().endswith(".docx"):
        return unreadable(path, "不是 Word（.docx）文件，只是这样命名；请用 Word 打开、另存一份再交")
    text, found = text_of(path, data)
    if found and not text:
        return found[0]
    if "\0" in text:
        return unreadable(path, "不是文字；请交纯文本或 Word（.docx）")
    lines = text.rstrip("\n").split("\n")
    if not text.strip():
        return unreadable(path, "是空的")
    return Handed(lines, lines)
