"""What becomes of a report that is out: it is corrected, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from campus_news.diagnostics import Diagnostic, Fix, Kind, Severity, Span, finding
from campus_news.model import Correction, Credits, Report, Status

EARLY = Kind(
    "E240",
    Severity.ERROR,
    "更正的日期早于发布时间（{published}）；报道还没有发布，就直接改正文，不写更正",
    "the correction is older than the report ({published}); what is not published yet is simply changed",
)
TO_COME = Kind(
    "E241",
    Severity.ERROR,
    "更正的日期还没有到；请写改正的那一天",
    "the day of the correction is still to come",
)
NO_REASON = Kind(
    "E242",
    Severity.ERROR,
    "撤回的报道要写明原因（reason）：网址还在，读者会看到这句话",
    "a report that is withdrawn needs a reason, which readers will see",
)
NOT_WITHDRAWN = Kind(
    "E243",
    Severity.ERROR,
    "写了撤回的原因（reason），报道却仍会发布；要撤回就写 status: withdrawn，不撤回就删去这一行",
    "there is a reason for withdrawing, but the report is published; write status: withdrawn, or delete the reason",
)

WITHDRAWN: Final = "这篇报道已撤回"
"""What stands in place of its title."""
_EXAMPLE: Final = "reason: 内容有误"


def findings(report: Report) -> Iterable[Diagnostic]:
    """What is wrong with its corrections or its withdrawal, but for what only a clock can tell."""
    for i, one in enumerate(report.corrections):
        if _is_older(one, report.published):
            span = report.mark("corrections", i, "date")
            yield finding(EARLY, span, published=f"{report.published:%Y-%m-%d %H:%M}".removesuffix(" 00:00"))
    told = any(char.isalnum() for char in report.reason or "")
    if report.status is Status.WITHDRAWN and not told:
        yield finding(NO_REASON, report.mark("status"), _reason_line(report))
    elif report.status is Status.PUBLISHED and report.reason is not None:
        yield finding(NOT_WITHDRAWN, report.mark("reason"))


def _is_older(one: Correction, published: dt.datetime) -> bool:
    """Whether a correction is older than the report; one without an hour may be of the same day."""
    return one.date < published and (one.date.time() != dt.time() or one.date.date() < published.date())


def _reason_line(report: Report) -> Fix | None:
    """The line to be typed, if the status stands on a line of its own: behind it, or where the reason is still empty."""
    status, reason = report.mark("status"), report.mark("reason")
    if not status.source.startswith("status:"):
        return None
    if reason.source.startswith("reason:"):
        return Fix(reason.line, reason.line, (_EXAMPLE,))
    return Fix(status.line + 1, status.line, (_EXAMPLE,))


def to_come(report: Report, now: str) -> Iterable[Diagnostic]:
    """Corrections of a day after `now` (ISO 8601, as entries have it), with today in its place."""
    for i, one in enumerate(report.corrections):
        if one.date.isoformat() > now:
            span: Span = report.mark("corrections", i, "date")
            yield finding(TO_COME, span, now[:10] if span.width else None)


def left(report: Report) -> Report:
    """What is still told of a report that is withdrawn: its addresses, its day and the reason; nothing else can get out."""
    return Report(
        path=report.path,
        slug=report.slug,
        title=WITHDRAWN,
        date=report.date,
        time=None,
        venue=None,
        hosts=(),
        attendees=(),
        groups=(),
        speakers=(),
        photos=(),
        images=(),
        credits=Credits(),
        published=report.published,
        status=report.status,
        waived=report.waived,
        marks=report.marks,
        reason=report.reason,
        aliases=report.aliases,
    )
