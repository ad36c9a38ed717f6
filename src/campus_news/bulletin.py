"""What a check came to, as the page of a run on a code host shows it: Markdown tables in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from campus_news.diagnostics import Diagnostic, Severity
from campus_news.outcome import Change, Outcome
from campus_news.screen import printable

_LONGEST: Final = 200
"""Rows of a table: a code host cuts a long page off in the middle, and nobody reads it."""


def page(outcome: Outcome) -> str:
    """How many findings there are, which, the gravest first, and which reports have changed."""
    found = outcome.findings
    counts = "，".join(f"{one.said()} {sum(it.severity is one for it in found)} 处" for one in Severity)
    parts = [f"## 报道检查\n\n检查了 {outcome.reports} 篇报道：{counts}。\n"]
    if found:
        gravest_first = sorted(found, key=lambda one: list(Severity).index(one.severity))
        parts.append(_table(("级别", "位置", "编号", "问题"), [_finding(one) for one in gravest_first]))
    if outcome.changes is not None:
        parts.append(_changes(outcome.changes))
    return "\n".join(parts)


def _finding(one: Diagnostic) -> Sequence[str]:
    return one.severity.said(), f"{one.span.path}:{one.span.line}", one.code, one.message()


def _changes(changes: Sequence[Change]) -> str:
    if not changes:
        return "与上次相比，没有报道变动。\n"
    rows = [(one.how, one.title, f"{one.url}（{one.hidden}）" if one.hidden else one.url) for one in changes]
    return "### 与上次相比变动的报道\n\n" + _table(("变动", "标题", "网址"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *_escaped(islice(rows, _LONGEST))]
    more = f"\n另有 {len(rows) - _LONGEST} 行没有列出。\n" if len(rows) > _LONGEST else ""
    return "\n".join(lines) + "\n" + more


def _escaped(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in which nothing is markup."""
    for row in rows:
        yield _row([re.sub(r"([\\`*_\[\]<>|~&#$])", r"\\\1", printable(cell)) for cell in row])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
