"""`Site` -> the pages that tell what became of reports once they were out: corrections, and those withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from campus_news import urls
from campus_news.entry import Entry
from campus_news.flat import Flat
from campus_news.model import Correction
from campus_news.page import Page, made
from campus_news.site import Site, hidden
from campus_news.view import CorrectedLine, CorrectionsView, Link, WithdrawnView

NEWEST: Final = 30
"""Corrections on the first page of them; those of a year stand all on the page of that year."""
_CORRECTIONS, _WITHDRAWN = Flat(CorrectionsView), Flat(WithdrawnView)


class _Corrected(NamedTuple):
    """A correction that readers may see: when, in which words, of which report."""

    moment: str
    text: str
    entry: Entry

    @property
    def year(self) -> int:
        return int(self.moment[:4])


def corrections(site: Site) -> Iterator[Page]:
    """The newest corrections, and all of each year."""
    told = _told(site)
    by_year = {year: list(ones) for year, ones in groupby(told, lambda one: one.year)}
    years = tuple(Link(f"{year}年", urls.corrections_year(year)) for year in by_year)
    yield _corrections(urls.CORRECTIONS, None, told[:NEWEST], years)
    for year, ones in by_year.items():
        yield _corrections(urls.corrections_year(year), year, ones, years)


def _told(site: Site) -> list[_Corrected]:
    """Every correction of a published report, newest first."""
    corrected = [one for one in site.entries if one.corrections and hidden(one, site.second) is None]
    told = [_Corrected(*one, entry) for entry in reversed(corrected) for one in entry.corrections]
    return sorted(told, key=lambda one: one.moment, reverse=True)


def _corrections(url: str, year: int | None, ones: list[_Corrected], years: tuple[Link, ...]) -> Page:
    view = CorrectionsView(year, tuple(map(_line, ones)), years)
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
