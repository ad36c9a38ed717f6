"""Who the people of a report are: on the roster on that day, or guests; and what a page says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from campus_news import urls
from campus_news.model import Loc, Part, Person, Report
from campus_news.roster import Leader, Roster, place
from campus_news.view import Named


class Someone(NamedTuple):
    """Somebody whom a report names: the field that does, and the leaders he may be: none for a guest or a stranger."""

    loc: Loc
    person: Person
    leaders: tuple[Leader, ...]


def everybody(report: Report, roster: Roster) -> list[Someone]:
    """All hosts, attendees and speakers."""
    day = report.date
    return [Someone(loc, person, roster.named(person, day)) for loc, person in report.named()]


class Present(NamedTuple):
    """Somebody at a meeting: as the report and as the page names him, and who he is on the roster, if he is."""

    person: Person
    named: Named
    leader: Leader | None
    title: str | None
    """The post held that day."""


class Meeting:
    """Everybody at one meeting, in the order of the report."""

    def __init__(self, report: Report, everybody: Sequence[Someone]) -> None:
        self._day = report.date
        hosts, attendees = len(report.hosts), len(report.attendees)
        present = [self._present(one) for one in everybody]
        self.hosts, self.attendees = present[:hosts], present[hosts : hosts + attendees]
        self.speakers = [
            self._speaking(one, speaker.act)
            for one, speaker in zip(present[hosts + attendees :], report.speakers, strict=True)
        ]

    def _present(self, one: Someone) -> Present:
        person = one.person
        if not one.leaders:
            return Present(person, Named(person.name, person.title, person.org, None), None, None)
        leader = one.leaders[0]
        title = leader.title_on(self._day)
        return Present(person, _leader(person.name, leader.slug, title), leader, title)

    def _speaking(self, who: Present, act: str | None) -> Present:
        """A speaker; the post is said only of those who are not named with it above.

        A bare name means the guest of that name, unless somebody present bears it bare.
        """
        person = who.person
        same = [one for one in (*self.hosts, *self.attendees) if one.person.name == person.name]
        told = next((one for one in same if one.person == person), None)
        if told is None and same and person.title is None:
            told = same[0]
        if told is None:
            name = who.named
            return who._replace(named=Named(name.name, name.title, name.org, name.url, act))
        return told._replace(person=person, named=_silent(told.named.name, told.named.url, act))

    def in_official_order(self) -> list[Present]:
        """The attendees: leaders in the roster's order of that day, everybody else in the place the report gives."""
        leaders = [(i, one.leader) for i, one in enumerate(self.attendees) if one.leader is not None]
        ranked = sorted(leaders, key=lambda one: place(one[1], self._day))
        ordered = list(self.attendees)
        for (i, _), (other, _) in zip(leaders, ranked, strict=True):
            ordered[i] = self.attendees[other]
        return ordered

    def appearances(self) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
        """Every leader once (by slug), with all the parts taken and the post."""
        parts: dict[str, tuple[dict[str, None], str | None]] = {}
        groups = ((Part.HOST, self.hosts), (Part.SPEAK, self.speakers), (Part.ATTEND, self.attendees))
        for part, group in groups:
            usual = part.value
            for _, named, leader, title in group:
                if leader is not None:
                    said = (named.act or usual) if part is Part.SPEAK else usual
                    parts.setdefault(leader.slug, ({}, title))[0][said] = None
        for slug, (names, title) in parts.items():
            yield slug, tuple(names), title


@lru_cache(4096)
def _leader(name: str, slug: str, title: str | None) -> Named:
    """A leader in one post, made once: the same few stand on every page."""
    return Named(name, title, None, urls.leader(slug))


@lru_cache(4096)
def _silent(name: str, url: str | None, act: str | None) -> Named:
    """Somebody whose post has been said above."""
    return Named(name, None, None, url, act)
