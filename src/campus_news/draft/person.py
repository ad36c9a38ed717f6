"""An enumeration of those present -> people with their posts, and groups.

    list   = piece ((","|"、"|";"|"和"|"以及") piece)*     not within brackets and quotation marks
    piece  = post+ name | unit? name post | post | name | group
A post holds for the bare names after it until a comma or the next post (副校长甲、乙、丙); a post alone before 、 and a
post with a name is a second one of that person (党委副书记、校长甲). 校领导甲、乙 says 校领导 of each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from campus_news.draft.post import COURTESY, HEAD, RANK, Mention, is_name, is_surname
from campus_news.lazy import lazy

_OPEN, _CLOSE = "（“《【「", "）”》】」"
_JOIN: Final = lazy("以及|及其|[和与及暨]")
_HEAD: Final = lazy(f"{HEAD}|成员|(?:[校院]|学校|学院|单位|处室)领导")
_TURNED: Final = lazy(f"{RANK}(?:{COURTESY})$")
_UNIT_END: Final = lazy(
    "(?:学校|学院|大学|中学|小学|分校|校区|公司|集团|部|处|院|系|室|局|厅|办|委|校|）)$|^$"
)
_MANY: Final = lazy("全体|全校|各|所有|\\d|名|们|代表$")
_AND_SO_ON: Final = lazy("等(?:[^，。]{0,8}(?:领导|同志|人|代表|嘉宾|成员))?$")
_ASIDE: Final = lazy("(?<=.{2})（[^（）]{1,6}）$")
"""What is said of a name after it: （左二）, （女）."""
_COMRADE: Final = lazy("(?:同志|同学|教授|博士|老师)$")
_BEFORE: Final = lazy(
    r"^(?:(?:本次|此次|这次)?(?:会议|大会|典礼|仪式|活动)?(?:由|邀请)|会上|会后|随后|最后|首先|其次|然后|接着|之后|当天|另外|同时|此外|其中|来自|出席(?:会议|大会)?的?(?:[校院]|学校|学院)?领导(?:还)?有|[以]及|和|与|及|并|请|由|在|有)+[，：]?"
)
_OURS: Final = lazy("^(?:我校|我院|本校|本院|我们)(?=.{2})")


@dataclass(slots=True)
class People:
    """What a list holds, in its order."""

    mentions: list[Mention] = field(default_factory=list)
    groups: list[tuple[int, int]] = field(default_factory=list)


def read(text: str, start: int, end: int, known: Collection[str] = (), *, bare: bool = False) -> People:
    """The people and groups of the list `text[start:end]`; `known` are names met elsewhere.

    With `bare` a word that can only be a name is one: the list is of people, as a verb after it says.
    """
    found, reader = People(), _Reader(text, known)
    pending: list[tuple[int, int]] = []
    shared: str | None = None
    for a, b, mark in pieces(text, start, end):
        if mark != "、":
            found.groups += pending
            pending, shared = [], None
        and_so_on = _AND_SO_ON.search(text, a, b)
        b = and_so_on.start() if and_so_on and and_so_on.start() > a + 1 else b
        one = reader.person(a, b)
        if one is None and is_name(text[a:b]) and (shared is not None or (bare and is_surname(text[a:b]))):
            one = Mention(a, b, text[a:b], shared)
        if one is not None:
            if pending and one.title and _COMRADE.search(one.title) is None and one.start >= a:
                one = Mention(pending[0][0], one.end, one.name, text[pending[0][0] : one.start] + one.title)
            pending = []
            shared = one.title if one.title and one.end > one.start + len(one.title) else shared
            found.mentions.append(one)
            continue
        many = reader.joined(a, b, shared)
        if many is not None:
            if pending and many.mentions:
                first = many.mentions[0]
                title = text[pending[0][0] : first.start] + (first.title or "")
                many.mentions[0] = Mention(pending[0][0], first.end, first.name, title)
            pending = []
            found.mentions += many.mentions
            found.groups += many.groups
            shared = None
        elif reader.is_post(a, b):
            pending.append((a, b))
        else:
            found.groups += [*pending, (a, b)]
            pending, shared = [], None
    found.groups += pending
    return found


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The pieces of a list with the mark before each ("" for the first), trimmed, none empty."""
    depth, a, mark = 0, start, ""
    for i in range(start, end + 1):
        sign = text[i] if i < end else "，"
        if sign in _OPEN and i < end:
            depth += 1
        elif sign in _CLOSE and i < end:
            depth = max(0, depth - 1)
        elif (sign in "，、；" and depth == 0) or i == end:
            first, last = a, i
            while first < last and text[first] in " \u3000\t":
                first += 1
            while last > first and text[last - 1] in " \u3000\t":
                last -= 1
            if first < last:
                yield first, last, mark
            a, mark = i + 1, sign


