"""A report with the roster and its pictures -> its own page's view, and its entry: what the site knows of it.

People are resolved here and not while decoding, so that a changed roster decodes no report again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, NamedTuple, TypeAlias

from campus_news import digest, urls
from campus_news.flat import Flat
from campus_news.model import Card, Credits, Part, Person, Picture, Report, Speaker, Status
from campus_news.roster import Leader, Roster, place
from campus_news.view import Credit, Figure, Link, Named, ReportView

VIEWS: Final = Flat(ReportView)

Pictures: TypeAlias = Mapping[str, Picture]
"""A file's name, as the report gives it -> what was published of it."""

_CREDITS: Final = {
    "source": "来源",
    "author": "撰稿",
    "photographer": "摄影",
    "editor": "编辑",
    "reviewer": "审核",
}


class Entry(NamedTuple):
    """What the site knows of one report beside its own page. Plain values only: every build reads them all.

    Moments are ISO 8601 texts, which sort as moments do; days are ordinals. A report that could not be read has no `url`.
    """

    path: str
    source: bytes
    """The digest of the file."""
    pictures: tuple[tuple[str, bytes | None, tuple[str, int, int] | None], ...]
    """Every picture asked for: its file's name, the digest of that file (None if missing), what was published of it."""
    findings: bytes
    """Packed; b"" for none."""
    wrong: bool
    """Whether there is an error among the findings."""
    url: str = ""
    title: str = ""
    day: int = 0
    minute: int = 0
    published: str = ""
    status: str = Status.DRAFT.value
    time: str | None = None
    venue: str | None = None
    lead: tuple[str, int, int] | None = None
    lead_alt: str = ""
    appearances: tuple[tuple[str, tuple[str, ...], str | None], ...] = ()
    """The leaders there: slug, the parts taken, the post held that day."""
    shown: bytes = b""
    """The digest of everything that other pages may show of it."""
    view: bytes = b""
    """The digest of its own page's view."""
    body: bytes = b""
    """The digest of its body."""

    @property
    def date(self) -> dt.date:
        """The day of the meeting."""
        return dt.date.fromordinal(self.day)

    def card(self) -> Card:
        """What lists show of it."""
        lead = Picture(*self.lead) if self.lead else None
        return Card(self.url, self.title, self.date, self.time, self.venue, lead, self.lead_alt)


def resolve(bare: Entry, report: Report, roster: Roster, pictures: Pictures) -> tuple[Entry, bytes]:
    """The entry `bare` with what `report` tells, and the packed view of its page: without neighbours, mark and body."""
    people = _People(roster, report)
    card = _card(report, pictures)
    view = VIEWS.dumps(_view(report, people, card, pictures))
    entry = bare._replace(
        url=card.url,
        title=card.title,
        day=card.date.toordinal(),
        minute=report.time.minute if report.time else 0,
        published=report.published.isoformat(timespec="seconds"),
        status=report.status.value,
        time=card.time,
        venue=card.venue,
        lead=(card.lead.url, card.lead.width, card.lead.height) if card.lead else None,
        lead_alt=card.lead_alt,
        appearances=tuple(people.appearances()),
        view=digest.of_bytes(view),
    )
    shown = (entry.url, entry.title, entry.day, entry.time, entry.venue, entry.lead, entry.lead_alt)
    return entry._replace(shown=digest.of(*shown)), view


def _view(report: Report, people: _People, card: Card, pictures: Pictures) -> ReportView:
    year, month = report.date.year, report.date.month
    return ReportView(
        card=card,
        hosts=tuple(one.named for one in people.hosts),
        attendees=tuple(one.named for one in people.in_official_order()),
        groups=report.groups,
        speakers=tuple(one.named for one in people.speakers),
        figures=tuple(_figures(report, pictures)),
        after=tuple(photo.after for photo in report.photos),
        credits=tuple(_credits(report.credits)),
        published=report.published,
        year=Link(f"{year}年", urls.year(year)),
        month=Link(f"{year}年{month}月", urls.month(year, month)),
    )


def _card(report: Report, pictures: Pictures) -> Card:
    first = next(iter((*report.photos, *report.images)), None)
    return Card(
        url=urls.report(report.date, report.slug),
        title=report.title,
        date=report.date,
        time=str(report.time) if report.time else None,
        venue=report.venue,
        lead=pictures.get(first.file) if first else None,
        lead_alt=(first.alt or first.caption or "") if first else "",
    )


def _figures(report: Report, pictures: Pictures) -> Iterator[Figure]:
    for photo in (*report.photos, *report.images):
        if photo.file in pictures:
            yield Figure(pictures[photo.file], photo.alt or photo.caption or "", photo.caption, photo.credit)


def _credits(credits: Credits) -> Iterator[Credit]:
    for one in fields(credits):
        text = getattr(credits, one.name)
        if text:
            yield Credit(_CREDITS[one.name], text)


@dataclass(frozen=True, slots=True)
class _Present:
    """Somebody at a meeting: as the report and as the page names him, and who he is on the roster, if he is."""

    person: Person
    named: Named
    leader: Leader | None = None
    title: str | None = None


class _People:
    """Everybody at one meeting."""

    def __init__(self, roster: Roster, report: Report) -> None:
        self._roster, self._day = roster, report.date
        self.hosts = [self._present(person) for person in report.hosts]
        self.attendees = [self._present(person) for person in report.attendees]
        self.speakers = [self._speaking(speaker) for speaker in report.speakers]

    def _present(self, person: Person) -> _Present:
        for leader in self._roster.named(person, self._day)[:1]:
            title = leader.title_on(self._day)
            named = Named(person.name, title, None, urls.leader(leader.slug))
            return _Present(person, named, leader, title)
        return _Present(person, Named(person.name, person.title, person.org, None))

    def in_official_order(self) -> list[_Present]:
        """The attendees: leaders in the roster's order of that day, everybody else in the place the report gives."""
        leaders = [(i, one.leader) for i, one in enumerate(self.attendees) if one.leader is not None]
        ranked = sorted(leaders, key=lambda one: place(one[1], self._day))
        ordered = list(self.attendees)
        for (i, _), (other, _) in zip(leaders, ranked, strict=True):
            ordered[i] = self.attendees[other]
        return ordered

    def _speaking(self, speaker: Speaker) -> _Present:
        """A speaker; the post is said only of those who are not named with it above.

        A bare name means the guest of that name, unless somebody present bears it bare.
        """
        same = [one for one in (*self.hosts, *self.attendees) if one.person.name == speaker.person.name]
        bare = speaker.person.title is None
        told = next((one for one in same if one.person == speaker.person), same[0] if same and bare else None)
        who = told or self._present(speaker.person)
        named = who.named
        if told is not None:
            named = Named(named.name, None, None, named.url, speaker.act)
        elif speaker.act is not None:
            named = replace(named, act=speaker.act)
        return _Present(speaker.person, named, who.leader, who.title)

    def appearances(self) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
        """Every leader once (by slug), with all the parts taken and the post."""
        parts: dict[str, dict[str, None]] = {}
        titles = {}
        groups = ((Part.HOST, self.hosts), (Part.SPEAK, self.speakers), (Part.ATTEND, self.attendees))
        for part, group in groups:
            for one in group:
                if one.leader is not None:
                    said = (part is Part.SPEAK and one.named.act) or part.value
                    parts.setdefault(one.leader.slug, {})[said] = None
                    titles[one.leader.slug] = one.title
        for slug, names in parts.items():
            yield slug, tuple(names), titles[slug]
