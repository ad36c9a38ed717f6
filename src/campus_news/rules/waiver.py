"""What a report waives: findings that its editor has looked at and says are no mistakes, each with a reason.

`E310: why` waives all that E310 finds in the report, `E310 苏映霞: why` only what it finds at these words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Fix, Span, finding
from campus_news.model import Report, Waiver
from campus_news.rules import pending, signoff

NEVER: Final = frozenset(
    {pending.PENDING.code, pending.UNWRITTEN.code, signoff.UNAPPROVED.code, signoff.VOID.code}
)
"""What no report may waive: notes and a text not begun, which are settled by deleting them, and a missing approval, without which whoever edits
would publish alone."""


def kept(report: Report, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Of what rules found that which is not waived."""
    return [one for one in found if not any(_keeps(waiver, one) for waiver in report.waived)]


def in_force(report: Report, found: Sequence[Diagnostic]) -> Iterator[tuple[str, int, str]]:
    """The waivers that keep back something of what rules found: code with the words, if it has any, line and reason."""
    for i, waiver in enumerate(report.waived):
        if any(_keeps(waiver, one) for one in found):
            yield " ".join(waiver.code.split()), report.mark("waive", i, "code").line, waiver.reason


def findings(
    report: Report, found: Sequence[Diagnostic], waivable: Collection[str], *, whole: bool
) -> Iterator[Diagnostic]:
    """What is wrong with the waivers themselves: codes of nothing, and, if the report was read as a `whole`, idle ones."""
    for i, waiver in enumerate(report.waived):
        span = report.mark("waive", i, "code")
        code, words = _parts(waiver)
        if code in waivable:
            if whole and not any(_keeps(waiver, one) for one in found):
                yield finding(kinds.IDLE_WAIVER, span, _deleted(span, waiver), code=f"{code} {words}".strip())
        elif code in kinds.KINDS or code in NEVER:
            yield finding(kinds.NOT_WAIVABLE, span, code=code)
        else:
            meant = unicodedata.normalize("NFKC", code).upper()
            fix = f"{meant} {words}".strip() if meant in waivable else None
            yield finding(kinds.NO_SUCH_CHECK, span, fix, code=code)


def _parts(waiver: Waiver) -> tuple[str, str]:
    """The code, and the words that the findings are at which are waived; none for all of the code."""
    code, _, words = " ".join(waiver.code.split()).partition(" ")
    return code, words


def _keeps(waiver: Waiver, one: Diagnostic) -> bool:
    code, words = _parts(waiver)
    return one.code == code and words in ("", one.span.words)


def _deleted(span: Span, waiver: Waiver) -> Fix | None:
    """The line taken out, if nothing else stands in it."""
    entry = f"{waiver.code}: {waiver.reason}"
    alone = span.source.strip() in (entry, f"waive: {{{entry}}}")
    return Fix(span.line, span.line, ()) if alone else None
