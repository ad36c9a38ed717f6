"""What templates see: one frozen type for each kind of page, and the pieces they are made of.

A template sees its page's view, the brand, and nothing else: no clock, no environment, no whole site.
All `url` values are addresses within the site ("/2022/09/"); templates turn them into links with `|href`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from campus_news.model import Card, Correction, Picture


@dataclass(frozen=True, slots=True)
class Emblem:
    """The school's emblem: its address within the site, and its size in pixels, of which only the shape matters."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Brand:
    """What every page says of the site. `owner` is the office in charge (主办), `icp` the licence number (备案号).

    `timezone` is that of all moments on its pages.
    """

    name: str
    school: str
    url: str
    owner: str | None
    icp: str | None
    timezone: str
    emblem: Emblem | None


@dataclass(frozen=True, slots=True)
class Link:
    """A text and the address it leads to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on a page, with the post held on the day; `url` only for people on the roster."""

    name: str
    title: str | None
    org: str | None
    url: str | None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words."""

    picture: Picture
    alt: str
    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class Credit:
    """One line of the sign-off: 来源, 撰稿…"""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class BodyItem:
    """A piece of a report's body: either safe `html` or a `figure`."""

    html: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What a report's own page says, but for its text."""

    card: Card
    hosts: tuple[Named, ...]
    attendees: tuple[Named, ...]
    groups: tuple[str, ...]
    observers: tuple[str, ...]
    speakers: tuple[Named, ...]
    figures: tuple[Figure, ...]
    """All pictures: the front matter's, then the body's own (see `placement.place`)."""
    after: tuple[int | None, ...]
    """For each of the front matter's pictures the paragraph it shall follow."""
    credits: tuple[Credit, ...]
    published: dt.datetime
    year: Link
    month: Link
    corrections: tuple[Correction, ...] = ()
    """Newest first."""

    @property
    def modified(self) -> dt.datetime:
        """When it was published or corrected last."""
        return max([self.published, *[one.date for one in self.corrections]])

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody named, once, in the order of the page."""
        return tuple(dict.fromkeys([one.name for one in (*self.hosts, *self.attendees, *self.speakers)]))


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody's speech: the post held then ("" if there is none), how it is called, its anchor on the page."""

    name: str
    post: str
    act: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ReportView:
    article: Article
    body: tuple[BodyItem, ...]
    speeches: tuple[Speech, ...]
    """Those of the report's speakers that the text marks, in the report's order."""
    anchors: Mapping[str, str]
    """By name where somebody begins to speak in the text."""
    others: Mapping[str, str]
    """Of `anchors` those of people who are not among the report's speakers."""
    mark: str | None
    """草稿 or 未到发布时间 on a preview, None on a published page."""
    older: Card | None
    newer: Card | None
    description: str
    """Its first sentences, or where and when the meeting was."""
    published: str
    """The moment of publication with its distance from UTC, in RFC 3339."""
    modified: str | None
    """The same of the last correction; None if there is none."""
    graph: str
    """The page in JSON-LD."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that results can be limited to; `word` stands for it in the index."""

    text: str
    value: str
    word: str


@dataclass(frozen=True, slots=True)
class IndexPart:
    """A part of the search index: its folder, and the years it is of."""

    url: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class SearchView:
    """Without parts there is no search."""

    engine: str
    """The folder of the program that searches."""
    parts: tuple[IndexPart, ...]
    """Newest first."""
    leaders: tuple[Choice, ...]
    """In office, in official order, then former ones."""
    years: tuple[Choice, ...]
    """Newest first."""
    venues: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """What stands in the place of a report that is withdrawn."""

    date: dt.date
    reason: str
    trail: tuple[Link, ...]
    """The year and the month of the meeting, if they have a page; the last of these by its whole name: `near`."""
    near: Link | None


@dataclass(frozen=True, slots=True)
class NotFoundView:
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A file for machines, as it will be."""

    text: str


@dataclass(frozen=True, slots=True)
class MovedView:
    """A page that leads on to `url`."""

    url: str
