"""A report with its people and pictures -> its article, which its own page shows, and its entry, which the site knows."""

from __future__ import annotations

import datetime as dt
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from sys import intern
from typing import Any, Final, NamedTuple, TypeAlias

from campus_news import digest, secret, urls
from campus_news.flat import Flat
from campus_news.model import Card, Correction, Credits, Picture, Report, Status
from campus_news.people import Meeting
from campus_news.view import Article, Credit, Figure, Link

ARTICLES: Final = Flat(Article)

Pictures: TypeAlias = Mapping[str, Picture]
"""A file's name, as the report gives it -> what was published of it."""

CREDITS: Final = {
    "source": "来源",
    "author": "撰稿",
    "photographer": "摄影",
    "editor": "编辑",
    "proofreader": "校对",
    "reviewer": "审核",
}
"""What readers see before each of the credits, in this order."""

Asked: TypeAlias = tuple[str, bytes | None, tuple[str, int, int, str, bool] | None]
"""A picture asked for: its file's name, the digest of that file (None if missing), what was published of it."""


class Entry(NamedTuple):
    """What the site knows of one report beside its own page. Plain values only: every build reads them all.

    Moments are ISO 8601 texts, which sort as moments do; days are ordinals. A report that could not be read has no `url`.
    Few and flat fields: what is seldom looked at is packed.
    """

    path: str
    source: bytes
    """The digest of the file."""
    pictures: bytes
    """Every picture asked for, by `pack_pictures`."""
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
    lead: tuple[str, int, int, str] | None = None
    lead_alt: str = ""
    leaders: tuple[str, ...] = ()
    """The slugs of the leaders there."""
    said: tuple[str, ...] = ()
    """What is said of each of them: the post held that day, if any, and the parts taken, one a line."""
    marks: bytes = b""
    """The digests of what lists show of each of them there, one after the other."""
    shown: bytes = b""
    """The digest of everything that other pages may show of it."""
    article: bytes = b""
    """The digest of what its own page says, but for the body."""
    body: bytes = b""
    """The digest of its body if the memo keeps that; b"" if it is made of the file again, which takes less time."""
    waived: tuple[tuple[str, int, str], ...] = ()
    """The checks that are waived and would have found something: code, line and reason."""
    corrections: tuple[tuple[str, str], ...] = ()
    """When and in which words, newest first."""
    reason: str | None = None
    """Why it was withdrawn."""
    links: bytes = b""
    """The links of the body that stay within the site, and what links may lead to in it, by `rules.link.pack`; b"" for none."""
    aliases: tuple[str, ...] = ()
    """Addresses that once were its own."""

    @property
    def date(self) -> dt.date:
        """The day of the meeting."""
        return dt.date.fromordinal(self.day)

    @property
    def modified(self) -> str:
        """When it was published or corrected last."""
        return max(self.published, self.corrections[0][0]) if self.corrections else self.published

    def appearance(self, i: int) -> tuple[tuple[str, ...], str | None]:
        """The parts that the leader number `i` took, and the post."""
        return appearance(self.said[i])

    def card(self) -> Card:
        """What lists show of it."""
        lead = Picture(*self.lead) if self.lead else None
        return Card(self.url, self.title, self.date, self.time, self.venue, lead, self.lead_alt)


def appearance(said: str) -> tuple[tuple[str, ...], str | None]:
    """The parts taken and the post, of what an entry has `said` of somebody."""
    post, *parts = said.split("\n")
    return tuple(parts), post or None


def pack_pictures(asked: Iterable[Asked]) -> bytes:
    """As an entry has them; equal ones have equal bytes."""
    return marshal.dumps(tuple(asked), 2)


def unpack_pictures(packed: bytes) -> tuple[Asked, ...]:
    """What was packed."""
    asked: tuple[Asked, ...] = marshal.loads(packed)
    return asked


def second(moment: dt.datetime) -> str:
    """A moment as entries have theirs: ISO 8601, to the second."""
    return moment.isoformat(timespec="seconds")


_NO_WORDS: Final = frozenset({"path", "slug", "file", "waived", "marks", "aliases"})
"""What nobody reads of a report, or only in an address."""


def public(report: Report, words: str) -> Report:
    """The report as it is published: all that pages say of it is taken from here. Mostly it is the same one.

    `words` are all that its file says, a line for each of its texts.
    """
    if not secret.found(words) and not any(secret.found(one.alt or "") for one in report.images):
        return report
    shown: Report = _masked(report)
    return shown


def _masked(value: Any) -> Any:
    """A value with every text in it masked."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) else secret.masked(value)
    if isinstance(value, tuple):
        return tuple(map(_masked, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    said = [one.name for one in fields(value) if one.name not in _NO_WORDS]
    return replace(value, **{name: _masked(getattr(value, name)) for name in said})


def resolve(
    bare: Entry, report: Report, meeting: Meeting, pictures: Pictures
) -> tuple[Entry, Article, bytes]:
    """The entry `bare` with what the public `report` tells, and its article, as it is and packed."""
    card = _card(report, pictures)
    article = _article(report, meeting, card, pictures)
    packed = ARTICLES.dumps(article)
    day, lead = card.date.toordinal(), card.lead
    picture = (intern(lead.url), lead.width, lead.height, lead.tone) if lead else None
    shown = digest.of(card.url, card.title, day, card.time, card.venue, picture, card.lead_alt)
    # Words that stand in many entries are there once: what is interned when it is packed is so when it is unpacked.
    there = [
        (intern(slug), intern("\n".join([post or "", *parts]))) for slug, parts, post in meeting.appearances()
    ]
    entry = bare._replace(
        url=card.url,
        title=card.title,
        day=day,
        minute=report.time.minute if report.time else 0,
        published=intern(second(report.published)),
        status=report.status.value,
        time=card.time,
        venue=card.venue and intern(card.venue),
        lead=picture,
        lead_alt=intern(card.lead_alt),
        leaders=tuple([slug for slug, _ in there]),
        said=tuple([said for _, said in there]),
        marks=b"".join([digest.of_bytes(shown + said.encode()) for _, said in there]),
        shown=shown,
        article=digest.of_bytes(packed),
        corrections=tuple([(second(one.date), one.text) for one in article.corrections]),
        reason=report.reason,
        aliases=report.aliases,
    )
    return entry, article, packed


def _article(report: Report, meeting: Meeting, card: Card, pictures: Pictures) -> Article:
    year, month = report.date.year, report.date.month
    return Article(
        card=card,
        hosts=tuple(one.named for one in meeting.hosts),
        attendees=tuple(one.named for one in meeting.in_official_order()),
        groups=report.groups,
        observers=report.observers,
        speakers=tuple(one.named for one in meeting.speakers),
        figures=tuple(_figures(report, pictures)),
        after=tuple(photo.after for photo in report.photos),
        credits=tuple(_credits(report.credits)),
        published=report.published,
        year=Link(f"{year}年", urls.year(year)),
        month=Link(f"{year}年{month}月", urls.month(year, month)),
        corrections=_newest_first(report.corrections) if report.corrections else (),
    )


def _newest_first(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Of one moment that comes first which was written down last."""
    return tuple(sorted(corrections, key=lambda one: one.date)[::-1])


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
    for _, photo in report.pictured():
        if photo.file in pictures:
            yield Figure(pictures[photo.file], photo.alt or photo.caption or "", photo.caption, photo.credit)


def _credits(credits: Credits) -> Iterator[Credit]:
    for one in fields(credits):
        text = getattr(credits, one.name)
        if text:
            yield Credit(CREDITS[one.name], text)
