"""The numbers of a report's title: the month of a regular meeting, its session, its year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, Span, finding
from campus_news.lazy import lazy
from campus_news.rules import lead, numeral
from campus_news.rules.known import places
from campus_news.rules.rule import Case, rule

MONTH = Kind(
    "E554",
    Severity.WARNING,
    "标题写“{words}”，会议却在 {month} 月 {day} 日，请核对标题的月份和 date",
    "the title says '{words}', but the meeting was on {month}-{day}",
)
NUMBER = Kind(
    "E555",
    Severity.WARNING,
    "正文写“{words}”，标题写“{title}”，请核对",
    "the text says '{words}', the title '{title}'",
)

_NUM: Final = numeral.SIGN
_MONTH: Final = lazy(
    rf"(?<![至到\-—~～、\d{numeral.HAN}])({_NUM}{{1,2}})月份?(?![\d{numeral.HAN}至到\-—~～、底初中末旬前])(?=[^，。]{{0,12}}(?:例会|月会|工作会|办公会|调度会|分析会|学习会|党日|党课))"
)
_NUMBER: Final = lazy(rf"(?<![至到\-—~～、\d])({_NUM}{{1,5}})((?:届|次|期|年度|级|月份?|周年)[^\W\d_]{{2}})")
_RECALLED: Final = lazy(r"[^，。；\n]{0,16}(?:情况|经验|成果|以来|预算执行|总结)")
_BEFORE: Final = lazy(rf"(?<![至到\-—~～、\d]){_NUM}{{1,5}}$")


@rule(
    MONTH,
    what="标题里的“9月份例会”与 date 不在同一个月。次月上旬补开的、月底提前开的不算。",
    why="套用上个月的标题时最容易忘改月份。",
    source="本项目：例会按月召开，标题沿用上月。",
    bad="---\ntitle: 学校召开8月份工作例会\ndate: 2022-09-29\n---\n正文。\n",
    good="---\ntitle: 学校召开10月份工作例会\ndate: 2022-09-29\n---\n正文。\n",
)
def the_month_of_the_title_is_the_meetings(case: Case) -> Iterator[Diagnostic]:
    """E554: a meeting named by a month is held in it, in the first ten days of the next or the last of the one before."""
    if "月" not in case.report.title:
        return
    date = case.report.date
    for match in _MONTH.finditer(case.report.title):
        month = numeral.value(match[1]) or 0
        late = month % 12 + 1 == date.month and date.day <= 10
        early = date.month % 12 + 1 == month and date.day >= 25
        if 1 <= month <= 12 and month != date.month and not late and not early:
            span = _within(case.report.mark("title"), match[0])
            yield finding(MONTH, span, words=match[0], month=date.month, day=date.day)


@rule(
    NUMBER,
    what="同一个会议，标题写“第十二届”，导语写“第十三届”；次、期、年度、年级、月份也这样对。",
    why="届次写错是正式会议报道的硬伤。",
    source="本项目：学校新闻通报中的常见差错。",
    bad="---\ntitle: 学校召开第十二届技能大赛表彰会\ndate: 2022-09-29\n---\n9月29日，学校召开第十一届技能大赛表彰会。\n",
    good="---\ntitle: 学校召开第12届技能大赛表彰会\ndate: 2022-09-29\n---\n9月29日，学校召开第十二届技能大赛表彰会。\n",
)
def numbers_of_the_title_are_the_texts(case: Case) -> Iterator[Diagnostic]:
    """E555: what the title numbers bears the same number in the first paragraphs."""
    tokens = list(_NUMBER.finditer(case.report.title))
    text = lead.head(case) if tokens else ""
    for token in tokens:
        number, tail = numeral.value(token[1]), token[2]
        said = [
            match
            for at in places(text, tail)
            if (match := _BEFORE.search(text, max(0, at - 6), at)) and not _RECALLED.match(text, at)
        ]
        if said and all(numeral.value(match[0]) not in (None, number) for match in said):
            start, end = said[0].start(), said[0].end() + len(tail)
            span = case.span(start, end)
            yield finding(NUMBER, span, words=text[start:end], title=token[0])


def _within(span: Span, words: str) -> Span:
    """The place of `words` in `span`, or `span` if they are not there as typed."""
    at = span.words.find(words)
    return replace(span, column=span.column + at, width=len(words)) if at >= 0 else span
