"""Findings as editors, programs and code hosts read them."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

from campus_news import screen
from campus_news.diagnostics import Diagnostic, Fix, Lang, Severity, Span
from campus_news.fixer import together

_FIXES: Final[dict[Lang, tuple[str, str, str]]] = {
    "zh": ("改为", "加上", "删去这一行"),
    "en": ("write", "add", "delete this line"),
}
_COLUMNS: Final = 100
"""Of a line longer than this only so much is shown in text, around the words: the mark must stand below them on a terminal."""
_MORE: Final = "…"
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def text(findings: Iterable[Diagnostic], lang: Lang = "zh") -> str:
    """Each finding with its place, its line, a mark under the words at fault, and the line as it should be.

    That line has the other corrections of it too that are certain: an editor types it once.
    """
    return "\n".join(_block(one, lang) for one in together(findings))


def as_json(findings: Sequence[Diagnostic], lang: Lang = "zh") -> str:
    """An object with the list `findings`; lines and columns from 1, `end_column` past the last character."""
    return screen.as_json({"findings": [_record(one, lang) for one in findings]}) + "\n"


def github(findings: Iterable[Diagnostic], lang: Lang = "zh") -> str:
    """Workflow commands that show each finding at its line in a pull request."""
    return "".join(_command(one, lang) for one in findings)


def summary(findings: Sequence[Diagnostic], lang: Lang = "zh") -> str:
    """How many of each severity."""
    counts = [(severity, sum(one.severity is severity for one in findings)) for severity in Severity]
    if lang == "en":
        return (
            ", ".join(f"{n} {severity.value}{'s' * (n != 1)}" for severity, n in counts if n) or "no findings"
        )
    return "，".join(f"{severity.said()} {n} 处" for severity, n in counts if n) or "没有发现问题"


def pieces(span: Span) -> tuple[str, str, str]:
    """A finding's line in three: what stands before the words at fault, they, and what stands after; cut as in `text`."""
    start = min(span.column - 1, len(span.source))
    left, right = _window(span.source, start, start + span.width)
    end = min(start + span.width, right)
    before, words, after = span.source[left:start], span.source[start:end], span.source[end:right]
    return _MORE * bool(left) + before, words, after + _MORE * (right < len(span.source))


def correction(one: Diagnostic, lang: Lang = "zh") -> list[str]:
    """The lines that `text` shows below a finding: what is to stand there; none if nobody can say."""
    return _fix_lines(one, lang, _cut(one))


def _cut(one: Diagnostic) -> Sequence[str] | None:
    """The lines of a correction as they are shown where the line at fault is too long to be."""
    span = one.span
    if one.fix is None or width(span.source) <= _COLUMNS:
        return None
    start = min(span.column - 1, len(span.source))
    return _corrected(one.fix, span, _window(span.source, start, start + span.width)[0])


def _block(one: Diagnostic, lang: Lang) -> str:
    span = one.span
    head = f"{span.path}:{span.line}:{span.column}: {one.severity.said(lang)} {one.code} {one.message(lang)}"
    shown = [screen.printable(head)]
    start = min(span.column - 1, len(span.source))
    left, right = _window(span.source, start, start + span.width)
    if span.source.strip():
        margin = f"  {span.line:>4} │ "
        before, words = span.source[left:start], span.source[start : min(start + span.width, right)]
        mark = " " * width(_MORE * bool(left) + before) + "^" * max(width(words), 1)
        excerpt = _excerpt(screen.printable(span.source.rstrip()), left, right)
        shown += [margin + excerpt, " " * (len(margin) - 2) + "│ " + mark]
    return "\n".join([*shown, *correction(one, lang)]) + "\n"


def _window(line: str, start: int, end: int) -> tuple[int, int]:
    """From where to where a line is shown: all of it, or `_COLUMNS` of it with [start:end] in the middle."""
    columns = _columns(line)
    if columns[-1] <= _COLUMNS:
        return 0, len(line)
    spare = max(_COLUMNS - (columns[min(end, len(line))] - columns[start]), 0)
    first = max(min(columns[start] - spare // 2, columns[-1] - _COLUMNS), 0)
    left = bisect_left(columns, first)
    return left, _end(columns, left)


@lru_cache(16)
def _columns(line: str) -> list[int]:
    """The column at which each character begins, and that after the last one."""
    return list(accumulate(map(width, line), initial=0))


def _end(columns: Sequence[int], left: int) -> int:
    """The place before which a line is cut that is shown from the place `left` on."""
    return bisect_right(columns, columns[left] + _COLUMNS) - 1


def _excerpt(line: str, left: int, right: int) -> str:
    return f"{_MORE * bool(left)}{line[left:right]}{_MORE * (right < len(line))}"


def _corrected(fix: Fix, span: Span, left: int) -> Sequence[str]:
    """The lines of `fix`; that in the place of the long line at fault is cut where that is cut, if the change is there."""
    lines, i = list(fix.lines), span.line - fix.first
    if fix.last < span.line or i >= len(lines):
        return lines
    line = lines[i]
    columns, change = _columns(line), _first_change(span.source, line)
    if left <= change <= _end(columns, min(left, len(line))):
        lines[i] = _excerpt(line, left, _end(columns, left))
    else:
        lines[i] = _excerpt(line, *_window(line, change, change))
    return lines


def _first_change(one: str, other: str) -> int:
    """The place of the first character in which two lines differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _fix_lines(one: Diagnostic, lang: Lang, lines: Sequence[str] | None = None) -> list[str]:
    """The correction under its verb; `lines` stand for those of the fix."""
    if one.fix is None:
        return []
    change, add, delete = _FIXES[lang]
    if not one.fix.lines:
        return (
            [f"  {delete}"]
            if one.fix.first == one.fix.last
            else [f"  {delete} ({one.fix.first}–{one.fix.last})"]
        )
    verb = add if one.fix.last < one.fix.first else change
    margin = f"  {verb} │ "
    blank = " " * (width(margin) - 2) + "│ "
    shown = map(screen.printable, one.fix.lines if lines is None else lines)
    return [(blank if i else margin) + line for i, line in enumerate(shown)]


def _record(one: Diagnostic, lang: Lang) -> dict[str, Any]:
    span, fix = one.span, one.fix
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_column": span.column + span.width,
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message(lang),
        "words": span.words,
        "fix": fix and {"first": fix.first, "last": fix.last, "lines": list(fix.lines)},
    }


def _command(one: Diagnostic, lang: Lang) -> str:
    span = one.span
    fix = "".join(f"\n{line.strip()}" for line in _fix_lines(one, lang))
    place = f"file={_escaped(span.path, ',:')},line={span.line},col={span.column},endColumn={span.column + span.width}"
    command = f"::{_COMMANDS[one.severity]} {place},title={one.code}::{_escaped(one.message(lang) + fix)}"
    return f"{screen.printable(command)}\n"


def _escaped(text: str, more: str = "") -> str:
    """As the runner reads commands: percent and line ends always, commas and colons in properties."""
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


def width(text: str) -> int:
    """Columns of a terminal: two for a Han character and for full-width punctuation."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
