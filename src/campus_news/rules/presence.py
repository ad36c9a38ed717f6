"""Who speaks and who attends: what the text says against `speakers` and `attendees`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.rules import lead
from campus_news.rules.known import known
from campus_news.rules.rule import Case, rule

_FIELDS: Final = ("host", "attendees", "speakers")
_PAGES: Final = "领导页按 host、attendees、speakers 收录，正文里提到不算。"

SPEAKER = Kind(
    "E559",
    Severity.WARNING,
    "正文写“{name}”{act}，speakers 里没有他，请补上或核对姓名",
    "in the text {name} speaks ({act}), but is not among the speakers",
)
UNHEARD = Kind(
    "E560",
    Severity.WARNING,
    "speakers 里有“{name}”，正文却没有提到他，请核对",
    "{name} is among the speakers, but the text does not name him",
)
ATTENDEE = Kind(
    "E561",
    Severity.WARNING,
    "正文写“{name}”出席，host、attendees、speakers 里都没有他，请补上或核对姓名",
    "in the text {name} attends, but no field names him",
)
UNSEEN = Kind(
    "E562",
    Severity.WARNING,
    "attendees 里有“{name}”，正文列出了出席的领导，却没有他，请核对",
    "{name} is among the attendees, but the text lists them without him",
)

_SPOKE: Final = re.compile(
    r"(?:(?:并|[作做]了?|发表了?)[^，。；：、\n]{0,6}?|在[^，。；：、\n]{0,2}|致)(讲话|致辞|欢迎辞|辞)(?!精神|稿|的)"
)
_START: Final = re.compile(r"[。！？；，\n,;]")
_REPORTED: Final = re.compile("传达|学习|领学|贯彻|宣读|解读|按照|根据|落实|听取|聆听|陪同|主持下|转达|受")
_SAID: Final = re.compile(r"[^，。；：、\n]{0,12}(指出|强调|要求|表示)")
_PRESENT: Final = re.compile(
    r"(?:出席|参加)了?(?=会议|大会|全会|本次|此次|这次|座谈|恳谈|典礼|仪式|开幕|闭幕|学习|活动|并|[，。；,;]|[^，。；\n]{0,8}会[，。；议])"
)
_ABSENT: Final = re.compile("缺席|请假|因公|因病|未能|未出席|未参加|陪同|传达|精神|代表.{0,4}出席")
_ALL: Final = re.compile(
    "全体|班子|党委委员|常委|等[^，。]{0,6}(?:领导|出席|参加)|领导(?:出席|参加|分别|悉数)"
)
_COURTESY: Final = re.compile("副?(?:书记|校长|院长|主任|处长|部长|主席|厅长|局长|总经理|老师|教授)")


@rule(
    SPEAKER,
    what="正文写某位领导作讲话、致辞，speakers 里没有他；或者某段开头是他“指出、强调、要求”，哪个字段里都没有他。",
    why=_PAGES,
    source="本项目：真实报道中约一半的讲话人既不是主持人，也不在出席名单里。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由陈立言主持。\n\n方致远作总结讲话。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\nspeakers: [方致远]\n---\n会议由陈立言主持。\n\n方致远作总结讲话。\n",
)
def speakers_are_filled_in(case: Case) -> Iterator[Diagnostic]:
    """E559: without `speakers` only those are told of who are in no field at all: not every office fills it in."""
    people = known(case)
    told = people.among("speakers") or people.among(*_FIELDS)
    for at, name, act in (*_speeches(case), *_openings(case)):
        if not people.keys(name) & told:
            told |= people.keys(name)
            yield finding(SPEAKER, case.span(at, at + len(name)), name=name, act=act)


def _speeches(case: Case) -> Iterator[tuple[int, str, str]]:
    """Who makes a speech, where he is named, and what it is called."""
    prose = case.prose
    if not ("讲话" in prose or "致辞" in prose or "欢迎辞" in prose):
        return
    for match in _SPOKE.finditer(prose):
        start = max(prose.rfind(sign, 0, match.start()) for sign in "。！？；，\n,;") + 1
        if not _REPORTED.search(prose, start, match.start()):
            for at, name in known(case).names(prose[start : match.start()]):
                yield start + at, name, "讲话" if match[1] == "讲话" else "致辞"


def _openings(case: Case) -> Iterator[tuple[int, str, str]]:
    """Leaders in no field with whose words a paragraph begins."""
    people = known(case)
    fields = people.among(*_FIELDS)
    for start, line in case.paragraphs():
        beginning = _START.split(line[:32], maxsplit=1)[0]
        for at, name in people.names(beginning)[:1]:
            said = _SAID.match(line, at + len(name))
            if said and people.on_roster(name) and not people.keys(name) & fields:
                yield start + at, name, said[1]


@rule(
    UNHEARD,
    what="speakers 里的人，正文一次也没有提到。正文一个人名也没有的不查。",
    why="多半是复制旧稿时留下的，他的领导页会多出一次没有参加的会议。",
    source="本项目。只写姓和职务（“胡校长”）也算提到。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\nspeakers: [方致远]\n---\n会议由陈立言主持。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\nspeakers: [方致远]\n---\n会议由陈立言主持。方校长讲话。\n",
)
def speakers_are_in_the_text(case: Case) -> Iterator[Diagnostic]:
    """E560: the text names every speaker, if it names anybody of the report."""
    people = known(case)
    unheard = [one for one in case.people if one.loc[0] == "speakers" and not people.written(one.person.name)]
    unheard = [one for one in unheard if not _by_surname(case.prose, one.person.name)]
    if unheard and any(one.person.name in case.prose for one in case.people):
        for one in unheard:
            yield finding(UNHEARD, case.report.mark(*one.loc, "name"), name=one.person.name)


def _by_surname(prose: str, name: str) -> bool:
    surnames = (name[0], name[:2]) if len(name) > 2 else (name[0],)
    return any(_COURTESY.match(prose, match.end()) for one in surnames for match in re.finditer(one, prose))


def _attendance(case: Case) -> Iterator[tuple[int, str]]:
    """The sentences of the lead that tell who attends, each up to the verb, with its place."""
    text = lead.head(case)
    for match in _PRESENT.finditer(text):
        start = max(text.rfind(sign, 0, match.start()) for sign in "。！？\n") + 1
        stop = re.compile(r"[。！？\n]|$").search(text, match.end())
        if stop and not _ABSENT.search(text, start, stop.start()):
            yield start, text[start : match.start()]


@rule(
    ATTENDEE,
    what="正文的出席名单里有名册上的人，host、attendees、speakers 里都没有他。",
    why=_PAGES,
    source="本项目。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远]\n---\n校长方致远，副校长陈立言出席会议。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远, 陈立言]\n---\n校长方致远，副校长陈立言出席会议。\n",
)
def attendees_are_filled_in(case: Case) -> Iterator[Diagnostic]:
    """E561: every leader whom the text lists as present stands in a field."""
    people = known(case)
    told = people.among(*_FIELDS)
    for start, text in _attendance(case):
        for at, name in people.names(text):
            if people.on_roster(name) and not people.keys(name) & told:
                told |= people.keys(name)
                yield finding(ATTENDEE, case.span(start + at, start + at + len(name)), name=name)


@rule(
    UNSEEN,
    what="正文列出了出席的领导（两位以上），attendees 里却有一位正文没有提到。",
    why="名单漏人或者多人，是领导最先看到的差错。",
    source="本项目。正文写“全体校领导”“班子成员”“等领导”的不查。",
    bad="---\ntitle: 学校召开例会\ndate: 2020-09-29\nattendees: [单国华, 方致远, 陈立言]\n---\n党委书记单国华，校长方致远出席会议。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远, 陈立言]\n---\n校长方致远等领导出席会议。\n",
)
def attendees_are_in_the_text(case: Case) -> Iterator[Diagnostic]:
    """E562: where the text lists two leaders or more as present, it names every attendee on the roster."""
    people = known(case)
    unseen = [one for one in case.people if one.loc[0] == "attendees" and one.leaders]
    unseen = [one for one in unseen if not people.written(one.person.name)]
    if not unseen:
        return
    lists = [text for _, text in _attendance(case)]
    named = [sum(people.on_roster(name) for _, name in people.names(text)) for text in lists]
    if max(named, default=0) > 1 and not _ALL.search(lead.head(case)):
        for one in unseen:
            yield finding(UNSEEN, case.report.mark(*one.loc, "name"), name=one.person.name)
