"""A hand-over -> facts and notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from campus_news.draft import lead, meeting
from campus_news.draft.fact import Facts, Note, Person, Place, Words
from campus_news.draft.layout import Layout, layout
from campus_news.draft.post import Mention

_COLLECTIVE: Final = ("领导",)


def read(lines: Sequence[str], published: dt.date | None = None) -> tuple[Facts, Layout]:
    """What these lines say of a meeting, and which line is what."""
    found = layout(lines)
    body = [(i, _without_cut(found, i)) for i in found.body]
    told = lead.find(body)
    text = dict(body).get(told.line, "") if told else ""
    met = meeting.read(body, [(one.place.line, found.plain[one.place.line]) for one in found.captions])
    notes: list[Note] = []
    date, day = _date(found, told, text, body, published, notes)
    place = lead.venue(text, told) if told else None
    if place and not place[1]:
        notes.append(_note("venue", "look", "这是不是开会的地点，请确认", place[0]))
    title = _title(found, told, text)
    facts = Facts(
        title=title,
        date=date,
        day=day,
        time=lead.time(text, told) if told else None,
        venue=place[0] if place else None,
        hosts=_people(met, met.hosts),
        attendees=_people(met, met.attendees),
        groups=tuple(_words(found, one) for one in met.groups),
        observers=tuple(_words(found, one) for one in met.observers),
        absent=_people(met, met.absent),
        speakers=_speakers(met),
        captions=tuple(found.captions),
        credits=found.credits,
    )
    gone = {one.name for one in facts.absent}
    facts = replace(facts, attendees=tuple(one for one in facts.attendees if one.name not in gone), notes=tuple(notes))
    return facts, found


def _without_cut(found: Layout, i: int) -> str:
    """A line with spaces in the place of what belongs to no text."""
    line = found.plain[i]
    if i in found.cut:
        a, b = found.cut[i]
        line = line[:a] + " " * (b - a) + line[b:]
    return line


def _note(field: str, level: str, text: str, words: Words) -> Note:
    return Note(field, level, text, words.text, words.place.line + 1)


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
        notes.append(_note("date", "must", "日期缺了字，猜不出是哪一天，请补上", broken))
        return None, broken
    if told is None or told.date is None:
        notes.append(Note("date", "must", "没有找到开会的日期，请补上", ""))
        return None, None
    day = told.date
    words = Words(found.lines[told.line][day.start : day.end], Place(told.line, day.start, day.end))
    headline = [found.plain[found.headline]] if found.headline is not None else []
    year = day.year or lead.year(day, [*headline, text], published or found.published or found.footer)
    if year is None:
        notes.append(_note("date", "must", "原文没有写年份，请补上", words))
        return None, words
    try:
        return dt.date(year, day.month, day.day), words
    except ValueError:
        notes.append(_note("date", "must", "没有这一天，请核对", words))
        return None, words


def _title(found: Layout, told: lead.Lead | None, text: str) -> Words | None:
    if found.headline is not None:
        line = found.lines[found.headline]
        start = len(line) - len(line.lstrip())
        return Words(line.strip(), Place(found.headline, start, len(line.rstrip())))
    words = lead.name(text, told) if told else None
    if words:
        line, a, b = words.place
        return Words(found.lines[line][a:b], words.place)
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
        people.setdefault(one.name, Person(one.name, met.titles.get(one.name), Place(line, one.start, one.end), act))
    return tuple(people.values())


def _words(found: Layout, place: tuple[int, int, int]) -> Words:
    line, a, b = place
    return Words(found.lines[line][a:b], Place(line, a, b))
