"""One report as rules see it, without a site around it."""

from __future__ import annotations

from typing import Any

from campus_news import roster
from campus_news.config import Config
from campus_news.decode import decode
from campus_news.diagnostics import Diagnostic
from campus_news.markup import Markup
from campus_news.people import everybody
from campus_news.roster import Roster
from campus_news.rules.rule import Case, Rule
from conftest import LEADERS

ROSTER = roster.read("content/leaders.yaml", LEADERS.encode())[0]
PATH = "content/reports/2022/2022-09-29-x.md"


def case(body: str = "正文。", *, front: str = "", title: str = "学校召开例会", **others: Any) -> Case:
    """A report of that text and title; `front` are more lines of its front matter."""
    return opened(f"---\ntitle: {title}\ndate: 2022-09-29\n{front}---\n{body}\n", **others)


def opened(
    text: str, leaders: Roster = ROSTER, *, path: str = PATH, config: Config | None = None, **others: Any
) -> Case:
    """The report of that whole text, which has to be one."""
    done = decode(path, text.encode(), Markup())
    assert done.report is not None, [one.message() for one in done.findings]
    people = everybody(done.report, leaders)
    return Case(done.report, people, leaders, config, done.text, done.first_line, **others)


def told(rule: Rule, given: Case) -> list[Diagnostic]:
    """What the rule finds."""
    return list(rule.check(given))


def words(rule: Rule, given: Case) -> list[str]:
    """The words at which it does."""
    return [one.span.words for one in told(rule, given)]
