"""A hand-over -> facts and notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from campus_news import field
from campus_news.draft import doubt, lead, meeting
from campus_news.draft.fact import Facts, Note, Person, Place, Words
from campus_news.draft.layout import Layout, layout
from campus_news.draft.post import Mention

_COLLECTIVE: Final = ("领导",)
_MOST: Final = 30_000
"""Characters in which a meeting is looked for: several times the longest report."""
_TOO_LONG: Final = "来稿太长，会议的时间、地点和人员只从前三万字里找，请核对"
_NO_KINDS: Final = MappingProxyType[int, str]({})

NamesOn: TypeAlias = Callable[[dt.date | None], Collection[str]]


def _nobody(_: dt.date | None) -> Collection[str]:
    return ()


def read(
    lines: Sequence[str],
    published: dt.date | None = None,
    names_on: NamesOn = _nobody,
    kinds: Mapping[int, str] = _NO_KINDS,
) -> tuple[Facts, Layout]:
    """What these lines say of a meeting, and which line is what.

    `names_on` gives the names of the roster on a day, `kinds` what a Word file says of its lines.
    """
    found = layout(lines, kinds)
    body = list(_read(found))
    told = lead.find(body)
    text = dict(body).get(told.line, "") if told else ""
    notes = [] if len(body) == len(found.body) else [Note("body", doubt.LOOK, _TOO_LONG, "")]
    date, day = _date(found, told, text, body, published, notes)
    known = names_on(date)
    captions = [(one.place.line, found.plain[one.place.line]) for one in found.captions]
    met = meeting.read(body, captions, known)
    place = lead.venue(text, told) if told else None
    if place and not place[1]:
        notes.append(doubt.note("venue", doubt.LOOK, "这是不是开会的地点，请确认", place[0]))
    gone = {one.name for _, one in met.absent}
    facts = Facts(
        title=_title(found, told, text),
        date=date,
        day=day,
        time=lead.time(text, told) if told else None,
        venue=place[0] if place else None,
        hosts=_people(met, met.hosts),
        attendees=tuple(one for one in _people(met, met.attendees) if one.name not in gone),
        groups=tuple(_words(found, one) for one in met.groups),
        observers=tuple(_words(found, one) for one in met.observers),
        absent=_people(met, met.absent),
        speakers=_speakers(met),
        captions=tuple(found.captions),
        credits=found.credits,
    )
    return replace(facts, notes=(*notes, *doubt.notes(facts, found, known))), found


def _read(found: Layout) -> Iterator[tuple[int, str]]:
    """The lines in which the meeting is looked for: all of them, unless the text is far too long for one report."""
    left = _MOST
    for i in found.body:
        if left < 0:
            return
        yield i, _without_cut(found, i)[:_MOST]
        left -= len(found.lines[i])


def _without_cut(found: Layout, i: int) -> str:
    """A line with spaces in the place of what belongs to no text."""
    line = found.plain[i]
    if i in found.cut:
        a, b = found.cut[i]
        line = line[:a] + " " * (b - a) + line[b:]
    return line


def _date(
    found: Layout,
    told: lead.Lead | None,
    text: str,
    body: list[tuple[int, str]],
    published: dt.date | None,
    notes: list[Note],
) -> tuple[dt.date | None, Words | None]:
    broken = lead.damaged(body)
    if broken:
        notes.append(doubt.note("date", doubt.MUST, "日期缺了字，猜不出是哪一天，请补上", broken))
        return None, broken
    if told is None or told.date is None:
        notes.append(Note("date", doubt.MUST, "没有找到开会的日期，请补上", ""))
        return None, None
    day = told.date
    words = Words(found.lines[told.line][day.start : day.end], Place(told.line, day.start, day.end))
    headline = [found.plain[found.headline]] if found.headline is not None else []
    year = day.year or lead.year(day, [*headline, text], published or found.published or found.footer)
    if year is None:
        notes.append(doubt.note("date", doubt.MUST, "原文没有写年份，请补上", words))
        return None, words
    try:
        return field.day(f"{year:04}-{day.month:02}-{day.day:02}"), words
    except field.Wrong:
        notes.append(doubt.note("date", doubt.MUST, "没有这一天，请核对", words))
        return None, words


def _title(found: Layout, told: lead.Lead | None, text: str) -> Words | None:
    if found.headline is not None:
        line = found.lines[found.headline]
        start = len(line) - len(line.lstrip())
        return Words(line.strip(), Place(found.headline, start, len(line.rstrip())))
    words = lead.name(text, told) if told else None
    if words:
        return _words(found, words.place)
    return None


def _people(met: meeting.Met, found: Sequence[tuple[int, Mention]]) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for line, one in found:
        said = met.titles.get(one.name)
        title = said if said and (not one.title or one.title.endswith(_COLLECTIVE)) else one.title
        people.setdefault(one.name, Person(one.name, title, Place(line, one.start, one.end)))
    return tuple(people.values())


def _speakers(met: meeting.Met) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for line, one, act in met.speakers:
        people.setdefault(
            one.name, Person(one.name, met.titles.get(one.name), Place(line, one.start, one.end), act)
        )
    return tuple(people.values())


def _words(found: Layout, place: tuple[int, int, int]) -> Words:
    line, a, b = place
    return Words(found.lines[line][a:b], Place(line, a, b))
