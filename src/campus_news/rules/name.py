"""Names of the roster that are written wrong in the text, the captions or the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.roster import Leader
from campus_news.rules import slip
from campus_news.rules.confusable import near, slipped
from campus_news.rules.mention import Passage, Post, Register, free, guests, passages, register
from campus_news.rules.rule import Case, rule
from campus_news.rules.title import holds

MISSPELT = Kind(
    "E310",
    Severity.ERROR,
    "“{name}”不在名册里，应是“{right}”；若确是另一位，请在姓名前写明单位和职务",
    "'{name}' is not on the roster and should be '{right}'; say somebody else's unit and post before the name",
)
SPACED = Kind(
    "E311",
    Severity.WARNING,
    "姓名“{right}”中间多了空格，读者搜不到这个名字；请删去",
    "there is a space inside the name {right}; delete it",
)


class _Wrong(NamedTuple):
    """What is no name of the roster, and the names it may be meant for."""

    start: int
    end: int
    words: str
    rights: tuple[str, ...]


@rule(
    MISSPELT,
    what="正文、图片说明或标题里的姓名，与名册里一位领导的姓名只差同音字、形近字，或者多字、颠倒。",
    why="领导姓名写错一个字，是新闻稿最忌讳的差错。前后有职务、在名单里，或后面接着“讲话”“指出”等字样的才算姓名。",
    source="学校和政府网站的差错通报；本项目把它列为错误。",
    bad="校长方志远出席会议并讲话。",
    good="校长方致远出席会议并讲话，远方致意的校友也来了。毕业生代表方志远发言。",
)
def names_are_spelt_right(case: Case) -> Iterator[Diagnostic]:
    """E310: something that stands where a name does differs a little from a name of the roster."""
    found = [(passage, wrong) for passage in passages(case) for wrong in _wrong(case, passage)]
    if not found:
        return
    others = _others(case)
    for passage, wrong in found:
        rights = [right for right in wrong.rights if _meant(case, passage, wrong, right)]
        if rights and not any(wrong.words in other or other in wrong.words for other in others):
            fix = rights[0] if len(rights) == 1 else None
            span = passage.span(wrong.start, wrong.end)
            yield finding(MISSPELT, span, fix, name=wrong.words, right="或".join(rights))


@rule(
    SPACED,
    what="领导姓名的字与字之间有空格。",
    why="多半是从表格或 Word 里带来的；站内搜索和读者的查找都会漏掉这个名字。表格里为对齐而加的空格不管。",
    source="本项目：名册是人名的依据。",
    bad="校长方 致远出席会议并讲话。",
    good="校长方致远出席会议并讲话。\n\n| 姓名 | 票数 |\n| --- | --- |\n| 方　致远 | 12 |",
)
def names_have_no_spaces(case: Case) -> Iterator[Diagnostic]:
    """E311: a name of the roster with spaces inside."""
    for passage in passages(case):
        for match in _spaced(case, passage.text):
            line = passage.text.rfind("\n", 0, match.start()) + 1
            if not passage.text.startswith("|", line):
                right = re.sub(r"\s", "", match[0])
                yield finding(SPACED, passage.span(*match.span()), right, right=right)


def _spaced(case: Case, text: str) -> Iterator[re.Match[str]]:
    """Names with spaces inside."""
    if not any(space in text for space in slip.SPACES):
        return iter(())
    return slip.spaced(tuple(register(case.roster, case.config).bearers)).finditer(text)


def _wrong(case: Case, passage: Passage) -> Iterator[_Wrong]:
    """All that looks like a name written wrong, wherever it stands."""
    known, text = register(case.roster, case.config), passage.text
    for start, end in passage.suspects:
        whole = slip.whole(text, start, end, known.bearers)
        words = text[whole:end] if whole >= 0 else ""
        if words not in known.bearers and slip.is_han(words) and _stands(known, text, whole, end):
            yield _Wrong(whole, end, words, tuple(near(words, known.bearers)))
    for mention in passage.mentions:
        before, after = mention.start - 1, mention.end
        repeats = (
            before >= 0 and text[before] == mention.name[0],
            text[after : after + 1] == mention.name[-1],
        )
        for wide, start, end in zip(repeats, (before, mention.start), (after, after + 1), strict=True):
            if wide and text[start:end] not in known.bearers:
                yield _Wrong(start, end, text[start:end], (mention.name,))


def _stands(known: Register, text: str, start: int, end: int) -> bool:
    """Whether a name may stand at the place: said with a post, or bounded on both sides."""
    bounded = slip.ends(text, end) and free(text, start)
    return bounded or bool(known.before(text, start)) or known.after(text, end) is not None


def _meant(case: Case, passage: Passage, wrong: _Wrong, right: str) -> bool:
    """Whether the place shows that `right` is meant: its posts, its neighbours in a list, or what is said next."""
    known, text = register(case.roster, case.config), passage.text
    leaders = known.bearers[right]
    sure, same_surname = slipped(wrong.words, right), wrong.words[0] == right[0]
    if not sure and (len(right) == 2 or not _alone(text, wrong, right)):
        return False
    titles = (*known.before(text, wrong.start), known.after(text, wrong.end))
    posts = [title.post for title in titles if title is not None]
    if posts:
        return sure or _only(case, posts, leaders, same_surname=same_surname)
    if not (sure or same_surname) or not slip.ends(text, wrong.end) or not free(text, wrong.start):
        return False
    if _listed(passage, wrong):
        return True
    if (
        text[wrong.start - 1 : wrong.start] in ("、", "和", "与", "及")
        or text[wrong.end : wrong.end + 1] == "、"
    ):
        return False
    if (len(right) == 2 or not sure) and not slip.acts(text, wrong.end):
        return False
    return _present(case, leaders) and not _introduced(case, wrong.words)


def _only(case: Case, posts: list[Post], leaders: tuple[Leader, ...], *, same_surname: bool) -> bool:
    """Whether what is said is the post of `leaders`, and, if even the surname is another, of nobody else."""
    known, day = register(case.roster, case.config), case.report.date
    for post in posts:
        bearers = [one for one in case.roster.leaders if holds(known, one, post, day)]
        if any(one in bearers for one in leaders) and (same_surname or len(bearers) == 1):
            return True
    return False


def _alone(text: str, wrong: _Wrong, right: str) -> bool:
    """Whether the sentence does not name `right` himself: 王建国、王建军 are two."""
    first, last = text.rfind("。", 0, wrong.start) + 1, text.find("。", wrong.end)
    return right not in text[first : last if last >= 0 else len(text)]


def _listed(passage: Passage, wrong: _Wrong) -> bool:
    """Whether a leader stands right beside it in a list."""
    return any(
        passage.text[mention.closing : wrong.start] == "、"
        or passage.text[wrong.end : mention.opening] == "、"
        for mention in passage.mentions
    )


def _present(case: Case, leaders: tuple[Leader, ...]) -> bool:
    """Whether the front matter names one of `leaders`."""
    return any(leader in one.leaders for one in case.people for leader in leaders)


def _introduced(case: Case, words: str) -> bool:
    """Whether the text says of somebody with this name who he is: 毕业生代表、教师, a class, another unit."""
    known, text = register(case.roster, case.config), case.prose
    places = (match.start() for match in re.finditer(re.escape(words), text))
    return any(not free(text, at) and not known.before(text, at) for at in places)


def _others(case: Case) -> set[str]:
    """Who is known to the report beside the roster: guests, and those who answer for it."""
    credits = case.report.credits
    told = (credits.author, credits.photographer, credits.editor, credits.reviewer)
    return {one for one in (*guests(case), *told) if one} - set(case.roster.bearers)
