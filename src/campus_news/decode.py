"""A report's file -> `Report` and `Body`, or why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Final

from pydantic import Field

from campus_news import catalogue as kinds
from campus_news import field, placement, slug
from campus_news.diagnostics import Diagnostic, Fix, Span, finding
from campus_news.markup import Body, Image, Markup
from campus_news.model import Credits, Loc, Person, Photo, Report, Speaker, Status, TimeOfDay
from campus_news.shape import Line, Lines, Shape, Words, scalar, shape
from campus_news.source import Source, read
from campus_news.tree import compose

Name = Annotated[str, scalar(field.name)]
_Number = Annotated[int, scalar(field.number)]


class PersonFields(Shape):
    name: Name
    title: Line | None = None
    org: Line | None = None
    slug: Annotated[str, scalar(field.slug)] | None = None

    def person(self) -> Person:
        return Person(self.name, self.title, self.org, self.slug)


class SpeakerFields(PersonFields):
    act: Line | None = None


class PhotoFields(Shape):
    file: Annotated[str, scalar(field.file_name)]
    caption: Line | None = None
    alt: Line | None = None
    credit: Line | None = None
    after: _Number | None = None

    def photo(self) -> Photo:
        return Photo(self.file, self.caption, self.alt, self.credit, self.after)


class CreditFields(Shape):
    source: Lines | None = None
    author: Lines | None = None
    photographer: Lines | None = None
    editor: Lines | None = None
    reviewer: Lines | None = None


class FrontMatter(Shape):
    """Every field a report may have."""

    title: Line
    date: Annotated[dt.date, scalar(field.day)]
    time: Annotated[TimeOfDay, scalar(field.time)] | None = None
    venue: Line | None = None
    host: tuple[PersonFields, ...] = ()
    attendees: tuple[PersonFields, ...] = ()
    groups: tuple[Line, ...] = ()
    speakers: tuple[SpeakerFields, ...] = ()
    photos: tuple[PhotoFields, ...] = ()
    credits: CreditFields = Field(default_factory=CreditFields)
    published: Annotated[dt.datetime, scalar(field.moment)] | None = None
    status: Annotated[Status, scalar(field.status)] = Status.PUBLISHED


# fmt: off
WORDS: Final = Words(
    labels={"title": "标题", "date": "会议日期", "name": "姓名", "file": "照片的文件名"},
    others={
        "标题": "title", "题目": "title", "日期": "date", "会议日期": "date", "时间": "time",
        "地点": "venue", "会议地点": "venue", "place": "venue", "location": "venue", "主持": "host",
        "主持人": "host", "hosts": "host", "出席": "attendees", "出席人员": "attendees",
        "参会人员": "attendees", "参加": "attendees", "attendee": "attendees", "列席": "groups",
        "参会单位": "groups", "group": "groups", "讲话": "speakers", "发言": "speakers",
        "发言人": "speakers", "讲话人": "speakers", "speaker": "speakers", "照片": "photos",
        "图片": "photos", "photo": "photos", "images": "photos", "署名": "credits", "credit": "credit",
        "发布时间": "published", "发布日期": "published", "publish": "published", "状态": "status",
        "姓名": "name", "职务": "title", "单位": "org", "方式": "act", "文件": "file", "文件名": "file",
        "图注": "caption", "说明": "caption", "图片说明": "caption", "替代文字": "alt", "来源": "source",
        "稿件来源": "source", "撰稿": "author", "作者": "author", "供稿": "author",
        "摄影": "photographer", "供图": "photographer", "编辑": "editor", "责任编辑": "editor",
        "审核": "reviewer", "审稿": "reviewer",
    },
    lists={"host": "name", "attendees": "name", "groups": None, "speakers": "name", "photos": "file"},
    symbols=frozenset({"date", "time", "published", "status", "after", "slug"}),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one file gives. With an error `report` holds what could be read all the same, for further checks."""

    report: Report | None
    body: Body
    findings: tuple[Diagnostic, ...]


def decode(path: str, data: bytes, markup: Markup) -> Decoded:
    """The report in `data`; `path` is relative to the root, with slashes."""
    source, findings = read(path, data)
    named = _name_findings(path)
    if source is None:
        return Decoded(None, Body((), "", (), ()), (*named, *findings))
    day, name = slug.of_file(path)
    tree = compose(path, source.front, source.front_line)
    fallback = {"title": "（无标题）"} | ({"date": day.isoformat()} if day else {})
    shaped = shape(FrontMatter, tree, WORDS, fallback)
    body = markup.body(source.body, source.body_line)
    found = [*named, *findings, *tree.findings, *(_completed(one, source, day) for one in shaped.findings)]
    if tree.root is None and not tree.findings:
        found.append(_empty(path, source, day))
    fields = shaped.value or shaped.partial
    if fields is None:
        return Decoded(None, body, tuple(found))
    report = _report(path, name, fields, body, {**shaped.marks, **_figure_marks(path, source)})
    if day is not None and not any(one.span == report.mark("date") for one in found):
        found += _date_findings(report, day)
    found += placement.findings(report, body)
    return Decoded(report, body, (*found, *_body_findings(path, source, body)))


