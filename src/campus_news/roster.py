"""leaders.yaml, and who held which post on a day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Annotated, Any, Final

from campus_news import catalogue as kinds
from campus_news import field, naming, slug
from campus_news.diagnostics import Diagnostic, Span, finding
from campus_news.model import Loc, Person
from campus_news.plain import LateMarks, Words
from campus_news.schema import Line, Mapped, Shape, scalar
from campus_news.shape import quick_list, shape_list
from campus_news.source import entries

_NOWHERE: Final = Span("", 1)


@dataclass(frozen=True, slots=True)
class Post:
    """A post held from `start` to `end`, both days included; `end` None: to this day."""

    title: str
    start: dt.date
    end: dt.date | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody on the roster. `order` is the place in the file, from 0; `marks` tells where all leaders' fields stand."""

    slug: str
    name: str
    order: int
    posts: tuple[Post, ...]
    former_names: tuple[str, ...] = ()
    portrait: str | None = None
    marks: Mapping[Loc, Span] = made_by(default_factory=dict, compare=False, repr=False)
    days: tuple[dt.date, ...] = ()
    """The days on which the posts held change, and `standings` what holds from each of them on."""
    standings: tuple[tuple[str | None, int | None], ...] = ()

    @property
    def mark(self) -> Span:
        """Where the name stands."""
        return self.marks.get((self.order, "name"), _NOWHERE)

    @property
    def portrait_mark(self) -> Span:
        """Where the portrait's file name stands."""
        return self.marks.get((self.order, "portrait"), self.mark)

    def standing(self, day: dt.date) -> tuple[str | None, int | None]:
        """The title held on `day`, all posts as one (党委副书记、校长), and its rank; None for either that is not."""
        i = bisect_right(self.days, day)
        return self.standings[i - 1] if i else (None, None)

    def title_on(self, day: dt.date) -> str | None:
        """The title held on `day`, None if there was none."""
        return self.standing(day)[0]

    def begun(self, day: dt.date) -> bool:
        """Whether any post has begun by `day`."""
        return bool(self.days) and self.days[0] <= day

    def last_title(self) -> str | None:
        """The title held last, for a leader no longer in office."""
        ends = [post.end for post in self.posts if post.end is not None]
        return self.title_on(max(ends)) if ends else None

    def distance(self, day: dt.date) -> int:
        """Days between `day` and the nearest day in office; 0 in office."""
        return min(
            (max((post.start - day).days, 0, (day - (post.end or day)).days) for post in self.posts),
            default=10**6,
        )


@dataclass(frozen=True, slots=True)
class Roster:
    """All leaders, in the order of the file; `bearers` are they by every name they have or had."""

    leaders: tuple[Leader, ...] = ()
    bearers: Mapping[str, tuple[Leader, ...]] = made_by(default_factory=dict)

    @classmethod
    def of(cls, leaders: Iterable[Leader]) -> Roster:
        """The roster of `leaders`."""
        everybody = tuple(leaders)
        bearers: defaultdict[str, list[Leader]] = defaultdict(list)
        for leader in everybody:
            for name in dict.fromkeys((leader.name, *leader.former_names)):
                bearers[name].append(leader)
        return cls(everybody, {name: tuple(found) for name, found in bearers.items()})

    def in_office(self, day: dt.date) -> tuple[Leader, ...]:
        """Who holds a post on `day`, in the official order of that day."""
        return tuple(
            sorted((one for one in self.leaders if one.title_on(day)), key=lambda one: place(one, day))
        )

    def former(self, day: dt.date) -> tuple[Leader, ...]:
        """Who held posts before `day` and holds none now, in the order of the file."""
        return tuple(one for one in self.leaders if one.title_on(day) is None and one.begun(day))

    def named(self, person: Person, day: dt.date) -> tuple[Leader, ...]:
        """The leaders that `person` may be: none for a guest or a stranger, several if the name does not tell.

        Between a leader of the name and another who once bore it, the one in office nearest `day` is meant.
        """
        bearers = self.bearers.get(person.name, ())
        if person.slug is not None:
            return tuple(one for one in bearers if one.slug == person.slug)
        if person.title is not None or person.org is not None:
            return ()
        if len(bearers) < 2 or sum(one.name == person.name for one in bearers) > 1:
            return bearers
        nearest = min(one.distance(day) for one in bearers)
        return tuple(one for one in bearers if one.distance(day) == nearest)


def posts_on(posts: Sequence[Post], day: dt.date) -> tuple[Post, ...]:
    """Those held on `day`. One that ends on the day another begins is over: its successor is the post.

    Notices give one day as the end of the old post and the beginning of the new.
    """
    held = [post for post in posts if post.start <= day and (post.end is None or day <= post.end)]
    begun = any(post.start == day for post in held)
    return tuple(post for post in held if not (begun and post.end == day and post.start < day))


def place(leader: Leader, day: dt.date) -> tuple[int, bool, int]:
    """What leaders are sorted by on `day`: the place in the file, or the `rank` of a post held that day."""
    rank = leader.standing(day)[1]
    return (leader.order + 1, True, leader.order) if rank is None else (rank, False, leader.order)


