"""The words of a school's own table, content/wording.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.rules.rule import Case, rule

_TABLE: Final = "content/wording.yaml"
_OURS: Final = "学校自己的用词表 content/wording.yaml。"
_ZH: Final = "学校的用词表里有“{words}”{hint}"
_EN: Final = "'{words}' is on the school's table of words{hint}"

WRONG = Kind("E713", Severity.ERROR, _ZH, _EN)
DOUBTFUL = Kind("E714", Severity.WARNING, _ZH, _EN)
NOTED = Kind("E715", Severity.INFO, _ZH, _EN)


def _found(case: Case, kind: Kind) -> Iterator[Diagnostic]:
    """The phrases of that severity in the body and in every text of the front matter; `right` is the correction."""
    if not case.wording.phrases:
        return
    for words, place, loc in case.texts:
        if loc[:1] == ("corrections",):  # which quote what was wrong
            continue
        for at, phrase in case.wording.found(words, case.report.date):
            if phrase.severity is kind.severity:
                hint = (f"，应作“{phrase.right}”" if phrase.right else "") + (
                    f"：{phrase.reason}" if phrase.reason else ""
                )
                span = place(at, at + len(phrase.wrong))
                yield finding(kind, span, phrase.right, words=phrase.wrong, hint=hint)


@rule(
    WRONG,
    what="出现了用词表里标为“错误”的词。",
    why="机构改名、简称不当、写错的专名，学校最清楚，所以由学校自己列表。",
    source=_OURS,
    given=(_TABLE, "- {wrong: 教务科, right: 教务处, severity: 错误, reason: 2020年更名, from: 2020-01-01}"),
    bad="教务科负责人参加会议。\n",
    good="教务处负责人参加会议。\n",
)
def wrong_words(case: Case) -> Iterator[Diagnostic]:
    """E713: words that the table calls an error."""
    yield from _found(case, WRONG)


@rule(
    DOUBTFUL,
    what="出现了用词表里的词，没有写级别，或标为“提醒”。",
    why="这样的词有时可以用，请看一眼。",
    source=_OURS,
    given=(_TABLE, "- {wrong: 莅临, reason: 只用于上级领导}"),
    bad="副校长陈立言莅临会议。\n",
    good="副校长陈立言讲课。\n",
)
def doubtful_words(case: Case) -> Iterator[Diagnostic]:
    """E714: words that the table has a look taken at."""
    yield from _found(case, DOUBTFUL)


@rule(
    NOTED,
    what="出现了用词表里标为“说明”的词。",
    why="只是告诉一声，不必改。",
    source=_OURS,
    given=(_TABLE, "- {wrong: 隆重, severity: 说明, reason: 一般会议不必用}"),
    bad="学校隆重召开工作例会。\n",
    good="学校召开工作例会。\n",
)
def noted_words(case: Case) -> Iterator[Diagnostic]:
    """E715: words that the table only notes."""
    yield from _found(case, NOTED)
