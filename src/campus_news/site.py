"""All entries -> the site: who is shown, in which order, and what belongs together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import Final, TypeAlias

from campus_news.config import Config
from campus_news.entry import Entry, second
from campus_news.model import Card, Picture, Status
from campus_news.roster import Roster
from campus_news.shard import Shard

_DRAFT, _PUBLISHED, _WITHDRAWN = Status.DRAFT.value, Status.PUBLISHED.value, Status.WITHDRAWN.value

Month: TypeAlias = tuple[int, int]
Part: TypeAlias = tuple[Entry, int]
"""A report in which a leader took part, and his number among the leaders there."""

MOST: Final = 200
"""Reports on one page: with titles of forty characters 250 kB. A month of more has a page for each day, a leader's year for each month."""
WHOLE: Final = 2_000
"""Reports in one file for machines, but that a year is never parted: 2 MB as JSON."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything pages are made of. Entries run from the oldest meeting to the newest."""

    config: Config
    roster: Roster
    portraits: Mapping[str, Picture]
    """By the leader's slug."""
    now: dt.datetime
    second: str
    """`now` as entries have their moments."""
    entries: tuple[Entry, ...]
    by_month: Mapping[Month, Sequence[Entry]]
    by_leader: Mapping[str, Mapping[int, Sequence[Part]]]
    """A leader's slug -> year -> parts taken."""
    shards: tuple[Shard, ...] = ()
    """Of the search index, newest first; none where there is no search."""
    withdrawn: tuple[Entry, ...] = ()
    """Reports of which only the address is left, in the same order."""
    by_year: Mapping[int, Sequence[Entry]] = field(default_factory=dict)
    """Of `entries` those that readers may see."""
    _cards: dict[str, Card] = field(default_factory=dict)

    def card(self, entry: Entry) -> Card:
        """The card of an entry: the same object each time, since it stands on many pages."""
        found = self._cards.get(entry.path)
        if found is None:
            found = self._cards[entry.path] = entry.card()
        return found

    def with_neighbours(self) -> Iterator[tuple[Entry, Entry | None, Entry | None]]:
        """Every entry with the one before it and the one after it."""
        around = [None, *self.entries, None]
        return zip(self.entries, around, around[2:], strict=False)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have reports, oldest first."""
        return tuple(sorted({year for year, _ in self.by_month}))

    def crowded(self, month: Month) -> bool:
        """Whether a month has too many reports for one page."""
        return len(self.by_month.get(month, ())) > MOST

    def recent(self) -> tuple[int, ...]:
        """The newest years that are told as a whole in one file for machines, newest first: at least one, if there is any."""
        years = sorted(self.by_year, reverse=True)
        sums = accumulate(len(self.by_year[year]) for year in years)
        return tuple(
            year for i, (year, sum_) in enumerate(zip(years, sums, strict=True)) if i == 0 or sum_ <= WHOLE
        )


def newest(entries: Iterable[Entry]) -> str:
    """When the last of `entries` was published; "" without any."""
    return max([entry.published for entry in entries], default="")


def hidden(entry: Entry, now: str) -> str | None:
    """Why a report is not shown to readers, in the words an editor uses; None if it is. `now` is such a moment as entries have."""
    if entry.status == _PUBLISHED:
        return "未到发布时间" if entry.published > now else None
    return "草稿" if entry.status == _DRAFT else "已撤回"


def shown(entries: Iterable[Entry], now: str, drafts: bool) -> tuple[Entry, ...]:
    """The reports that get pages, oldest first. A preview with drafts shows all but the withdrawn."""
    kept = (one for one in entries if hidden(one, now) is None or (drafts and one.status != _WITHDRAWN))
    return tuple(sorted(kept, key=_order))


def withdrawn(entries: Iterable[Entry], now: str) -> tuple[Entry, ...]:
    """The reports that were out and are withdrawn, oldest first. One whose time was still to come was never out."""
    kept = (one for one in entries if one.status == _WITHDRAWN and one.published <= now)
    return tuple(sorted(kept, key=_order))


def _order(one: Entry) -> tuple[int, int, str]:
    return one.day, one.minute, one.path


def assemble(
    entries: tuple[Entry, ...],
    roster: Roster,
    config: Config,
    portraits: Mapping[str, Picture],
    now: dt.datetime,
    shards: tuple[Shard, ...] = (),
    gone: tuple[Entry, ...] = (),
) -> Site:
    """The site of `entries`, which are sorted and free of errors; `gone` are those withdrawn."""
    by_month: defaultdict[Month, list[Entry]] = defaultdict(list)
    by_leader: defaultdict[str, defaultdict[int, list[Part]]] = defaultdict(partial(defaultdict, list))
    by_year: defaultdict[int, list[Entry]] = defaultdict(list)
    at = second(now)
    for entry in entries:
        date = entry.date
        year = date.year
        by_month[year, date.month].append(entry)
        if hidden(entry, at) is None:
            by_year[year].append(entry)
        for i, slug in enumerate(entry.leaders):
            by_leader[slug][year].append((entry, i))
    months, leaders = dict(by_month), dict(by_leader)
    return Site(config, roster, portraits, now, at, entries, months, leaders, shards, gone, dict(by_year))
