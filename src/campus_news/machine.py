"""`Site` -> every file that machines read: feeds, the calendar, open data, the sitemap. Nothing is made here.

They are pages too, made only if what they tell has changed; a report's text is in none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

from campus_news import agenda, data, digest, feed, sitemap, urls
from campus_news.entry import Entry
from campus_news.feed import Item
from campus_news.page import Library, Page
from campus_news.roster import Leader
from campus_news.site import Part, Site
from campus_news.view import Text

LATEST: Final = 30
"""Reports in a feed: a reader that asks once a month misses none of a busy school."""
_published = attrgetter("published")


def plan(site: Site, pages: Iterable[Page]) -> Iterator[Page]:
    """Every file for machines of a site that has `pages`."""
    latest = sorted([entry for of_year in site.by_year.values() for entry in of_year], key=_published)[::-1]
    yield _site_feed(site, latest[:LATEST])
    begun = [one for one in site.roster.leaders if one.slug in site.by_leader or one.begun(site.now.date())]
    parts = _latest_parts(latest, {one.slug for one in begun})
    for leader in begun:
        yield _leader_feed(site, leader, parts[leader.slug])
    yield from _of_meetings(site)
    yield _leaders(site, begun)
    yield from _sitemap(site, [(page.url, page.modified) for page in pages if page.modified is not None])
    yield _page(urls.ROBOTS, b"", partial(sitemap.robots, site.config))


def _site_feed(site: Site, latest: Sequence[Entry]) -> Page:
    shows = digest.of(_told(latest))
    return _page(urls.FEED, shows, partial(_site_atom, site, latest))


def _site_atom(site: Site, latest: Sequence[Entry]) -> str:
    items = [Item(entry, _facts(entry) + _corrected(entry)) for entry in latest]
    return feed.atom(site.config, site.config.name, urls.HOME, urls.FEED, items)


def _latest_parts(newest: Iterable[Entry], leaders: Collection[str]) -> Mapping[str, Sequence[Part]]:
    """For each of `leaders` the parts taken in the latest of `newest`."""
    found: dict[str, list[Part]] = {slug: [] for slug in leaders}
    wanting = set(leaders)
    for entry in newest:
        if not wanting:
            break
        for i, slug in enumerate(entry.leaders):
            if slug in wanting:
                found[slug].append((entry, i))
                if len(found[slug]) == LATEST:
                    wanting.remove(slug)
    return found


def _leader_feed(site: Site, leader: Leader, latest: Sequence[Part]) -> Page:
    shows = digest.of(
        leader.name, _told(entry for entry, _ in latest), [entry.said[i] for entry, i in latest]
    )
    return _page(urls.leader_feed(leader.slug), shows, partial(_leader_atom, site, leader, latest))


def _leader_atom(site: Site, leader: Leader, latest: Sequence[Part]) -> str:
    items = []
    for entry, i in latest:
        parts, post = entry.appearance(i)
        took = f"{post or ''}{leader.name}{'、'.join(parts)}。"
        items.append(Item(entry, _facts(entry) + took + _corrected(entry)))
    page, address = urls.leader(leader.slug), urls.leader_feed(leader.slug)
    return feed.atom(site.config, f"{leader.name} - {site.config.name}", page, address, items)


def _facts(entry: Entry) -> str:
    day = f"{_day(entry.date)}{entry.time or ''}"
    return f"{day}，{entry.venue}。" if entry.venue else f"{day}。"


def _corrected(entry: Entry) -> str:
    """The corrections, newest first."""
    told = ((_day(dt.date.fromisoformat(moment[:10])), text) for moment, text in entry.corrections)
    return "".join([f"更正（{day}）：{text}" for day, text in told])


def _day(date: dt.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"


class _Year(NamedTuple):
    """The meetings of one year, and the digests of what is told of them, without people and with them."""

    number: int
    entries: Sequence[Entry]
    told: bytes
    peopled: bytes


def _of_meetings(site: Site) -> Iterator[Page]:
    """All meetings as calendars and as data: a file for each year, and one of the newest years."""
    config, roster = site.config, site.roster
    order = [
        (one.slug, one.name, [day.toordinal() for day in one.days], one.standings) for one in roster.leaders
    ]
    years = [_year(number, site.by_year[number], digest.of(order)) for number in sorted(site.by_year)]
    for year in years:
        calendar = partial(agenda.calendar, config, year.entries, year.number)
        yield _page(urls.meetings_year(year.number), year.told, calendar)
        reports = partial(data.reports, config, roster, year.entries)
        yield _page(urls.reports_data_year(year.number), year.peopled, reports)
    recent = site.recent()
    whole = [year for year in years if year.number in recent]
    entries = [entry for year in whole for entry in year.entries]
    calendar = partial(agenda.calendar, config, entries)
    yield _page(urls.MEETINGS, digest.of([year.told for year in whole]), calendar)
    numbers = [year.number for year in years]
    reports = partial(data.reports, config, roster, entries, numbers)
    peopled = [year.peopled for year in whole]
    yield _page(urls.REPORTS_DATA, digest.of(digest.of(order), peopled, numbers), reports)


def _year(number: int, entries: Sequence[Entry], order: bytes) -> _Year:
    told = digest.of(_told(entries))
    # The marks cover a picture too, which is not told; but they are there, and what was said of everybody is long.
    there = [(entry.leaders, entry.marks) for entry in entries]
    return _Year(number, entries, told, digest.of(told, order, there))


def _leaders(site: Site, begun: Sequence[Leader]) -> Page:
    whole = data.leaders(site.config, begun, site.portraits, site.now.date())
    return _page(urls.LEADERS_DATA, digest.of(whole), partial(str, whole))


def _sitemap(site: Site, listed: Sequence[tuple[str, str]]) -> Iterator[Page]:
    """One file, or where that would be too long one that tells of several."""
    parts = sitemap.parts(listed)
    if len(parts) == 1:
        yield _page(urls.SITEMAP, digest.of(listed), partial(sitemap.urlset, site.config, listed))
        return
    files = []
    for number, part in enumerate(parts, 1):
        files.append((urls.sitemap_part(number), max(modified for _, modified in part)))
        yield _page(files[-1][0], digest.of(part), partial(sitemap.urlset, site.config, part))
    yield _page(urls.SITEMAP, digest.of(files), partial(sitemap.index, site.config, files))


def _told(entries: Iterable[Entry]) -> list[tuple[object, ...]]:
    """What files for machines tell of each of `entries`, but for people. Pictures are not in them."""
    return [
        (entry.url, entry.title, entry.day, entry.time, entry.venue, entry.published, entry.corrections)
        for entry in entries
    ]


def _page(url: str, shows: bytes, make: Callable[[], str]) -> Page:
    return Page(url, "", shows, partial(_text, make))


def _text(make: Callable[[], str], _library: Library) -> Text:
    return Text(make())