class _Reader:
    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text, self.known = text, known

    def person(self, a: int, b: int) -> Mention | None:
        """One person, however named, in exactly this piece."""
        words = self.text[a:b]
        skip = _BEFORE.match(words)
        if skip and skip.end() < len(words):
            a, words = a + skip.end(), words[skip.end() :]
        ours = _OURS.match(words)
        if ours:
            a, words = a + ours.end(), words[ours.end() :]
        aside = _ASIDE.search(words)
        words = words[: aside.start()] if aside else words
        if words in self.known:
            return Mention(a, b, words, None)
        comrade = _COMRADE.search(words)
        if (
            comrade
            and comrade.start() > 1
            and (is_name(words[: comrade.start()]) or _HEAD.search(words[: comrade.start()]))
        ):
            words = words[: comrade.start()]
        elif comrade and words.endswith("同志"):
            one = self._of_unit(a, words[:-2])
            if one:
                return one
        alone = self._alone(a, words) if comrade else None
        return self._titled(a, words) or self._turned(a, words) or self._bare(a, words) or alone

    def _titled(self, a: int, words: str) -> Mention | None:
        for head in reversed(list(_HEAD.finditer(words))):
            name = words[head.end() :]
            if self._has_joint(words[: head.end()]):
                return None
            if name and name[0] == "（" and "）" in name:
                continue
            if is_name(name) and (len(name) > 1):
                return Mention(a, a + len(words), name, words[: head.end()])
        return None

    def _has_joint(self, post: str) -> bool:
        """Whether what should be a post holds a person and another one's post: 副书记甲和副校长."""
        for joint in _JOIN.finditer(post):
            if any(
                is_name(post[head.end() : joint.start()]) for head in _HEAD.finditer(post, 0, joint.start())
            ):
                return True
        return False

    def _turned(self, a: int, words: str) -> Mention | None:
        """甲校长, 文学院甲副院长."""
        post = _TURNED.search(words)
        name = self._last_name(words[: post.start()]) if post else ""
        return Mention(a + post.start() - len(name), a + len(words), name, post[0]) if post and name else None

    def _of_unit(self, a: int, words: str) -> Mention | None:
        """科技处甲同志: a unit, and somebody of it."""
        name = self._last_name(words)
        at = len(words) - len(name)
        return Mention(a + at, a + len(words), name, None) if name and at else None

    def _last_name(self, words: str) -> str:
        """The name with which `words` end, all of them or after a unit: 江北校区甲, not 江北校 and 区甲."""
        for size in (2, 3, 4):
            unit, name = words[:-size], words[-size:]
            if is_name(name) and is_surname(name) and _UNIT_END.search(unit):
                return name
        return ""

    def _alone(self, a: int, words: str) -> Mention | None:
        """甲同志, of whom nothing else is said."""
        return Mention(a, a + len(words), words, None) if is_name(words) and is_surname(words) else None

    def _bare(self, a: int, words: str) -> Mention | None:
        return Mention(a, a + len(words), words, None) if words in self.known else None

    def joined(self, a: int, b: int, shared: str | None = None) -> People | None:
        """甲和乙 in one piece: the first joint at which the left side is a person."""
        for joint in _JOIN.finditer(self.text, a + 1, b - 1):
            left = self.person(a, joint.start())
            words = self.text[a : joint.start()]
            if left is None and is_name(words) and (shared or is_surname(words)):
                left = Mention(a, joint.start(), words, shared)
            if left is not None:
                rest = read(self.text, joint.end(), b, self.known)
                if not rest.mentions and is_name(self.text[joint.end() : b]):
                    rest = People([Mention(joint.end(), b, self.text[joint.end() : b], left.title)], [])
                return People([left, *rest.mentions], rest.groups)
            right = self.person(joint.end(), b)
            if right is not None:
                return People([right], [(a, joint.start())])
        return None

    def is_post(self, a: int, b: int) -> bool:
        words = self.text[a:b]
        heads = list(_HEAD.finditer(words))
        return (
            bool(heads)
            and heads[-1].end() == len(words)
            and heads[-1][0] != "成员"
            and not _MANY.search(words)
        )
