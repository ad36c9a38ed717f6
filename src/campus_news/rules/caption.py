"""Who stands under a picture, against the report's people and text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from campus_news.diagnostics import Diagnostic, Kind, Severity, Span, finding
from campus_news.lazy import lazy
from campus_news.model import Loc
from campus_news.rules.known import known, places
from campus_news.rules.rule import Case, rule

PERSON = Kind(
    "E563",
    Severity.ERROR,
    "图注写的是“{name}”，这篇报道的名单和正文里都没有他，请核对图注或照片",
    "the caption names {name}, whom neither fields nor text name",
)
ACT = Kind(
    "E564",
    Severity.WARNING,
    "图注写“{name}”{act}，{field} 和正文都不这样说，请核对图注",
    "the caption says '{name} {act}', but neither {field} nor the text does",
)

_ACT: Final = lazy(r"[^，。；、]{0,8}?(主持|讲话|致辞|发言)")
_NO_LEADER: Final = lazy("(?:代表|学生|同学|校友|选手|毕业生|新生|志愿者)$")
_SPOKEN: Final = ("讲话", "致辞", "发言")


class _Named(NamedTuple):
    """A known person in a caption: the field, the place in it, the name, and the words after it."""

    loc: Loc
    at: int
    name: str
    after: str


@lru_cache(1)
def _named(case: Case) -> Sequence[_Named]:
    """Everybody known under the pictures; a student or a teacher may bear the name of a leader."""
    found = []
    for loc, photo in case.report.pictured():
        caption = photo.caption or ""
        for at, name in known(case).names_in(caption):
            if not _NO_LEADER.search(caption, 0, at):
                found.append(_Named((*loc, "caption"), at, name, caption[at + len(name) :]))
    return found


def _span(case: Case, one: _Named) -> Span:
    """The place of the name; the whole caption if it is not there as typed."""
    span = case.report.mark(*one.loc)
    found = min(places(span.words, one.name), key=lambda at: abs(at - one.at), default=-1)
    column = span.column + found
    if found < 0:  # of a picture in the text it is the file that is marked, and ![图注] stands before it
        column = span.source.rfind(one.name, 0, span.column) + 1
    return replace(span, column=column, width=len(one.name)) if column else span


@rule(
    PERSON,
    what="图注里的领导，既不在这篇报道的 host、attendees、speakers 里，正文也没有提到。",
    why="图注张冠李戴是最难堪的差错之一：多半是图放错了，或者套用了旧图注。",
    source="学校网站三审三校中“图文相符”的要求；本项目把它列为错误。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由陈立言主持。\n\n![方致远讲话](1.jpg)\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\n---\n会议由陈立言主持。\n",
)
def people_in_captions_are_in_the_report(case: Case) -> Iterator[Diagnostic]:
    """E563: a leader under a picture is somebody of the report, or the text names him."""
    people, captions = known(case), _named(case)
    fields = people.among()
    for one in captions:
        if not people.keys(one.name) & fields and not people.written(one.name):
            yield finding(PERSON, _span(case, one), name=one.name)


@rule(
    ACT,
    what="图注写“某某主持”“某某致辞”，host、speakers 和正文都不这样说。",
    why="图注与正文说法不一，读者不知道该信哪个。",
    source="学校网站三审三校中“图文相符”的要求。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\nattendees: [方致远]\n---\n会议由陈立言主持。\n\n![方致远主持会议](1.jpg)\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nhost: 陈立言\nattendees: [方致远]\n---\n会议由陈立言主持。\n",
)
def acts_in_captions_are_the_reports(case: Case) -> Iterator[Diagnostic]:
    """E564: who chairs or speaks under a picture does so in the fields or in a sentence of the text."""
    people, captions = known(case), _named(case)
    fields = people.among()
    for one in captions:
        act = _ACT.match(one.after)
        keys = people.keys(one.name)
        stranger = not keys & fields and not people.written(one.name)
        if act is None or stranger or _in_a_sentence(people.text, one.name, act[1]):
            continue
        if act[1] == "主持":
            wrong, field = bool(case.report.hosts) and not keys & people.among("host"), "host"
        else:
            wrong, field = _speaks_otherwise(case, keys, act[1]), "speakers"
        if wrong:
            yield finding(ACT, _span(case, one), name=one.name, act=act[1], field=field)


def _in_a_sentence(text: str, name: str, act: str) -> bool:
    """Whether a sentence says `act` after `name`."""
    return any(text.find(act, at, text.find("。", at) % (len(text) + 1)) >= 0 for at in places(text, name))


def _speaks_otherwise(case: Case, keys: frozenset[str], act: str) -> bool:
    """Whether there are speakers, and this one is none of them or spoke in another way (致辞 is no 讲话)."""
    speakers = case.report.speakers
    acts = [one.act for one in speakers if known(case).keys(one.person.name) & keys]
    if not acts:
        return bool(speakers)
    told = [said for one in acts for said in _SPOKEN if said in (one or "")]
    return bool(told) and act not in told
