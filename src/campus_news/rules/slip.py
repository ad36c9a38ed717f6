"""Names and what slips make of them, as expressions that look for all of a roster's in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from campus_news.lazy import lazy
from campus_news.rules.confusable import doubled, swapped

SPACES: Final = " \u3000\u00a0"
VERBS: Final = (
    "在就对从为以向代作做讲说谈指强要提主出参宣传致表总汇通介回请希寄勉到来前先分依还首最随一也又则并率围结逐专同和与"
    "及等感谢祝号鼓肯部安听看走翻拧拿查检陪会给带领颁授发交阐分解读列委受被担当开揭署签认归建"
)
"""Characters with which begins what is said of somebody."""
_BEFORE: Final = "\\n、，,。；;：:！？!?（(“「《*>#—由和与及在请向对让后上中时是有随同为给长记席任师员理导领"
"""Characters after which a slip in a name of two characters is looked for."""
_AFTER: Final = f"\\n、，,。；;：:！？!?）)”」》*|— {VERBS}书校党纪常副"
_HAN: Final = "[\u3400-\u9fff]"
_ACTS: Final = lazy(
    "在|就|对|从|为|以|向|代表|作|说|讲|谈|指出|强调|要求|提出|提醒|主持|出席|参加|宣[读布]|传达|致[辞词]|表示|总结|汇报|通报|介绍"
    "|回[应顾]|请|希望|寄语|勉励|到|来到|前往|先后|分别|依次|还|首先|最后|随后|一行|也|又|则|并|率|围绕|结合|逐一|专程|同|和|与|及|等"
    "|感谢|祝|号召|鼓励|肯定|部署|安排|听取|看望|走访|翻|拿|拧|查看|检查|陪同|会见|给|带|颁|授|发[言表]|交流|阐|分析|解读|列席"
    "|受|担任|当场|开|揭|签|归纳|认为|建议"
)
_END: Final = lazy(f"[{_AFTER}]|\\Z")


def is_han(words: str) -> bool:
    """Whether `words` is made of Chinese characters only, and not empty."""
    return bool(re.fullmatch(f"{_HAN}+", words))


def acts(text: str, at: int) -> bool:
    """Whether at `at` begins what somebody does, and nothing else that begins with the same character."""
    return bool(_ACTS.match(text, at))


def ends(text: str, at: int) -> bool:
    """Whether a name may end at `at`."""
    return bool(_END.match(text, at))


def whole(text: str, start: int, end: int, names: Collection[str]) -> int:
    """Where the name begins of which `text[start:end]` was found: a wrong first character is not found with it."""
    found = text[start:end]
    return start - 1 if any(name[1:] == found for name in names) else start


def expression(names: Iterable[str]) -> re.Pattern[str]:
    """Finds every name of `names` and whatever may be meant for one; longer names win."""
    ordered = sorted(names, key=len, reverse=True)
    slips = (one for name in ordered if len(name) > 1 for one in _slips(name))
    return _by_first([*map(re.escape, ordered), *slips])


@lru_cache(8)
def spaced(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the names that have spaces inside."""
    return _by_first([_spaced(name) for name in names if len(name) > 1])


def _by_first(found: Iterable[str]) -> re.Pattern[str]:
    """All alternatives as one expression in which each first character stands once: ten times as fast."""
    grouped: dict[str, list[str]] = {}
    for one in found:
        grouped.setdefault(one[0], []).append(one[1:])
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
    ways = (f"{name[1:i]}[{SPACES}]+{f'[{SPACES}]*'.join(name[i:])}" for i in range(1, len(name)))
    return f"{name[0]}(?:{'|'.join(ways)})"
