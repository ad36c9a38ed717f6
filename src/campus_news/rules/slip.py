"""Names and what slips make of them, as expressions that look for all of a roster's in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from campus_news.lazy import lazy
from campus_news.rules.confusable import doubled, dropped, swapped

SPACES: Final = " \u3000\u00a0\t\u2002\u2003\u2009\u200b\u2060\ufeff"
"""What comes into a name from tables and Word: spaces of all widths, and of none."""
MARKS: Final = "*：:（(\\[ \u3000"
"""What may stand between a post and the name, as the characters of an expression."""
DOTS: Final = "·•・"
_SINGLE: Final = "在就对从为以向到作做说讲谈请还也又则并率同和与及等祝翻拿拧给带颁授发受开揭签赴"
"""What somebody does, or how it is done, in one character."""
_WORDS: Final = (
    "代表 指出 强调 要求 提出 提醒 主持 主讲 主编 出席 出任 参加 参观 参与 参会 参赛 宣读 宣布 宣讲 宣誓 传达 致辞 致词 致开 致欢 致谢 致敬"
    " 致贺 表示 表态 表彰 总结 汇报 通报 介绍 回应 回顾 回答 回访 希望 寄语 勉励 到来 到访 到任 到会 到场 到校 来到 来访 来校 前往 前来 先后"
    " 分别 分管 分析 分享 依次 首先 最后 随后 一行 一同 一起 一线 围绕 结合 逐一 逐项 专程 感谢 号召 鼓励 肯定 部署 安排 听取 听课 看望 观看 观摩"
    " 走访 走进 走上 查看 检查 察看 陪同 会见 会晤 会同 交流 阐述 阐释 阐明 解读 解答 列席 担任 当场 当选 归纳 认为 建议 调研 深入 深情 深刻 慰问"
    " 莅临 带队 率先 巡视 巡查 巡考 现场 亲切 亲自 亲临 考察 督查 督导 督办 指导 指挥 上台 上场 登台 点赞 点评 讲授 讲述 讲解 详细 高度 充分 简要"
    " 全面 全程 系统 重点 着重 具体 认真 负责 牵头 联系 联合 挥手 鸣枪 按下 步入 接受 接待 接见 补充 再次 多次 共同 共话 兼任 就任 与会 询问 了解"
    " 朗诵 领学 领誓 领读 学习 研究 审议 审定 批示 布置 动员 启动 推动 倡议 呼吁 欢迎 转达 聘请 应邀 特邀 荣获 获得 获评 获奖 入选 履新 任职 任命 提供 提议 提名 撰写 撰文 撰稿 作了"
    " 辞去 退休 视察 视频 连线 远程 线上 手持 手捧 身着 关心 关注 叮嘱 嘱咐 强化 统筹 协调 坐镇 值班 值守 夜查 抵达 返回 离开 出访 访问 拜访 携手"
)
"""What somebody does, or how it is done, in words of which each is told from a given name by its second character."""
_LOOSE: Final = "的了是都获任把用被将由让使已曾均再答只上于有不未没能会须需因而且乃仍其此这那个们"
"""What no given name ends with; much else begins with it too, so that it tells only where a name is looked for anyway."""
VERBS: Final = "".join(dict.fromkeys(_SINGLE + "".join(word[0] for word in _WORDS.split())))
"""Characters with which begins what is said of somebody."""
_BEFORE: Final = "\\n \u3000、，,。；;：:！？!?（(“「《*>#—\\[由和与及在请向对让后上中时是有随同为给了谢迎取读达见问访长席任师员理导领"
"""Characters after which a slip in a name of two characters is looked for."""
_AFTER: Final = f"\\n、，,。；;：:！？!?）)”」》*|—\\] 的书校党纪常副{VERBS}"
_HAN: Final = "[\u3400-\u9fff]"
_BY_FIRST: Final[dict[str, str]] = {}
for _word in _WORDS.split():
    _BY_FIRST[_word[0]] = _BY_FIRST.get(_word[0], "") + _word[1]
_ACTS: Final = lazy(
    f"(?!同学)[{_SINGLE}]|" + "|".join(f"{first}[{rest}]" for first, rest in _BY_FIRST.items())
)
_MARKS: Final = lazy(r"[*\]）)]*")
_END: Final = lazy(f"[{_AFTER}]|\\Z")
_CALLED: Final = lazy("同志|老师|教授|博士|先生|女士|书记|校长|院长|主任|主席|副[书校教院主]|党委|纪委|常务")


def is_han(words: str) -> bool:
    """Whether `words` is made of Chinese characters only, and not empty."""
    return bool(re.fullmatch(f"{_HAN}+", words))


def acts(text: str, at: int) -> bool:
    """Whether at `at` begins what somebody does, and nothing else that begins with the same character."""
    return bool(_ACTS.match(text, marked(text, at)))


def marked(text: str, at: int) -> int:
    """The place `at`, or behind the marks that end bold words, a link or a bracket there."""
    match = _MARKS.match(text, at)
    return match.end() if match else at


def closed(text: str, at: int) -> bool:
    """Whether what stands at `at` is surely no more of a name: a mark, a word that begins otherwise, or a verb."""
    at = marked(text, at)
    if at >= len(text) or not is_han(text[at]) or text[at] in _LOOSE:
        return True
    return bool(_ACTS.match(text, at) or _CALLED.match(text, at))


def goes_on(text: str, at: int) -> bool:
    """Whether the character at `at` is rather the third of a name of three: 江宇轩讲话, 江宇航同志."""
    return not closed(text, at) and closed(text, at + 1)


def ends(text: str, at: int) -> bool:
    """Whether a name may end at `at`."""
    return bool(_END.match(text, at))


def whole(text: str, start: int, end: int, names: Collection[str]) -> int:
    """Where the name begins of which `text[start:end]` was found: a wrong first character is not found with it."""
    found = text[start:end]
    return start - 1 if any(name[1:] == found for name in names) else start


def expression(names: Collection[str], heads: Iterable[str] = ()) -> re.Pattern[str]:
    """Finds every name of `names` and whatever may be meant for one; longer names win.

    It finds any of `heads`, which end posts, if a slip follows that is only looked for there: `after_post` matches it.
    """
    ordered = sorted(names, key=len, reverse=True)
    slips = (one for name in ordered if len(name) > 1 for one in _slips(name))
    right = "|".join(map(re.escape, names))
    follows = f"(?=[{MARKS}]*(?!{right})(?:{_short(names)}))"
    return _by_first(
        [*map(re.escape, ordered), *slips, *(f"{re.escape(head)}{follows}" for head in heads if names)]
    )


def after_post(names: Iterable[str]) -> re.Pattern[str]:
    """Matches, behind the marks after a post, what is short of a name or has two characters."""
    return re.compile(f"[{MARKS}]*({_short(names)})")


def _short(names: Iterable[str]) -> str:
    short, found = [name for name in names if len(name) == 2], []
    for name in short:
        found += [*doubled(name), *swapped(name), f"{name[0]}{_HAN}"]
    found += [one for name in names if len(name) > 2 for one in dropped(name)]
    found += [f"{_HAN}{name[1]}" for name in short]
    return "|".join(found) or "(?!)"


@lru_cache(8)
def spaced(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the names that have spaces inside."""
    return _by_first([_spaced(name) for name in names if len(name) > 1])


