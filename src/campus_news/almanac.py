"""`Site` -> the pages of times: years, months, and the days of months that have too many reports for one page.

Lists are cut by what never changes, the calendar: a new report moves no other to another address. Which page shows a month's
reports depends on how many there are (`site.MOST`); its address and the places of its days on it stay all the same.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final, TypeVar

from campus_news import digest, urls
from campus_news.entry import Entry
from campus_news.listing import Calendar, Day, DayLine, MonthView, YearView
from campus_news.page import Library, Page
from campus_news.site import Month, Site, newest
from campus_news.view import Link

T = TypeVar("T")

TITLES: Final = 600
"""Reports of a year whose titles its calendars tell; each stands there twice, and a page is to stay below 300 kB."""


def plan(site: Site) -> Iterator[Page]:
    """The pages of all months and years, and of the days that have one."""
    for month, older, newer in _with_neighbours(sorted(site.by_month)):
        yield _month_page(site, month, older, newer)
    if any(map(site.crowded, site.by_month)):
        yield from _day_pages(site)
    for year, before, after in _with_neighbours(site.years):
        yield _year_page(site, year, before, after)


def _month_page(site: Site, month: Month, older: Month | None, newer: Month | None) -> Page:
    entries = site.by_month[month]
    shows = digest.of(month, [entry.shown for entry in entries], older, newer)
    view = partial(_month, site, month, older, newer)
    return Page(urls.month(*month), "month.html", shows, view, newest(entries))


def _month(
    site: Site, month: Month, older: Month | None, newer: Month | None, _library: Library
) -> MonthView:
    entries, crowded = site.by_month[month], site.crowded(month)
    return MonthView(
        year_link(month[0]),
        _within_year(month),
        None,
        of_month(site, month),
        () if crowded else tuple(site.card(entry) for entry in entries),
        tuple(_lines(entries)) if crowded else (),
        month_link(older) if older else None,
        month_link(newer) if newer else None,
    )


def _lines(entries: Sequence[Entry]) -> Iterator[DayLine]:
    for day, of_day in groupby(entries, lambda entry: entry.day):
        date = dt.date.fromordinal(day)
        yield DayLine(date, urls.day(date), len(list(of_day)))


def _day_pages(site: Site) -> Iterator[Page]:
    """A page for each day of those months that are too long for one."""
    days = {day: list(of_day) for day, of_day in groupby(site.entries, lambda entry: entry.day)}
    for day, older, newer in _with_neighbours(list(days)):
        date = dt.date.fromordinal(day)
        if site.crowded((date.year, date.month)):
            before, after = (_day_link(site, other) if other else None for other in (older, newer))
            entries = days[day]
            shows = digest.of(
                day, [entry.shown for entry in entries], before and before.url, after and after.url
            )
            view = partial(_day, site, date, entries, before, after)
            yield Page(urls.day(date), "month.html", shows, view, newest(entries))


def _day(
    site: Site,
    date: dt.date,
    entries: Sequence[Entry],
    older: Link | None,
    newer: Link | None,
    _library: Library,
) -> MonthView:
    cards = tuple(site.card(entry) for entry in entries)
    month = _within_year((date.year, date.month))
    return MonthView(year_link(date.year), month, date, None, cards, (), older, newer)


def _day_link(site: Site, day: int) -> Link:
    date = dt.date.fromordinal(day)
    return Link(f"{date.year}年{date.month}月{date.day}日", _place(site, date))


def _place(site: Site, date: dt.date) -> str:
    """Where the reports of a day stand."""
    return urls.day(date) if site.crowded((date.year, date.month)) else urls.day_in_month(date)


def _year_page(site: Site, year: int, older: int | None, newer: int | None) -> Page:
    entries = [entry for month in _months(year) for entry in site.by_month.get(month, ())]
    crowded = [site.crowded(month) for month in _months(year)]
    shows = digest.of(year, [(entry.day, entry.title) for entry in entries], crowded, older, newer)
    view = partial(_year, site, year, len(entries) <= TITLES, older, newer)
    return Page(urls.year(year), "year.html", shows, view, newest(entries))


def _year(
    site: Site, year: int, titled: bool, older: int | None, newer: int | None, _library: Library
) -> YearView:
    months = tuple(_calendar(site, month, titled) for month in _months(year))
    return YearView(year, months, year_link(older) if older else None, year_link(newer) if newer else None)


def of_month(site: Site, month: Month) -> Calendar:
    """The calendar of one month."""
    return _calendar(site, month, not site.crowded(month))


def _calendar(site: Site, month: Month, titled: bool) -> Calendar:
    """A calendar that tells all titles, or (if not `titled`) of days with several meetings only how many."""
    entries = site.by_month.get(month, ())
    titles: dict[dt.date, list[str]] = {}
    for entry in entries:
        titles.setdefault(entry.date, []).append(entry.title)
    day = partial(_day_of, site, month, titles, titled)
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(*month)
    url = urls.month(*month) if entries else None
    return Calendar(*month, url, tuple(tuple(day(date) for date in week) for week in weeks))


def _day_of(
    site: Site, month: Month, titles: Mapping[dt.date, Sequence[str]], titled: bool, date: dt.date
) -> Day | None:
    if date.month != month[1]:
        return None
    found = titles.get(date, ())
    told = tuple(found) if titled or len(found) == 1 else ()
    return Day(date, told, len(found), _place(site, date) if found else None)


def year_link(year: int) -> Link:
    """A link to a year's page."""
    return Link(f"{year}年", urls.year(year))


def month_link(month: Month) -> Link:
    """A link to a month's page, by its whole name."""
    return Link(f"{month[0]}年{month[1]}月", urls.month(*month))


def months(site: Site, year: int) -> tuple[Link | None, ...]:
    """The twelve months of a year; None for one without a report."""
    return tuple(month_link(month) if month in site.by_month else None for month in _months(year))


def _within_year(month: Month) -> Link:
    return Link(f"{month[1]}月", urls.month(*month))


def _months(year: int) -> Sequence[Month]:
    return [(year, number) for number in range(1, 13)]


def _with_neighbours(things: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    around = [None, *things, None]
    for i, thing in enumerate(things):
        yield thing, around[i], around[i + 2]
