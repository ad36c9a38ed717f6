"""Every field a report's front matter may have, each with its own type; and what editors call it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Annotated, Final

from campus_news import address, field
from campus_news.diagnostics import Span
from campus_news.model import (
    NO_REVIEW,
    Approval,
    Correction,
    Credits,
    Loc,
    Note,
    Person,
    Photo,
    Review,
    Speaker,
    Status,
    TimeOfDay,
    Waiver,
)
from campus_news.plain import LateMarks, Words
from campus_news.schema import Line, Lines, Mapped, Shape, Value, scalar
from campus_news.source import read

_Name = Annotated[str, scalar(field.name)]


@dataclass(frozen=True, slots=True)
class PersonFields(Shape):
    """A person as a mapping; a bare name stands for `{name: …}`."""

    name: _Name
    title: Line | None = None
    org: Line | None = None
    slug: Annotated[str, scalar(field.slug)] | None = None


@dataclass(frozen=True, slots=True)
class SpeakerFields(PersonFields):
    """A speaker, with how he spoke."""

    act: Line | None = None


@dataclass(frozen=True, slots=True)
class PhotoFields(Shape):
    """A photo; a bare file name stands for `{file: …}`."""

    file: Annotated[str, scalar(field.file_name)]
    caption: Line | None = None
    alt: Line | None = None
    credit: Line | None = None
    after: Annotated[int, scalar(field.number)] | None = None


@dataclass(frozen=True, slots=True)
class CreditFields(Shape):
    """The sign-off."""

    source: Lines | None = None
    author: Lines | None = None
    photographer: Lines | None = None
    editor: Lines | None = None
    proofreader: Lines | None = None
    reviewer: Lines | None = None


@dataclass(frozen=True, slots=True)
class WaiverFields(Shape):
    """A check that is waived, `E306: why`, or only what it finds at some words, `E306 方志远: why`."""

    code: Line
    reason: Annotated[str, Value(field.reason)]


@dataclass(frozen=True, slots=True)
class NoteFields(Shape):
    """A doubt that `draft` has left; a bare text stands for `{text: …}`."""

    text: Line
    field: Line | None = None
    level: Line | None = None
    evidence: Line | None = None


@dataclass(frozen=True, slots=True)
class CorrectionFields(Shape):
    """What was put right after publication: the day, or the moment, and the words."""

    date: Annotated[dt.datetime, scalar(field.moment)]
    text: Line


@dataclass(frozen=True, slots=True)
class ApprovalFields(Shape):
    """Who approved a report at one stage, and when."""

    by: _Name
    on: Annotated[dt.date, scalar(field.day)]


@dataclass(frozen=True, slots=True)
class FinalFields(ApprovalFields):
    """The same of the last stage, with what was approved."""

    digest: Line | None = None


_Approval = Annotated[Approval, Mapped(ApprovalFields, Approval)]


@dataclass(frozen=True, slots=True)
class ReviewFields(Shape):
    """The three stages."""

    first: _Approval | None = None
    second: _Approval | None = None
    final: Annotated[Approval, Mapped(FinalFields, Approval)] | None = None


def _speaker(name: str, *, act: str | None = None, **others: str | None) -> Speaker:
    return Speaker(Person(name, **others), act)


_Person = Annotated[Person, Mapped(PersonFields, Person)]


@dataclass(frozen=True, slots=True)
class FrontMatter(Shape):
    """Every field a report may have."""

    title: Line
    date: Annotated[dt.date, scalar(field.day)]
    time: Annotated[TimeOfDay, scalar(field.time)] | None = None
    venue: Line | None = None
    host: tuple[_Person, ...] = ()
    attendees: tuple[_Person, ...] = ()
    groups: tuple[Line, ...] = ()
    observers: tuple[Line, ...] = ()
    absent: tuple[Line, ...] = ()
    """Who was not there (缺席、请假): for the office alone, shown nowhere."""
    speakers: tuple[Annotated[Speaker, Mapped(SpeakerFields, _speaker)], ...] = ()
    photos: tuple[Annotated[Photo, Mapped(PhotoFields, Photo)], ...] = ()
    credits: Annotated[Credits, Mapped(CreditFields, Credits)] = made_by(default_factory=Credits)
    published: Annotated[dt.datetime, scalar(field.moment)] | None = None
    status: Annotated[Status, scalar(field.status)] = Status.PUBLISHED
    notes: tuple[Annotated[Note, Mapped(NoteFields, Note)], ...] = ()
    waive: tuple[Annotated[Waiver, Mapped(WaiverFields, Waiver)], ...] = ()
    corrections: tuple[Annotated[Correction, Mapped(CorrectionFields, Correction)], ...] = ()
    reason: Line | None = None
    review: Annotated[Review, Mapped(ReviewFields, Review)] = NO_REVIEW
    aliases: tuple[Annotated[str, scalar(address.read)], ...] = ()
    """Addresses within the site that once were this report's."""


