"""Names of the roster that are written wrong in the text, the captions or the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.roster import Leader
from campus_news.rules import slip, unit
from campus_news.rules.confusable import slipped
from campus_news.rules.mention import Passage, Post, free, passages, register
from campus_news.rules.person import titled
from campus_news.rules.rule import Case, rule
from campus_news.rules.title import holds

MISSPELT = Kind(
    "E310",
    Severity.ERROR,
    "“{name}”不在名册里，应是“{right}”；若确是另一位，请在姓名前写明单位和职务，或写 waive: {{E310 {name}: 理由}}",
    "'{name}' is not on the roster and should be '{right}'; say somebody else's unit and post before the name,"
    " or write waive: {{E310 {name}: why}}",
)
SPACED = Kind(
    "E311",
    Severity.WARNING,
    "姓名“{right}”中间多了空格或圆点，读者搜不到这个名字；请删去",
    "there is a space or a dot inside the name {right}; delete it",
)

_PARTICLES: Final = "向于和与从由为对在应"
"""Surnames with which a phrase begins as well: 副校长向应届毕业生."""
_SEPARATORS: Final = ("、", "\n- ", "\n* ")
_OF: Final = lazy("(?:听取了?|聆听了?|学习了?|传达了?|感谢|对|陪同|采访了?|专访)\\Z")
_HEADING: Final = lazy("(?:^|\\n)#+ \\Z")
_LINE: Final = lazy("\\n|\\Z")
_WIDE: Final = lazy(
    "(?<![^ \u3000、：:])(?:[\u3400-\u9fff]{3}|[\u3400-\u9fff][ \u3000]+[\u3400-\u9fff])(?![^ \u3000、])"
)
"""A name as wide as three characters, in a list."""
_STOP: Final = lazy("[。；！？\n]")
_FAR: Final = 80
"""Characters around a name in which its sentence is looked at."""
_PRIZES: Final = lazy(
    "(?:获奖|优秀|先进|学生|同学|选手|队员|教师|老师|[一二三特]等奖|[冠亚季]军|第[一二三四五六七八]名|班)[^，。；：:]{0,6}[：:]"
)
_PUPILS: Final = lazy(
    "(?:[、，和及与 \u3000]+[^\\W\\d和及与等]{2,4}){0,12}等?[\\d一二三四五六七八九十两几多余百]*[名位个]?"
    "(?:老师|教师|同学|学生|选手|队员|校友|毕业生|辅导员|新生)"
)
_RACE: Final = lazy("\\d米|跳[远高]|铅球|标枪|铁饼|接力|决赛|[男女]子|比赛|项目|组别")
_RESULT: Final = lazy(
    "[^，。；]{0,4}(?:以[^，。；]{0,4}[\\d一二三四五六七八九十]|夺|破|获|摘|斩|率先冲|跑出|跳出)"
)


class _Wrong(NamedTuple):
    """What is no name of the roster, and the names it may be meant for."""

    start: int
    end: int
    words: str
    rights: tuple[str, ...]


@rule(
    MISSPELT,
    what="正文、图片说明或标题里的姓名，与名册里一位领导的姓名只差同音字、形近字，或者多字、颠倒；前面有他的职务时，漏字也算。",
    why="领导姓名写错一个字，是新闻稿最忌讳的差错。前后有职务、在名单里，或是写在文件头里的领导，才算姓名；前面写着别的单位的，获奖学生、教师的，都不算。",
    source="学校和政府网站的差错通报；本项目把它列为错误。",
    bad="校长方志远出席会议并讲话。",
    good="校长方致远出席会议并讲话，远方致意的校友也来了。毕业生代表方志远发言。",
)
def names_are_spelt_right(case: Case) -> Iterator[Diagnostic]:
    """E310: something that stands where a name does differs a little from a name of the roster."""
    found = [(passage, wrong) for passage in passages(case) for wrong in _wrong(case, passage)]
    if not found:
        return
    strangers, staff = _guests(case), dict.fromkeys(_staff(case), "")
    for passage, wrong in found:
        rights = [right for right in wrong.rights if _meant(case, passage, wrong, right)]
        said = _said(case, passage, wrong) if rights else ()
        others = [
            name
            for name, title in (strangers | staff).items()
            if not said or any(one in title for one in said)
        ]
        if rights and not any(wrong.words in other or other in wrong.words for other in others):
            fix = rights[0] if len(rights) == 1 else None
            span = passage.span(wrong.start, wrong.end)
            yield finding(MISSPELT, span, fix, name=wrong.words, right="或".join(rights))


@rule(
    SPACED,
    what="领导姓名的字与字之间有空格（看不见的也算）或圆点。",
    why="多半是从表格或 Word 里带来的；站内搜索和读者的查找都会漏掉这个名字。表格里、名单里为对齐而加的空格不管。",
    source="本项目：名册是人名的依据。",
    bad="校长方 致远出席会议并讲话。",
    good="校长方致远出席会议并讲话。\n\n| 姓名 | 票数 |\n| --- | --- |\n| 方　致远 | 12 |",
)
def names_have_no_spaces(case: Case) -> Iterator[Diagnostic]:
    """E311: a name of the roster with spaces inside."""
    for passage in passages(case):
        for match in _spaced(case, passage.text):
            if not _is_padded(passage.text, match):
                right = "".join(character for character in match[0] if slip.is_han(character))
                yield finding(SPACED, passage.span(*match.span()), right, right=right)


def _is_padded(text: str, match: re.Match[str]) -> bool:
    """Whether the spaces make names equally wide: in a table, or in a list where two characters stand as wide as three."""
    if text.startswith("|", text.rfind("\n", 0, match.start()) + 1):
        return True
    first = max(0, match.start() - _FAR, text.rfind("\n", 0, match.start()) + 1)
    end = text.find("\n", match.end(), match.end() + _FAR)
    wide = [one.span() for one in _WIDE.finditer(text, first, end if end >= 0 else match.end() + _FAR)]
    return len(wide) > 1 and match.span() in wide


def _spaced(case: Case, text: str) -> Iterator[re.Match[str]]:
    """Names with spaces inside."""
    if not any(space in text for space in slip.SPACES + slip.DOTS):
        return iter(())
    return slip.spaced(tuple(register(case.roster, case.config).bearers)).finditer(text)


def _wrong(case: Case, passage: Passage) -> Iterator[_Wrong]:
    """All that looks like a name written wrong, wherever it stands."""
    known, text = register(case.roster, case.config), passage.text
    taken: set[int] = set()
    for start, end in sorted(passage.suspects, key=lambda place: (place[0], -place[1])):
        for first in dict.fromkeys((slip.whole(text, start, end, known.bearers), start)):
            words = text[first:end] if first >= 0 else ""
            rights = known.meant(words) if slip.is_han(words) else ()
            if rights and first not in taken and not _is_cut(text, first, end, rights):
                taken.add(first)
                yield _Wrong(first, end, words, rights)
    for mention in passage.mentions:
        before, after = mention.start - 1, mention.end
        repeats = (
            before >= 0 and text[before] == mention.name[0],
            text[after : after + 1] == mention.name[-1],
        )
        for wide, start, end in zip(repeats, (before, mention.start), (after, after + 1), strict=True):
            if wide and start not in taken and text[start:end] not in known.bearers:
                yield _Wrong(start, end, text[start:end], (mention.name,))


def _is_cut(text: str, start: int, end: int, rights: tuple[str, ...]) -> bool:
    """Whether a verb begins with the last character, and the name is short of one: 方致｜讲话."""
    words = text[start:end]
    return any(
        len(words) == len(right) > 2 and words[:-1] == right[:-1] and not slipped(words, right)
        for right in rights
    ) and slip.acts(text, end - 1)


def _meant(case: Case, passage: Passage, wrong: _Wrong, right: str) -> bool:
    """Whether the place shows that `right` is meant: its posts, its neighbours in a list, or what is said next."""
    known, text = register(case.roster, case.config), passage.text
    once = known.once(text, wrong.start)
    if once:
        return _called(case, wrong, right, once)
    before = known.before(text, wrong.start)
    if before is None or unit.aside(text, wrong.end):
        return False
    after = known.after(text, wrong.end)
    if not before and not after and text.endswith(("|", "| "), 0, wrong.start):
        before, after = known.row(text, wrong.start, wrong.end)
    posts, leaders = [title.post for title in (*before, after) if title is not None], known.bearers[right]
    if not posts:
        return _bare(case, passage, wrong, right)
    opening = before[0].start if before else wrong.start
    bearers = _bearers(case, posts)
    held = any(leader in bearers for leader in leaders)
    if unit.carried(text, opening, held=held):
        return False
    if held and not slipped(wrong.words, right) and len(wrong.words) == len(right) > 2:
        return (wrong.words[0] == right[0] or len(bearers) == 1) and _alone(text, wrong, right)
    return _posted(text, wrong, right, held=held)


def _called(case: Case, wrong: _Wrong, right: str, post: Post) -> bool:
    """Whether `right` has ever held the post."""
    known = register(case.roster, case.config)
    terms = [term for leader in known.bearers[right] for term in known.terms[leader.slug]]
    return slipped(wrong.words, right) and any(term.post == post for term in terms)


def _posted(text: str, wrong: _Wrong, right: str, *, held: bool) -> bool:
    """Whether a slip of `right`, or a piece of it, is meant for him where posts stand beside it that he holds or not."""
    words = wrong.words
    if len(words) < len(right):
        return held and slip.closed(text, wrong.end)
    if not slipped(words, right):
        return False
    if slip.closed(text, wrong.end) or (len(words) > 2 and words[-1] != words[-2]):
        return True
    return len(words) == 2 and held and words[0] not in _PARTICLES and not slip.goes_on(text, wrong.end)


def _bare(case: Case, passage: Passage, wrong: _Wrong, right: str) -> bool:
    """Whether `right` is meant where no post stands beside it: a leader of the report, or one among leaders."""
    text, words = passage.text, wrong.words
    sure = slipped(words, right)
    if len(words) < len(right) or not free(text, wrong.start) or _is_pupil(text, wrong):
        return False
    closed = slip.closed if len(right) > 2 else slip.ends
    if closed(text, wrong.end) and _listed(passage, wrong):
        return sure or (words[0] == right[0] and len(right) > 2 and _alone(text, wrong, right))
    if (
        not sure
        or text.startswith("、", wrong.end)
        or text.endswith(("、", "和", "与", "及"), 0, wrong.start)
    ):
        return False
    rhyme = words == right + right[-1]
    if not (slip.closed(text, wrong.end) if len(right) > 2 and not rhyme else _is_subject(text, wrong)):
        return False
    return _present(case, case.roster.bearers[right]) and not _introduced(case, words)


def _is_subject(text: str, wrong: _Wrong) -> bool:
    """Whether what two characters mean is somebody: by what he does, or since nothing else stands in a heading."""
    if slip.acts(text, wrong.end) or (
        _HEADING.search(text, max(0, wrong.start - 8), wrong.start) and _LINE.match(text, wrong.end)
    ):
        return True
    return bool(_OF.search(text, max(0, wrong.start - 3), wrong.start)) and text.startswith("的", wrong.end)


def _is_pupil(text: str, wrong: _Wrong) -> bool:
    """Whether the sentence is of pupils or teachers: a prize, a race, 三位老师."""
    if text.startswith("|", text.rfind("\n", 0, wrong.start) + 1):
        return True
    before = _STOP.split(text[max(0, wrong.start - _FAR) : wrong.start])[-1]
    after = _STOP.split(text[wrong.end : wrong.end + _FAR])[0]
    if _PRIZES.search(before) or _PUPILS.match(after):
        return True
    return bool(_RACE.search(before) and _RESULT.match(after))


def _bearers(case: Case, posts: list[Post]) -> list[Leader]:
    """Who holds one of `posts` that day."""
    known, day = register(case.roster, case.config), case.report.date
    return [one for one in case.roster.leaders if any(holds(known, one, post, day) for post in posts)]


def _alone(text: str, wrong: _Wrong, right: str) -> bool:
    """Whether the sentence does not name `right` himself: 王建国、王建军 are two."""
    first, last = text.rfind("。", 0, wrong.start) + 1, text.find("。", wrong.end)
    return right not in text[first : last if last >= 0 else len(text)]


def _listed(passage: Passage, wrong: _Wrong) -> bool:
    """Whether a leader stands right beside it in a list."""
    return any(
        passage.text[mention.closing : wrong.start] in _SEPARATORS
        or passage.text[wrong.end : mention.opening] in _SEPARATORS
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


def _said(case: Case, passage: Passage, wrong: _Wrong) -> tuple[str, ...]:
    """What posts of ours, without their ranks, are said right beside it."""
    known, text = register(case.roster, case.config), passage.text
    titles = (*(known.before(text, wrong.start) or ()), known.after(text, wrong.end))
    return tuple(title.post.head for title in titles if title is not None)


def _guests(case: Case) -> dict[str, str]:
    """Whom the report names beside the roster, and as what: guests, but no leader misspelt beside his post."""
    return {
        person.name: person.title or ""
        for _, person, _ in case.people
        if (person.title or person.org)
        and person.name not in case.roster.bearers
        and not titled(case, person)
    }


def _staff(case: Case) -> set[str]:
    """Those who answer for the report; none of them has a post of ours."""
    credits = case.report.credits
    told = (credits.author, credits.photographer, credits.editor, credits.reviewer)
    return {one for one in told if one} - set(case.roster.bearers)
