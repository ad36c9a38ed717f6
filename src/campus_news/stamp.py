"""Moments as machines read them: with their distance from UTC, or in UTC.

A report's own moments are those of the school's clock, without a zone. Large files are full of them, so this is quick.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

EPOCH: Final = "1970-01-01T00:00:00Z"
"""Where a format wants a moment and nothing has ever happened."""


def of(moment: dt.datetime, zone: ZoneInfo) -> str:
    """RFC 3339: 2022-09-30T09:00:00+08:00."""
    ahead = _ahead(moment, zone)
    # Before there were zones a place had its own mean time, to the second; RFC 3339 has no way of saying that.
    return f"{moment.isoformat()}{_distance(ahead)}" if not ahead.seconds % 60 else f"{utc(moment, zone)}Z"


def of_text(moment: str, zone: ZoneInfo) -> str:
    """RFC 3339 of a moment as entries have theirs."""
    return of(dt.datetime.fromisoformat(moment), zone)


def utc(moment: dt.datetime, zone: ZoneInfo) -> str:
    """The same moment in UTC: 2022-09-30T01:00:00."""
    return (moment - _ahead(moment, zone)).isoformat()


def steady(moment: dt.datetime) -> dt.datetime:
    """The time that clocks show at a moment in a zone (both in `moment`), without the zone; it never runs backwards.

    In autumn an hour is shown twice. The second time it counts as over, so that what came out in it stays out.
    """
    shown = moment.replace(tzinfo=None, fold=0)
    if not moment.fold or moment.tzinfo is None:
        return shown
    end, zone = shown.replace(second=0, microsecond=0), moment.tzinfo
    while zone.utcoffset(end) != zone.utcoffset(end.replace(fold=1)):
        end += dt.timedelta(minutes=1)
    return end - dt.timedelta.resolution


def clock(time: str | None) -> dt.time | None:
    """The clock time that a meeting began at, None if there is none but 上午 or 下午. `time` as cards have theirs."""
    return dt.time.fromisoformat(time) if time is not None and ":" in time else None


def start(date: dt.date, time: str | None, zone: ZoneInfo) -> str:
    """When a meeting began: the moment if the report tells it, else the day."""
    at = clock(time)
    return date.isoformat() if at is None else of(dt.datetime.combine(date, at), zone)


def day_or_moment(text: str, zone: ZoneInfo) -> str:
    """A moment as entries have theirs; only its day if that is all that is known."""
    return text.removesuffix("T00:00:00") if text.endswith("T00:00:00") else of_text(text, zone)


def _ahead(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return zone.utcoffset(moment) or dt.timedelta()


@lru_cache
def _distance(ahead: dt.timedelta) -> str:
    """+08:00."""
    return dt.datetime(2000, 1, 1, tzinfo=dt.timezone(ahead)).isoformat()[19:]
