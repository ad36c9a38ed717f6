"""`Site` -> every page there is. Nothing is rendered or written here."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, TypeAlias, TypeVar

from campus_news import urls
from campus_news.model import Card, Credits
from campus_news.roster import Leader
from campus_news.site import Entry, Month, Site, hidden
from campus_news.view import (
    Appearance,
    ArchiveView,
    ArchiveYear,
    Calendar,
    Credit,
    Day,
    Figure,
    HomeView,
    LeaderLine,
    LeaderView,
    Link,
    MonthView,
    NotFoundView,
    ReportView,
    RosterView,
    Tenure,
    YearView,
)

T = TypeVar("T")

View: TypeAlias = (
    HomeView | ReportView | MonthView | YearView | ArchiveView | RosterView | LeaderView | NotFoundView
)

LATEST: Final = 12
"""Reports on the home page: about two months of a busy school."""
_LATEST_WHEN_LOST: Final = 5
_CREDITS: Final = {
    "source": "来源",
    "author": "撰稿",
    "photographer": "摄影",
    "editor": "编辑",
    "reviewer": "审核",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One output: its address, its template, what the template sees, and whose body it shows (a report's path)."""

    url: str
    template: str
    view: View
    body: str | None = None

    @property
    def kind(self) -> str:
        return self.template.removesuffix(".html")


