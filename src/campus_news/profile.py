"""`Site` -> the pages of one leader: the newest reports, and all of them by years.

A year with too many reports for one page (`site.MOST`) leads to its months, such a month to its days. No page is cut by
numbers: a new report moves no other to another address.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Final

from campus_news import digest, urls
from campus_news.flat import Flat
from campus_news.listing import Appearance, LeaderView, Step, Tenure
from campus_news.page import Library, Page
from campus_news.roster import Leader
from campus_news.site import MOST, Part, Site, newest
from campus_news.view import Link

_LEADERS: Final = Flat(LeaderView)
_UNITS: Final = "年月日"
_STEPS: Final = ("按年查看", "按月查看", "按日查看")


@dataclass(frozen=True, slots=True)
class _Period:
    """A year, a month or a day: its numbers, and the parts that the leader took in it."""

    slug: str
    when: tuple[int, ...]
    parts: Sequence[Part]

    @property
    def text(self) -> str:
        return "".join([f"{number}{unit}" for number, unit in zip(self.when, _UNITS, strict=False)])

    @property
    def link(self) -> Link:
        """It stands among its like, below what it is a part of."""
        text = f"{self.when[-1]}{_UNITS[len(self.when) - 1]}"
        return Link(text, urls.leader_time(self.slug, *self.when))

    @property
    def label(self) -> str:
        """What one does by choosing among its like."""
        return _STEPS[len(self.when) - 1]

    def inner(self) -> list[_Period]:
        """What it is cut into, newest first; nothing if it fits on a page, or is a day."""
        depth = len(self.when)
        if len(self.parts) <= MOST or depth == len(_STEPS):
            return []
        cut = groupby(self.parts, lambda part: (part[0].date.month, part[0].date.day)[:depth])
        return [_Period(self.slug, (self.when[0], *when), list(parts)) for when, parts in cut][::-1]


def pages(site: Site, leader: Leader) -> Iterator[Page]:
    """The leader's own page with the reports of the latest year, month or day, and one page for each of these."""
    today = site.now.date()
    by_year = site.by_leader.get(leader.slug, {})
    years = [_Period(leader.slug, (year,), by_year[year]) for year in sorted(by_year, reverse=True)]
    frame = LeaderView(
        name=leader.name,
        former_names=leader.former_names,
        url=urls.leader(leader.slug),
        title=leader.title_on(today),
        portrait=site.portraits.get(leader.slug),
        tenures=_tenures(leader, today),
        period=None,
        appearances=(),
        trail=(),
        steps=(),
        whole=True,
    )
    yield _latest(site, frame, years, since(leader, today))
    yield from _below(site, replace(frame, whole=False), years, since(leader, today))


def _latest(site: Site, frame: LeaderView, periods: list[_Period], when: str) -> Page:
    """The leader's own page: down to the newest period that fits on it."""
    parts: Sequence[Part] = ()
    steps: list[Step] = []
    while periods:
        steps.append(_step(periods, periods[0]))
        frame = replace(frame, period=periods[0].text, steps=tuple(steps))
        parts, periods = periods[0].parts, periods[0].inner()
    return _page(site, frame.url, frame, parts, when)


def _below(site: Site, frame: LeaderView, periods: list[_Period], when: str) -> Iterator[Page]:
    """A page for each of `periods`, and for all that they are cut into; `frame` has the steps that lead to them."""
    links = tuple(one.link for one in periods)
    for period in periods:
        step = Step(period.label, links, period.link.url)
        here = replace(frame, period=period.text, steps=(*frame.steps, step))
        inner = period.inner()
        if not inner:
            yield _page(site, period.link.url, here, period.parts, when)
            continue
        choice = replace(here, steps=(*here.steps, _step(inner, None)))
        modified = max(when, newest(entry for entry, _ in period.parts))
        yield _page(site, period.link.url, choice, (), modified)
        yield from _below(site, replace(here, trail=(*here.trail, period.link)), inner, when)


def _step(periods: Sequence[_Period], chosen: _Period | None) -> Step:
    links = tuple(one.link for one in periods)
    return Step(periods[0].label, links, chosen.link.url if chosen else "")


def _page(site: Site, url: str, frame: LeaderView, parts: Sequence[Part], when: str) -> Page:
    """A page of what is in `frame`, which holds since `when`, and of the meetings in which the leader took `parts`."""
    size = digest.SIZE
    marks = b"".join([entry.marks[i * size : (i + 1) * size] for entry, i in parts])
    shows = digest.of(_LEADERS.dumps(frame), marks)
    modified = max(when, newest(entry for entry, _ in parts))
    return Page(url, "leader.html", shows, partial(_view, site, frame, parts), modified)


def _view(site: Site, frame: LeaderView, parts: Sequence[Part], _library: Library) -> LeaderView:
    appearances = (Appearance(site.card(entry), *entry.appearance(i)) for entry, i in reversed(parts))
    return replace(frame, appearances=tuple(appearances))


def since(leader: Leader, today: dt.date) -> str:
    """The day since which the posts held are what they are, as entries have their moments; "" before the first."""
    begun = bisect_right(leader.days, today)
    return f"{leader.days[begun - 1]}T00:00:00" if begun else ""


def _tenures(leader: Leader, today: dt.date) -> tuple[Tenure, ...]:
    """Posts up to today, newest first; an end still to come is not told."""
    begun = [post for post in leader.posts if post.start <= today]
    return tuple(
        Tenure(post.title, post.start, post.end if post.end and post.end < today else None)
        for post in sorted(begun, key=lambda post: post.start, reverse=True)
    )
