"""One report held against one rule, without a site around it."""

from __future__ import annotations

from functools import cache

from campus_news import roster
from campus_news.decode import decode
from campus_news.diagnostics import Diagnostic
from campus_news.markup import Markup
from campus_news.people import everybody
from campus_news.roster import Roster
from campus_news.rules.rule import Case, Rule
from conftest import LEADERS, report


@cache
def leaders() -> Roster:
    return roster.read("content/leaders.yaml", LEADERS.encode())[0]


def findings(rule: Rule, body: str, date: str = "2022-09-29", **fields: str) -> list[Diagnostic]:
    """What `rule` finds in a report of `date`, in order."""
    done = decode(
        f"content/reports/{date[:4]}/{date}-x.md", report(date=date, body=body, **fields).encode(), Markup()
    )
    assert done.report is not None, [one.message() for one in done.findings]
    people = everybody(done.report, leaders())
    return list(rule.check(Case(done.report, people, leaders(), None, done.text, done.first_line)))


def words(rule: Rule, body: str, date: str = "2022-09-29", **fields: str) -> list[str]:
    """The words at which `rule` finds something."""
    return [one.span.words for one in findings(rule, body, date, **fields)]


def corrected(rule: Rule, body: str, **fields: str) -> list[str]:
    """The corrected lines that `rule` proposes."""
    return [line for one in findings(rule, body, **fields) if one.fix for line in one.fix.lines]
