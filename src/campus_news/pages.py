"""`Site` -> every page there is. Nothing is rendered or written here."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from campus_news import digest, graph, letter, notice, placement, shard, speech, stamp, summary, urls
from campus_news.entry import Entry
from campus_news.flat import Flat
from campus_news.model import Card
from campus_news.page import Library, Page, made
from campus_news.roster import Leader
from campus_news.site import Month, Part, Site, hidden
from campus_news.view import (
    Appearance,
    ArchiveView,
    ArchiveYear,
    Calendar,
    Choice,
    Day,
    HomeView,
    IndexPart,
    LeaderLine,
    LeaderView,
    Link,
    MonthView,
    NotFoundView,
    ReportView,
    RosterView,
    SearchView,
    Tenure,
    YearView,
)

T = TypeVar("T")

LATEST: Final = 12
"""Reports on the home page: about two months of a busy school."""
_LATEST_WHEN_LOST: Final = 5
_HOMES, _ARCHIVES, _ROSTERS = Flat(HomeView), Flat(ArchiveView), Flat(RosterView)
_LEADERS, _LOST, _SEARCHES = Flat(LeaderView), Flat(NotFoundView), Flat(SearchView)


def plan(site: Site) -> Iterator[Page]:
    """Every page of the site that readers see; `machine.plan` has the rest."""
    yield home(site)
    for entry, older, newer in site.with_neighbours():
        yield report_page(site, entry, older, newer)
    for entry in site.withdrawn:
        yield notice.withdrawn(site, entry)
    months = sorted(site.by_month)
    for month, older_month, newer_month in _with_neighbours(months):
        yield month_page(site, month, older_month, newer_month)
    for year, older_year, newer_year in _with_neighbours(site.years):
        yield year_page(site, year, older_year, newer_year)
    yield archive(site)
    yield search_page(site)
    yield roster_page(site)
    for leader in site.roster.leaders:
        if leader.slug in site.by_leader or leader.begun(site.now.date()):
            yield from leader_pages(site, leader)  # an appointment still to come is not told
    yield from notice.corrections(site)
    yield not_found(site)


def home(site: Site) -> Page:
    newest = max(site.by_month, default=None)
    view = HomeView(
        latest=_latest(site, LATEST),
        calendar=_calendar(newest, site.by_month[newest]) if newest else None,
        leaders=_current(site),
        years=tuple(_year_link(year) for year in reversed(site.years)),
        graph=graph.of_site(site.config),
    )
    return made(urls.HOME, "home.html", view, _HOMES, max(_newest(site.entries), _roster_since(site)))


def report_page(site: Site, entry: Entry, older: Entry | None, newer: Entry | None) -> Page:
    mark = hidden(entry, site.second)
    text = entry.body or entry.source
    shows = digest.of(entry.article, text, older and older.shown, newer and newer.shown, mark)
    view = partial(_report, site, entry, older, newer)
    return Page(entry.url, "report.html", shows, view, None if mark else entry.modified)


def _report(
    site: Site, entry: Entry, older: Entry | None, newer: Entry | None, library: Library
) -> ReportView:
    article, body = library.of(entry)
    description = summary.of(body) or summary.of_card(article.card)
    heard = speech.hear(body, article)
    return ReportView(
        article,
        placement.place(heard.body, article.figures, article.after),
        heard.speeches,
        heard.anchors,
        heard.others,
        hidden(entry, site.second),
        site.card(older) if older else None,
        site.card(newer) if newer else None,
        description,
        stamp.of(article.published, site.config.zone),
        stamp.of(article.modified, site.config.zone) if article.corrections else None,
        graph.of_report(article, description, site.config),
    )


def month_page(site: Site, month: Month, older: Month | None, newer: Month | None) -> Page:
    entries = site.by_month[month]
    shows = digest.of(month, [entry.shown for entry in entries], older, newer)
    view = partial(_month, site, month, older, newer)
    return Page(urls.month(*month), "month.html", shows, view, _newest(entries))


def _month(
    site: Site, month: Month, older: Month | None, newer: Month | None, _library: Library
) -> MonthView:
    entries = site.by_month[month]
    return MonthView(
        _calendar(month, entries),
        tuple(site.card(entry) for entry in entries),
        _year_link(month[0]),
        _month_link(older) if older else None,
        _month_link(newer) if newer else None,
    )


def year_page(site: Site, year: int, older: int | None, newer: int | None) -> Page:
    entries = [entry for month in _months(year) for entry in site.by_month.get(month, ())]
    shows = digest.of(year, [(entry.day, entry.title) for entry in entries], older, newer)
    view = partial(_year, site, year, older, newer)
    return Page(urls.year(year), "year.html", shows, view, _newest(entries))


def _year(site: Site, year: int, older: int | None, newer: int | None, _library: Library) -> YearView:
    months = tuple(_calendar(month, site.by_month.get(month, ())) for month in _months(year))
    return YearView(year, months, _year_link(older) if older else None, _year_link(newer) if newer else None)


def archive(site: Site) -> Page:
    years = tuple(
        ArchiveYear(
            _year_link(year),
            tuple(_month_link(month) if month in site.by_month else None for month in _months(year)),
        )
        for year in reversed(site.years)
    )
    return made(urls.ARCHIVE, "archive.html", ArchiveView(years), _ARCHIVES, _newest(site.entries))


def search_page(site: Site) -> Page:
    found = [entry for part in site.shards for entry in part.entries]
    there = {slug for entry in found for slug in entry.leaders}
    today = site.now.date()
    leaders = dict.fromkeys((*site.roster.in_office(today), *site.roster.former(today)))
    # In GB 18030 the common characters stand in the order of their sounds, as readers look for them.
    venues = sorted(
        {entry.venue for entry in found if entry.venue}, key=lambda venue: venue.encode("gb18030")
    )
    years = sorted({entry.date.year for entry in found}, reverse=True)
    view = SearchView(
        shard.engine().url if site.shards else "",
        tuple(IndexPart(part.url, part.since, part.until) for part in site.shards),
        tuple(_choice("leader", one.name, one.slug) for one in leaders if one.slug in there),
        tuple(_choice("year", f"{year}年", str(year)) for year in years),
        tuple(_choice("venue", venue, venue) for venue in venues),
    )
    return made(urls.SEARCH, "search.html", view, _SEARCHES, _newest(site.entries))


def _choice(kind: str, text: str, value: str) -> Choice:
    return Choice(text, value, letter.mark(kind, value))


def roster_page(site: Site) -> Page:
    former = tuple(_line(site, leader, leader.last_title()) for leader in site.roster.former(site.now.date()))
    view = RosterView(_current(site), former)
    return made(urls.LEADERS, "roster.html", view, _ROSTERS, _roster_since(site))


def leader_pages(site: Site, leader: Leader) -> Iterator[Page]:
    """The leader's own page with the latest year's reports, and one page for every year."""
    by_year = site.by_leader.get(leader.slug, {})
    years = sorted(by_year, reverse=True)
    frame = LeaderView(
        name=leader.name,
        former_names=leader.former_names,
        url=urls.leader(leader.slug),
        title=leader.title_on(site.now.date()),
        portrait=site.portraits.get(leader.slug),
        tenures=_tenures(leader, site.now.date()),
        year=max(years, default=None),
        appearances=(),
        years=tuple(Link(f"{year}年", urls.leader_year(leader.slug, year)) for year in years),
        whole=True,
    )
    since = _since(leader, site.now.date())
    yield _leader_page(site, frame.url, frame, by_year.get(years[0], ()) if years else (), since)
    for year in years:
        url = urls.leader_year(leader.slug, year)
        yield _leader_page(site, url, replace(frame, year=year, whole=False), by_year[year], since)


def _leader_page(site: Site, url: str, frame: LeaderView, parts: Sequence[Part], since: str) -> Page:
    """A page of what is in `frame`, which holds `since` then, and of the meetings in which the leader took `parts`."""
    size = digest.SIZE
    marks = b"".join([entry.marks[i * size : (i + 1) * size] for entry, i in parts])
    shows = digest.of(_LEADERS.dumps(frame), marks)
    modified = max(since, _newest(entry for entry, _ in parts))
    return Page(url, "leader.html", shows, partial(_leader, site, frame, parts), modified)


def _leader(site: Site, frame: LeaderView, parts: Sequence[Part], _library: Library) -> LeaderView:
    appearances = (Appearance(site.card(entry), *entry.appearance(i)) for entry, i in reversed(parts))
    return replace(frame, appearances=tuple(appearances))


def not_found(site: Site) -> Page:
    view = NotFoundView(_latest(site, _LATEST_WHEN_LOST))
    return made(urls.NOT_FOUND, "404.html", view, _LOST, None)


def _newest(entries: Iterable[Entry]) -> str:
    """When the last of `entries` was published."""
    return max([entry.published for entry in entries], default="")


def _roster_since(site: Site) -> str:
    return max([_since(leader, site.now.date()) for leader in site.roster.leaders], default="")


def _since(leader: Leader, today: dt.date) -> str:
    """The day since which the posts held are what they are."""
    begun = bisect_right(leader.days, today)
    return f"{leader.days[begun - 1]}T00:00:00" if begun else ""


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
    return tuple(site.card(entry) for entry in reversed(site.entries[-count:]))


def _calendar(month: Month, entries: Sequence[Entry]) -> Calendar:
    titles: dict[dt.date, list[str]] = {}
    for entry in entries:
        titles.setdefault(entry.date, []).append(entry.title)

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


def _months(year: int) -> Sequence[Month]:
    return [(year, number) for number in range(1, 13)]


def _with_neighbours(things: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    around = [None, *things, None]
    for i, thing in enumerate(things):
        yield thing, around[i], around[i + 2]
