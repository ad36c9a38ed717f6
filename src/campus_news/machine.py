"""`Site` -> every file that machines read: feeds, the calendar, open data, the sitemap. Nothing is made here.

They are pages too, made only if what they tell has changed; a report's text is in none of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Final

from campus_news import agenda, data, digest, feed, sitemap, urls
from campus_news.entry import Entry
from campus_news.feed import Item
from campus_news.page import Library, Page
from campus_news.roster import Leader
from campus_news.site import Part, Site, hidden
from campus_news.view import Text

LATEST: Final = 30
"""Reports in a feed: a reader that asks once a month misses none of a busy school."""


def plan(site: Site, pages: Iterable[Page]) -> Iterator[Page]:
    """Every file for machines of a site that has `pages`."""
    published = [entry for entry in site.entries if hidden(entry, site.second) is None]
    newest = sorted(published, key=attrgetter("published"))[::-1]
    yield _site_feed(site, newest[:LATEST])
    latest = _latest_of_leaders(newest)
    begun = [one for one in site.roster.leaders if one.slug in site.by_leader or one.begun(site.now.date())]
    for leader in begun:
        yield _leader_feed(site, leader, latest[leader.slug])
    yield _meetings(site, published)
    yield _reports(site, published)
    yield _leaders(site, begun)
    yield from _sitemap(site, [(page.url, page.modified) for page in pages if page.modified is not None])
    yield _page(urls.ROBOTS, b"", partial(sitemap.robots, site.config))


def _latest_of_leaders(newest: Iterable[Entry]) -> defaultdict[str, list[Part]]:
    """By a leader's slug the newest reports in which the leader took part."""
    latest: defaultdict[str, list[Part]] = defaultdict(list)
    for entry in newest:
        for i, slug in enumerate(entry.leaders):
            found = latest[slug]
            if len(found) < LATEST:
                found.append((entry, i))
    return latest


def _site_feed(site: Site, latest: Sequence[Entry]) -> Page:
    shows = digest.of(_told(latest))
    return _page(urls.FEED, shows, partial(_site_atom, site, latest))


def _site_atom(site: Site, latest: Sequence[Entry]) -> str:
    items = [Item(entry, _facts(entry) + _corrected(entry)) for entry in latest]
    return feed.atom(site.config, site.config.name, urls.HOME, urls.FEED, items)


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


def _meetings(site: Site, published: Sequence[Entry]) -> Page:
    return _page(urls.MEETINGS, digest.of(_told(published)), partial(agenda.calendar, site.config, published))


def _reports(site: Site, published: Sequence[Entry]) -> Page:
    order = [
        (one.slug, one.name, [day.toordinal() for day in one.days], one.standings)
        for one in site.roster.leaders
    ]
    # The marks cover a picture too, which is not told; but they are there, and what was said of everybody is long.
    there = [(entry.leaders, entry.marks) for entry in published]
    view = partial(data.reports, site.config, site.roster, published)
    return _page(urls.REPORTS_DATA, digest.of(order, there, _told(published)), view)


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
