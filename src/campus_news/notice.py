"""`Site` -> the pages that tell what became of reports once they were out: corrections, and those withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from campus_news import urls
from campus_news.entry import Entry
from campus_news.flat import Flat
from campus_news.listing import CorrectedLine, CorrectionsView
from campus_news.model import Correction
from campus_news.page import Page, made
from campus_news.site import MOST, Site, hidden
from campus_news.view import Link, WithdrawnView

NEWEST: Final = 30
"""Corrections on the first page of them; those of a year stand all on the page of that year, or of its months if they are too many."""
_CORRECTIONS, _WITHDRAWN = Flat(CorrectionsView), Flat(WithdrawnView)


class _Corrected(NamedTuple):
    """A correction that readers may see: when, in which words, of which report."""

    moment: str
    text: str
    entry: Entry

    @property
    def year(self) -> int:
        return int(self.moment[:4])

    @property
    def month(self) -> int:
        return int(self.moment[5:7])


def corrections(site: Site) -> Iterator[Page]:
    """The newest corrections, and all of each year."""
    told = _told(site)
    by_year = {year: list(ones) for year, ones in groupby(told, lambda one: one.year)}
    years = {year: Link(f"{year}年", urls.corrections_year(year)) for year in by_year}
    start = CorrectionsView(None, (), None, tuple(years.values()), ())
    yield _corrections(urls.CORRECTIONS, start, told[:NEWEST])
    for year, ones in by_year.items():
        yield from _of_year(years[year], replace(start, period=years[year].text), ones)


def _of_year(link: Link, start: CorrectionsView, ones: list[_Corrected]) -> Iterator[Page]:
    """The page of a year with all its corrections, or with its months and a page for each of these."""
    if len(ones) <= MOST:
        yield _corrections(link.url, start, ones)
        return
    by_month = {month: list(some) for month, some in groupby(ones, lambda one: one.month)}
    months = {
        month: Link(f"{link.text}{month}月", urls.corrections_month(ones[0].year, month))
        for month in by_month
    }
    choice = replace(start, months=tuple(months.values()))
    yield made(link.url, "corrections.html", choice, _CORRECTIONS, ones[0].moment)
    for month, some in by_month.items():
        here = replace(choice, period=months[month].text, year=link)
        yield _corrections(months[month].url, here, some)


def _told(site: Site) -> list[_Corrected]:
    """Every correction of a published report, newest first."""
    corrected = [one for one in site.entries if one.corrections and hidden(one, site.second) is None]
    told = [_Corrected(*one, entry) for entry in reversed(corrected) for one in entry.corrections]
    return sorted(told, key=lambda one: one.moment, reverse=True)


def _corrections(url: str, start: CorrectionsView, ones: list[_Corrected]) -> Page:
    view = replace(start, lines=tuple(map(_line, ones)))
    return made(url, "corrections.html", view, _CORRECTIONS, ones[0].moment if ones else "")


def _line(one: _Corrected) -> CorrectedLine:
    correction = Correction(dt.datetime.fromisoformat(one.moment), one.text)
    return CorrectedLine(correction, one.entry.title, one.entry.url, one.entry.date)


def withdrawn(site: Site, entry: Entry) -> Page:
    """What stands in the place of a report that is withdrawn; it leads only to what is there."""
    date = entry.date
    trail, near = [], None
    if date.year in site.years:
        trail.append(Link(f"{date.year}年", urls.year(date.year)))
        near = trail[0]
    if (date.year, date.month) in site.by_month:
        month = urls.month(date.year, date.month)
        trail.append(Link(f"{date.month}月", month))
        near = Link(f"{date.year}年{date.month}月", month)
    view = WithdrawnView(date, entry.reason or "", tuple(trail), near)
    return made(entry.url, "withdrawn.html", view, _WITHDRAWN, None)
