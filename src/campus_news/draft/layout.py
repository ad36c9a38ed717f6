"""Which line of a hand-over is what: headline, frame of a web page, caption, credit, table, sign-off, or the text.

Lines are numbered from 0; `plain` is the text with full-width punctuation, sign for sign, so that a place in it is the
same place in what was handed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from campus_news.draft.fact import Place, Words
from campus_news.lazy import lazy

_WIDTH: Final = str.maketrans(",:;()!?", "，：；（）！？")
_FRAME: Final = lazy(
    r"版权所有|[Cc]opy\s*[Rr]ight|ICP备|^\s*(?:首页|当前位置|您的位置)|[>＞]{1,2}\s*正文|^\s*\|.*\|\s*$|^\s*(?:打印|关闭|分享到|上一[篇条]|下一[篇条])"
)
_META: Final = lazy(
    r"(?:发布|更新|发文)?(?:时间|日期)\s*：\s*20\d\d|点击[数量率次]|浏览次?[数量]|阅读[数量次]|(?:点击|浏览|阅读)\s*：|^\s*(?:20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}\.\d{1,2}\.20\d\d)[\s\d：]*$"
)
_DATE: Final = lazy(
    r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})|(?<!\d)(\d{1,2})\.(\d{1,2})\.(20\d\d)"
)
_DUTIES: Final = {
    "author": "撰稿人?|撰文|文字?|作者|供稿人?|通讯员|特约通讯员|学生通讯员|学生记者|记者|撰写",
    "photographer": "摄影|摄像|图片?|供图|照片|拍摄",
    "editor": "编辑|责编|责任编辑|排版|编审|上传|编发",
    "proofreader": "核稿人?|校对|初审人?|一审|初校",
    "reviewer": "审核人?|复审人?|二审|审稿人?|供稿审核人|审定",
    "final": "终审人?|[三叁]审|签发|核发",
    "source": "来源|供稿单位|发布部门|信息来源|发布单位",
}
_DUTY: Final = "|".join(_DUTIES.values())
_CREDIT: Final = lazy(
    rf"(?:^|(?<=[\s，；、（。]))(?P<duties>(?:{_DUTY})(?:[、/]\s*(?:{_DUTY}))*)\s*[：/|｜丨]\s*(?P<who>[^：，；）（|/]*?)(?=$|[；，）|]|\s*(?:(?:{_DUTY})(?:[、/]\s*(?:{_DUTY}))*)\s*[：/|])"
)
_CREDIT_LINE: Final = lazy(rf"^\s*（?\s*(?:{_DUTY})(?:[、/]\s*(?:{_DUTY}))*\s*[：/|｜丨]")
_AFTER_NAME: Final = lazy(
    rf"（([\u3400-\u9fff]{{2,4}})\s*((?:{_DUTY}))）\s*$|^([\u3400-\u9fff\s、]{{2,12}})/({_DUTY})"
)
_TAIL_CREDITS: Final = lazy(
    rf"（\s*(?:{_DUTY})(?:[、/]\s*(?:{_DUTY}))*\s*[：/][^（）]*(?:（[^（）]*）[^（）]*)*）\s*$"
)
_TAIL_ONLY: Final = lazy(
    r"（([\u3400-\u9fff]{2,4}|(?:[\u3400-\u9fff]{2,8}(?:部|处|办|室|院|中心)\s*[\u3400-\u9fff]{0,4}))）\s*$"
)
_COLUMN: Final = lazy(r"^\s*[\u3400-\u9fff]{2,4}(?:要闻|新闻|动态|快讯|资讯|通知)\s*$")
_STOP: Final = "。！？；："
_CAPTION_END: Final = lazy(
    r"(?:现场|讲话|发言|致辞|致词|致\S{0,3}[辞词]|主持(?:会议|大会|典礼|仪式)?|交流|合影|颁奖|报告|宣读\S{0,8}|仪式|指导|部署|聆听|领奖|汇报|授课|点评|听讲|一角|场景|观看|参观|演出|表演|留念|座谈)）?$"
)
_CAPTION_START: Final = lazy(r"^（?(?:图为|图[\d一二三四五六七八九十]|[左右上下]图)")
_UNIT: Final = lazy(r"^\s*[\u3400-\u9fff（）]{2,20}(?:办公室|[部处室院委会]|中心|学校|工会|团委|书馆)\s*$")
_UNIT_NAME: Final = lazy(
    r"^\s*([\u3400-\u9fff]{1,12}(?:[部处办院会委]|中心|办公室))[ \u3000]+([\u3400-\u9fff]{2,4})\s*$"
)
_DATE_LINE: Final = lazy(
    r"^\s*(?:20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|20\d\d[-./]\d{1,2}[-./]\d{1,2}|20\d{4,6})\s*$"
)
_OPENING: Final = lazy(
    r"^\s*(?:（(?P<who>[^（）]{2,20})）|(?P<wire>[^，。（）\s]{0,8}讯)(?:（(?P<by>[^（）]{2,20})）)?\s)"
)


def plain(text: str) -> str:
    """The text with full-width punctuation; times of day keep their colon's place."""
    return text.translate(_WIDTH).replace("\u3000", " ")


