"""Every report has an address of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from campus_news import catalogue as kinds
from campus_news import urls
from campus_news.diagnostics import Diagnostic, Span, finding
from campus_news.model import Report
from campus_news.roster import Roster


def addresses_are_unique(reports: Sequence[Report], roster: Roster) -> Iterator[Diagnostic]:  # noqa: ARG001
    """E401: two reports would be written to one address; drafts count, since they will be published."""
    first: dict[str, Report] = {}
    for report in sorted(reports, key=lambda one: one.path):
        url = urls.report(report.date, report.slug)
        other = first.setdefault(url, report)
        if other is not report:
            yield finding(kinds.SAME_ADDRESS, Span(report.path, 1), other=other.path, url=url)
