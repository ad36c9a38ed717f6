"""What a run came to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from campus_news.diagnostics import Diagnostic


class Changed(Exception):
    """A file was changed while the site was being built; the message is its path."""


class CannotWrite(Exception):
    """The output or the memo cannot be written; the message says where and why."""


class NoIndex(Exception):
    """The search index cannot be made; the message says why."""


class NoReport(Exception):
    """What was asked about is no report of the site; the message is its path."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A report that readers do not see yet, and why."""

    path: str
    title: str
    why: str
    until: dt.datetime | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Waived:
    """A check that a report waives and that would have found something."""

    path: str
    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A report that is not as the memo remembers it: how (新增, 修改, 删去), and why readers do not see it, if they don't."""

    how: str
    path: str
    title: str
    url: str
    hidden: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. With an error among `findings` nothing was written.

    `reasons` are all outputs made again, each with the reason; `lost` says why the memo could not be used.
    """

    findings: tuple[Diagnostic, ...]
    reports: int = 0
    hidden: tuple[Hidden, ...] = ()
    pages: int = 0
    """Those that readers see."""
    written: int = 0
    removed: int = 0
    reasons: tuple[tuple[str, str], ...] = ()
    lost: str | None = None
    waived: tuple[Waived, ...] = ()
    changes: tuple[Change, ...] | None = None
    """None if that was not asked, or nothing is remembered."""
    unsearched: bool = False
    """Whether search was left out because Pagefind is not installed."""
    addresses: int = 0
    """New ones written down in content/urls.txt."""
    url: str = ""
    """The address of the site; "" where nothing was built."""
    timezone: str = ""
    until: str = "9999"
    """The moment, in ISO 8601 in that zone, from which on the same content gives another site."""
    unseen: tuple[Hidden, ...] = ()
    """Of a preview: the reports in it that readers do not see."""