def _changes(posts: Sequence[Post]) -> dict[dt.date, tuple[str | None, int | None]]:
    """The days on which what is held changes, in order, each with the title and the rank from then on."""
    ends = {
        post.end + dt.timedelta(days=1) for post in posts if post.end is not None and post.end < dt.date.max
    }
    changes: dict[dt.date, tuple[str | None, int | None]] = {}
    for day in sorted({*ends, *(post.start for post in posts)}):
        held = posts_on(posts, day)
        ranks = [post.rank for post in held if post.rank is not None]
        changes[day] = "、".join(post.title for post in held) or None, min(ranks, default=None)
    return changes


@dataclass(frozen=True, slots=True)
class PostFields(Shape):
    title: Line
    from_: Annotated[dt.date, scalar(field.day)]
    to: Annotated[dt.date, scalar(field.day)] | None = None
    rank: Annotated[int, scalar(field.rank)] | None = None


def _post(*, from_: dt.date, to: dt.date | None = None, **others: Any) -> Post:
    return Post(start=from_, end=to, **others)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderFields(Shape):
    name: Annotated[str, scalar(field.name)]
    slug: Annotated[str, scalar(field.slug)] | None = None
    former_names: tuple[Annotated[str, scalar(field.name)], ...] = ()
    portrait: Annotated[str, scalar(field.file_name)] | None = None
    posts: tuple[Annotated[Post, Mapped(PostFields, _post)], ...]


# fmt: off
WORDS: Final = Words(
    known=frozenset({
        "name", "slug", "former_names", "portrait", "posts", "title", "from", "to", "rank",
    }),
    labels={"name": "姓名", "posts": "任职", "title": "职务", "from": "任职起始日期"},
    others={
        "姓名": "name", "曾用名": "former_names", "照片": "portrait", "photo": "portrait",
        "任职": "posts", "post": "posts", "职务": "title", "start": "from", "起": "from", "开始": "from",
        "end": "to", "止": "to", "结束": "to", "order": "rank", "排序": "rank",
    },
    lists={"former_names": None, "posts": "title"},
    symbols=frozenset({"slug", "from", "to", "rank"}),
)
# fmt: on


class RosterMarks(LateMarks):
    """Where the leaders' fields stand: (2, "name") is the third leader's name."""

    words = WORDS


def read(path: str, data: bytes) -> tuple[Roster, list[Diagnostic]]:
    """The roster in `data`; what is wrong with it is told.

    A leader stays on it without a post or a former name that has a fault: reports that name him are right.
    """
    lines, findings = entries(path, data)
    if not lines:
        return Roster(), findings
    everybody = quick_list(LeaderFields, lines, WORDS) if not findings else None
    numbered = None if everybody is None else list(enumerate(everybody))
    if numbered is None:
        numbered, found = _closely(path, lines)
        findings += found
    marks = RosterMarks(path, lines, 1)
    leaders = []
    for order, fields in numbered:
        leaders.append(_leader(fields, order, marks))
        findings += _backwards(fields, order, marks)
        if not leaders[-1].slug:
            findings.append(finding(kinds.NO_SLUG_FOR, leaders[-1].mark, name=fields.name))
        if naming.reserved(leaders[-1].slug):
            name = leaders[-1].slug
            findings.append(
                finding(naming.NOT_FOR_WINDOWS, marks.get((order, "slug"), leaders[-1].mark), name=name)
            )
    return Roster.of(leaders), findings + _same_slugs(leaders)


def _closely(path: str, lines: Sequence[str]) -> tuple[list[tuple[int, LeaderFields]], list[Diagnostic]]:
    """The leaders of a file in which something may be wrong, each with the place in it, and what is wrong."""
    shaped, findings = shape_list(LeaderFields, path, lines, WORDS, kinds.NOT_LEADERS)
    read = [(order, one.value or one.partial) for order, one in enumerate(shaped)]
    return [(order, fields) for order, fields in read if fields], findings


def _leader(fields: LeaderFields, order: int, marks: Mapping[Loc, Span]) -> Leader:
    changes = _changes(fields.posts)
    return Leader(
        slug=fields.slug or slug.of_name(fields.name),
        name=fields.name,
        order=order,
        posts=fields.posts,
        former_names=fields.former_names,
        portrait=fields.portrait,
        marks=marks,
        days=tuple(changes),
        standings=tuple(changes.values()),
    )


def _backwards(fields: LeaderFields, order: int, marks: Mapping[Loc, Span]) -> Iterable[Diagnostic]:
    for i, post in enumerate(fields.posts):
        if post.end is not None and post.end < post.start:
            yield finding(kinds.POST_BACKWARDS, marks[order, "posts", i, "to"])


def _same_slugs(leaders: Sequence[Leader]) -> list[Diagnostic]:
    first: dict[str, Leader] = {}
    found = []
    for leader in leaders:
        other = first.setdefault(leader.slug, leader)
        if other is not leader and leader.slug:
            found.append(
                finding(
                    kinds.SAME_SLUG,
                    leader.mark,
                    name=leader.name,
                    other=other.name,
                    line=other.mark.line,
                    slug=leader.slug,
                )
            )
    return found
