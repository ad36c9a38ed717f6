"""Findings as SARIF 2.1.0, which code hosts and editors read (OASIS standard, 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

import campus_news
from campus_news import rules, screen
from campus_news.diagnostics import Diagnostic, Fix, Kind, Lang, Severity, Span
from campus_news.manual import section

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def log(findings: Sequence[Diagnostic], lang: Lang = "zh") -> str:
    """One run, as JSON: its driver names every rule, with its manual, and whatever other kinds were found."""
    others = {one.code: one.kind for one in findings}
    known = {rule.kind.code: rule.kind for rule in rules.RULES}
    kinds = sorted({**others, **known}.values(), key=lambda kind: kind.code)
    places = {kind.code: i for i, kind in enumerate(kinds)}
    driver = {
        "name": "campus_news",
        "version": campus_news.__version__,
        "rules": [_rule(kind, lang) for kind in kinds],
    }
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN" if lang == "zh" else "en",
        "columnKind": "utf16CodeUnits",
        "results": [_result(one, places[one.code], lang) for one in findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return screen.as_json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _rule(kind: Kind, lang: Lang) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": kind.code,
        "shortDescription": {"text": kind.zh if lang == "zh" else kind.en},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }
    manual = next((rule for rule in rules.RULES if rule.kind.code == kind.code), None)
    if manual is not None:
        told["shortDescription"] = {"text": manual.manual.what}
        text = section(manual)
        told["help"] = {"text": text, "markdown": text}
    return told


def _result(one: Diagnostic, index: int, lang: Lang) -> dict[str, Any]:
    file = {"uri": quote(one.span.path)}
    place = {"artifactLocation": file, "region": _region(one.span)}
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": one.message(lang).replace("](", "] (")},  # which would be a link (3.11.6)
        "locations": [{"physicalLocation": place}],
    }
    if one.fix is not None:
        change = {"artifactLocation": file, "replacements": [_replacement(one.fix, one.span)]}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _region(span: Span) -> dict[str, int]:
    start = _column(span.source, span.column - 1)
    end = _column(span.source, span.column - 1 + span.width)
    return {"startLine": span.line, "startColumn": start, "endLine": span.line, "endColumn": end}


def _replacement(fix: Fix, span: Span) -> dict[str, Any]:
    """A line in the place of one, or whole lines, each with its end."""
    region = {"startLine": fix.first, "startColumn": 1, "endLine": fix.last + 1, "endColumn": 1}
    text = "".join(f"{line}\n" for line in fix.lines)
    if fix.first == fix.last == span.line and fix.lines:
        region |= {"endLine": fix.last, "endColumn": _column(span.source, len(span.source))}
        text = "\n".join(fix.lines)
    return {"deletedRegion": region, "insertedContent": {"text": text}}


def _column(line: str, characters: int) -> int:
    """The column after so many characters, from 1, in units of UTF-16: most Han characters are one, rare ones two."""
    return len(line[:characters].encode("utf-16-le", "surrogatepass")) // 2 + 1
