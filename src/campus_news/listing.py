"""What templates see of lists: of times, of leaders, of corrections; one frozen type for each kind of page, as in `view`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from campus_news.model import Card, Correction, Picture
from campus_news.view import Link


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar; `url` leads to its reports, or there was no meeting.

    `titles` are those of the `count` meetings, or there are none because all would be too long.
    """

    date: dt.date
    titles: tuple[str, ...]
    count: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month: weeks of seven days from Monday on, None where a day belongs to another month.

    `url` leads to the month's page; None where the month had no meeting.
    """

    year: int
    month: int
    url: str | None
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A report on a leader's page: the parts taken (主持、讲话、出席) and the post held that day."""

    card: Card
    parts: tuple[str, ...]
    post: str | None


@dataclass(frozen=True, slots=True)
class Tenure:
    """A line of a leader's posts over time; `end` is the last day, None while the post is held."""

    title: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A leader in a list: the post held now, or for a former leader the last one."""

    name: str
    url: str
    title: str | None
    portrait: Picture | None


@dataclass(frozen=True, slots=True)
class HomeView:
    latest: tuple[Card, ...]
    calendar: Calendar | None
    leaders: tuple[LeaderLine, ...]
    years: tuple[Link, ...]
    """Newest first."""
    graph: str
    """The page in JSON-LD."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day that has a page of its own, and how many reports are on it."""

    date: dt.date
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month, or one `day` of it that has a page of its own."""

    year: Link
    month: Link
    day: dt.date | None
    calendar: Calendar | None
    """On a month's page."""
    cards: tuple[Card, ...]
    """In order of date, oldest first; none on the page of a month that has too many for it."""
    days: tuple[DayLine, ...]
    """What stands there instead."""
    older: Link | None
    newer: Link | None


@dataclass(frozen=True, slots=True)
class YearView:
    year: int
    months: tuple[Calendar, ...]
    """All twelve."""
    older: Link | None
    newer: Link | None


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    year: Link
    months: tuple[Link | None, ...]
    """All twelve; None for one without a report."""


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The archive, and of the files for machines those of years that are not in the newest."""

    years: tuple[ArchiveYear, ...]
    """Newest first."""
    since: str | None
    """The first year in the newest; None where everything is in them."""
    calendars: tuple[Link, ...]
    """Newest first."""
    data: tuple[Link, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class RosterView:
    current: tuple[LeaderLine, ...]
    former: tuple[LeaderLine, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Years, months or days to choose from, newest first, and the address of the one chosen, if any."""

    label: str
    links: tuple[Link, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class LeaderView:
    """A leader's own page, or (when `whole` is false) one year, month or day of it."""

    name: str
    former_names: tuple[str, ...]
    url: str
    title: str | None
    """The post held now; None for a former leader."""
    portrait: Picture | None
    tenures: tuple[Tenure, ...]
    """Newest first."""
    period: str | None
    """What the reports here are of: 2022年, 2022年9月; None when there is no report at all."""
    appearances: tuple[Appearance, ...]
    """Newest first; none where a period has too many for one page."""
    trail: tuple[Link, ...]
    """The periods that this one is in."""
    steps: tuple[Step, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """A correction in a list, and the report that it is of."""

    correction: Correction
    title: str
    url: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """The newest corrections, or all of a year or a month, newest first; what else there is to choose from."""

    period: str | None
    """2022年, 2022年9月."""
    lines: tuple[CorrectedLine, ...]
    """None where a year has too many for one page."""
    year: Link | None
    """The year of a month."""
    years: tuple[Link, ...]
    months: tuple[Link, ...]
    """Of a year that has too many for one page."""
