"""Who chairs: what the text says against `host`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.rules import day
from campus_news.rules.known import known
from campus_news.rules.rule import Case, rule

HOST = Kind(
    "E556",
    Severity.ERROR,
    "正文写主持人是“{name}”，host 里没有他（host：{hosts}），请核对是谁主持",
    "the text says that {name} chaired, the field host {hosts}",
)
OTHER_HOST = Kind(
    "E557",
    Severity.WARNING,
    "正文写“{words}主持”，host 却是“{hosts}”，请核对是谁主持",
    "the text says '{words}' chaired, the field host {hosts}",
)
NO_HOST = Kind(
    "E558",
    Severity.WARNING,
    "正文写“{name}”主持，host 却没有填；不填，主持人的领导页就缺这次会议",
    "the text says that {name} chaired, but the field host is empty",
)

_HOSTED: Final = lazy(
    r"(?:担任|任)(?:本次|此次|这次|会议|大会|典礼)*主持(?:人)?(?=[，。；\s]|$)"
    r"|主持(?=了?(?:召开(?!的)|会议(?!的)|大会|全会|典礼|仪式|座谈|学习|本次|此次|这次|开幕|闭幕|党委会|中心组|例会"
    r"|(?:推进|部署|报告|表彰|恳谈|工作|动员|总结|专题|调度|交流)会)"
    r"|并|下|[，。；！、,;.!\s）)]|$)",
    re.M,
)
_CHAIR: Final = lazy(
    r"(?:^|(?<=[，。；\s]))\**(?:会议)?主持人?\**\s*[：:]|主持人(?:为|是)|主持(?:本次|这次|此次)?会议的是",
    re.M,
)
"""After it, and not before it, stands the host."""
_ALSO: Final = lazy(
    r"(?:(?:出席|参加|召集|讲话|致辞|组织)(?:了?(?:本次|此次|这次)?(?:会议|大会|活动|仪式|座谈会|典礼))?，?并\s*"
    r"|受[^，。；\n]{1,10}委托，?)$"
)
"""Between the host and 主持: what else he does."""
_BREAK: Final = lazy(r"[。！？；，\n,;!?]|出席|参加|讲话|致辞|陪同下?|委托|提议")
_PART: Final = lazy(
    "讨论|环节|阶段|部分|分会|分组|论坛|单元|议程|议题|报告会|讲座|颁奖|仪式上|升旗|交流|[上下]半场|[上下]午场"
)
_TITLED: Final = lazy(r"(?:书记|校长|院长|主任|处长|部长|主席|科长|组长|馆长|所长)[^\W\d_]{2,4}?(?:同志)?$")
_STOP: Final = lazy(r"[，。；！\n]|$")


class _Statement(NamedTuple):
    """What stands between the beginning of a clause, or 由, and 主持; the known names in it with their places."""

    start: int
    text: str
    names: Sequence[tuple[int, str]]


@lru_cache(1)
def statements(case: Case) -> Sequence[_Statement]:
    """Where the text says who chairs the meeting itself, not a part of it."""
    if "主持" not in case.prose:
        return ()
    text = known(case).text
    found = [_statement(case, text, match.start()) for match in _HOSTED.finditer(text)]
    for match in _CHAIR.finditer(text):
        stop = _STOP.search(text, match.end())
        found.append(_said(case, text, match.end(), stop.start() if stop else len(text)))
    return [one for one in found if one is not None]


def _statement(case: Case, text: str, end: int) -> _Statement | None:
    """Who stands before 主持 at `end`; None if it is said of a part of the meeting, or of another one."""
    start = max(0, end - 60)
    also = _ALSO.search(text, start, end)
    end = also.start() if also else end
    for one in _BREAK.finditer(text, start, end):
        start = one.end()
    by = text.rfind("由", start, end)
    if _PART.search(text, start, end if by < 0 else by) or day.is_another(case, text, end):
        return None
    one_said = _said(case, text, start if by < 0 else by + 1, end)
    return one_said if not also or len(one_said.names) == 1 else None


def _said(case: Case, text: str, start: int, end: int) -> _Statement:
    return _Statement(start, text[start:end], known(case).said_in(start, end))


@rule(
    HOST,
    what="正文写由谁主持，host 里却是别人。",
    why="主持人写错，既得罪人，又会进错领导页。",
    source="本项目：真实报道里有“会议由某某主持”“某某主持会议”“在某某的主持下”“由某某、某某先后主持”等写法。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由校长方致远主持。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由副校长陈立言主持。\n",
)
def hosts_are_the_same(case: Case) -> Iterator[Diagnostic]:
    """E556: somebody known who chairs in the text is one of the hosts; a part of the meeting may have a host of its own."""
    said = [one for one in statements(case) if one.names]
    if not said or not case.report.hosts:
        return
    people, hosts = known(case), known(case).among("host")
    right = [one for one in said if any(people.keys(name) & hosts for _, name in one.names)]
    for statement in right or said[:1]:
        wrong = [(at, name) for at, name in statement.names if not people.keys(name) & hosts]
        for at, name in wrong:
            fix = _instead(case, statement, at) if len(wrong) == 1 else None
            names = "、".join(one.name for one in case.report.hosts)
            yield finding(HOST, case.span(at, at + len(name)), fix, name=name, hosts=names)


def _instead(case: Case, statement: _Statement, at: int) -> str | None:
    """The only host not named in the statement, if no title stands before the name, or his own."""
    names = {name for _, name in statement.names}
    left = [one for one in case.people if one.loc[0] == "host" and one.person.name not in names]
    if len(left) != 1:
        return None
    titles = {one.title_on(case.report.date) for one in left[0].leaders} | {left[0].person.title, ""}
    before = re.split("[、和与]", case.prose[statement.start : at])[-1]
    return left[0].person.name if before in titles else None


@rule(
    OTHER_HOST,
    what="正文写由某位（名册上没有的人）主持，host 里的人正文哪里也没说主持。",
    why="主持人写错，或者换了主持人而 host 没有改。",
    source="本项目。只写姓和职务（“胡校长”）或只写职务的不算。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由教务处处长石一鸣主持。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: {name: 石一鸣, title: 教务处处长}\n---\n会议由教务处处长石一鸣主持。\n",
)
def hosts_are_nobody_else(case: Case) -> Iterator[Diagnostic]:
    """E557: a chairman with a title and a name nobody knows, where the text does not say that a host chairs."""
    if not case.report.hosts:
        return
    said = statements(case)
    surnames = {one.name[0] for one in case.report.hosts}
    if any(one.names or surnames & set(one.text) for one in said):
        return
    for one in said:
        if _TITLED.search(one.text):
            names = "、".join(host.name for host in case.report.hosts)
            span = case.span(one.start, one.start + len(one.text))
            yield finding(OTHER_HOST, span, words=one.text, hosts=names)


@rule(
    NO_HOST,
    what="正文写了主持人，host 却没有填。",
    why="领导页按 host、attendees、speakers 收录，正文里提到不算。",
    source="本项目：真实报道里主持人多半不在出席名单中。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n会议由副校长陈立言主持。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由副校长陈立言主持。\n",
)
def hosts_are_filled_in(case: Case) -> Iterator[Diagnostic]:
    """E558: a leader who chairs in the text stands in a field that is there."""
    if case.report.hosts:
        return
    for statement in statements(case):
        for at, name in statement.names:
            if known(case).on_roster(name):
                yield finding(NO_HOST, case.span(at, at + len(name)), name=name)
                return
