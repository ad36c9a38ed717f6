"""wording.yaml: the words that a school does not want to read in its reports, and what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

from campus_news import field
from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.field import wrong
from campus_news.model import Record
from campus_news.plain import Words
from campus_news.schema import Line, Shape, scalar
from campus_news.shape import quick_list, shape_list
from campus_news.source import entries

_SEVERITIES: Final = {one.said(): one for one in Severity}

BAD_SEVERITY = Kind(
    "E710",
    Severity.ERROR,
    "severity 只能是 错误、提醒 或 说明，不能是“{value}”",
    "severity is 错误, 提醒 or 说明, not '{value}'",
)
NOT_WORDING = Kind(
    "E711",
    Severity.ERROR,
    "用词表应是一列词语，每条以“- wrong: 不该出现的词”开头",
    "the table of words is a list; each entry begins with '- wrong: …'",
)
SAME_WORDS = Kind("E712", Severity.ERROR, "“{value}”与 right 相同", "'{value}' is the same as right")


@dataclass(frozen=True, slots=True)
class Phrase(Record):
    """Words that should not stand in reports of meetings from `start` to `end`, both included; None: without limit."""

    wrong: str
    right: str | None = None
    severity: Severity = Severity.WARNING
    reason: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether a report of that day should not say it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Wording(Record):
    """The table, in the order of the file."""

    phrases: tuple[Phrase, ...] = ()

    def found(self, text: str, day: dt.date) -> Iterator[tuple[int, Phrase]]:
        """Every phrase in the text, and where it begins; not where the right words stand that hold the wrong ones."""
        pattern, phrases = _table(self.phrases)
        if pattern is None:
            return
        for match in pattern.finditer(text):
            phrase = phrases[match[0]]
            if phrase.holds(day) and not _is_right(phrase, text, match.start()):
                yield match.start(), phrase


@lru_cache(maxsize=4)
def _table(phrases: tuple[Phrase, ...]) -> tuple[re.Pattern[str] | None, dict[str, Phrase]]:
    """One pattern for all, of which the longest wins."""
    known = {one.wrong: one for one in reversed(phrases)}
    longest = sorted(known, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))) if known else None, known


def _is_right(phrase: Phrase, text: str, at: int) -> bool:
    """Whether the words at `at` are a part of the right ones: 计算机系 within 计算机系统."""
    inside = phrase.right.find(phrase.wrong) if phrase.right else -1
    return inside >= 0 and phrase.right is not None and text.startswith(phrase.right, max(at - inside, 0))


def _severity(text: str) -> Severity:
    if text.strip() not in _SEVERITIES:
        raise wrong(BAD_SEVERITY, value=text)
    return _SEVERITIES[text.strip()]


@dataclass(frozen=True, slots=True)
class PhraseFields(Shape):
    """An entry of the table."""

    wrong: Line
    right: Line | None = None
    severity: Annotated[Severity, scalar(_severity)] = Severity.WARNING
    reason: Line | None = None
    from_: Annotated[dt.date, scalar(field.day)] | None = None
    to: Annotated[dt.date, scalar(field.day)] | None = None


# fmt: off
WORDS: Final = Words(
    known=frozenset({"wrong", "right", "severity", "reason", "from", "to"}),
    labels={"wrong": "不该出现的词"},
    others={
        "错": "wrong", "错误": "wrong", "不用": "wrong", "对": "right", "正确": "right", "应为": "right",
        "级别": "severity", "程度": "severity", "原因": "reason", "理由": "reason", "说明": "reason",
        "起": "from", "开始": "from", "start": "from", "止": "to", "结束": "to", "end": "to",
    },
    lists={},
    symbols=frozenset({"severity", "from", "to"}),
)
# fmt: on


def read(path: str, data: bytes) -> tuple[Wording, list[Diagnostic]]:
    """The table in `data`; entries with faults are left out of it and told as findings."""
    lines, findings = entries(path, data)
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return Wording(), findings
    everything = quick_list(PhraseFields, lines, WORDS) if not findings else None
    if everything is None or any(one.wrong == one.right for one in everything):
        everything, found = _closely(path, lines)
        findings += found
    phrases = (
        Phrase(one.wrong, one.right, one.severity, one.reason, one.from_, one.to) for one in everything
    )
    return Wording(tuple(phrases)), findings


def _closely(path: str, lines: Sequence[str]) -> tuple[list[PhraseFields], list[Diagnostic]]:
    """The entries of a file in which something may be wrong, and what is."""
    shaped, findings = shape_list(PhraseFields, path, lines, WORDS, NOT_WORDING)
    read = []
    for entry in shaped:
        one = entry.value or entry.partial
        if one is not None and one.wrong == one.right:
            findings.append(finding(SAME_WORDS, entry.marks["wrong",], value=one.wrong))
        elif one is not None:
            read.append(one)
    return read, findings
