"""Brackets in their pairs, full-width or half-width."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from campus_news.lazy import lazy

_PIECE: Final = lazy(r"[()（）\n]|[\u3400-\u4dbf\u4e00-\u9fff〇][^()（）\n]*")


class Pair(NamedTuple):
    """Two brackets that belong together, by their places; and whether a Han character stands between them."""

    start: int
    end: int
    han: bool


@lru_cache(2)
def pairs(words: str) -> Sequence[Pair]:
    """The brackets of a text in their pairs, of whatever width, the inner ones first; none goes beyond its line."""
    found: list[Pair] = []
    opened: list[tuple[int, bool]] = []
    han = False
    for match in _PIECE.finditer(words):
        sign = match[0][0]
        if sign in "(（":
            opened.append((match.start(), han))
            han = False
        elif sign == "\n":
            opened, han = [], False
        elif sign not in ")）":
            han = True
        elif opened:
            start, before = opened.pop()
            found.append(Pair(start, match.start(), han))
            han = han or before
    return found


def all_are_paired(words: str, start: int, end: int) -> bool:
    """Whether the line of a pair has as many brackets of each kind: in `（含1)甲、2)乙）` the first closes nothing."""
    line = words[words.rfind("\n", 0, start) + 1 : words.find("\n", end) % (len(words) + 1)]
    return line.count("（") + line.count("(") == line.count("）") + line.count(")")
