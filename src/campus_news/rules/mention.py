"""Who is named in a text: people of the roster, and the posts said beside their names.

`党委副书记、校长欧阳澈` is one mention with two posts before it, `欧阳澈校长` one with a post after it. A post is known
only in the words of the roster's own posts, and `ours` only if nothing else stands before it: 文学院党委书记 is not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, NamedTuple

from campus_news.config import Config
from campus_news.diagnostics import Span
from campus_news.lazy import lazy
from campus_news.model import Loc, Report
from campus_news.roster import Leader, Roster
from campus_news.rules import slip
from campus_news.rules.rule import Case

_BODIES: Final = "党委|党总支|党支部|党组|纪委|行政|工会|团委"
_RANKS: Final = "(?:常务)?副?"
_OURS: Final = ("学校", "学院", "我校", "我院", "本校", "本院", "分校", "校(?!长)", "院(?!长)")
_EDGE: Final = lazy(
    r"(?:^|[^\u3400-\u9fff]|[由和与及在请向对让后上中时是有随同为给])(?:新任|现任|(?:(?:学?[校院])?(?:主要)?领导))?\Z"
)
"""What may stand before a post or a name that belongs to nobody else."""
_STOP: Final = lazy(r"[^\u3400-\u9fff、]")
_LONGEST: Final = 40
"""Characters before a name in which its posts are looked for."""
_NO_TITLE: Final = "(?!职务|一职|的职|人选|助理|办公|信箱|们|员|论坛|培训|岗)"


FOLLOWING: Final = lazy(f"[^\u3400-\u9fff]|[{slip.VERBS}]|\\Z")
"""What surely is no more of a name."""


class Post(NamedTuple):
    """A post in its parts: 原 党委 常务副 书记."""

    former: bool
    body: str
    rank: str
    head: str


class Title(NamedTuple):
    """A post as a text says it; `start` and `end` without the 校 or 学校 before it."""

    start: int
    end: int
    post: Post


class Mention(NamedTuple):
    """A name of the roster in a text, with the posts of our own said of it right before and after."""

    start: int
    end: int
    name: str
    leaders: tuple[Leader, ...]
    before: tuple[Title, ...]
    after: Title | None

    @property
    def opening(self) -> int:
        """Where the posts before the name begin, or the name."""
        return self.before[0].start if self.before else self.start

    @property
    def closing(self) -> int:
        """Where the name ends, or the post after it."""
        return self.after.end if self.after else self.end


class Term(NamedTuple):
    """A post of the roster in its parts, and the days from and to which it is held."""

    start: dt.date
    end: dt.date
    words: str
    post: Post


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the report's text, and where it stands in the file."""

    text: str
    span: Callable[[int, int], Span]
    mentions: tuple[Mention, ...]
    suspects: tuple[tuple[int, int], ...]
    """Places of what may be meant for a name of the roster and is none."""