def _by_first(found: Iterable[str]) -> re.Pattern[str]:
    """All alternatives as one expression in which each first character stands once: ten times as fast."""
    grouped: dict[str, list[str]] = {}
    for one in found:
        first = one[: 2 if one[0] == "\\" else 1]  # a sign that means something stands there escaped
        grouped.setdefault(first, []).append(one[len(first) :])
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in grouped.items()) or "(?!)")


def _slips(name: str) -> Iterator[str]:
    return _slips_of_long(name) if len(name) > 2 else _slips_of_short(name)


def _slips_of_long(name: str) -> Iterator[str]:
    """First of what is longer: doubled, swapped, and one character wrong; a wrong first one is not taken in.

    The name itself has been looked for before: what comes here is not it.
    """
    yield from doubled(name)[1:-1]
    yield from swapped(name)
    yield from (f"{name[:i]}.{name[i + 1 :]}" for i in range(1, len(name)))
    yield name[1:]


def _slips_of_short(name: str) -> Iterator[str]:
    """Only where a name may stand: two characters are soon found together."""
    first, last = name[0], name[1]
    end = f"(?![^{_AFTER}])"
    for one in (*doubled(name), *swapped(name)):
        yield f"{one[0]}(?<![^{_BEFORE}]{one[0]}){one[1:]}{end}"
    yield f"{first}(?<![^{_BEFORE}]{first}).{end}"
    yield f"{last}(?<![^{_BEFORE}][^{first}]{last}){end}"


def _spaced(name: str) -> str:
    """`name` with spaces in at least one place; the first of them stands before the i-th character."""
    gap = SPACES + DOTS
    ways = (f"{name[1:i]}[{gap}]+{f'[{gap}]*'.join(name[i:])}" for i in range(1, len(name)))
    return f"{name[0]}(?:{'|'.join(ways)})"
