"""Posts said beside leaders' names, against the posts they hold on the day of the meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.roster import Leader
from campus_news.rules import slip, unit
from campus_news.rules.mention import (
    Mention,
    Passage,
    Post,
    Register,
    Term,
    Title,
    guests,
    passages,
    register,
)
from campus_news.rules.rule import Case, rule

WRONG_TITLE = Kind(
    "E320",
    Severity.ERROR,
    "按名册，{name}在{day}的职务是“{right}”，不是“{said}”",
    "on {day} {name} is {right} by the roster, not {said}",
)
NOT_IN_POST = Kind(
    "E321",
    Severity.ERROR,
    "按名册，{name}在{day}不任“{said}”（任期：{term}）；已卸任的请写“原{said}”，否则请核对日期",
    "by the roster {name} is not {said} on {day} (term: {term}); write 原{said} of a former post",
)


@rule(
    WRONG_TITLE,
    what="正文、图片说明或标题里，领导姓名前后的职务不是他在会议当天的职务：多了或少了“副”“常务”“原”，用了别人的或旧的职务。",
    why="漏掉一个“副”字要公开致歉。写全称、写其中一个职务、前面加“校”“学校”，以及“姓名+书记”这样的称呼都可以。前面写着别的单位的不算。",
    source="学校和政府网站的差错通报；职务以名册为准。",
    bad="副校长方致远出席会议并讲话。",
    good="学校校长方致远出席会议并讲话，副校长陈立言主持会议。市委书记方致远同志的来信令人鼓舞。",
)
def titles_are_right(case: Case) -> Iterator[Diagnostic]:
    """E320: a post said of a leader in office that he does not hold that day."""
    day = case.report.date
    for passage, mention, title in _untrue(case):
        if _in_office(mention, day):
            known = register(case.roster, case.config)
            right, fix = _right(known, mention, title, day)
            fix = None if fix and _leads(known, passage, mention, fix, day) else fix
            span, said = passage.span(title.start, title.end), passage.text[title.start : title.end]
            yield finding(WRONG_TITLE, span, fix, name=mention.name, day=_day(day), right=right, said=said)


@rule(
    NOT_IN_POST,
    what="会议当天不任校领导的人，在正文、图片说明或标题里仍带着（或已经带着）名册里他某一时期的职务。",
    why="多半是沿用了旧稿的职务，或者会议日期写错了。",
    source="本项目：职务以名册里的任职起止日期为准。",
    bad="党委书记单国华出席会议。",
    good="原党委书记单国华出席会议，单国华同志向大家问好。",
)
def titles_are_of_the_day(case: Case) -> Iterator[Diagnostic]:
    """E321: a post said of a leader who holds none that day."""
    day = case.report.date
    for passage, mention, title in _untrue(case):
        term = _other_time(register(case.roster, case.config), mention, title)
        if term and not _in_office(mention, day):
            span, said = passage.span(title.start, title.end), passage.text[title.start : title.end]
            yield finding(NOT_IN_POST, span, name=mention.name, day=_day(day), said=said, term=_term(term))


def holds(known: Register, leader: Leader, post: Post, day: dt.date, *, after: bool = False) -> bool:
    """Whether `leader` may be called `post` on `day`; on the day of a change both the old and the new.

    `after` his name less is said: 书记 of a 副书记.
    """
    terms = known.terms[leader.slug]
    if post.former:
        now = any(_same(term.post, post) for term in terms if term.start <= day <= term.end)
        return not now or any(_same(term.post, post) for term in terms if term.end <= day)
    return any(_same(term.post, post, after=after) for term in terms if term.start <= day <= term.end)


def _same(held: Post, said: Post, *, after: bool = False) -> bool:
    """Whether what is said is `held`, or the end of it: 校长 of a 示例校区校长, but not of a 副校长."""
    whole, words = "".join(held[1:]), "".join(said[1:])
    if whole.endswith(words) and not whole.removesuffix(words).endswith(("副", "常务")):
        return True
    if held.head != said.head or (held.body and said.body and held.body != said.body):
        return False
    if held.rank == said.rank:
        return True
    return after and "副" in held.rank and (said.rank == "副" or (not said.rank and said.head == "书记"))


@lru_cache(1)
def _untrue(case: Case) -> Sequence[tuple[Passage, Mention, Title]]:
    """Every post said of a leader that he does not hold that day, and where."""
    known, day = register(case.roster, case.config), case.report.date
    others = guests(case)
    found: list[tuple[Passage, Mention, Title]] = []
    for passage in passages(case):
        for mention, following in zip_longest(passage.mentions, passage.mentions[1:]):
            titles = [title for title in (*mention.before, mention.after) if title]
            if not titles or mention.name in others or not _ends(passage.text, mention):
                continue
            if len(mention.before) > 1 and following and _shared(known, mention, following, day):
                continue
            wrong = [
                title
                for title in titles
                if title.post.body in known.bodies and not _held(known, mention, title, day)
            ]
            if wrong and not _is_namesake(passage.text, mention):
                found += [(passage, mention, title) for title in wrong]
    return found


def _held(known: Register, mention: Mention, title: Title, day: dt.date) -> bool:
    after = title is mention.after
    return any(holds(known, one, title.post, day, after=after) for one in mention.leaders)


def _in_office(mention: Mention, day: dt.date) -> bool:
    return any(one.standing(day)[0] for one in mention.leaders)


def _ends(text: str, mention: Mention) -> bool:
    """Whether the name surely ends here: 李伟 may be the beginning of 李伟民."""
    return len(mention.name) > 2 or mention.after is not None or slip.closed(text, mention.end)


def _is_namesake(text: str, mention: Mention) -> bool:
    """Whether the post is that of somebody of the same name in another unit, by what stands around."""
    return unit.aside(text, mention.end) or unit.carried(text, mention.opening, held=len(mention.name) > 2)


def _leads(known: Register, passage: Passage, mention: Mention, words: str, day: dt.date) -> bool:
    """Whether a bare name follows, of whom the post is said too and `words` would not be true."""
    following = next((one for one in passage.mentions if one.start == mention.end + 1), None)
    if following is None or following.before or passage.text[mention.end] not in "、和与及":
        return False
    return not any(holds(known, one, known.post(words), day) for one in following.leaders)


def _shared(known: Register, mention: Mention, following: Mention, day: dt.date) -> bool:
    """Whether the posts are said of two people in turn: 党委书记、校长方致远、欧阳澈."""
    if following.before or following.start != mention.end + 1:
        return False
    last = mention.before[-1].post
    return any(holds(known, one, last, day) for one in following.leaders)


def _right(known: Register, mention: Mention, title: Title, day: dt.date) -> tuple[str, str | None]:
    """What the leader is that day, and the words for the title's place if they are certain."""
    if len(mention.leaders) > 1:
        every = (one.title_on(day) for one in mention.leaders)
        return "”或“".join(dict.fromkeys(one for one in every if one)), None
    whole = mention.leaders[0].title_on(day) or ""
    said = [other.post for other in (*mention.before, mention.after) if other and other is not title]
    held = [term for term in known.terms[mention.leaders[0].slug] if term.start <= day <= term.end]
    left = [term for term in held if not any(_same(term.post, one) for one in said)]
    alike = [term for term in left if term.post.head == title.post.head]
    if len(alike) == 1:
        return whole, alike[0].words
    return whole, None if said or title.post.former else whole


def _other_time(known: Register, mention: Mention, title: Title) -> Term | None:
    """When the leader held what is said, or will hold it; a roster need not know all he has been."""
    if len(mention.leaders) > 1 or title.post.former:
        return None
    terms = known.terms[mention.leaders[0].slug]
    return next((term for term in terms if _same(term.post, title.post)), None)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _term(term: Term) -> str:
    return f"{term.start}至{'今' if term.end == dt.date.max else term.end}"
