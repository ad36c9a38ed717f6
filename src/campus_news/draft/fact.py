"""What was understood of a hand-over: frozen values, each with the place it was copied from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """A piece of the hand-over: `lines[line][start:end]`, lines counted from 0."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the text names him; `title` is copied from wherever the text says it."""

    name: str
    title: str | None
    place: Place
    act: str | None = None
    """What a speaker does, in the words of the text."""


@dataclass(frozen=True, slots=True)
class Words:
    """Something copied, and where from."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt for the editor: the field, what to do, and the words it comes from."""

    field: str
    level: str
    """`must`: not to be published before it is settled; `look`: worth a look."""
    text: str
    evidence: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the text says of the meeting; empty where it does not say."""

    title: Words | None = None
    date: dt.date | None = None
    day: Words | None = None
    """The words of the date, whether or not its year is known."""
    month_day: tuple[int, int] | None = None
    time: Words | None = None
    venue: Words | None = None
    hosts: tuple[Person, ...] = ()
    attendees: tuple[Person, ...] = ()
    groups: tuple[Words, ...] = ()
    observers: tuple[Words, ...] = ()
    absent: tuple[Person, ...] = ()
    speakers: tuple[Person, ...] = ()
    captions: tuple[Words, ...] = ()
    credits: Mapping[str, Words] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
