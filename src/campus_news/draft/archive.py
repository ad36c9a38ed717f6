"""Whether a Word file may be opened: its archive is unpacked once, piece by piece, before anything in it is parsed.

What an archive says of itself is not believed. python-docx unpacks each part in one go, so a part that is longer than it
says would fill the memory, and so would the two ways of packing that Python knows and Word does not use.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST: Final = 100_000_000
"""Bytes of all parts unpacked, as many as a file may have packed: pictures do not become smaller."""
MOST_TEXT: Final = 8_000_000
"""Bytes of all that is XML, several times what Word makes of a long report with its styles. As a tree it is ten times that."""
MOST_PARTS: Final = 1000
"""A report of 99 pictures has 150."""
BROKEN: Final = "Word 文件已损坏；请用 Word 打开、另存一份再交"
DECLARED: Final = "里面有不该有的声明（DOCTYPE），没有打开"
TOO_LONG: Final = "文字太多，不像一篇报道"
_TOO_LARGE: Final = f"解开以后超过 {MOST // 1_000_000} MB；请压缩图片再交"
_TOO_MANY: Final = f"里面有 {MOST_PARTS} 个以上的文件，不像一篇报道"
_ENTRY: Final = b"PK\1\2"
"""Stands before each entry of an archive's table of contents, which Python reads as a whole."""
_DOCTYPE: Final = b"<!DOCTYPE"
_PIECE: Final = 65536
_BEFORE_XML: Final = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"
"""`<?xm` as old mainframes write it; libxml2 reads that too."""


def problem(data: bytes) -> str | None:
    """Why the archive in `data` is not to be opened, in Chinese; None if it is an honest Word file."""
    if data.count(_ENTRY) > MOST_PARTS:
        return _TOO_MANY
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                return "不是 Word（.docx）文件"
            if any(one.flag_bits & 1 for one in archive.infolist()):
                return "设了密码；请去掉密码再交"
            look = _Look(archive)
            return next(filter(None, map(look.at, archive.infolist())), None)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return BROKEN


@dataclass(slots=True)
class _Look:
    """What may still be unpacked of an archive while its parts are looked at."""

    archive: zipfile.ZipFile
    left: int = MOST
    left_of_text: int = MOST_TEXT

    def at(self, part: zipfile.ZipInfo) -> str | None:
        """Why a part is not to be opened."""
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return BROKEN
        named = part.filename.lower().endswith((".xml", ".rels"))
        size, text, before = 0, named, b""
        for piece in self._pieces(part):
            text = text or (size == 0 and _like_xml(piece))
            size += len(piece)
            self.left -= len(piece)
            self.left_of_text -= len(piece) if text else 0
            if self.left < 0 or self.left_of_text < 0:
                return _TOO_LARGE if self.left < 0 else TOO_LONG
            seen = before + piece.replace(b"\0", b"")  # in UTF-16 every other byte of it
            if named and _DOCTYPE in seen:
                return DECLARED
            before = seen[1 - len(_DOCTYPE) :]
        return None if size == part.file_size else BROKEN

    def _pieces(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """All that is in a part, however long it says it is."""
        whole = copy.copy(part)
        whole.file_size = MOST + 1
        with self.archive.open(whole) as file:
            while piece := file.read(_PIECE):
                yield piece


def _like_xml(head: bytes) -> bool:
    """Whether a part that begins like this could be parsed, under whatever name."""
    return head.lstrip(_BEFORE_XML).startswith(b"<") or head.startswith(_EBCDIC)
