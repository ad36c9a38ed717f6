"""All reports -> the site: who is shown, in which order, and what belongs together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from campus_news import urls
from campus_news.config import Config
from campus_news.model import Card, Part, Person, Picture, Report, Status
from campus_news.roster import Leader, Roster, place
from campus_news.view import Appearance, Named

Month: TypeAlias = tuple[int, int]
Pictures: TypeAlias = Mapping[tuple[str, str], Picture]
"""A report's path ("" for the roster) and a file's name -> what was published of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report that is shown, with its card and its people."""

    report: Report
    card: Card
    hosts: tuple[Named, ...]
    attendees: tuple[Named, ...]
    speakers: tuple[Named, ...]
    pictures: tuple[Picture, ...]
    """Those of `report.photos`, then those of `report.images`."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything pages are made of. Entries run from the oldest meeting to the newest."""

    config: Config
    roster: Roster
    now: dt.datetime
    entries: tuple[Entry, ...]
    by_month: Mapping[Month, tuple[Entry, ...]]
    by_leader: Mapping[str, tuple[Appearance, ...]]
    portraits: Mapping[str, Picture]

    def with_neighbours(self) -> Iterator[tuple[Entry, Card | None, Card | None]]:
        """Every entry with the one before it and the one after it."""
        cards = [None, *(entry.card for entry in self.entries), None]
        for i, entry in enumerate(self.entries):
            yield entry, cards[i], cards[i + 2]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have reports, oldest first."""
        return tuple(sorted({year for year, _ in self.by_month}))


def hidden(report: Report, now: dt.datetime) -> str | None:
    """Why a report is not shown to readers, in the words an editor uses; None if it is."""
    if report.status is Status.DRAFT:
        return "草稿"
    if report.status is Status.WITHDRAWN:
        return "已撤回"
    return "未到发布时间" if report.published > now else None


def shown(reports: Iterable[Report], now: dt.datetime, drafts: bool) -> tuple[Report, ...]:
    """The reports that get pages, oldest first. A preview with drafts shows all but the withdrawn."""
    kept = (
        one for one in reports if hidden(one, now) is None or (drafts and one.status is not Status.WITHDRAWN)
    )
    return tuple(sorted(kept, key=_order))


def _order(report: Report) -> tuple[dt.date, int, str]:
    return report.date, report.time.minute if report.time else 0, report.path


def assemble(
    reports: Sequence[Report], roster: Roster, config: Config, pictures: Pictures, now: dt.datetime
) -> Site:
    """The site of `reports`, which are sorted and free of errors."""
    entries = tuple(_entry(report, roster, pictures) for report in reports)
    by_month: defaultdict[Month, list[Entry]] = defaultdict(list)
    by_leader: defaultdict[str, list[Appearance]] = defaultdict(list)
    for entry in entries:
        by_month[entry.report.date.year, entry.report.date.month].append(entry)
        for leader, appearance in _appearances(entry, roster):
            by_leader[leader.slug].append(appearance)
    portraits = {
        one.slug: pictures["", one.portrait]
        for one in roster.leaders
        if one.portrait and ("", one.portrait) in pictures
    }
    return Site(
        config,
        roster,
        now,
        entries,
        {month: tuple(found) for month, found in by_month.items()},
        {slug: tuple(found) for slug, found in by_leader.items()},
        portraits,
    )


def _entry(report: Report, roster: Roster, pictures: Pictures) -> Entry:
    found = tuple(pictures[report.path, photo.file] for photo in (*report.photos, *report.images))
    first = next(iter((*report.photos, *report.images)), None)
    card = Card(
        url=urls.report(report.date, report.slug),
        title=report.title,
        date=report.date,
        time=report.time,
        venue=report.venue,
        lead=found[0] if found else None,
        lead_alt=(first.alt or first.caption or "") if first else "",
    )
    return Entry(
        report,
        card,
        tuple(_named(person, report, roster) for person in report.hosts),
        tuple(_named(person, report, roster) for person in in_official_order(report, roster)),
        tuple(_named(_meant(one.person, report), report, roster, one.act) for one in report.speakers),
        found,
    )


def in_official_order(report: Report, roster: Roster) -> tuple[Person, ...]:
    """The attendees: leaders in the roster's order of that day, everybody else in the place the report gives."""
    leaders = {
        i: found[0] for i, one in enumerate(report.attendees) if (found := roster.named(one, report.date))
    }
    ranked = iter(sorted(leaders, key=lambda i: place(leaders[i], report.date)))
    return tuple(report.attendees[next(ranked) if i in leaders else i] for i in range(len(report.attendees)))


def _meant(speaker: Person, report: Report) -> Person:
    """A speaker's bare name means the guest of that name, unless somebody present bears it bare."""
    present = (*report.hosts, *report.attendees)
    if speaker in present:
        return speaker
    return next((one for one in present if one.name == speaker.name and speaker.title is None), speaker)


def _named(person: Person, report: Report, roster: Roster, act: str | None = None) -> Named:
    for leader in roster.named(person, report.date)[:1]:
        return Named(person.name, leader.title_on(report.date), None, urls.leader(leader.slug), act)
    return Named(person.name, person.title, person.org, None, act)


def _appearances(entry: Entry, roster: Roster) -> Iterator[tuple[Leader, Appearance]]:
    """Every leader of the report once, with all the parts taken."""
    report = entry.report
    taken = [
        *((Part.HOST.value, person) for person in report.hosts),
        *((one.act or Part.SPEAK.value, _meant(one.person, report)) for one in report.speakers),
        *((Part.ATTEND.value, person) for person in report.attendees),
    ]
    parts: dict[str, tuple[Leader, dict[str, None]]] = {}
    for part, person in taken:
        for leader in roster.named(person, report.date)[:1]:
            parts.setdefault(leader.slug, (leader, {}))[1][part] = None
    for leader, names in parts.values():
        yield leader, Appearance(entry.card, tuple(names), leader.title_on(report.date))
