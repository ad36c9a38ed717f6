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
    people = _People(roster)
    entries = []
    by_month: defaultdict[Month, list[Entry]] = defaultdict(list)
    by_leader: defaultdict[str, list[Appearance]] = defaultdict(list)
    for report in reports:
        hosts = [people.present(person, report.date) for person in report.hosts]
        attendees = [people.present(person, report.date) for person in report.attendees]
        speakers = [_speaking(one, [*hosts, *attendees], people, report.date) for one in report.speakers]
        card = _card(report, pictures)
        entries.append(
            Entry(
                report,
                card,
                tuple(one.named for one in hosts),
                tuple(one.named for one in _in_official_order(attendees, report.date)),
                tuple(one.named for one in speakers),
                tuple(pictures[report.path, photo.file] for photo in (*report.photos, *report.images)),
            )
        )
        by_month[report.date.year, report.date.month].append(entries[-1])
        for slug, appearance in _appearances(card, hosts, speakers, attendees):
            by_leader[slug].append(appearance)
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


def _card(report: Report, pictures: Pictures) -> Card:
    first = next(iter((*report.photos, *report.images)), None)
    return Card(
        url=urls.report(report.date, report.slug),
        title=report.title,
        date=report.date,
        time=report.time,
        venue=report.venue,
        lead=pictures[report.path, first.file] if first else None,
        lead_alt=(first.alt or first.caption or "") if first else "",
    )


@dataclass(frozen=True, slots=True)
class _Present:
    """Somebody at a meeting: as the report and as the page names him, and who he is on the roster, if he is."""

    person: Person
    named: Named
    leader: Leader | None = None
    title: str | None = None


class _People:
    """The roster, asked for many reports: what a page says of one leader in one post is made once."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._named: dict[tuple[str, str, str | None], Named] = {}

    def present(self, person: Person, day: dt.date) -> _Present:
        """Who `person` is on `day`."""
        for leader in self._roster.named(person, day)[:1]:
            title = leader.title_on(day)
            key = person.name, leader.slug, title
            named = self._named.get(key)
            if named is None:
                named = self._named[key] = Named(person.name, title, None, urls.leader(leader.slug))
            return _Present(person, named, leader, title)
        return _Present(person, Named(person.name, person.title, person.org, None))


def _in_official_order(attendees: list[_Present], day: dt.date) -> list[_Present]:
    """Leaders in the roster's order of that day, everybody else in the place the report gives."""
    leaders = [(i, one.leader) for i, one in enumerate(attendees) if one.leader is not None]
    ranked = sorted(leaders, key=lambda one: place(one[1], day))
    ordered = list(attendees)
    for (i, _), (other, _) in zip(leaders, ranked, strict=True):
        ordered[i] = attendees[other]
    return ordered


def _speaking(speaker: Speaker, present: list[_Present], people: _People, day: dt.date) -> _Present:
    """A speaker; the post is said only of those who are not named with it above.

    A bare name means the guest of that name, unless somebody present bears it bare.
    """
    same = [one for one in present if one.person.name == speaker.person.name]
    bare = speaker.person.title is None
    told = next((one for one in same if one.person == speaker.person), same[0] if same and bare else None)
    who = told or people.present(speaker.person, day)
    named = who.named
    if told is not None:
        named = Named(named.name, None, None, named.url, speaker.act)
    elif speaker.act is not None:
        named = replace(named, act=speaker.act)
    return _Present(speaker.person, named, who.leader, who.title)


def _appearances(
    card: Card, hosts: list[_Present], speakers: list[_Present], attendees: list[_Present]
) -> Iterator[tuple[str, Appearance]]:
    """Every leader of the report once (by slug), with all the parts taken."""
    parts: dict[str, dict[str, None]] = {}
    titles = {}
    groups = ((Part.HOST, hosts), (Part.SPEAK, speakers), (Part.ATTEND, attendees))
    for part, group in groups:
        for one in group:
            if one.leader is not None:
                said = (part is Part.SPEAK and one.named.act) or part.value
                parts.setdefault(one.leader.slug, {})[said] = None
                titles[one.leader.slug] = one.title
    for slug, names in parts.items():
        yield slug, Appearance(card, tuple(names), titles[slug])