def plan(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    yield home(site)
    for entry, older, newer in site.with_neighbours():
        yield report_page(site, entry, older, newer)
    months = sorted(site.by_month)
    for month, older_month, newer_month in _with_neighbours(months):
        yield month_page(site, month, older_month, newer_month)
    for year, older_year, newer_year in _with_neighbours(site.years):
        yield year_page(site, year, older_year, newer_year)
    yield archive(site)
    yield roster_page(site)
    for leader in site.roster.leaders:
        if leader.slug in site.by_leader or leader.begun(site.now.date()):
            yield from leader_pages(site, leader)  # an appointment still to come is not told
    yield not_found(site)


def home(site: Site) -> Page:
    latest = _latest(site, LATEST)
    newest = max(site.by_month, default=None)
    years = tuple(_year_link(year) for year in reversed(site.years))
    month = _calendar(newest, site.by_month[newest]) if newest else None
    return Page(urls.HOME, "home.html", HomeView(latest, month, _current(site), years))


def report_page(site: Site, entry: Entry, older: Card | None, newer: Card | None) -> Page:
    report = entry.report
    view = ReportView(
        card=entry.card,
        hosts=entry.hosts,
        attendees=entry.attendees,
        groups=report.groups,
        speakers=entry.speakers,
        figures=_figures(entry),
        after=tuple(photo.after for photo in report.photos),
        credits=_credits(report.credits),
        published=report.published,
        mark=hidden(report, site.now),
        year=_year_link(report.date.year),
        month=_month_link((report.date.year, report.date.month)),
        older=older,
        newer=newer,
    )
    return Page(entry.card.url, "report.html", view, report.path)


def month_page(site: Site, month: Month, older: Month | None, newer: Month | None) -> Page:
    entries = site.by_month[month]
    view = MonthView(
        _calendar(month, entries),
        tuple(entry.card for entry in entries),
        _year_link(month[0]),
        _month_link(older) if older else None,
        _month_link(newer) if newer else None,
    )
    return Page(urls.month(*month), "month.html", view)


def year_page(site: Site, year: int, older: int | None, newer: int | None) -> Page:
    months = tuple(
        _calendar((year, number), site.by_month.get((year, number), ())) for number in range(1, 13)
    )
    view = YearView(year, months, _year_link(older) if older else None, _year_link(newer) if newer else None)
    return Page(urls.year(year), "year.html", view)


def archive(site: Site) -> Page:
    years = tuple(
        ArchiveYear(
            _year_link(year), tuple(_month_link(month) for month in sorted(site.by_month) if month[0] == year)
        )
        for year in reversed(site.years)
    )
    return Page(urls.ARCHIVE, "archive.html", ArchiveView(years))


def roster_page(site: Site) -> Page:
    former = tuple(_line(site, leader, leader.last_title()) for leader in site.roster.former(site.now.date()))
    return Page(urls.LEADERS, "roster.html", RosterView(_current(site), former))


def leader_pages(site: Site, leader: Leader) -> Iterator[Page]:
    """The leader's own page with the latest year's reports, and one page for every year."""
    by_year: defaultdict[int, list[Appearance]] = defaultdict(list)
    for appearance in reversed(site.by_leader.get(leader.slug, ())):
        by_year[appearance.card.date.year].append(appearance)
    years = tuple(Link(f"{year}年", urls.leader_year(leader.slug, year)) for year in by_year)
    latest = max(by_year, default=None)
    yield _leader_page(site, leader, urls.leader(leader.slug), latest, by_year, years)
    for year in by_year:
        yield _leader_page(site, leader, urls.leader_year(leader.slug, year), year, by_year, years)


def not_found(site: Site) -> Page:
    return Page(urls.NOT_FOUND, "404.html", NotFoundView(_latest(site, _LATEST_WHEN_LOST)))


def _leader_page(
    site: Site,
    leader: Leader,
    url: str,
    year: int | None,
    by_year: Mapping[int, Sequence[Appearance]],
    years: tuple[Link, ...],
) -> Page:
    view = LeaderView(
        name=leader.name,
        former_names=leader.former_names,
        url=urls.leader(leader.slug),
        title=leader.title_on(site.now.date()),
        portrait=site.portraits.get(leader.slug),
        tenures=_tenures(leader, site.now.date()),
        year=year,
        appearances=tuple(by_year.get(year, ())) if year is not None else (),
        years=years,
        whole=url == urls.leader(leader.slug),
    )
    return Page(url, "leader.html", view)


def _tenures(leader: Leader, today: dt.date) -> tuple[Tenure, ...]:
    """Posts up to today, newest first; an end still to come is not told."""
    begun = [post for post in leader.posts if post.start <= today]
    return tuple(
        Tenure(post.title, post.start, post.end if post.end and post.end < today else None)
        for post in sorted(begun, key=lambda post: post.start, reverse=True)
    )


def _current(site: Site) -> tuple[LeaderLine, ...]:
    today = site.now.date()
    return tuple(_line(site, leader, leader.title_on(today)) for leader in site.roster.in_office(today))


def _line(site: Site, leader: Leader, title: str | None) -> LeaderLine:
    return LeaderLine(leader.name, urls.leader(leader.slug), title, site.portraits.get(leader.slug))


def _latest(site: Site, count: int) -> tuple[Card, ...]:
    return tuple(entry.card for entry in reversed(site.entries[-count:]))


def _figures(entry: Entry) -> tuple[Figure, ...]:
    photos = (*entry.report.photos, *entry.report.images)
    return tuple(
        Figure(picture, photo.alt or photo.caption or "", photo.caption, photo.credit)
        for photo, picture in zip(photos, entry.pictures, strict=True)
    )


def _credits(credits: Credits) -> tuple[Credit, ...]:
    lines = ((_CREDITS[one.name], getattr(credits, one.name)) for one in fields(credits))
    return tuple(Credit(label, text) for label, text in lines if text)


def _calendar(month: Month, entries: Sequence[Entry]) -> Calendar:
    titles: defaultdict[dt.date, list[str]] = defaultdict(list)
    for entry in entries:
        titles[entry.report.date].append(entry.report.title)

    def day(date: dt.date) -> Day | None:
        if date.month != month[1]:
            return None
        return Day(date, tuple(titles.get(date, ())), urls.day(date) if date in titles else None)

    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(*month)
    url = urls.month(*month) if entries else None
    return Calendar(*month, url, tuple(tuple(day(date) for date in week) for week in weeks))


def _year_link(year: int) -> Link:
    return Link(f"{year}年", urls.year(year))


def _month_link(month: Month) -> Link:
    return Link(f"{month[0]}年{month[1]}月", urls.month(*month))


def _with_neighbours(things: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    around = [None, *things, None]
    for i, thing in enumerate(things):
        yield thing, around[i], around[i + 2]
