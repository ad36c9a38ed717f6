"""What is said in items (一是…二是…), pairs of quotation marks and brackets, and paragraphs said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.rules import numeral
from campus_news.rules.rule import Case, rule

_PUNCTUATION: Final = "GB/T 15834—2011《标点符号用法》"

GAP = Kind(
    "E570",
    Severity.WARNING,
    "这里是“{words}”，按次序应是“{missing}”，请看看是漏了一条、重了一条还是序号写错",
    "here is '{words}' where '{missing}' should be: an item or a number is wrong",
)
COUNT = Kind(
    "E571",
    Severity.WARNING,
    "这里说“{words}”，后面却列了 {number} 条，请核对数目或者有无漏条",
    "'{words}' is followed by {number} items; check the number and the items",
)
UNPAIRED = Kind(
    "E572",
    Severity.WARNING,
    "这一段里的{name}（{sign}）没有配对，请补上或删去另一半",
    "{sign} has no counterpart in this paragraph",
)
REPEATED = Kind(
    "E573",
    Severity.WARNING,
    "这一段与第 {line} 行的一段完全一样，请删去多余的一段",
    "this paragraph is the same as the one in line {line}; delete one",
)

_ITEM: Final = lazy(
    r"(?:^（(?=[^）\n]{1,3}）)|其)?([一二三四五六七八九十]{1,3})([是要、，,）])(?![一二三四五六七八九十][、等])",
    re.M,
)
_FIRST: Final = tuple(lazy(f"{sign}[是要、，,）]") for sign in "一二三")
"""One pattern for each: a search for one first character is ten times as fast as for three."""
_BOUNDARY: Final = frozenset("。；，、：！？…—;,:.!?）) 　\n")
_COUNT: Final = lazy(
    r"(?<![第一二三四五六七八九十百\d])([两一二三四五六七八九十]{1,3}|\d{1,2})"
    r"(?:(?:个|点|项|条|件|大|句)(?![月小])"
    r"(?:(?!学院|单位|部门|同志|代表|班级|阶段)[^，。；：、\n两二三四五六七八九十\d]){0,12}[：:]"
    r"|(?:点|个方面|条|项|件|个)(?:具体|工作|的|明确|重点){0,2}"
    r"(?:要求|意见|希望|建议|任务|工作|措施|打算|体会|印象|安排|倡议|举措|事情|事|方面)?[。，,.]"
    r")\s*$"
)
_SIGNS: Final = lazy(r"[“”《》（）【】()]")
_PARTNER: Final = {"“": "”", "《": "》", "（": "）", "【": "】"}
_NAMES: Final = {
    "“": "前引号", "”": "后引号", "《": "前书名号", "》": "后书名号",
    "（": "前括号", "）": "后括号", "【": "前方括号", "】": "后方括号",
}  # fmt: skip
_OPENED_BY: Final = {close: sign for sign, close in _PARTNER.items()}
_NUMBERED: Final = lazy(r"(?:^|(?<=[。；，：、\s;,:（(]))[\da-zA-Z一二三四五六七八九十]{1,3}$")
_SAME_WIDTH: Final = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item's number, its place and its words."""

    number: int
    start: int
    end: int
    words: str


@lru_cache(1)
def _runs(case: Case) -> Sequence[Sequence[_Item]]:
    """The items of each style, from one beginning to the next; none where nothing can be the second of anything."""
    prose = case.prose
    if not any(first.search(prose) for first in _FIRST):
        return ()
    current: dict[str, list[_Item]] = {}
    runs = []
    for match in _ITEM.finditer(prose):
        ordinal = prose.startswith("第", match.start() - 1) if match.start() else False
        start = match.start() - ordinal
        style = _style(prose, start, match[2], ordinal, match[0][0])
        number = numeral.value(match[1]) if style else None
        if style and number:
            if number == 1 or style not in current:
                current[style] = []
                runs.append(current[style])
            current[style].append(_Item(number, start, match.end(), prose[start : match.end()]))
    return runs


def _style(prose: str, at: int, mark: str, ordinal: bool, first: str) -> str | None:
    """How an item is said; None if it is none: items begin a clause, and 一、 and （一） begin a paragraph."""
    if first == "（" or mark == "）":
        return "（" if first == "（" and mark == "）" else None
    if mark == "、":
        line = prose.rfind("\n", 0, at) + 1
        return None if ordinal or first == "其" or prose[line:at].strip() else mark
    if at and prose[at - 1] not in _BOUNDARY:
        return None
    if first == "其":
        return first
    return "第" if ordinal and mark != "要" else mark if mark in "是要" else None


@rule(
    GAP,
    what="分条叙述时序号不连贯，例如“一是……二是……四是……”。",
    why="多半是改稿时删了一条，或者抄漏了一条。",
    source="本项目：真实报道中常见的差错；新的“一是”算重新开始，跨段接着数也可以。",
    bad="会议提出要求：一是抓好教学，二是抓好实习，四是抓好安全。\n",
    good="会议提出要求：一是抓好教学，二是抓好实习，三是抓好安全。\n",
)
def items_have_no_gap(case: Case) -> Iterator[Diagnostic]:
    """E570: every item but the first follows the one before it."""
    for run in _runs(case):
        before, end = 0, 0
        for one in run:
            start = max(end, case.prose.rfind("\n", 0, one.start))
            if one.number != before + 1 and not _said_otherwise(
                case.prose[start : one.start], one.number - 1
            ):
                missing = one.words.replace(_han(one.number), _han(before + 1), 1)
                yield finding(GAP, case.span(one.start, one.end), words=one.words, missing=missing)
            before, end = one.number, one.end


