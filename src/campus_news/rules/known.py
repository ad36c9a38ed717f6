"""Known people in a text: those of the roster and those whom the report's fields name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final

from campus_news.lazy import lazy
from campus_news.rules.rule import Case

_PICTURE: Final = lazy(r"!\[(?:[^\]\n!]|!(?!\[))*+\]")
_AFTER_SHORT: Final = (
    r"(?=$|\W|同志|老师|教授|书记|校长|副|院长|主任|处长|部长|先后|共同|分别|依次|随后|首先|最后|代表|主持|讲|致|作|发|出席|参加"
    r"|在|对|就|为|与|和|及|并|指|强|要|表|宣|颁|主|的|说|从|提|回|介|总|担任|受|召集|赴|深入|慰问|莅临|调研|巡视|考察|督查|走访|看望|负责|补充|再次|参观|会见|陪同|率|带|到|来|前往)"
)
"""What may follow a name of two characters; anything else may be the third of somebody unknown."""


class Known:
    """The known people of a report. People are held against each other by `keys`, since some bear several names."""

    def __init__(self, case: Case) -> None:
        self._people, self._bearers = case.people, case.roster.bearers
        self._pattern = _pattern(tuple(self._bearers))
        self._guests = {one.person.name for one in case.people if one.person.name not in self._bearers}
        self.text = _PICTURE.sub(_blank, case.prose) if "![" in case.prose else case.prose
        """The text without what stands under pictures: a place in it is the same place in `body`."""
        self.said = self.names_in(self.text)
        """Every known name in the text, with its place, in order."""

    def names_in(self, text: str) -> list[tuple[int, str]]:
        """Every known name in `text`, with its place, in order."""
        found = [(match.start(), match[0]) for match in self._pattern.finditer(text)] if self._pattern else []
        guests = [(at, name) for name in self._guests for at in places(text, name)]
        if not guests:
            return found
        inside = {at + i for at, name in guests for i in range(len(name))}
        return sorted([one for one in found if one[0] not in inside] + guests)

    def said_in(self, start: int, end: int) -> list[tuple[int, str]]:
        """The known names in a piece of the text."""
        return self.said[bisect_left(self.said, (start,)) : bisect_left(self.said, (end,))]

    def keys(self, name: str) -> frozenset[str]:
        """The name, and the leaders who bear it or bore it."""
        return frozenset((name, *(one.slug for one in self._bearers.get(name, ()))))

    def on_roster(self, name: str) -> bool:
        return name in self._bearers

    def among(self, field: str | None = None) -> frozenset[str]:
        """The keys of everybody in this field of the front matter; in all of them, if none is given."""
        return self._fields.get(field, frozenset()) if field else self._everybody

    @cached_property
    def _everybody(self) -> frozenset[str]:
        return frozenset[str]().union(*self._fields.values())

    @cached_property
    def _fields(self) -> Mapping[str, frozenset[str]]:
        found = defaultdict[str, set[str]](set)
        for loc, person, leaders in self._people:
            found[str(loc[0])].update((person.name, *(one.slug for one in leaders)))
        return {field: frozenset(keys) for field, keys in found.items()}

    def written(self, name: str) -> bool:
        """Whether the text names this person, by whatever name."""
        if name in self.text:
            return True
        bearers = self._bearers.get(name, ())
        return any(other in self.text for one in bearers for other in (one.name, *one.former_names))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@lru_cache(1)
def known(case: Case) -> Known:
    """The known people of `case`, made once for all rules."""
    return Known(case)


def places(text: str, words: str) -> Iterator[int]:
    """Where `words` stand in `text`."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


@lru_cache(8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of `names`, the longest first, by first character."""
    ordered = sorted(names, key=lambda name: (name[0], -len(name)))
    families = [
        (first, "|".join(re.escape(name[1:]) + (_AFTER_SHORT if len(name) < 3 else "") for name in family))
        for first, family in groupby(ordered, key=lambda name: name[0])
    ]
    return (
        re.compile("|".join(f"{re.escape(first)}(?:{rest})" for first, rest in families)) if names else None
    )