class Register:
    """What of a roster is looked for in texts; made once for all reports."""

    def __init__(self, roster: Roster, school: str) -> None:
        self.bearers = roster.bearers
        self._ours = "|".join([*([re.escape(school)] if school else []), *_OURS])
        self._whole = re.compile(f"(?P<own>(?:{self._ours})*)(?P<former>原?)(?:{self._ours})*(?P<rest>.+)")
        titles = [part for one in roster.leaders for post in one.posts for part in parts(post.title)]
        posts = [self.post(title) for title in titles]
        self.heads = {post.head for post in posts} - {"领导"}
        self.bodies = {"", "党委", *(post.body for post in posts)}
        heads = "|".join(re.escape(one) for one in sorted(self.heads, key=len, reverse=True)) or "(?!)"
        post = f"副?(?:{_BODIES})?{_RANKS}(?:{heads})"
        self._before = re.compile(f"(?P<own>(?:{self._ours})*)(?P<title>原?(?:{self._ours})*{post})\\Z")
        self._after = re.compile(f"(?P<title>{post}){_NO_TITLE}")
        self._ends = frozenset(one[-1] for one in self.heads)
        self._names = slip.expression(roster.bearers)
        self.posts_before = lru_cache(2048)(self._posts_before)
        self.terms = {
            one.slug: tuple(
                Term(post.start, post.end or dt.date.max, part, self.post(part))
                for post in one.posts
                for part in parts(post.title)
            )
            for one in roster.leaders
        }

    def post(self, title: str) -> Post:
        """One post of the roster or of a text in its parts."""
        match = self._whole.fullmatch(title)
        former, rest = (bool(match["former"]), match["rest"]) if match else (False, title)
        parted = re.fullmatch(f"(副?)({_BODIES})?({_RANKS})(.+)", rest)
        return (
            Post(former, parted[2] or "", parted[1] + parted[3], parted[4])
            if parted
            else Post(former, "", "", rest)
        )

    def passage(self, text: str, span: Callable[[int, int], Span]) -> Passage:
        """All names of the roster in `text`, and all that may be meant for one, in order."""
        places = [match.span() for match in self._names.finditer(text)]
        if not places:
            return Passage(text, span, (), ())
        mentions = [self._mention(text, *one) for one in places if text[one[0] : one[1]] in self.bearers]
        suspects = [one for one in places if text[one[0] : one[1]] not in self.bearers]
        return Passage(text, span, tuple(mentions), tuple(suspects))

    def _mention(self, text: str, start: int, end: int) -> Mention:
        name = text[start:end]
        return Mention(start, end, name, self.bearers[name], self.before(text, start), self.after(text, end))

    def before(self, text: str, start: int) -> tuple[Title, ...]:
        """The posts of ours said right before the place `start`, in order."""
        if not start or text[start - 1] not in self._ends:
            return ()
        first = max(0, start - _LONGEST)
        near = _STOP.split(text[first:start])[-1]
        return tuple(
            Title(a + start - len(near), b + start - len(near), post)
            for a, b, post in self.posts_before(near)
        )

    def after(self, text: str, end: int) -> Title | None:
        """The post said right after the place `end`, unless it is the next person's."""
        match = self._after.match(text, end)
        if not match or self._names.match(text, match.end()):
            return None
        return Title(*match.span("title"), self.post(match["title"]))

    def _posts_before(self, near: str) -> tuple[tuple[int, int, Post], ...]:
        """The posts that `near` ends with, joined by 、: places in it, and their parts."""
        found: list[tuple[int, int, Post]] = []
        end = len(near)
        while end > 0:
            begin = near.rfind("、", 0, end) + 1
            match = self._before.search(near, begin, end)
            if not match:
                break
            if _EDGE.search(near[begin : match.start()]):
                found.append((match.start("title"), end, self.post(match["title"])))
            if match.start() > begin:
                break
            end = begin - 1
        return tuple(reversed(found))


def parts(title: str) -> list[str]:
    """党委副书记、校长 as two posts."""
    return [part for part in re.split("[、，,兼]", title) if part]


def guests(case: Case) -> set[str]:
    """The names of those whom the front matter gives a post or a unit of their own."""
    return {one.person.name for one in case.people if one.person.title or one.person.org}


def free(text: str, start: int) -> bool:
    """Whether nothing that could belong to it stands before the place `start`."""
    return bool(_EDGE.search(text, max(0, start - 8), start))


_REGISTERS: Final[dict[tuple[int, str], tuple[Roster, Register]]] = {}


def register(roster: Roster, config: Config | None) -> Register:
    """The register of `roster`, made at its first report."""
    key = (id(roster), config.school if config else "")
    known = _REGISTERS.get(key)
    if known is None or known[0] is not roster:
        if len(_REGISTERS) > 8:
            _REGISTERS.clear()
        known = _REGISTERS[key] = (roster, Register(roster, key[1]))
    return known[1]


@lru_cache(1)
def passages(case: Case) -> tuple[Passage, ...]:
    """The texts of a report in which people are named: body, title, captions and descriptions of pictures."""
    if not case.roster.leaders:
        return ()
    known = register(case.roster, case.config)
    found = [known.passage(case.prose, case.span)]
    for loc, text in _fields(case):
        found.append(known.passage(text, partial(_within, case.report, loc)))
    return tuple(found)


def _fields(case: Case) -> Iterable[tuple[Loc, str]]:
    yield ("title",), case.report.title
    for i, photo in enumerate(case.report.photos):
        if photo.caption:
            yield ("photos", i, "caption"), photo.caption
        if photo.alt:
            yield ("photos", i, "alt"), photo.alt


def _within(report: Report, loc: Loc, start: int, end: int) -> Span:
    """A place in a field of the front matter; the whole field if it is written otherwise than it reads."""
    whole = report.mark(*loc)
    begin = start + (whole.words[:1] in ("'", '"'))
    if begin >= whole.width:
        return whole
    return Span(whole.path, whole.line, whole.column + begin, end - start, whole.source)