def _said_otherwise(text: str, number: int) -> bool:
    """Whether a clause of `text` begins as item `number` does in other words (首先, 一方面, 其二, 第二个)."""
    sign = _han(number)
    words = [rf"第?{sign}(?:[是要来则抓靠]|方面)", rf"第{sign}[，,、：个件点条]", f"其{sign}"]
    words += ["首先"] if number == 1 else ["其次|再次|另一|还有|此外|最后"]
    return re.search(f"(?:^|[。；，：、！？“\n 　])(?:{'|'.join(words)})", text) is not None


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{_han(tens) if tens > 1 else ''}{'十' if tens else ''}{('', *'一二三四五六七八九')[ones]}"


@rule(
    COUNT,
    what="写着“三点要求”“四项工作”，紧接着列出的“一是、二是……”却不是这个数。",
    why="数目与条目对不上，读者一数就看出来。",
    source="本项目：只在数目后面紧接着分条时才数。",
    bad="他提出四点要求：一是抓好教学；二是抓好实习；三是抓好安全。\n",
    good="他提出三点要求：一是抓好教学；二是抓好实习；三是抓好安全。\n",
)
def counts_agree_with_items(case: Case) -> Iterator[Diagnostic]:
    """E571: the number said before a list is that of its items; a list with a gap is told by E570."""
    for run in _runs(case):
        start, number = run[0].start, len(run)
        whole = [one.number for one in run] == list(range(1, number + 1))
        match = _COUNT.search(case.prose, max(0, start - 36), start) if whole else None
        said = numeral.value(match[1]) if match else None
        if match is None or said is None or not number != said > 1:
            continue
        rest = case.prose[run[-1].end :].partition("\n")[0]
        if number > said or not _said_otherwise(rest, number + 1):
            words = match[0].rstrip().rstrip("。，,.：:")
            span = case.span(match.start(), match.start() + len(words))
            yield finding(COUNT, span, words=words, number=number)


@rule(
    UNPAIRED,
    what="一段里的引号、书名号、括号只有一半。",
    why="缺了一半，读者不知道引文或书名到哪里为止。",
    source=f"{_PUNCTUATION} 4.8、4.9、4.15；引文不止一段时，每段开头都用前引号，只在最后一段末尾用后引号。",
    bad="会议学习了《中华人民共和国职业教育法，并作了讨论。\n",
    good="会议学习了《中华人民共和国职业教育法》，并作了讨论。\n",
)
def signs_are_paired(case: Case) -> Iterator[Diagnostic]:
    """E572: quotation marks and brackets are closed within their paragraph, but for quotations of several paragraphs."""
    if not any(sign in case.prose for sign in "“”《》（）【】"):
        return
    lines = list(case.paragraphs())
    for i, (at, line) in enumerate(lines):
        alone = list(_alone(line))
        if not alone:
            continue
        if [sign for _, sign in alone] == ["“"] and i + 1 < len(lines) and _quoted(lines[i + 1][1]):
            continue
        place, sign, fix = _worst(alone)
        yield finding(UNPAIRED, case.span(at + place, at + place + 1), fix, sign=sign, name=_NAMES[sign])


def _alone(line: str) -> Iterator[tuple[int, str]]:
    """Every sign without a counterpart, with its place; “ within “ is allowed for, and so is 1） before an item."""
    opened: dict[str, list[int]] = {}
    for match in _SIGNS.finditer(line):
        at, sign = match.start(), match[0].translate(_SAME_WIDTH)
        if sign in _PARTNER:
            opened.setdefault(sign, []).append(at)
            continue
        before = opened.get(_OPENED_BY[sign])
        if before:
            before.pop()
        elif match[0] != ")" and not (sign == "）" and _NUMBERED.search(line, max(at - 4, 0), at)):
            yield at, sign
    for sign, left in opened.items():
        yield from ((at, sign) for at in left if line[at] == sign)


def _worst(alone: Sequence[tuple[int, str]]) -> tuple[int, str, str | None]:
    """The sign to be told of. Two of the same are one pair with one of them the wrong way round."""
    if len(alone) == 2 and alone[0][1] == alone[1][1]:
        (first, sign), (second, _) = alone
        if sign in _PARTNER:
            return second, sign, _PARTNER[sign]
        return first, sign, _OPENED_BY[sign]
    return *alone[0], None


def _quoted(line: str) -> bool:
    return line.lstrip("> 　\t").startswith("“")


@rule(
    REPEATED,
    what="同一段话（20 字以上）出现了两次。",
    why="多半是粘贴时贴了两遍。",
    source="本项目：真实报道中见过整段重复。",
    bad="会议听取了教务处关于秋季学期教学安排的汇报，并进行了讨论。\n\n会议听取了教务处关于秋季学期教学安排的汇报，并进行了讨论。\n",
    good="会议听取了教务处关于秋季学期教学安排的汇报，并进行了讨论。\n\n会议研究了实习安全。\n",
)
def paragraphs_stand_once(case: Case) -> Iterator[Diagnostic]:
    """E573: no paragraph of 20 characters or more stands twice; the rows of a table are none."""
    lines = case.body.split("\n")
    long = [line.strip() for line in lines if len(line) >= 20 and line[0] != "|"]
    if len(set(long)) == len(long):
        return
    first: dict[str, int] = {}
    at = 0
    for number, line in enumerate(lines):
        words = line.strip()
        if len(words) >= 20 and words[0] != "|":
            before = first.setdefault(words, number)
            if before != number:
                start = at + line.index(words[0])
                span = case.span(start, start + len(words))
                yield finding(REPEATED, span, line=case.first_line + before)
        at += len(line) + 1
