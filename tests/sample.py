"""One report held against one rule, without a site around it."""

from __future__ import annotations

from campus_news.diagnostics import Diagnostic
from campus_news.rules.rule import Rule
from case import opened, told
from conftest import report


def findings(rule: Rule, body: str, date: str = "2022-09-29", **fields: str) -> list[Diagnostic]:
    """What `rule` finds in a report of `date`, in order."""
    path = f"content/reports/{date[:4]}/{date}-x.md"
    return told(rule, opened(report(date=date, body=body, **fields), path=path))


def words(rule: Rule, body: str, date: str = "2022-09-29", **fields: str) -> list[str]:
    """The words at which `rule` finds something."""
    return [one.span.words for one in findings(rule, body, date, **fields)]


def corrected(rule: Rule, body: str, **fields: str) -> list[str]:
    """The corrected lines that `rule` proposes."""
    return [line for one in findings(rule, body, **fields) if one.fix for line in one.fix.lines]
