"""How Chinese text is set: punctuation, brackets, digits, dashes, spaces, and what a computer left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.rules import bracket
from campus_news.rules.hit import MOST, Hit, corrected, each, matched, once
from campus_news.rules.rule import Case, rule

_STANDARD: Final = "GB/T 15834—2011《标点符号用法》。"
_SEEN: Final = "学校网站上真实报道里见到的差错。"

HALF_WIDTH = Kind(
    "E510",
    Severity.WARNING,
    "中文里用了半角标点，全文共 {count} 处，这里是第一处；请改用全角",
    "half-width punctuation in Chinese text, {count} in all, the first here",
    certain=True,
)
MIXED_BRACKETS = Kind(
    "E511",
    Severity.WARNING,
    "一对括号一半全角、一半半角：“{words}”",
    "a pair of brackets of two widths: '{words}'",
    certain=True,
)
NO_DASH = Kind(
    "E512",
    Severity.WARNING,
    "数字之间的“{sign}”不是连接号，应是“—”",
    "'{sign}' between numbers is not a dash",
    certain=True,
)
FULL_WIDTH = Kind(
    "E513",
    Severity.WARNING,
    "数字和字母用了全角，全文共 {count} 处，这里是第一处；请改用半角",
    "full-width digits or letters, {count} in all, the first here",
    certain=True,
)
LEFTOVER = Kind(
    "E514",
    Severity.WARNING,
    "“{words}”是从网页或表格复制时留下的，不是正文，请删去",
    "'{words}' was left by copying; delete it",
)
TWO_SIGNS = Kind(
    "E515",
    Severity.WARNING,
    "“{words}”这两个标点不能连用",
    "the signs '{words}' cannot stand together",
    certain=True,
)
SPACED_DATE = Kind(
    "E517",
    Severity.WARNING,
    "日期里有多余的空格，全文共 {count} 处，这里是第一处",
    "spaces within dates, {count} in all, the first here",
    certain=True,
)
SPACED = Kind(
    "E516",
    Severity.WARNING,
    "中文字之间有多余的空格，全文共 {count} 处，这里是第一处",
    "spaces within Chinese text, {count} in all, the first here",
)

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff〇"
_FULL: Final = str.maketrans(",;:?!()", "，；：？！（）")
_SIGNS: Final = ",;:?!"


@cache
def _sign(sign: str) -> re.Pattern[str]:
    """The pattern of one sign, compiled when it is met: a pattern of one first character is ten times as fast as of all."""
    return re.compile(
        rf"[{sign}](?:(?<=[{_HAN}”’》）】〕」』].)|(?<=[A-Za-z0-9)%*].)(?=[{_HAN}“‘《（【〔「『]))(?:[ ](?=[{_HAN}“‘《]))?"
    )


_ENTITY: Final = lazy(r"&#?\w{1,8};")


@rule(
    HALF_WIDTH,
    what="中文句子里的逗号、冒号、括号等用了半角。",
    why="字距不齐，打印出来尤其明显。整篇都是半角的稿子很多，所以每篇只提一次。",
    source=_STANDARD,
    bad="会议指出,要抓好落实;各部门要配合(附名单)。\n",
    good="9月29日14:30，会议指出，要用好 A, B 两套方案，投入1,000元（含税），网址是 https://a.example/?b=c,d。\n",
)
def punctuation_is_full_width(case: Case) -> Iterator[Diagnostic]:
    """E510: half-width punctuation beside a Han character; not in numbers, times, code, links and Latin text."""
    yield from once(case, HALF_WIDTH, _half_width)


def _half_width(words: str) -> list[Hit]:
    hits: list[Hit] = []
    entities = {match.end() - 1 for match in _ENTITY.finditer(words)} if "&" in words else set()
    for sign in [sign for sign in _SIGNS if sign in words]:
        hits += [
            matched(match, match[0].rstrip().translate(_FULL))
            for match in _sign(sign).finditer(words)
            if match.start() not in entities and words[match.end() : match.end() + 1] != "["
        ]
    if "(" in words and ")" in words:
        for pair in bracket.pairs(words):
            if pair.han and words[pair.start] == "(" and words[pair.end] == ")":
                hits += [_bracket(words, at) for at in (pair.start, pair.end)]
    return sorted(hits)


def _bracket(words: str, at: int) -> Hit:
    """The bracket at a place as it should be; a backslash that kept it from marking anything up would then be seen."""
    escaped = words.endswith("\\", 0, at) and not words.endswith("\\\\", 0, at)
    return Hit(at - escaped, at + 1, words[at].translate(_FULL))


@rule(
    MIXED_BRACKETS,
    what="一对括号一半是全角，一半是半角。",
    why="多半是输入法切换时打错的，读者一眼就看得见。",
    source=_STANDARD,
    bad="学校召开党委中心组（扩大)学习会议。\n",
    good="学校召开党委中心组（扩大）学习会议，讨论了（1）人才；(2) 经费。\n",
)
def brackets_are_of_one_width(case: Case) -> Iterator[Diagnostic]:
    """E511: （…) or (…）."""
    for kind, text, hit, words in each(case, MIXED_BRACKETS, _mixed):
        right = corrected(text, [_bracket(text.words, at) for at in (hit.start, hit.end - 1)])
        yield finding(kind, text.place(hit.start, hit.end), right, words=words)


def _mixed(words: str) -> list[Hit]:
    if not (")" in words and "（" in words) and not ("(" in words and "）" in words):
        return []
    mixed = [one for one in bracket.pairs(words) if (words[one.start] == "(") != (words[one.end] == ")")]
    return [
        Hit(start, end + 1, None)
        for start, end, _ in sorted(mixed)[:MOST]
        if bracket.all_are_paired(words, start, end)
    ]


@rule(
    NO_DASH,
    what="两个数字之间把汉字“一”、日文长音“ー”或字母当成了连接号。",
    why="看上去像一横，搜索时却搜不到，朗读软件会读出“一”。",
    source=_STANDARD + _SEEN,
    bad="学校召开2023一2024学年第一学期工作例会。\n",
    good="学校召开2023—2024学年第一学期工作例会，第1至一百名学生参加。\n",
)
def dashes_are_dashes(case: Case) -> Iterator[Diagnostic]:
    """E512: 2023一2024."""
    for kind, text, hit, sign in each(case, NO_DASH, _odd_dashes):
        yield finding(kind, text.place(hit.start, hit.end), hit.right, sign=sign)


_HAN_DASH: Final = lazy(r"一(?=[0-9])(?<=[0-9]一)")
_LONG_VOWEL: Final = lazy(r"(?<=[0-9年月日])[ーㄧ丨](?=[0-9])")
_LETTER_DASH: Final = lazy(r"(?<=(?<![0-9A-Za-z])[12][0-9]{3})[lI](?=[12][0-9]{3}(?![0-9A-Za-z]))")


def _odd_dashes(words: str) -> list[Hit]:
    found = [*_HAN_DASH.finditer(words)]
    if any(sign in words for sign in "ーㄧ丨"):
        found += _LONG_VOWEL.finditer(words)
    if "l" in words or "I" in words:
        found += _LETTER_DASH.finditer(words)
    return [matched(match, "—") for match in found]


@rule(
    FULL_WIDTH,
    what="数字或字母是全角的。",
    why="全角数字占一个汉字宽，搜索“2022”也搜不到。",
    source="GB/T 15835—2011《出版物上数字用法》；学校网站上真实报道里见到的差错。",
    bad="９月２９日，学校召开例会。\n",
    good="9月29日，学校召开例会。\n",
)
def digits_are_half_width(case: Case) -> Iterator[Diagnostic]:
    """E513: full-width digits and letters."""
    yield from once(case, FULL_WIDTH, _full_width)


_WIDE: Final = lazy("[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ]*")
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _full_width(words: str) -> list[Hit]:
    return [matched(match, match[0].translate(_NARROW)) for match in _WIDE.finditer(words)]


@rule(
    LEFTOVER,
    what="正文里有 &nbsp;、undefined、NaN、null 这样的字样。",
    why="是网页、表格或程序出错时留下的，读者会看见。",
    source=_SEEN,
    bad="学校召开例会，undefined参加会议。\n",
    good="学校召开例会，讲解了 `null` 和 undefined behavior 的含义。\n",
)
def nothing_is_left_over(case: Case) -> Iterator[Diagnostic]:
    """E514: what copying from a page or a table left."""
    for kind, text, hit, words in each(case, LEFTOVER, _leftovers):
        yield finding(kind, text.place(hit.start, hit.end), hit.right, words=words)


_LEFT: Final = ("nbsp;", "undefined", "NaN", "null")
_LEFTOVER: Final = lazy(
    r"&(?:amp;)?nbsp;|(?<![A-Za-z0-9_.*-])(?<![A-Za-z]\ )(?:undefined|NaN|null)(?![A-Za-z0-9_.-]|\ [A-Za-z])"
)


def _leftovers(words: str) -> list[Hit]:
    if not any(left in words for left in _LEFT):
        return []
    return [matched(match, "" if match[0][0] == "&" else None) for match in _LEFTOVER.finditer(words)]


@rule(
    TWO_SIGNS,
    what="两个不能连用的标点连在一起，例如“。。”“，，”“、，”。",
    why="多半是删改时留下的。省略号“……”、破折号“——”和“？！”不算。",
    source=_STANDARD,
    bad="会议强调，，要抓好落实。。\n",
    good="会议强调：“要抓好落实。”……真的吗？！大家说——好！！\n",
)
def signs_stand_alone(case: Case) -> Iterator[Diagnostic]:
    """E515: two signs of which one is too many."""
    for kind, text, hit, words in each(case, TWO_SIGNS, _two_signs):
        yield finding(kind, text.place(hit.start, hit.end), hit.right, words=words)


_TWO: Final = tuple(
    lazy(f"{first}[{others}]+")
    for first, others in (
        *((sign, "，、；：。！？,") for sign in "，、；：。"),
        *((sign, "，、；：。") for sign in "！？"),
        (",", "，、；：。"),
    )
)


def _two_signs(words: str) -> list[Hit]:
    hits: list[Hit] = []
    for pattern in _TWO:
        for match in pattern.finditer(words):
            same = len(match[0]) == 2 and match[0][0] == match[0][1]
            if not hits or match.start() >= hits[-1].end:
                hits.append(matched(match, match[0][0] if same else None))
    return hits


@rule(
    SPACED,
    what="句子里的汉字之间有空格。",
    why="从 PDF 或表格里复制文字时常带来空格，换行会断在词中间，也搜不到。人名里的空格、诗句和署名不算。",
    source=_SEEN,
    bad="9月29日，学校召 开工作例会，部署 重点工作。\n",
    good="9月29日，学校在 A 座召开“金秋送爽 硕果飘香”工作例会。（撰稿：温岚 审核：冉启明）\n",
)
def words_are_not_spaced(case: Case) -> Iterator[Diagnostic]:
    """E516: spaces between the Han characters of a sentence."""
    yield from once(case, SPACED, _spaces)


@rule(
    SPACED_DATE,
    what="日期里有空格。只在“年”字前面空一格的是一种写法，不算。",
    why="换行会断在日期中间，搜索“9月29日”也搜不到。",
    source=_SEEN,
    bad="9 月 29 日，学校召开工作例会。\n",
    good="9月29日，学校召开 2022 年工作例会。\n",
)
def dates_are_not_spaced(case: Case) -> Iterator[Diagnostic]:
    """E517: spaces in dates."""
    yield from once(case, SPACED_DATE, _date_gaps)


_DATE_GAP: Final = lazy(
    "(?<=[0-9])[ \u3000]+(?=[月日]|年[ \u3000]*[0-9])|(?<=[年月])[ \u3000]+(?=[0-9]{1,2}[ \u3000]*[月日])"
)
"""Some write `2022 年` with spaces throughout, which is a style; nobody means `9 月29日`."""


_CLAUSE: Final = lazy(
    rf"(?<=[，。；！？,])[{_HAN}\u3000 ]+(?=[，。；！？,])|^[{_HAN}\u3000 ]+(?=[，。；！？,])", re.M
)
"""Han characters and spaces from one sign to the next: in sign-offs and in what is quoted there are other signs."""
_GAP: Final = lazy(rf"(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}])")


_ANY_GAP: Final = lazy(rf"[ \u3000](?<=[{_HAN}0-9].)(?=[ \u3000]*[{_HAN}0-9])")
"""Begins with what is rare, as no pattern for a whole clause can; looks back first, so that a long gap is read once."""


def _has_gaps(words: str) -> bool:
    """Whether there may be spaces between Han characters or digits; most texts have no space at all."""
    return (" " in words or "\u3000" in words) and _ANY_GAP.search(words) is not None


def _date_gaps(words: str) -> list[Hit]:
    if not _has_gaps(words):
        return []
    return [matched(match, "") for match in _DATE_GAP.finditer(words)]


def _spaces(words: str) -> list[Hit]:
    if not _has_gaps(words):
        return []
    hits: list[Hit] = []
    for clause in _CLAUSE.finditer(words):
        pieces = clause[0].split()
        if len(pieces) > 1 and not _set_apart(pieces):
            hits += [matched(gap, "") for gap in _GAP.finditer(words, clause.start(), clause.end())]
    return sorted(hits)


def _set_apart(pieces: Sequence[str]) -> bool:
    """Whether spaces are meant: lines of a verse, of equal length; names side by side, or one padded (李 伟)."""
    lengths = {len(piece) for piece in pieces}
    return lengths <= {2, 3} or lengths == {1} or (len(lengths) == 1 and min(lengths) > 3)
