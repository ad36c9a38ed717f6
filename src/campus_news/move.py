"""Where addresses of old lead: by `aliases` of reports, by `moved` of site.yaml, or up to what stands above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from campus_news import urls
from campus_news.config import Move
from campus_news.entry import Entry
from campus_news.model import Status
from campus_news.roster import Leader, Roster
from campus_news.site import MOST

_MOST_STEPS: Final = 50
"""Addresses tried until one answers; what leads further goes in a circle, perhaps an ever wider one."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What is said of addresses that were: report by report, and of all that stood below some address."""

    aliases: Mapping[str, str]
    moved: Mapping[str, str]

    @classmethod
    def of(cls, moved: Iterable[Move], entries: Iterable[Entry]) -> Moves:
        """Those that hold where `entries` have pages."""
        aliases = {old: entry.url for entry in entries if entry.aliases for old in entry.aliases}
        return cls(aliases, dict(moved))

    def __iter__(self) -> Iterator[str]:
        """Every address of old that is named."""
        return iter({**self.moved, **self.aliases})

    def target(self, url: str, live: Collection[str]) -> str | None:
        """The page among `live` to which `url` leads in the end; None if there is none."""
        return self._way(url, live)[0]

    def circles(self, url: str, live: Collection[str]) -> bool:
        """Whether `url`, which leads to no page, comes back to where it was, or goes on for ever."""
        return self._way(url, live)[1]

    def _way(self, url: str, live: Collection[str]) -> tuple[str | None, bool]:
        ahead, seen, again = [url], set[str](), False
        while ahead and len(seen) < _MOST_STEPS:
            here = ahead.pop()
            if here in live:
                return here, False
            if here in seen:
                again = True
            else:
                seen.add(here)
                ahead += reversed(self._next(here))
        return None, again or bool(ahead)

    def _next(self, url: str) -> list[str]:
        """Where `url` may lead, best first."""
        if url in self.aliases:
            return [self.aliases[url]]
        above = urls.above(url)
        return [*self._moved(url), *([above] if above else [])]

    def _moved(self, url: str) -> list[str]:
        """Where `url` went with the nearest folder around it that moved, or by itself; then where that folder is."""
        around = url if self.moved else ""
        while around and around not in self.moved:
            around = around.rstrip("/").rpartition("/")[0]
            around = f"{around}/" if around else ""
        if not around:
            return []
        new, rest = self.moved[around], url.removeprefix(around)
        return [new + rest, new] if rest and new.endswith("/") else [new]


def redirects(moves: Moves, listed: Iterable[str], live: Collection[str]) -> dict[str, str]:
    """Every address of old that leads to a page, and the page, in order."""
    old = {*listed, *moves}.difference(live)
    found = ((url, moves.target(url, live)) for url in sorted(old))
    return {url: page for url, page in found if page is not None}


def public(entries: Iterable[Entry], now: str | None) -> list[Entry]:
    """The reports that have a page for readers at the moment `now`; None: at any time."""
    draft, withdrawn = Status.DRAFT.value, Status.WITHDRAWN.value
    return [
        one
        for one in entries
        if one.url
        and one.status != draft
        and (now is None or one.status == withdrawn or one.published <= now)
    ]


def begun(leader: Leader, now: str | None) -> bool:
    """Whether a leader has a page although no report may name him; `now` as above."""
    return now is None or (bool(leader.days) and str(leader.days[0]) <= now)


def live(entries: Sequence[Entry], roster: Roster, now: str | None) -> set[str]:
    """The address of every page for readers, where `entries` are `public` at the moment `now`.

    But for leaders' years: each of them leads to its leader in any case.
    """
    found = {urls.HOME, urls.ARCHIVE, urls.LEADERS, urls.SEARCH, urls.NOT_FOUND, urls.CORRECTIONS}
    found.update([one.url for one in entries])
    months = Counter(one.url[: len("/2022/09/")] for one in entries)
    found.update(months, {month[: len("/2022/")] for month in months})
    crowded = {month for month, reports in months.items() if reports > MOST}
    days = {one.url[: len("/2022/09/29/")] for one in entries} if crowded else set()
    found.update(day for day in days if urls.above(day) in crowded)
    for one in roster.leaders:
        if begun(one, now) or any(one.slug in entry.leaders for entry in entries):
            found.add(urls.leader(one.slug))
    return found
