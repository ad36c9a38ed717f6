"""meetings.ics (RFC 5545), all of it or of a year: every published meeting as an event that a calendar can subscribe to.

A meeting of which the report tells the clock time is that moment, in UTC, so that no zone has to be described; any other is
its day. How long it took no report tells. It blocks nobody's time (`TRANSPARENT`): most who subscribe were not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from campus_news import stamp, urls
from campus_news.config import Config
from campus_news.entry import Entry

_PUNCTUATION: Final = dict.fromkeys(map(ord, "-:"))
_WIDTH: Final = 75
"""Bytes of a line, by the standard."""
_TEXT: Final = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]),
    ord("\n"): "\\n",
    **{ord(one): f"\\{one}" for one in "\\;,"},
}
"""What a value of type TEXT has in place of some characters; others that control something it cannot have, and some
programs end a line at U+0085, U+2028 and U+2029."""


def calendar(config: Config, entries: Iterable[Entry], year: int | None = None) -> str:
    """The calendar of the meetings of `entries`, in their order; `year`: it is that of one year."""
    host, zone = urlsplit(config.url).hostname or "", config.zone
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//campus_news//ZH",
        f"X-WR-CALNAME:{_text(f'{config.name} {year}年' if year else config.name)}",
    ]
    for entry in entries:
        lines += _event(config.url, host, zone, entry)
    lines.append("END:VCALENDAR")
    return "".join([f"{line if len(line.encode()) <= _WIDTH else _folded(line)}\r\n" for line in lines])


def _event(site: str, host: str, zone: ZoneInfo, entry: Entry) -> Iterator[str]:
    told, at = dt.datetime.fromisoformat(entry.modified), stamp.clock(entry.time)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.url.strip('/').replace('/', '-')}@{host}"
    yield f"DTSTAMP:{_utc(told, zone)}"
    if at is None:
        yield f"DTSTART;VALUE=DATE:{entry.date.isoformat().translate(_PUNCTUATION)}"
    else:
        yield f"DTSTART:{_utc(dt.datetime.combine(entry.date, at), zone)}"
    yield f"SUMMARY:{_text(entry.title)}"
    if entry.time and at is None:
        yield f"DESCRIPTION:{entry.time}"
    if entry.venue:
        yield f"LOCATION:{_text(entry.venue)}"
    yield f"URL:{urls.absolute(site, entry.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(moment: dt.datetime, zone: ZoneInfo) -> str:
    return f"{stamp.utc(moment, zone).translate(_PUNCTUATION)}Z"


def _text(words: str) -> str:
    return words.translate(_TEXT)


def _folded(line: str) -> str:
    """A long line in pieces of at most 75 bytes, none of which ends within a character."""
    pieces, width = [""], 0
    for character in line:
        size = len(character.encode())
        if width + size > _WIDTH:
            pieces.append(" ")
            width = 1
        pieces[-1] += character
        width += size
    return "\r\n".join(pieces)
