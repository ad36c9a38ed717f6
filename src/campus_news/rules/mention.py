"""Who is named in a text: people of the roster, and the posts said beside their names.

`党委副书记、校长欧阳澈` is one mention with two posts before it, `欧阳澈校长` one with a post after it. A post is known
only in the words of the roster's own posts, and `ours` only if nothing else stands before it: 文学院党委书记 is not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, NamedTuple

from campus_news.config import Config
from campus_news.diagnostics import Span
from campus_news.lazy import lazy
from campus_news.roster import Leader, Roster
from campus_news.rules import slip, unit
from campus_news.rules.confusable import near, shortened
from campus_news.rules.rule import Case, Text

_BODIES: Final = "党委|党总支|党支部|党组|纪委|行政|工会|团委"
_RANKS: Final = "(?:(?:(?<![\u3400-\u9fff])|(?<=[由请和与]))代理?|常务)?副?"
_HAN: Final = "\u3400-\u9fff"
_STOP: Final = lazy(f"[^{_HAN}、]")
_APART: Final = lazy(f"(?:^|[\\n。；，：:|])\\**[{_HAN}、]+\\Z")
"""A post before a space; what stands before it may be the name that it is said of: 方致远 校长 欧阳澈."""
_JOINED: Final = lazy("、|兼(?!职)")
_CELL: Final = lazy("[ \u3000]*\\|")
_CELLS: Final = lazy(r"(?<=\|)[ \u3000]*([^|\n]*?)[ \u3000]*(?=\|)")
_YEAR: Final = lazy(r"\d{4}")
"""What a table of former leaders has in its rows."""
_WIDEST: Final = 500
"""Characters of a row that a person can read."""
_LEARNED: Final = lazy(
    "(?:[一二三]级)?(?:副?教授|副?研究员|院士|博士|博士生导师|硕士生导师|博导|高级工程师|高级会计师)|党委(?:常委|委员)"
)
"""What may stand among somebody's posts and is none of the roster's."""
_PARTY: Final = lazy("[对上后有中时]\\Z")
_LONGEST: Final = 40
"""Characters before a name in which its posts are looked for."""
_NO_TITLE: Final = "(?!职务|一职|的职|人选|助理|办公|信箱|们|员|论坛|培训|岗)"


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
        self._explicit = (*([school] if school else []), *unit.OURS)
        self._ours = "|".join([*map(re.escape, self._explicit), *unit.OWN])
        self._whole = re.compile(f"(?P<own>(?:{self._ours})*)(?P<former>原?)(?:{self._ours})*(?P<rest>.+)")
        titles = [part for one in roster.leaders for post in one.posts for part in parts(post.title)]
        posts = [self.post(title) for title in titles]
        self.heads = {post.head for post in posts} - {"领导"}
        self.bodies = {"", "党委", *(post.body for post in posts)}
        heads = "|".join(re.escape(one) for one in sorted(self.heads, key=len, reverse=True)) or "(?!)"
        post = f"副?(?:{_BODIES})?{_RANKS}(?:{heads})"
        self._before = re.compile(f"(?P<own>(?:{self._ours})*)(?P<title>原?(?:{self._ours})*{post})\\Z")
        self._after = re.compile(f"(?P<title>{post}){_NO_TITLE}")
        self._aside = re.compile(f"[（(](?:{self._ours})*(?P<title>原?{post})[)）]")
        self._once = re.compile(f"时任(?:{self._ours})*(?P<title>{post})\\Z")
        self._ends = frozenset([*(one[-1] for one in self.heads), *"授员士导师委"])
        self._names = slip.expression(roster.bearers, sorted(self.heads, key=len, reverse=True))
        self._short = slip.after_post(roster.bearers)
        self.meant = lru_cache(2048)(self._meant)
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
        mentions: list[Mention] = []
        suspects: set[tuple[int, int]] = set()
        for start, end in places:
            words = text[start:end]
            if words in self.bearers:
                mentions.append(self._mention(text, start, end))
            elif words in self.heads:
                short = self._short.match(text, end)
                suspects.update([short.span(1)] if short else [])
            else:
                suspects.add((start, end))
        return Passage(text, span, tuple(mentions), tuple(sorted(suspects)))

    def _mention(self, text: str, start: int, end: int) -> Mention:
        name = text[start:end]
        before, after = self.before(text, start) or (), self.after(text, end)
        if not before and not after and _CELL.match(text, end):
            before, after = self.row(text, start, end)
        return Mention(start, end, name, self.bearers[name], before, after)

    def before(self, text: str, start: int) -> tuple[Title, ...] | None:
        """The posts of ours said right before the place `start`, in order; None: that of somebody else."""
        at = start
        if not at or text[at - 1] not in self._ends:
            at = self._apart(text, start)
            if at == start:
                return ()
        first = max(0, at - _LONGEST)
        near = _STOP.split(text[first:at])[-1]
        found = self.posts_before(near)
        if found is None:
            return None
        return tuple(Title(a + at - len(near), b + at - len(near), post) for a, b, post in found)

    def _apart(self, text: str, start: int) -> int:
        """Where a post ends that stands before the place `start` and is held apart by marks; `start` if none does."""
        if not start or text[start - 1] not in slip.MARKS:
            return start
        first = max(0, start - 8)
        at = first + len(text[first:start].rstrip(slip.MARKS))
        gap = text[at:start]
        if at == first or text[at - 1] not in self._ends or len(gap.strip(" *\u3000")) > 1:
            return start
        alone = gap.strip("*") and not gap.strip("* \u3000")
        return start if alone and not _APART.search(text, max(0, at - _LONGEST), at) else at

    def after(self, text: str, end: int) -> Title | None:
        """The post said right after the place `end`, unless it is the next person's."""
        match = self._after.match(text, end)
        if match:
            if self._names.match(text, match.end()):
                return None
        elif text[end : end + 1] in "（(":
            match = self._aside.match(text, end)
        return Title(*match.span("title"), self.post(match["title"])) if match else None

    def row(self, text: str, start: int, end: int) -> tuple[tuple[Title, ...], Title | None]:
        """The posts in the cell before, or else in that after, the cell that is the name; none if both may be his."""
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        row = text[first : last if last >= 0 else len(text)]
        if not row.startswith("|") or len(row) > _WIDEST or _YEAR.search(row):
            return (), None
        cells = list(_CELLS.finditer(row))
        told = [
            tuple(Title(first + cell.start(1) + a, first + cell.start(1) + b, post) for a, b, post in found)
            for cell in cells
            for found in [self.posts_before(cell[1]) or ()]
        ]
        at = next((i for i, cell in enumerate(cells) if cell.span(1) == (start - first, end - first)), -1)
        before = told[at - 1] if at > 0 else ()
        after = told[at + 1] if -1 < at < len(cells) - 1 else ()
        return ((), None) if before and after else (before, after[0] if after else None)

    def once(self, text: str, start: int) -> Post | None:
        """The post that somebody held at another time: 时任副校长."""
        match = self._once.search(text, max(0, start - _LONGEST), start)
        return self.post(match["title"]) if match else None

    def _meant(self, words: str) -> tuple[str, ...]:
        """The names of the roster that a slip may have made `words` of."""
        return tuple(near(words, self.bearers) or shortened(words, self.bearers))

    def _posts_before(self, near: str) -> tuple[tuple[int, int, Post], ...] | None:
        """The posts that `near` ends with, joined by 、 or 兼: places in it, and their parts."""
        found: list[tuple[int, int, Post]] = []
        end = len(near)
        while end > 0:
            begin = max((match.end() for match in _JOINED.finditer(near, 0, end)), default=0)
            piece = near[begin:end]
            match = self._before.search(piece)
            if match:
                own, post = match["own"], self.post(match["title"])
                ours = own.startswith(self._explicit)
                if post.body not in self.bodies or (not ours and unit.theirs(piece[: match.start()], own)):
                    return None
                found.append((begin + match.start("title"), end, post))
                if ours or match.start():
                    break
            elif not _LEARNED.fullmatch(piece):
                if found and unit.is_post(piece) and unit.is_foreign(piece):
                    return None
                if not found or not unit.is_post(piece):
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
    """Whether nothing that could belong to it stands before the name at the place `start`: 对方致辞 is of no 方致辞."""
    return unit.led(text, start) and not (
        text.startswith("方", start) and _PARTY.search(text, start - 1, start)
    )


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
    fields = [text for text in case.texts if text.loc[-1:] in _NAMING or text.loc[:1] in _LISTS]
    whole = known.passage("\n".join([text.words for text in fields]), partial(_within, fields))
    return known.passage(case.prose, case.span), whole


_NAMING: Final = (("caption",), ("alt",), ("venue",))
_LISTS: Final = (("title",), ("groups",), ("observers",))


def _within(fields: Sequence[Text], start: int, end: int) -> Span:
    """A place in the fields, one after the other."""
    for text in fields:
        if start <= len(text.words):
            break
        start, end = start - len(text.words) - 1, end - len(text.words) - 1
    return text.place(start, end)
