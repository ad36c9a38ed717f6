"""Findings as GitLab's report of code quality, which a merge request shows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from campus_news.diagnostics import Diagnostic, Lang, Severity

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(findings: Iterable[Diagnostic], lang: Lang = "zh") -> str:
    """A list as JSON, of what CodeClimate's format has and GitLab reads."""
    return json.dumps(list(_issues(findings, lang)), ensure_ascii=False, indent=2)


def _issues(findings: Iterable[Diagnostic], lang: Lang) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for one in findings:
        # By this GitLab tells what is new: the words, not the line's number, which any edit above it changes.
        words = "\0".join((one.span.path, one.code, one.span.words, one.span.source))
        seen[words] += 1
        yield {
            "description": one.message(lang),
            "check_name": one.code,
            "fingerprint": hashlib.sha256(f"{words}\0{seen[words]}".encode()).hexdigest(),
            "severity": _SEVERITIES[one.severity],
            "location": {"path": one.span.path, "lines": {"begin": one.span.line}},
        }