@dataclass(slots=True)
class Layout:
    """What each line is; `body` are the numbers of the lines of the text proper."""

    lines: Sequence[str]
    plain: Sequence[str]
    headline: int | None = None
    body: list[int] = field(default_factory=list)
    captions: list[Words] = field(default_factory=list)
    credits: dict[str, Words] = field(default_factory=dict)
    published: dt.date | None = None
    footer: dt.date | None = None
    frame: list[int] = field(default_factory=list)
    """Lines taken out: of a web page, credits, the sign-off."""
    cut: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of lines of the text what stands in them and belongs to no text: the credits at the end of the last paragraph."""


def layout(lines: Sequence[str], kinds: Mapping[int, str]) -> Layout:
    """Reads the lines once from the top and once from the bottom; `kinds` is what a Word file says of them."""
    found = Layout(lines, [plain(line) for line in lines])
    left = [i for i, line in enumerate(found.plain) if line.strip()]
    left = list(_without_frame(found, left))
    _headline(found, left, kinds)
    left = _without_signoff(found, [i for i in left if i != found.headline])
    for i in left:
        if kinds.get(i) == "caption":
            found.captions.append(Words(found.lines[i].strip(), _trimmed(found, i)))
        elif not (_credit_line(found, i) or _caption(found, i, left)):
            found.body.append(i)
    _credits_within(found)
    return found


def _without_frame(found: Layout, left: Sequence[int]) -> Iterator[int]:
    for i in left:
        line = found.plain[i]
        meta = _META.search(line) and not any(sign in line for sign in "。！？")
        if _FRAME.search(line) or meta or _COLUMN.match(line):
            found.frame.append(i)
            if meta or "发文日期" in line:
                found.published = found.published or _date(line)
            _take_credits(found, i, line)
        else:
            yield i


def _date(line: str) -> dt.date | None:
    match = _DATE.search(line)
    if not match:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _headline(found: Layout, left: Sequence[int], kinds: Mapping[int, str]) -> None:
    styled = next((i for i in left[:5] if kinds.get(i) == "headline"), None)
    if styled is not None or not left:
        found.headline = styled
        return
    first = found.plain[left[0]].strip()
    if (
        len(first) <= 60
        and first[-1] not in "。！？；："
        and "。" not in first
        and len(left) > 1
        and not _credit_like(first)
    ):
        found.headline = left[0]


def _credit_like(line: str) -> bool:
    return bool(_CREDIT_LINE.match(line) or _CAPTION_START.match(line))


def _without_signoff(found: Layout, left: list[int]) -> list[int]:
    """Without the unit, its author and the date at the end."""
    while len(left) > 1 and any(one.match(found.plain[left[-1]]) for one in (_DATE_LINE, _UNIT, _UNIT_NAME)):
        i = left.pop()
        line = found.plain[i]
        signed = _UNIT_NAME.match(line)
        if signed:
            for key, part in (("source", 1), ("author", 2)):
                found.credits.setdefault(key, Words(signed[part], Place(i, *signed.span(part))))
        elif _DATE_LINE.match(line):
            found.footer = found.footer or _date(line)
        else:
            found.credits.setdefault("source", Words(line.strip(), _trimmed(found, i)))
        found.frame.append(i)
    return left


def _trimmed(found: Layout, i: int) -> Place:
    line = found.plain[i]
    return Place(i, len(line) - len(line.lstrip()), len(line.rstrip()))


def _credit_line(found: Layout, i: int) -> bool:
    line = found.plain[i]
    if len(line.strip()) > 80 or not (
        _CREDIT_LINE.match(line) or _alone(line) or _AFTER_NAME.match(line.strip())
    ):
        return False
    if not _take_credits(found, i, line):
        only = _TAIL_ONLY.search(line)
        if not only or line.strip() != only[0].strip():
            return bool(_CREDIT_LINE.match(line))
        found.credits.setdefault("author", Words(only[1], Place(i, only.start(1), only.end(1))))
    found.frame.append(i)
    return True


def _alone(line: str) -> bool:
    match = _TAIL_ONLY.search(line)
    return match is not None and match[0].strip() == line.strip() and not _CAPTION_END.search(line.strip())


def _take_credits(found: Layout, i: int, line: str, start: int = 0) -> bool:
    taken = False
    for match in _CREDIT.finditer(line, start):
        who = match["who"].strip()
        for duty, words in _DUTIES.items():
            if who and any(
                lazy(words).fullmatch(one.strip()) for one in match["duties"].replace("/", "、").split("、")
            ):
                at = line.index(who, match.start("who"))
                found.credits.setdefault(
                    duty, Words(found.lines[i][at : at + len(who)], Place(i, at, at + len(who)))
                )
                taken = True
        taken = taken or not who
    tail = _AFTER_NAME.search(line.strip())
    if tail and not taken:
        name, duty = (tail[1], tail[2]) if tail[1] else (tail[3], tail[4])
        for key, words in _DUTIES.items():
            if lazy(words).fullmatch(duty):
                at = line.index(name)
                found.credits.setdefault(key, Words(name, Place(i, at, at + len(name))))
                taken = True
    return taken


def _caption(found: Layout, i: int, left: Sequence[int]) -> bool:
    """A short line without a stop that says what is seen; never the first."""
    line = found.plain[i].strip()
    if (
        len(line) > 32
        or line[-1] in _STOP
        or "。" in line
        or line.startswith("|")
        or (i == left[0] and not _CAPTION_START.match(line))
    ):
        return False
    bare = line.strip("（）")
    if not (_CAPTION_END.search(bare) or _CAPTION_START.match(line)) or (
        "，" in bare and not _CAPTION_START.match(line)
    ):
        return False
    found.captions.append(Words(found.lines[i].strip(), _trimmed(found, i)))
    return True


def _credits_within(found: Layout) -> None:
    """Credits in brackets at the end of the text or at its beginning (本网讯（甲）)."""
    for i in found.body[-2:]:
        line = found.plain[i]
        tail = _TAIL_CREDITS.search(line) or _AFTER_NAME.search(line)
        if tail and _take_credits(found, i, line, tail.start()):
            found.cut[i] = (tail.start(), len(line))
    for i in found.body[:1]:
        opening = _OPENING.match(found.plain[i])
        if opening:
            found.cut.setdefault(i, (opening.start(), opening.end()))
