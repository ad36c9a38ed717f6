"""What a report waives: findings that its editor has looked at and says are no mistakes, each with a reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Fix, Span, finding
from campus_news.model import Report, Waiver


def kept(report: Report, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Of what rules found that which is not waived."""
    codes = {one.code for one in report.waived}
    return [one for one in found if one.code not in codes]


def in_force(report: Report, found: Sequence[Diagnostic]) -> Iterator[tuple[str, int, str]]:
    """The waivers that keep back something of what rules found: code, line and reason."""
    codes = {one.code for one in found}
    for i, one in enumerate(report.waived):
        if one.code in codes:
            yield one.code, report.mark("waive", i, "code").line, one.reason


def findings(
    report: Report, found: Sequence[Diagnostic], waivable: Collection[str], *, whole: bool
) -> Iterator[Diagnostic]:
    """What is wrong with the waivers themselves: codes of nothing, and, if the report was read as a `whole`, idle ones."""
    codes = {one.code for one in found}
    for i, one in enumerate(report.waived):
        span = report.mark("waive", i, "code")
        if one.code in waivable:
            if whole and one.code not in codes:
                yield finding(kinds.IDLE_WAIVER, span, _deleted(span, one), code=one.code)
        elif one.code in kinds.KINDS:
            yield finding(kinds.NOT_WAIVABLE, span, code=one.code)
        else:
            meant = unicodedata.normalize("NFKC", one.code).upper()
            yield finding(kinds.NO_SUCH_CHECK, span, meant if meant in waivable else None, code=one.code)


def _deleted(span: Span, waiver: Waiver) -> Fix | None:
    """The line taken out, if nothing else stands in it."""
    entry = f"{waiver.code}: {waiver.reason}"
    alone = span.source.strip() in (entry, f"waive: {{{entry}}}")
    return Fix(span.line, span.line, ()) if alone else None
