"""What a rule is: one function over one report, with its kind of finding and its manual; and what it sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import accumulate
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from campus_news.config import Config
from campus_news.diagnostics import Diagnostic, Kind, Span
from campus_news.lazy import lazy
from campus_news.markup import Link
from campus_news.model import Loc, Picture, Report
from campus_news.people import Someone
from campus_news.roster import Roster
from campus_news.wording import Wording

_TICKS: Final = lazy("`+")
_TARGET: Final = lazy(r"\((?<=\]\()[^()\n]*\)")
"""The address of a link or a picture."""
_TAG: Final = lazy(r"<[^<>\n]*>")
_ADDRESS: Final = lazy(
    r"(?:https?://|(?<![A-Za-z0-9@.-])(?:www\.|(?:[A-Za-z0-9-]{1,63}\.){1,8}(?:com|cn|net|org|edu|gov)(?![A-Za-z0-9-])))"
    r"[^\s，。；、）”]*"
)
_ADDRESSES: Final = ("://", "www.", ".cn", ".com", ".net", ".org", ".edu", ".gov")
"""What an address has in it. A point is looked for first, since most texts have none."""

_NO_PICTURES: Final = MappingProxyType[str, Picture]({})
_NO_FILES: Final = MappingProxyType[str, bytes | None]({})


_WHERE: Final = {
    "title": "标题", "caption": "图注", "alt": "照片的替代文字", "credit": "照片的署名", "venue": "地点",
    "groups": "参加名单", "observers": "列席名单", "text": "更正", "reason": "撤回的原因", "post": "职务", "org": "单位", "act": "讲话的方式", "source": "来源",
    "author": "撰稿", "photographer": "摄影", "editor": "编辑", "proofreader": "校对", "reviewer": "审核",
}  # fmt: skip


class Text(NamedTuple):
    """Words that readers see, and where any piece of them stands: `place(start, end)`."""

    words: str
    place: Callable[[int, int], Span]
    loc: Loc = ()
    """The field that says them; () for the body."""

    @property
    def where(self) -> str:
        """What an editor calls the place: 正文, 标题, 图注…"""
        key = [str(part) for part in self.loc if isinstance(part, str)]
        return _WHERE.get(key[-1] if key[1:] != ["title"] else "post", "文件头") if key else "正文"


class _Lines:
    """The text of a report as typed, by lines. A case hands out what finds places in it, and so must not be needed for that:
    nothing that a report leaves behind may hold itself, since no run collects such things.
    """

    def __init__(self, path: str, body: str, first: int) -> None:
        self._path, self._body, self._first = path, body, first

    def span(self, start: int, end: int) -> Span:
        """The place of `body[start:end]`, up to the end of its first line."""
        number = bisect_right(self._starts, start) - 1
        first = self._starts[number]
        line = self._body[first : self._body.find("\n", first) % (len(self._body) + 1)]
        width = min(end - start, len(line) - (start - first))
        return Span(self._path, self._first + number, start - first + 1, width, line)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self._body.split("\n")), initial=0))[:-1]


class Case:
    """One report as rules see it: what it says, its text as typed, and what it is held against."""

    def __init__(
        self,
        report: Report,
        people: Sequence[Someone],
        roster: Roster,
        config: Config | None,
        body: str,
        first_line: int,
        wording: Wording | None = None,
        links: Sequence[Link] = (),
        pictures: Mapping[str, Picture] = _NO_PICTURES,
        files: Mapping[str, bytes | None] = _NO_FILES,
    ) -> None:
        self.report, self.people, self.roster, self.config = report, people, roster, config
        self.body, self.first_line = body, first_line
        """The text as typed, and the number of its first line in the file."""
        self.wording = wording or Wording()
        self.links, self.pictures = links, pictures
        self._files = files
        self._lines = _Lines(report.path, body, first_line)

    def states(self) -> list[bytes | None]:
        """The digest of each pictured file, in the order of `Report.pictured`; None for one that is not there."""
        return [self._files.get(photo.file) for _, photo in self.report.pictured()]

    @cached_property
    def prose(self) -> str:
        """The text with spaces in the place of code, tags and addresses: a place in it is the same place in `body`."""
        prose = _without_code(self.body) if "`" in self.body else self.body
        if "](" in prose:
            prose = _TARGET.sub(_blanked, prose)
        if "<" in prose:
            prose = _TAG.sub(_blanked, prose)
        if "." in prose and any(sign in prose for sign in _ADDRESSES):
            prose = _ADDRESS.sub(_blanked, prose)
        return prose

    def span(self, start: int, end: int) -> Span:
        """The place of `body[start:end]`, up to the end of its first line."""
        return self._lines.span(start, end)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The body's prose, and what else of the report's words readers see: every text of the front matter."""
        return (
            Text(self.prose, self._lines.span),
            *(Text(words, partial(_within, self.report, loc, words), loc) for loc, words in self._said),
        )

    @cached_property
    def _said(self) -> Sequence[tuple[Loc, str]]:
        return self.report.said()

    @cached_property
    def words(self) -> str:
        """All `texts`, each on lines of its own: where nothing is found in it, nothing is in any of them."""
        return "\n".join([self.prose, *[words for _, words in self._said]])

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Every line of prose that is not empty, with the place in `body` at which it begins."""
        at = 0
        for line in self.prose.split("\n"):
            if line.strip():
                yield at, line
            at += len(line) + 1


def _within(report: Report, loc: Loc, words: str, start: int, end: int) -> Span:
    """The place of `words[start:end]` in the field that says `words`; all of the field if it is quoted oddly."""
    span = report.mark(*loc)
    at = span.source.find(words, span.column - 1)
    return replace(span, column=at + start + 1, width=end - start) if at >= 0 else span


def _blanked(match: re.Match[str]) -> str:
    return _blank(match[0])


def _blank(words: str) -> str:
    return re.sub(r"[^\n]", " ", words)


def _without_code(text: str) -> str:
    """`text` with spaces in the place of code: from some backticks to the next that are as many."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    places: dict[int, list[int]] = {}
    for i, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(i)
    parts, done, i = [], 0, 0
    while i < len(runs):
        start, end = runs[i]
        same = places[end - start]
        after = bisect_right(same, i)
        if after < len(same):
            i = same[after]
            parts += [text[done:start], _blank(text[start : runs[i][1]])]
            done = runs[i][1]
        i += 1
    return "".join([*parts, text[done:]])


Check: TypeAlias = Callable[[Case], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Manual:
    """What editors are told of a rule. `bad` and `good` are reports, or the text of one; a test holds the rule to them.

    `source` says where the rule comes from: a standard, a notice, what was seen in real reports.
    """

    what: str
    why: str
    source: str
    bad: str
    good: str
    given: tuple[str, str] | None = None
    """What a school has to write for the rule to find anything: the file, and more lines of it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check and what is said of it. A report that waives `kind.code` is not told of it."""

    kind: Kind
    check: Check
    manual: Manual


def rule(
    kind: Kind,
    *,
    what: str,
    why: str,
    source: str,
    bad: str,
    good: str,
    given: tuple[str, str] | None = None,
) -> Callable[[Check], Rule]:
    """Makes a rule of a function that yields findings of `kind`."""
    return lambda check: Rule(kind, check, Manual(what, why, source, bad, good, given))
