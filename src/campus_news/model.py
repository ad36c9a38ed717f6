"""What a report says, as frozen values: no I/O, no HTML, no addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from campus_news.diagnostics import Span

Loc: TypeAlias = tuple[str | int, ...]
"""The way to a field of the front matter: ("attendees", 1, "name")."""


class Record:
    """What frozen types of many instances share: packed as the call that makes them, in a fifth of the time."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        names: tuple[str, ...] = type(self).__slots__
        return type(self), tuple([getattr(self, name) for name in names])


class Status(StrEnum):
    """Where a report is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Period(StrEnum):
    """A part of the day, as reports name it."""

    MORNING = "上午"
    NOON = "中午"
    AFTERNOON = "下午"
    EVENING = "晚上"


class Part(StrEnum):
    """What a leader did at a meeting, in the order in which it is said."""

    HOST = "主持"
    SPEAK = "讲话"
    ATTEND = "出席"


_STARTS = {Period.MORNING: 8, Period.NOON: 12, Period.AFTERNOON: 14, Period.EVENING: 19}


@dataclass(frozen=True, slots=True)
class TimeOfDay(Record):
    """Either a part of the day or a clock time, whichever the report gives."""

    period: Period | None = None
    clock: dt.time | None = None

    @property
    def minute(self) -> int:
        """Minutes since midnight, for sorting; a part of the day counts from its usual start."""
        if self.clock is not None:
            return self.clock.hour * 60 + self.clock.minute
        return _STARTS[self.period] * 60 if self.period else 0

    def __str__(self) -> str:
        return f"{self.clock:%H:%M}" if self.clock is not None else str(self.period or "")


@dataclass(frozen=True, slots=True)
class Person(Record):
    """Somebody as the report names him. With a `title` he is a guest; `slug` tells two leaders of one name apart."""

    name: str
    title: str | None = None
    org: str | None = None
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker(Record):
    """Somebody who spoke, and how (讲话, 致辞, 传达…)."""

    person: Person
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Photo(Record):
    """A picture of the report. `after` is the number of the body paragraph it follows, 0 for before the first."""

    file: str
    caption: str | None = None
    alt: str | None = None
    credit: str | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Credits(Record):
    """Who answers for the report."""

    source: str | None = None
    author: str | None = None
    photographer: str | None = None
    editor: str | None = None
    proofreader: str | None = None
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver(Record):
    """That the findings of one code are no mistakes in this report, and why.

    `code` may have words after it: then only the findings at these words are meant.
    """

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note(Record):
    """A doubt that `draft` left for the editor: which field, what to do, and the words of the hand-over that raised it.

    `level` is `must` (cannot be published as it is) or `look` (probably right). A report with notes is not published.
    """

    text: str
    field: str | None = None
    level: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Correction(Record):
    """What was put right in a report that was out already: when (midnight if only the day is known), and in which words."""

    date: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Approval(Record):
    """Who approved a report at one stage, and on which day. `digest` tells what was approved last (see `approval`)."""

    by: str
    on: dt.date
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Review(Record):
    """The three stages of a review (三审), each if it has been."""

    first: Approval | None = None
    second: Approval | None = None
    final: Approval | None = None


NO_REVIEW: Final = Review()
STAGES: Final = {"first": "一审", "second": "二审", "final": "三审"}
"""The stages in their order, and what editors call them."""


@dataclass(frozen=True, slots=True)
class Report(Record):
    """Everything one file says but its text. `path` is relative to the root; `slug` comes from the file's name.

    `photos` are the front matter's, `images` those that the body asks for where it wants them (![图注](1.jpg)).
    `marks` tells where each field stands and takes no part in comparison: a moved line changes no page.
    """

    path: str
    slug: str
    title: str
    date: dt.date
    time: TimeOfDay | None
    venue: str | None
    hosts: tuple[Person, ...]
    attendees: tuple[Person, ...]
    groups: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    photos: tuple[Photo, ...]
    images: tuple[Photo, ...]
    credits: Credits
    published: dt.datetime
    status: Status
    waived: tuple[Waiver, ...]
    marks: Mapping[Loc, Span] = field(compare=False, repr=False)
    observers: tuple[str, ...] = ()
    """Who sat in (列席): people and groups, in the words of the report."""
    notes: tuple[Note, ...] = ()
    corrections: tuple[Correction, ...] = ()
    reason: str | None = None
    """Why it was withdrawn."""
    review: Review = NO_REVIEW
    aliases: tuple[str, ...] = ()
    """Addresses within the site that once were its own."""

    def mark(self, *loc: str | int) -> Span:
        """Where the field at `loc` stands, or the nearest thing around it, or the file's first line."""
        while loc:
            if loc in self.marks:
                return self.marks[loc]
            loc = loc[:-1]
        return Span(self.path, 1)

    def named(self) -> tuple[tuple[Loc, Person], ...]:
        """Everybody the report names as present, with the field that does: hosts, attendees, speakers."""
        return (
            *((("host", i), person) for i, person in enumerate(self.hosts)),
            *((("attendees", i), person) for i, person in enumerate(self.attendees)),
            *((("speakers", i), speaker.person) for i, speaker in enumerate(self.speakers)),
        )

    def said(self) -> list[tuple[Loc, str]]:
        """Every text of the front matter that readers see, but for names, which are letters and nothing else."""
        said: list[tuple[Loc, str]] = [(("title",), self.title)]
        if self.venue:
            said.append((("venue",), self.venue))
        said += [
            (("photos", i, key), words)
            for i, photo in enumerate(self.photos)
            for key in ("caption", "alt", "credit")
            if (words := getattr(photo, key))
        ]
        said += [(("groups", i), group) for i, group in enumerate(self.groups)]
        said += [(("observers", i), words) for i, words in enumerate(self.observers)]
        speaking = [speaker.person for speaker in self.speakers]
        for part, people in (("host", self.hosts), ("attendees", self.attendees), ("speakers", speaking)):
            guests = [(i, one) for i, one in enumerate(people) if one.title or one.org]
            said += [((part, i, "title"), one.title) for i, one in guests if one.title]
            said += [((part, i, "org"), one.org) for i, one in guests if one.org]
        said += [(("speakers", i, "act"), one.act) for i, one in enumerate(self.speakers) if one.act]
        said += [
            (("credits", key), words) for key in Credits.__slots__ if (words := getattr(self.credits, key))
        ]
        said += [(("corrections", i, "text"), one.text) for i, one in enumerate(self.corrections)]
        if self.reason:
            said.append((("reason",), self.reason))
        return said

    def pictured(self) -> tuple[tuple[Loc, Photo], ...]:
        """Every picture the report asks for, with the field that does: the front matter's, then the body's."""
        return (
            *((("photos", i), photo) for i, photo in enumerate(self.photos)),
            *((("images", i), photo) for i, photo in enumerate(self.images)),
        )


NARROWER: Final = (480, 960)
"""Pixels of the widths in which a picture that is wider is published too: for lists, and for the column of text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A published picture: the address within the site of its widest form, the size of that in pixels.

    `tone` is the colour that stands for it while it loads (see `photos.Photo`).
    `located`: the file that it was made of tells where it was taken. What is published does not.
    """

    url: str
    width: int
    height: int
    tone: str
    located: bool = field(default=False, compare=False)

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of all its forms, narrowest first."""
        return (*[one for one in NARROWER if one < self.width], self.width)


@dataclass(frozen=True, slots=True)
class Card:
    """The part of a report that other pages may show. An edited body leaves it as it was."""

    url: str
    title: str
    date: dt.date
    time: str | None = None
    venue: str | None = None
    lead: Picture | None = None
    lead_alt: str = ""
