"""The order of leaders in lists of the text, against the roster's order of that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.roster import place
from campus_news.rules.day import sentence
from campus_news.rules.mention import Mention, Passage, guests, passages, register
from campus_news.rules.rule import Case, rule
from campus_news.rules.title import holds

ATTENDANCE = Kind(
    "E330",
    Severity.ERROR,
    "出席名单的次序与名册不符：“{second}”应排在“{first}”前面",
    "the list of those present is not in the roster's order: {second} stands before {first}",
)
LIST = Kind(
    "E331",
    Severity.WARNING,
    "这几位的次序与名册不符：“{second}”排在“{first}”前面；若是按发言先后写的，请加“先后”或“分别”",
    "these are not in the roster's order: {second} stands before {first}; say 先后 or 分别 if they spoke so",
)

_BETWEEN: Final = lazy(
    r"）?(?:同志)?\**(?:（[^（）\n]{2,20}）)?\**(?:[、，,]|以及|和|及|与)\s*\**(?:我?[校院]|学[校院])?(?:党委(?:常委|委员)、)*"
)
_PRESENT_WORDS: Final = "出席|参加|就座|就坐|列席|到会|与会|莅临|到场"
_FREE: Final = "先后|分别|依次|轮流|发言|讲话|致辞|致词|汇报|交流|宣读|传达|通报|介绍|报告|述职|主持|表态|研讨|作|谈|说|点评|解读|领学"
_PRESENT: Final = lazy(f"{_PRESENT_WORDS}|(?:参会|与会|到会)(?:人员|领导)")
_SAID: Final = lazy(f"(?P<present>{_PRESENT_WORDS})|{_FREE}")
_OTHER_ORDER: Final = lazy("笔画|笔划|为序|不分先后|排名")
_GROUPS: Final = lazy(
    "[左右上下][起一二三四五]|[左右前后]至[左右前后]|从左|从右|自左|自右|前排|后排|左到右|合影"
    "|各自|各带|各率|分组|分头|分会场|分赴|率队|带队|采访|(?:获奖|名单)[^，。；]{0,6}[：:]"
)
"""Where faces, groups or winners are listed, and not officials."""
_BOUNDS: Final = lazy("[。；！？\n]")


@rule(
    ATTENDANCE,
    what="出席、参加、就座的名单里，领导的先后与名册当天的次序不同。",
    why="排名次序是组织定的，写错一位，牵动一串人。先后、分别、依次发言的名单不查。",
    source="本项目：次序以名册为准；各校做法不一，程序从不按职务推算。",
    bad="陈立言、方致远出席会议。",
    good="方致远、陈立言出席会议。陈立言、方致远先后讲话。",
)
def attendance_is_in_order(case: Case) -> Iterator[Diagnostic]:
    """E330: a list of those present that is not in the official order."""
    yield from _disorder(case, attendance=True)


@rule(
    LIST,
    what="其他并列的领导姓名，先后与名册当天的次序不同。",
    why="没有写明是发言先后，读者会当作排名。",
    source="本项目：次序以名册为准。",
    bad="会前，陈立言、方致远为获奖教师颁奖。",
    good="会前，方致远、陈立言为获奖教师颁奖。陈立言、方致远分别带队检查。",
)
def lists_are_in_order(case: Case) -> Iterator[Diagnostic]:
    """E331: another list of leaders that is not in the official order."""
    yield from _disorder(case, attendance=False)


def _disorder(case: Case, *, attendance: bool) -> Iterator[Diagnostic]:
    for passage, people, wrong in _disorders(case):
        if _is_attendance(passage.text, people) is attendance:
            fix = _sorted_names(case, passage, people)
            begin, end = (people[0], people[-1]) if fix else wrong
            span = passage.span(begin.start, end.end)
            kind = ATTENDANCE if attendance else LIST
            yield finding(kind, span, fix, first=wrong[0].name, second=wrong[1].name)


@lru_cache(1)
def _disorders(case: Case) -> Sequence[tuple[Passage, Sequence[Mention], tuple[Mention, Mention]]]:
    """Every list that is not in the official order, and the first two of it that should change places."""
    day, others = case.report.date, guests(case)
    return [
        (passage, people, wrong)
        for passage in passages(case)
        if len(passage.mentions) > 1
        for people in _lists(passage, day, others)
        if (
            wrong := next(
                (pair for pair in pairwise(people) if _rank(pair[1], day) < _rank(pair[0], day)), None
            )
        )
    ]


def _lists(passage: Passage, day: dt.date, others: Collection[str]) -> Iterator[list[Mention]]:
    """Leaders in office who stand side by side: only a mark, 和, and posts between them."""
    run: list[Mention] = []
    for mention in passage.mentions:
        told = len(mention.leaders) == 1 and mention.name not in others
        if not told or not mention.leaders[0].title_on(day):
            continue
        if run and not _BETWEEN.fullmatch(passage.text, run[-1].closing, mention.opening):
            if len(run) > 1:
                yield run
            run = []
        run.append(mention)
    if len(run) > 1:
        yield run


def _is_attendance(text: str, people: Sequence[Mention]) -> bool | None:
    """Whether the list is one of those present; None for speakers and where the text gives another order."""
    end = _BOUNDS.search(text, people[-1].closing)
    rest = text[people[-1].closing : end.start() if end else len(text)]
    first = sentence(text, people[0].opening, "。；！？\n")
    before = text[first : people[0].opening]
    clause = rest.partition("，")[0]
    if any(_OTHER_ORDER.search(words) for words in (rest, before)) or _GROUPS.search(f"{before}\n{clause}"):
        return None
    said = _SAID.search(rest)
    if said:
        return True if said["present"] else None
    return bool(_PRESENT.search(before))


def _rank(mention: Mention, day: dt.date) -> tuple[int, bool, int]:
    return place(mention.leaders[0], day)


def _sorted_names(case: Case, passage: Passage, people: Sequence[Mention]) -> str | None:
    """The words from the first name to the last in order, if only bare names need to change places.

    Nobody may come behind a post that he does not hold.
    """
    known, day = register(case.roster, case.config), case.report.date
    blocks: list[list[Mention]] = []
    for mention in people:
        if mention.after:
            return None
        if mention.before or not blocks:
            blocks.append([])
        blocks[-1].append(mention)
    ordered = [sorted(block, key=lambda one: _rank(one, day)) for block in blocks]
    flat = [one for block in ordered for one in block]
    if flat != sorted(people, key=lambda one: _rank(one, day)):
        return None
    for old, new in zip(blocks, ordered, strict=True):
        posts = [title.post for title in old[0].before]
        if old != new and not all(holds(known, one.leaders[0], post, day) for one in new for post in posts):
            return None
    words = ""
    for old_one, new_one, following in zip(people, flat, (*people[1:], None), strict=True):
        words += new_one.name + (passage.text[old_one.end : following.start] if following else "")
    return words
