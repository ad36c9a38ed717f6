"""Chinese and Arabic numerals as reports write them, up to the hundreds of a session's number."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}

HAN: Final = "零〇一二三四五六七八九十百"
"""What a Chinese numeral is made of, as a piece of a regular expression's class."""
SIGN: Final = rf"[\d{HAN}]"
"""One sign of a numeral, Arabic or Chinese."""


@lru_cache(512)
def value(numeral: str) -> int | None:
    """The number written as 12, １２, 十二, 二十三, 一百零五 or 二〇二二; None if it is no numeral."""
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) > 1 and not set(numeral) & set("十百"):
        digits = [_DIGITS.get(sign) for sign in numeral]
        return None if None in digits else int("".join(map(str, digits)))
    total, held = 0, None
    for sign in numeral:
        if sign in "十百":
            total += (1 if held is None else held) * (10 if sign == "十" else 100)
            held = None
        elif sign not in _DIGITS or held:
            return None
        else:
            held = _DIGITS[sign]
    return total + (held or 0) if numeral else None
