"""Reports -> the parts of the search index, each of some years: one edited report has only its own part made again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from campus_news import digest, urls
from campus_news.entry import Entry

ROOM: Final = 1000
"""Years are joined up to so many reports. Making an index takes 1 MB of memory and 5 ms a report, so parts are not to be
large; each part that a query is looked up in costs the reader some 30 KB a character, so they are not to be many."""


class Shard(NamedTuple):
    """A part of the index: where it is published, and the reports in it, oldest first. The engine's own part has none."""

    url: str
    entries: tuple[Entry, ...]

    @property
    def since(self) -> int:
        """The first year in it."""
        return self.entries[0].date.year

    @property
    def until(self) -> int:
        """The last year in it."""
        return self.entries[-1].date.year


def cut(entries: Iterable[Entry]) -> tuple[Shard, ...]:
    """The shards of `entries`, which come oldest first; the newest shard first. A year is never parted."""
    parts: list[list[Entry]] = []
    for _, of_year in groupby(entries, lambda one: one.date.year):
        year = list(of_year)
        if parts and len(parts[-1]) + len(year) <= ROOM:
            parts[-1] += year
        else:
            parts.append(year)
    return tuple(_shard(part) for part in reversed(parts))


def engine() -> Shard:
    """What every search needs beside the shards: the program that runs in the browser."""
    return _shard(())


def _shard(entries: Sequence[Entry]) -> Shard:
    """The address tells all that is in the index, and by what program it was made."""
    shows = [(one.url, one.article, one.body or one.source, one.leaders) for one in entries]
    key = digest.of(digest.engine(), shows).hex()
    return Shard(urls.search_index(key), tuple(entries))
