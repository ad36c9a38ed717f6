"""Reports -> the parts of the search index, each of some months: one edited report has only its own part made again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import groupby
from typing import Final, NamedTuple

from campus_news import digest, urls
from campus_news.entry import Entry

ALONE: Final = 1000
"""Up to so many reports are one part: each part that a query is looked up in costs the reader some 30 KB a character."""
ROOM: Final = 500
"""Of more reports, whole months are joined up to so many: making an index takes 1 MB of memory and 5 ms a report."""


def ready() -> bool:
    """Whether there is what makes an index: Pagefind, which is an extra."""
    return find_spec("pagefind_bin") is not None


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
    """The shards of `entries`, which come oldest first; the newest shard first. A month is never parted."""
    whole = list(entries)
    parts = [whole] if 0 < len(whole) <= ALONE else _joined(whole)
    return tuple(_shard(part) for part in reversed(parts))


def _joined(entries: Iterable[Entry]) -> list[list[Entry]]:
    parts: list[list[Entry]] = []
    for _, of_month in groupby(entries, lambda one: (one.date.year, one.date.month)):
        month = list(of_month)
        if parts and len(parts[-1]) + len(month) <= ROOM:
            parts[-1] += month
        else:
            parts.append(month)
    return parts


def engine() -> Shard:
    """What every search needs beside the shards: the program that runs in the browser."""
    return _shard(())


def _shard(entries: Sequence[Entry]) -> Shard:
    """The address tells all that is in the index, and by what program it was made."""
    shows = [(one.url, one.article, one.body or one.source, one.leaders) for one in entries]
    key = digest.of(digest.engine(), shows).hex()
    return Shard(urls.search_index(key), tuple(entries))
