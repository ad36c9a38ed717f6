"""Names as typed without a Chinese keyboard: fzy, fangzhiyuan or fangzy for 方致远."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from campus_news.lazy import lazy
from campus_news.slug import SURNAMES

_LONGEST: Final = 60
"""Letters that a name may be typed with."""
_SIGN: Final = lazy(r"[A-Za-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]")
"""What is read as a whole: a Han character, a word of letters."""


def spells(typed: str, name: str) -> bool:
    """Whether the letters `typed` stand for `name`: from each of its characters the beginning of the syllable, or all.

    A character of several readings may be typed by any of them (单: dan, chan, shan), ü as v, u or yu.
    """
    letters = re.sub(r"[\s'’.·-]", "", typed.lower())
    if not letters or len(letters) > _LONGEST:
        return False
    reached = {0}
    for readings in _syllables(name):
        reached = {
            at + size
            for at in reached
            for reading in readings
            for size in range(1, len(reading) + 1)
            if letters.startswith(reading[:size], at)
        }
    return len(letters) in reached


@lru_cache(1000)
def _syllables(name: str) -> Sequence[frozenset[str]]:
    """The readings of each character of a name."""
    from pypinyin import Style, pinyin  # its dictionary takes a tenth of a second

    found = []
    for sign in _SIGN.findall(name):
        if sign.isascii():
            found.append(frozenset({sign.lower()}))
            continue
        readings = {*pinyin(sign, style=Style.NORMAL, heteronym=True)[0]}
        if not found and sign in SURNAMES:
            readings.add(SURNAMES[sign])
        found.append(frozenset(way for one in readings for way in _ways(one)))
    return found


def _ways(reading: str) -> set[str]:
    """How a syllable is typed: with ü in each of the ways that keyboards and passports know."""
    if "v" not in reading and "ü" not in reading:
        return {reading}
    return {re.sub("[vü]", way, reading) for way in ("v", "u", "yu")}