def _report(path: str, name: str, fields: FrontMatter, body: Body, marks: dict[Loc, Span]) -> Report:
    midnight = dt.datetime.combine(fields.date, dt.time())
    ours = [image for image in _images(body) if not _foreign(image)]
    marks.update({("images", i): Span(path, image.line) for i, image in enumerate(ours)})
    return Report(
        path=path,
        slug=name,
        title=fields.title,
        date=fields.date,
        time=fields.time,
        venue=fields.venue,
        hosts=tuple(one.person() for one in fields.host),
        attendees=tuple(one.person() for one in fields.attendees),
        groups=fields.groups,
        speakers=tuple(Speaker(one.person(), one.act) for one in fields.speakers),
        photos=tuple(one.photo() for one in fields.photos),
        images=tuple(Photo(one.file, one.alt or None) for one in ours),
        credits=Credits(**fields.credits.model_dump()),
        published=fields.published or midnight,
        status=fields.status,
        marks=marks,
    )


def _figure_marks(path: str, source: Source) -> dict[Loc, Span]:
    """Where the body asks for a photo by its number."""
    marks: dict[Loc, Span] = {}
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        for match in re.finditer(r"图\s*(\d+)", line) if "【" in line else ():
            marks["figure", int(match[1])] = Span(path, number, match.start() + 1, len(match[0]), line)
    return marks


def _images(body: Body) -> Iterable[Image]:
    return (image for block in body.blocks for image in block.images)


def _foreign(image: Image) -> bool:
    """Whether an image of the body is not a file of ours."""
    return any(char in image.file for char in "/\\:")


def _name_findings(path: str) -> list[Diagnostic]:
    day, name = slug.of_file(path)
    if day is None:
        return [finding(kinds.BAD_FILE_NAME, Span(path, 1), example="2022-09-29-monthly-meeting.md")]
    return [] if name else [finding(kinds.NO_SLUG, Span(path, 1))]


def _completed(one: Diagnostic, source: Source, day: dt.date | None) -> Diagnostic:
    """A missing title, a missing or wrong date, with the line that the file's name or its first line suggests."""
    key = dict(one.args).get("key")
    if one.kind in (kinds.BAD_DATE, kinds.NO_SUCH_DAY) and key == "date" and day:
        return finding(one.kind, one.span, day.isoformat(), **dict(one.args))
    if one.kind is not kinds.MISSING or key not in ("title", "date"):
        return one
    value = _first_line(source) if key == "title" else day and day.isoformat()
    if not value:
        return one
    typed = one.span.words == key
    first = one.span.line if typed else source.front_line
    return replace(one, fix=Fix(first, first if typed else first - 1, (f"{key}: {value}",)))


def _first_line(source: Source) -> str:
    """The body's first line if it can be a headline."""
    first = next((line.strip() for line in source.body.split("\n") if line.strip()), "")
    return (
        first.lstrip("# ").strip()
        if first.startswith("#") or (len(first) <= 30 and "。" not in first)
        else ""
    )


def _empty(path: str, source: Source, day: dt.date | None) -> Diagnostic:
    """A file with nothing between its fences."""
    span = Span(path, source.front_line)
    return _completed(finding(kinds.MISSING, span, key="title", label=WORDS.labels["title"]), source, day)


def _date_findings(report: Report, day: dt.date) -> Iterable[Diagnostic]:
    if report.date != day:
        span = report.mark("date")
        expected, value = day.isoformat(), report.date.isoformat()
        yield finding(kinds.DATE_DISAGREES, span, expected, expected=expected, value=value)
    if report.published.date() < report.date:
        yield finding(kinds.BEFORE_MEETING, report.mark("published"), report.date.isoformat())


def _body_findings(path: str, source: Source, body: Body) -> Iterable[Diagnostic]:
    lines = source.body.split("\n")
    for lost in body.lost:
        line = lines[lost.line - source.body_line]
        yield finding(
            kinds.LOST_HTML, Span(path, lost.line, lost.column, len(lost.words), line), words=lost.words
        )
    for image in _images(body):
        if _foreign(image):
            yield finding(kinds.FOREIGN_IMAGE, _image_span(path, image, lines[image.line - source.body_line]))
    if not body.blocks:
        yield finding(kinds.EMPTY_BODY, Span(path, max(source.body_line - 1, 1)))


def _image_span(path: str, image: Image, line: str) -> Span:
    column = max(line.find(image.file), 0)
    return Span(path, image.line, column + 1, len(image.file) if image.file in line else 0, line)
