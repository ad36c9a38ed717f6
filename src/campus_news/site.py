"""All reports -> the site: who is shown, in which order, and what belongs together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from campus_news import urls
from campus_news.config import Config
from campus_news.model import Card, Part, Person, Picture, Report, Speaker, Status
from campus_news.roster import Leader, Roster, place
from campus_news.view import Appearance, Named

Month: TypeAlias = tuple[int, int]
Pictures: TypeAlias = Mapping[tuple[str, str], Picture]
"""A report's path ("" for the roster) and a file's name -> what was published of it."""
Standing: TypeAlias = Mapping[Person, tuple[Leader, str | None]]
"""Those of a report's people who are leaders, each with the title held on the day."""


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
    entries = []
    by_month: defaultdict[Month, list[Entry]] = defaultdict(list)
    by_leader: defaultdict[str, list[Appearance]] = defaultdict(list)
    for report in reports:
        who = _standing(report, roster)
        entry = _entry(report, who, pictures)
        entries.append(entry)
        by_month[report.date.year, report.date.month].append(entry)
        for leader, appearance in _appearances(entry, who):
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
        tuple(entries),
        {month: tuple(found) for month, found in by_month.items()},
        {slug: tuple(found) for slug, found in by_leader.items()},
        portraits,
    )


def _entry(report: Report, who: Standing, pictures: Pictures) -> Entry:
    photos = (*report.photos, *report.images)
    found = tuple(pictures[report.path, photo.file] for photo in photos)
    card = Card(
        url=urls.report(report.date, report.slug),
        title=report.title,
        date=report.date,
        time=report.time,
        venue=report.venue,
        lead=found[0] if found else None,
        lead_alt=(photos[0].alt or photos[0].caption or "") if photos else "",
    )
    return Entry(
        report,
        card,
        tuple(_named(person, who) for person in report.hosts),
        tuple(_named(person, who) for person in _in_official_order(report, who)),
        tuple(_speaking(one, report, who) for one in report.speakers),
        found,
    )


def _standing(report: Report, roster: Roster) -> Standing:
    """The leaders among the report's people."""
    standing = {}
    for _, person in report.named():
        if person not in standing and (found := roster.named(person, report.date)):
            standing[person] = found[0], found[0].title_on(report.date)
    return standing


def _in_official_order(report: Report, who: Standing) -> tuple[Person, ...]:
    """The attendees: leaders in the roster's order of that day, everybody else in the place the report gives."""
    leaders = [i for i, person in enumerate(report.attendees) if person in who]
    if len(leaders) < 2:
        return report.attendees
    ordered = list(report.attendees)
    ranked = sorted(leaders, key=lambda i: place(who[ordered[i]][0], report.date))
    for i, other in zip(leaders, ranked, strict=True):
        ordered[i] = report.attendees[other]
    return tuple(ordered)


def _meant(speaker: Person, report: Report) -> Person:
    """A speaker's bare name means the guest of that name, unless somebody present bears it bare."""
    present = (*report.hosts, *report.attendees)
    if speaker in present:
        return speaker
    return next((one for one in present if one.name == speaker.name and speaker.title is None), speaker)


def _named(person: Person, who: Standing) -> Named:
    if person in who:
        leader, title = who[person]
        return Named(person.name, title, None, urls.leader(leader.slug))
    return Named(person.name, person.title, person.org, None)


def _speaking(speaker: Speaker, report: Report, who: Standing) -> Named:
    """A speaker; the post is said only of those who are not named with it above."""
    person = _meant(speaker.person, report)
    named = _named(person, who)
    told = person in report.hosts or person in report.attendees
    return replace(
        named, act=speaker.act, title=None if told else named.title, org=None if told else named.org
    )


def _appearances(entry: Entry, who: Standing) -> Iterator[tuple[Leader, Appearance]]:
    """Every leader of the report once, with all the parts taken."""
    report = entry.report
    taken = [
        *((Part.HOST.value, person) for person in report.hosts),
        *((one.act or Part.SPEAK.value, _meant(one.person, report)) for one in report.speakers),
        *((Part.ATTEND.value, person) for person in report.attendees),
    ]
    parts: dict[str, dict[str, None]] = {}
    people = {}
    for part, person in taken:
        if person in who:
            slug = who[person][0].slug
            people[slug] = who[person]
            parts.setdefault(slug, {})[part] = None
    for slug, names in parts.items():
        leader, title = people[slug]
        yield leader, Appearance(entry.card, tuple(names), title)
