"""Findings as editors, programs and code hosts read them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from campus_news.diagnostics import Diagnostic, Lang, Severity

_SEVERITIES: Final[dict[Lang, dict[Severity, str]]] = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"},
}
_FIXES: Final[dict[Lang, tuple[str, str, str]]] = {
    "zh": ("改为", "加上", "删去这一行"),
    "en": ("write", "add", "delete this line"),
}
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def text(findings: Iterable[Diagnostic], lang: Lang = "zh") -> str:
    """Each finding with its place, its line, a mark under the words at fault, and the line as it should be."""
    return "\n".join(_block(one, lang) for one in findings)


def as_json(findings: Sequence[Diagnostic], lang: Lang = "zh") -> str:
    """An object with the list `findings`; lines and columns from 1, `end_column` past the last character."""
    return (
        json.dumps({"findings": [_record(one, lang) for one in findings]}, ensure_ascii=False, indent=2)
        + "\n"
    )


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
    return "，".join(f"{_SEVERITIES['zh'][severity]} {n} 处" for severity, n in counts if n) or "没有发现问题"


def _block(one: Diagnostic, lang: Lang) -> str:
    span = one.span
    head = f"{span.path}:{span.line}:{span.column}: {_SEVERITIES[lang][one.severity]} {one.code} {one.message(lang)}"
    shown = [head]
    if span.source.strip():
        margin = f"  {span.line:>4} │ "
        mark = " " * width(span.source[: span.column - 1]) + "^" * max(width(span.words), 1)
        shown += [margin + _printable(span.source), " " * (len(margin) - 2) + "│ " + mark]
    return "\n".join([*shown, *_fix_lines(one, lang)]) + "\n"


def _fix_lines(one: Diagnostic, lang: Lang) -> list[str]:
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
    return [(blank if i else margin) + line for i, line in enumerate(one.fix.lines)]


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
    return f"::{_COMMANDS[one.severity]} {place},title={one.code}::{_escaped(one.message(lang) + fix)}\n"


def _escaped(text: str, more: str = "") -> str:
    """As the runner reads commands: percent and line ends always, commas and colons in properties."""
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


def width(text: str) -> int:
    """Columns of a terminal: two for a Han character and for full-width punctuation."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\u3000" else " " for char in text.rstrip())
