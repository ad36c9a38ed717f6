"""All entries -> the site: who is shown, in which order, and what belongs together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from campus_news.config import Config
from campus_news.entry import Entry, second
from campus_news.model import Card, Picture, Status
from campus_news.roster import Roster
from campus_news.shard import Shard

_DRAFT, _PUBLISHED, _WITHDRAWN = Status.DRAFT.value, Status.PUBLISHED.value, Status.WITHDRAWN.value

Month: TypeAlias = tuple[int, int]
Part: TypeAlias = tuple[Entry, int]
"""A report in which a leader took part, and his number among the leaders there."""


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
    for entry in entries:
        date = entry.date
        year = date.year
        by_month[year, date.month].append(entry)
        for i, slug in enumerate(entry.leaders):
            by_leader[slug][year].append((entry, i))
    months, leaders = dict(by_month), dict(by_leader)
    return Site(config, roster, portraits, now, second(now), entries, months, leaders, shards, gone)
