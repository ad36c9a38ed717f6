"""Every report has an address of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Span, finding
from campus_news.entry import Entry


def addresses_are_unique(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """E401: two reports would be written to one address; drafts count, since they will be published."""
    first: dict[str, Entry] = {}
    for entry in entries:  # by path
        other = first.setdefault(entry.url, entry)
        if other is not entry and entry.url:
            yield finding(kinds.SAME_ADDRESS, Span(entry.path, 1), other=other.path, url=entry.url)