# fmt: off
WORDS: Final = Words(
    known=frozenset({
        "title", "date", "time", "venue", "host", "attendees", "groups", "speakers", "photos",
        "credits", "published", "status", "name", "org", "slug", "act", "file", "caption",
        "alt", "credit", "after", "source", "author", "photographer", "editor",
        "proofreader", "reviewer", "waive", "observers", "absent", "notes", "text", "field", "level", "evidence",
        "corrections", "reason", "review", "first", "second", "final", "by", "on", "digest",
        "aliases",
    }),
    labels={"title": "标题", "date": "会议日期", "name": "姓名", "file": "照片的文件名", "by": "审签人", "on": "审签日期",
        "corrections.date": "更正的日期，写成 {date: 2022-10-02, text: 原文…更正为…}",
        "corrections.text": "更正的文字，写成 {date: 2022-10-02, text: 原文…更正为…}",
    },
    others={
        "标题": "title", "题目": "title", "日期": "date", "会议日期": "date", "时间": "time",
        "地点": "venue", "会议地点": "venue", "place": "venue", "location": "venue", "主持": "host",
        "主持人": "host", "hosts": "host", "出席": "attendees", "出席人员": "attendees",
        "参会人员": "attendees", "参加": "attendees", "attendee": "attendees", "列席": "observers", "列席人员": "observers", "observer": "observers",
        "缺席": "absent", "请假": "absent", "备注": "notes", "note": "notes",
        "参会单位": "groups", "group": "groups", "讲话": "speakers", "发言": "speakers",
        "发言人": "speakers", "讲话人": "speakers", "speaker": "speakers", "照片": "photos",
        "图片": "photos", "photo": "photos", "images": "photos", "署名": "credits", "credit": "credit",
        "发布时间": "published", "发布日期": "published", "publish": "published", "状态": "status",
        "姓名": "name", "职务": "title", "单位": "org", "方式": "act", "文件": "file", "文件名": "file",
        "图注": "caption", "说明": "caption", "图片说明": "caption", "替代文字": "alt", "来源": "source",
        "稿件来源": "source", "撰稿": "author", "作者": "author", "供稿": "author",
        "摄影": "photographer", "供图": "photographer", "编辑": "editor", "责任编辑": "editor", "校对": "proofreader",
        "审核": "reviewer", "审稿": "reviewer",
        "旧网址": "aliases", "原网址": "aliases", "alias": "aliases",
        "放行": "waive", "waived": "waive", "waiver": "waive", "waivers": "waive",
        "更正": "corrections", "correction": "corrections", "内容": "text", "更正内容": "text", "撤回原因": "reason", "撤稿原因": "reason", "原因": "reason",
        "审签": "review", "三审三校": "review", "一审": "first", "初审": "first", "二审": "second", "复审": "second",
        "三审": "final", "终审": "final", "审签人": "by", "审签日期": "on",
    },
    lists={
        "host": "name", "attendees": "name", "groups": None, "observers": None, "absent": None, "speakers": "name", "photos": "file", "waive": None, "notes": "text",
        "corrections": "text",
        "aliases": None,
    },
    symbols=frozenset({"date", "time", "published", "status", "after", "slug", "on", "digest"}),
    pairs={"waive": ("code", "reason")},
)
# fmt: on


class FrontMarks(LateMarks):
    """Where the fields of a report stand."""

    words = WORDS


def places(path: str, data: bytes) -> tuple[Mapping[Loc, Span], int]:
    """Where the fields of the report in `data` stand, and the number of the line after its front matter."""
    source, _ = read(path, data)
    if source is None:
        return {}, 1
    return FrontMarks(path, source.front, source.front_line), source.front_line + len(source.front)
