"""A new report before its text is written: what an editor has said of the meeting -> the file, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as made_by

from campus_news import rules, typist
from campus_news.album import Shot
from campus_news.decode import decode
from campus_news.desk import Against
from campus_news.diagnostics import Diagnostic
from campus_news.markup import Markup
from campus_news.model import Credits, Person, Speaker, TimeOfDay
from campus_news.people import everybody
from campus_news.rules import person
from campus_news.rules.pending import PLACEHOLDER
from campus_news.rules.rule import Case


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of a new report; `attendees` without the guests, who stand after them."""

    date: dt.date = dt.date.min
    title: str = ""
    time: TimeOfDay | None = None
    venue: str | None = None
    hosts: tuple[Person, ...] = ()
    attendees: tuple[Person, ...] = ()
    guests: tuple[Person, ...] = ()
    groups: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    shots: tuple[Shot, ...] = ()
    credits: Credits = made_by(default_factory=Credits)
    slug: str = ""

    @property
    def name(self) -> str:
        """The file's name without its ending, which is that of its folder of pictures too."""
        return f"{self.date}-{self.slug or 'x'}"

    @property
    def path(self) -> str:
        """The file, relative to the root."""
        return f"content/reports/{self.date.year}/{self.name}.md"

    @property
    def text(self) -> str:
        """The whole file: a draft, whose text is still to be written."""
        return typist.report(self._front(), PLACEHOLDER)

    def _front(self) -> Iterator[str]:
        yield f"title: {typist.scalar(self.title)}"
        yield f"date: {self.date}"
        if self.time:
            yield f"time: {self.time}"
        if self.venue:
            yield f"venue: {typist.scalar(self.venue)}"
        hosts = [_person(one) for one in self.hosts]
        yield from [f"host: {hosts[0]}"] if len(hosts) == 1 else typist.items("host", hosts)
        yield from typist.items("attendees", map(_person, (*self.attendees, *self.guests)))
        yield from typist.items("groups", map(typist.scalar, self.groups))
        yield from typist.items("speakers", (_person(one.person, one.act) for one in self.speakers))
        photos = (typist.mapping({"file": one.file, "caption": one.caption}) for one in self.shots)
        yield from typist.items("photos", photos)
        yield from typist.credits({key: getattr(self.credits, key) for key in typist.CREDITS})
        yield "status: draft"


def _person(one: Person, act: str | None = None) -> str:
    return typist.person({"name": one.name, "title": one.title, "org": one.org, "slug": one.slug, "act": act})


def findings(one: Sketch, against: Against) -> list[Diagnostic]:
    """What `check` would find in the report, but for what only all reports together show.

    Without a roster nobody is told that somebody is not on it.
    """
    done = decode(one.path, one.text.encode(), Markup())
    if done.report is None:
        return list(done.findings)
    config, roster, wording = against
    case = Case(
        done.report,
        everybody(done.report, roster),
        roster,
        config,
        done.text,
        done.first_line,
        wording,
        pictures={shot.file: shot.picture for shot in one.shots},
    )
    found = [*done.findings, *rules.of_report(case)]
    return found if roster.leaders else [each for each in found if each.kind is not person.UNKNOWN_PERSON]
