"""Who speaks and who attends: what the text says against `speakers` and `attendees`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.lazy import lazy
from campus_news.rules import lead
from campus_news.rules.day import is_another, sentence
from campus_news.rules.known import known, places
from campus_news.rules.rule import Case, rule

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

_SPEECH: Final = lazy(r"(?:讲话|致辞|欢迎辞)(?!精神|稿|的)")
_SPOKE: Final = lazy(
    r"(?:(?:并|[作做]了?|发表了?)[^，。；：、\n]{0,6}?|在[^，。；：、\n]{0,2})(?:讲话|致辞)$|致(?:欢迎)?辞$"
)
_STOPS: Final = "。！？；，\n,;"
_IN_PLACE: Final = lazy("代表[^，。；、]{0,8}$")
_START: Final = lazy(r"[。！？；，\n,;]")
_REPORTED: Final = lazy(
    "传达|学习|领学|贯彻|宣读|解读|按照|根据|落实|听取|聆听|陪同|主持下|转达|播放|录像|受"
)
_SAID: Final = lazy(r"[^，。；：、\n]{0,12}(指出|强调|要求|表示)")
_PRESENT: Final = lazy(
    r"(?:出席|参加)了?(?=会议|大会|全会|本次|此次|这次|座谈|恳谈|典礼|仪式|开幕|闭幕|学习|活动|并|[，。；,;]|[^，。；\n]{0,8}会[，。；议])"
)
_STOP: Final = lazy(r"[。！？\n]")
_ABSENT: Final = lazy(
    "[席加]了?[^，。；\\n]{0,4}全[省国市区县]|期间|缺席|请假|因公|因病|未能|未出席|未参加|陪同|传达|精神|代表.{0,4}出席"
)
_OUTSIDE: Final = lazy("(?:大学|公司|集团|[省市区县][委教政人]|厅|局)[^，。；、\n]{0,10}$")
"""What makes a namesake from outside of whoever is named next."""
_FORMER: Final = lazy("原[^，。；、]{0,10}$")
_ALL: Final = lazy("全体|班子|党委委员|常委|等[^，。]{0,6}(?:领导|出席|参加)|领导(?:出席|参加|分别|悉数)")
_COURTESY: Final = lazy("副?(?:书记|校长|院长|主任|处长|部长|主席|厅长|局长|总经理|老师|教授)")


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
    if not people.said:
        return
    told = people.among("speakers") or people.among()
    told |= {name for one in _attendance(case) for _, name in people.said_in(*one)} - people.among()  # E561
    for at, name, act in (*_speeches(case), *_openings(case)):
        if not people.keys(name) & told:
            told = told | people.keys(name)
            yield finding(SPEAKER, case.span(at, at + len(name)), name=name, act=act)


def _speeches(case: Case) -> Iterator[tuple[int, str, str]]:
    """Who makes a speech, where he is named, and what it is called."""
    text = known(case).text
    for match in _SPEECH.finditer(text):
        start = sentence(text, match.start(), _STOPS)
        verb = _SPOKE.search(text, start, match.end())
        first = next((name for _, name in known(case).said_in(start, match.start())), None)
        if verb and not _REPORTED.search(text, start, verb.start()):
            for at, name in known(case).said_in(start, verb.start()):
                if name != first and _IN_PLACE.search(text, start, at):
                    continue  # 江屿代表欧阳澈致辞
                yield at, name, "讲话" if match[0] == "讲话" else "致辞"


def _openings(case: Case) -> Iterator[tuple[int, str, str]]:
    """Leaders in no field with whose words a paragraph begins."""
    people = known(case)
    fields = people.among()
    for at, name in people.said:
        start = people.text.rfind("\n", max(0, at - 30), at) + 1
        if people.on_roster(name) and not people.keys(name) & fields and (start or at <= 30):
            said = _SAID.match(people.text, at + len(name))
            if said and not _START.search(people.text, start, at):
                yield at, name, said[1]


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
    if not people.said:
        return
    told = {key for _, name in people.said for key in people.keys(name)}
    if not told & people.among():
        return
    for loc, person, leaders in case.people:
        named = person.name in told or any(one.slug in told for one in leaders)
        if loc[0] == "speakers" and not named and not _by_surname(people.text, person.name):
            yield finding(UNHEARD, case.report.mark(*loc, "name"), name=person.name)


def _by_surname(text: str, name: str) -> bool:
    """Whether the text says 方校长 of 方致远, or has the name in a place where it is not known for certain."""
    ends = (at + length for length in (1, 2) for at in places(text, name[:length]))
    return name in text or any(_COURTESY.match(text, end) for end in ends)


@lru_cache(1)
def _attendance(case: Case) -> Sequence[tuple[int, int]]:
    """The sentences of the lead that tell who attends, each up to the verb."""
    if not known(case).said:
        return ()
    text = lead.head(case)
    found = []
    for match in _PRESENT.finditer(text):
        start = sentence(text, match.start())
        stop = _STOP.search(text, match.end())
        if not _ABSENT.search(text, start, stop.start() if stop else len(text)) and not is_another(
            case, text, match.start()
        ):
            found.append((start, match.start()))
    return found


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
    told = people.among()
    for start, end in _attendance(case):
        for at, name in people.said_in(start, end):
            if (
                people.on_roster(name)
                and not people.keys(name) & told
                and not _OUTSIDE.search(case.prose, start, at)
                and not _FORMER.search(case.prose, start, at)
            ):
                told = told | people.keys(name)
                yield finding(ATTENDEE, case.span(at, at + len(name)), name=name)


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
    people, lists = known(case), _attendance(case)
    named = [sum(people.on_roster(name) for _, name in people.said_in(*one)) for one in lists]
    if max(named, default=0) < 2 or _ALL.search(lead.head(case)):
        return
    for loc, person, leaders in case.people:
        if loc[0] == "attendees" and leaders and not people.written(person.name):
            yield finding(UNSEEN, case.report.mark(*loc, "name"), name=person.name)
