"""A file's bytes -> its lines, where its front matter stands, and its body.

Editors save from Notepad, Word and web forms: a byte-order mark, CRLF and an old encoding are read as what they
mean. Only the old encoding is a finding, since every other program would show such a file as rubbish.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Fix, Kind, Severity, Span, finding
from campus_news.lazy import lazy

MAX_BYTES = 500_000
"""A long report is 10 kB; past this the file is not a report but something saved under its name."""

MAX_FIELDS = 300_000
"""Of a file that is all fields; a roster of a thousand leaders has two thirds of that."""
MAX_FRONT = 30_000
"""Characters of front matter: a meeting of a thousand people. What is longer would take long to be told wrong."""

LONG_FRONT: Final = Kind(
    "E273",
    Severity.ERROR,
    "文件头有 {size} 个字，超过了 {limit} 个；多半是文件头之后少了一行 ---，或者粘贴了别的内容",
    "the front matter has {size} characters, over {limit}",
)

LONG_FIELDS: Final = Kind(
    "E275",
    Severity.ERROR,
    "文件有 {size}，超过了 {limit}；这里只写网站的设置、名册或用词，多半是粘贴了别的内容",
    "the file is {size}, over {limit}",
)
HIDDEN: Final = Kind(
    "E274",
    Severity.WARNING,
    "正文里有看不见的字符（{code}），多半是从别处粘贴时带来的，网页上已经去掉；请删去",
    "an invisible character ({code}) in the body, probably pasted; the page is without it",
    certain=True,
)
_MOST_HIDDEN: Final = 20
"""Lines of a body told to have something hidden; where there are more, it is the same thing all over."""

_FENCE = "---"
_FENCE_TYPED = lazy(r"\s*[-－﹣—–―─━_＿]{2,}\s*")
_NOBODY_SEES = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff"
CONTROL = lazy(f"[{_NOBODY_SEES}]")
"""What YAML forbids, and what nobody sees: a zero-width space in a leader's name makes another name of it."""
_BREAK = lazy("[\x85\u2028\u2029]")
HIDDEN_SIGN = lazy(f"[{_NOBODY_SEES}\x85\u2028\u2029]")
_LINE_BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
_ENTRY = lazy(r"\s*(?:-\s+)?(?:[A-Za-z_]+|[\u4e00-\u9fff]{2,6})\s*[:：]|\s*[-－•]|\s*#|\s|[\]}]")
_ORDINARY = lazy(r"---\n((?:(?:[a-z_]+:| *- | +[a-z]|#)[^\n]*+\n)++)---\n")
"""Fences as they should be, and between them lines that all look like entries."""
_HAN = lazy(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A report's file as text. `front` are the lines between the fences, the first of them line `front_line`."""

    path: str
    front: tuple[str, ...]
    front_line: int
    body: str
    body_line: int


def text_of(path: str, data: bytes) -> tuple[str, list[Diagnostic]]:
    """`data` as text with plain newlines, whatever it was saved as, and a finding if that was not UTF-8."""
    if len(data) > MAX_BYTES:
        size, limit = f"{len(data) / 1e6:.1f} MB", f"{MAX_BYTES / 1e6:g} MB"
        return "", [finding(kinds.TOO_LARGE, Span(path, 1), size=size, limit=limit)]
    try:
        return _plain(data.removeprefix(codecs.BOM_UTF8).decode()), []
    except UnicodeDecodeError as error:
        line = _plain(data[: error.start].decode("latin-1")).count("\n") + 1
    encoding = "UTF-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "GB18030"
    try:
        text = _plain(data.decode(encoding))
    except UnicodeDecodeError:
        place = f"第 {line} 行有不成字的内容"
        return "", [finding(kinds.UNREADABLE, Span(path, line), reason=place)]
    source = text.split("\n")[line - 1]
    width = len(source.rstrip())
    fix = Fix(line, line, (source,))
    return text, [finding(kinds.NOT_UTF8, Span(path, line, 1, width, source), fix, encoding=encoding)]


def read(path: str, data: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """The parts of a report's file. Wrong or missing fences are findings, and the file is read as it was meant."""
    text, findings = text_of(path, data)
    if findings and not text:
        return None, findings
    if (ordinary := _ORDINARY.match(text)) and len(ordinary[1]) <= MAX_FRONT:
        inside = ordinary[1][:-1].split("\n")
        if "".join(inside).isprintable():
            seen, hidden = _seen(path, text[ordinary.end() :], len(inside) + 3)
            return Source(path, tuple(inside), 2, seen, len(inside) + 3), findings + hidden
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    first, opening = _opening(path, lines, start)
    if opening and opening.kind is kinds.NO_FRONT:
        return None, [*findings, opening]
    last, body, closing = _closing(path, lines, first)
    if (size := sum(map(len, lines[first:last]))) > MAX_FRONT:
        span = Span(path, first + 1)
        return None, [*findings, finding(LONG_FRONT, span, size=size, limit=MAX_FRONT)]
    front, controls = _without_controls(path, lines[first:last], first + 1)
    found = [*findings, *([opening] if opening else []), *([closing] if closing else []), *controls]
    seen, hidden = _seen(path, "\n".join(lines[body:]), body + 1)
    return Source(path, tuple(front), first + 1, seen, body + 1), found + hidden


def entries(path: str, data: bytes) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The lines of a file that is all YAML (site.yaml, leaders.yaml); none, and why, if it cannot be read."""
    if len(data) > MAX_FIELDS:
        size, limit = f"{len(data) / 1000:.0f} KB", f"{MAX_FIELDS // 1000} KB"
        return (), [finding(LONG_FIELDS, Span(path, 1), size=size, limit=limit)]
    text, findings = text_of(path, data)
    if findings and not text:
        return (), findings
    lines = text.split("\n")
    if "".join(lines).isprintable():
        return tuple(lines), findings
    clean, controls = _without_controls(path, lines, 1)
    return tuple(clean), findings + controls


def control(text: str) -> str | None:
    """The first character of a line that nobody sees and that would be found in a file."""
    match = CONTROL.search(text.translate(_LINE_BREAKS))
    return match[0] if match else None


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _opening(path: str, lines: Sequence[str], start: int) -> tuple[int, Diagnostic | None]:
    """The index of the first line of front matter."""
    line = lines[start]
    if line.rstrip() == _FENCE:
        return start + 1, None
    if _FENCE_TYPED.fullmatch(line):
        return start + 1, _mistyped(path, start, line)
    span = Span(path, start + 1, 1, len(line), line)
    if re.match(r"\s*[A-Za-z_]+\s*[:：]", line):
        return start, finding(kinds.NO_OPENING, span, Fix(start + 1, start, (_FENCE,)))
    return start, finding(kinds.NO_FRONT, span, _front_for(path, start, line))


def _front_for(path: str, start: int, line: str) -> Fix | None:
    """The front matter that a bare text most likely wants: its first line as title, the day of the file's name."""
    title = line.lstrip("# ").strip()
    day = re.match(r"\d{4}-\d{2}-\d{2}", PurePosixPath(path).name)
    if not day or len(title) > 40 or "。" in title:
        return None
    return Fix(1, start + 1, (_FENCE, f"title: {title}", f"date: {day[0]}", _FENCE))


def _closing(path: str, lines: Sequence[str], first: int) -> tuple[int, int, Diagnostic | None]:
    """The index past the last line of front matter, that of the body's first line, and what was wrong."""
    for i in range(first, len(lines)):
        line = lines[i]
        if line.rstrip() == _FENCE:
            return i, i + 1, None
        if _FENCE_TYPED.fullmatch(line):
            return i, i + 1, _mistyped(path, i, line)
        if line.strip() and not _ENTRY.match(line) and _is_prose(lines, i):
            return _unclosed(path, lines, i)
    return _unclosed(path, lines, len(lines))


def _is_prose(lines: Sequence[str], i: int) -> bool:
    """Whether line `i`, which is no entry, is the body's first: after a blank line, or long and Chinese."""
    return not lines[i - 1].strip() or (
        len(_HAN.findall(lines[i])) > 15 and lines[i - 1].strip()[-1:] not in "[{,，|>"
    )


def _unclosed(path: str, lines: Sequence[str], body: int) -> tuple[int, int, Diagnostic]:
    last = body
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    source = lines[last - 1]
    place = Span(path, last, 1, len(source), source)
    return last, body, finding(kinds.NO_CLOSING, place, Fix(last + 1, last, (_FENCE,)))


def _mistyped(path: str, index: int, line: str) -> Diagnostic:
    words = line.strip()
    span = Span(path, index + 1, line.index(words) + 1, len(words), line)
    return finding(kinds.FENCE_TYPED, span, Fix(index + 1, index + 1, (_FENCE,)), words=words)


def _seen(path: str, body: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """The body without what nobody sees, and the first lines in which there was such."""
    if body.replace("\n", "").isprintable() or not HIDDEN_SIGN.search(body):
        return body, []
    lines = body.split("\n")
    found: list[Diagnostic] = []
    for i, line in enumerate(lines):
        if match := HIDDEN_SIGN.search(line):
            lines[i] = CONTROL.sub("", line.translate(_LINE_BREAKS))
            if len(found) < _MOST_HIDDEN:
                number, code = first_line + i, f"U+{ord(match[0]):04X}"
                fix = Fix(number, number, tuple(CONTROL.sub("", part) for part in _BREAK.split(line)))
                found.append(finding(HIDDEN, Span(path, number, match.start() + 1, 1, line), fix, code=code))
    return "\n".join(lines), found


def _without_controls(path: str, lines: Sequence[str], first_line: int) -> tuple[list[str], list[Diagnostic]]:
    """`lines` as YAML can take them. U+2028 and its like become spaces: YAML would count them as line breaks."""
    clean, findings = [], []
    for number, raw in enumerate(lines, first_line):
        line = raw.translate(_LINE_BREAKS)
        match = CONTROL.search(line)
        if match:
            span = Span(path, number, match.start() + 1, 1, line)
            line = CONTROL.sub("", line)
            code = f"U+{ord(match[0]):04X}"
            findings.append(finding(kinds.CONTROL, span, Fix(number, number, (line,)), code=code))
        clean.append(line)
    return clean, findings
