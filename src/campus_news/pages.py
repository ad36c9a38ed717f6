"""`Site` -> every page there is. Nothing is rendered or written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from campus_news import (
    almanac,
    graph,
    letter,
    notice,
    profile,
    shard,
    story,
    urls,
)
from campus_news.flat import Flat
from campus_news.listing import ArchiveView, ArchiveYear, HomeView, LeaderLine, RosterView
from campus_news.model import Card
from campus_news.page import Page, made
from campus_news.roster import Leader
from campus_news.site import Site, newest
from campus_news.view import Choice, IndexPart, Link, NotFoundView, SearchView

LATEST: Final = 12
"""Reports on the home page: about two months of a busy school."""
_LATEST_WHEN_LOST: Final = 5
_VENUES: Final = 200
"""Venues that a search can be limited to, those with the most reports: their names are typed anew with every report."""
_HOMES, _ARCHIVES, _ROSTERS = Flat(HomeView), Flat(ArchiveView), Flat(RosterView)
_LOST, _SEARCHES = Flat(NotFoundView), Flat(SearchView)


def plan(site: Site) -> Iterator[Page]:
    """Every page of the site that readers see; `machine.plan` has the rest."""
    yield home(site)
    for entry, older, newer in site.with_neighbours():
        yield story.page(site, entry, older, newer)
    for entry in site.withdrawn:
        yield notice.withdrawn(site, entry)
    yield from almanac.plan(site)
    yield archive(site)
    yield search_page(site)
    yield roster_page(site)
    for leader in site.roster.leaders:
        if leader.slug in site.by_leader or leader.begun(site.now.date()):
            yield from profile.pages(site, leader)  # an appointment still to come is not told
    yield from notice.corrections(site)
    yield not_found(site)


def home(site: Site) -> Page:
    month = max(site.by_month, default=None)
    view = HomeView(
        latest=_latest(site, LATEST),
        calendar=almanac.of_month(site, month) if month else None,
        leaders=_current(site),
        years=tuple(almanac.year_link(year) for year in reversed(site.years)),
        graph=graph.of_site(site.config),
    )
    return made(urls.HOME, "home.html", view, _HOMES, max(newest(site.entries), _roster_since(site)))


def archive(site: Site) -> Page:
    years = tuple(
        ArchiveYear(almanac.year_link(year), almanac.months(site, year)) for year in reversed(site.years)
    )
    recent = site.recent()
    earlier = [year for year in sorted(site.by_year, reverse=True) if year not in recent]
    view = ArchiveView(
        years,
        f"{min(recent)}年" if earlier else None,
        tuple(Link(f"{year}年", urls.meetings_year(year)) for year in earlier),
        tuple(Link(f"{year}年", urls.reports_data_year(year)) for year in earlier),
    )
    return made(urls.ARCHIVE, "archive.html", view, _ARCHIVES, newest(site.entries))


def search_page(site: Site) -> Page:
    found = [entry for part in site.shards for entry in part.entries]
    there = {slug for entry in found for slug in entry.leaders}
    today = site.now.date()
    leaders = dict.fromkeys((*site.roster.in_office(today), *site.roster.former(today)))
    often = Counter(entry.venue for entry in found if entry.venue).items()
    # In GB 18030 the common characters stand in the order of their sounds, as readers look for them.
    venues = sorted(
        [venue for venue, _ in sorted(often, key=lambda one: (-one[1], one[0]))[:_VENUES]],
        key=lambda venue: venue.encode("gb18030"),
    )
    years = sorted({entry.date.year for entry in found}, reverse=True)
    view = SearchView(
        shard.engine().url if site.shards else "",
        tuple(IndexPart(part.url, part.since, part.until) for part in site.shards),
        tuple(_choice("leader", one.name, one.slug) for one in leaders if one.slug in there),
        tuple(_choice("year", f"{year}年", str(year)) for year in years),
        tuple(_choice("venue", venue, venue) for venue in venues),
    )
    return made(urls.SEARCH, "search.html", view, _SEARCHES, newest(site.entries))


def _choice(kind: str, text: str, value: str) -> Choice:
    return Choice(text, value, letter.mark(kind, value))


def roster_page(site: Site) -> Page:
    former = tuple(_line(site, leader, leader.last_title()) for leader in site.roster.former(site.now.date()))
    view = RosterView(_current(site), former)
    return made(urls.LEADERS, "roster.html", view, _ROSTERS, _roster_since(site))


def not_found(site: Site) -> Page:
    view = NotFoundView(_latest(site, _LATEST_WHEN_LOST))
    return made(urls.NOT_FOUND, "404.html", view, _LOST, None)


def _roster_since(site: Site) -> str:
    return max([profile.since(leader, site.now.date()) for leader in site.roster.leaders], default="")


def _current(site: Site) -> tuple[LeaderLine, ...]:
    today = site.now.date()
    return tuple(_line(site, leader, leader.title_on(today)) for leader in site.roster.in_office(today))


def _line(site: Site, leader: Leader, title: str | None) -> LeaderLine:
    return LeaderLine(leader.name, urls.leader(leader.slug), title, site.portraits.get(leader.slug))


def _latest(site: Site, count: int) -> tuple[Card, ...]:
    return tuple(site.card(entry) for entry in reversed(site.entries[-count:]))
