"""A report's file -> `Report` and `Body`, or why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from campus_news import catalogue as kinds
from campus_news import life, placement, slug
from campus_news.diagnostics import Diagnostic, Fix, Span, finding
from campus_news.front import WORDS, FrontMarks, FrontMatter
from campus_news.lazy import lazy
from campus_news.markup import Body, Image, Lost, Markup, plain
from campus_news.model import Loc, Photo, Report, Status
from campus_news.shape import quick as shaped_quickly
from campus_news.shape import shape
from campus_news.source import Source, read


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one file gives. With an error `report` holds what could be read all the same, for further checks."""

    report: Report | None
    body: Body
    findings: tuple[Diagnostic, ...]
    text: str = ""
    """The body as typed, whose first line is line `first_line` of the file."""
    first_line: int = 1
    quick: bool = False
    """Whether all of it went the short ways: then it is sooner decoded again than fetched from where it was kept."""


def decode(path: str, data: bytes, markup: Markup) -> Decoded:
    """The report in `data`; `path` is relative to the root, with slashes."""
    source, findings = read(path, data)
    day, name = slug.of_file(path)
    findings += _name_findings(path, day, name)
    if source is None:
        return Decoded(None, Body((), (), ()), tuple(findings))
    fields, marks, found = _fields(source, day, trusted=not findings)
    findings += found
    simple = plain(source.body)
    body = simple or markup.body(source.body, source.body_line)
    if fields is None:
        return Decoded(None, body, tuple(findings), source.body, source.body_line)
    report = _report(source, name, fields, body, marks)
    if day is not None and not any(one.span == report.mark("date") for one in found):
        findings += _date_findings(report, day)
    if not found:  # what is missing may stand there under a wrong name
        findings += life.findings(report)
    if report.status is not Status.WITHDRAWN:  # its text may be gone already
        findings += placement.findings(report, body)
        findings += _body_findings(source, body)
    quick = simple is not None and marks is None and not findings
    return Decoded(report, body, tuple(findings), source.body, source.body_line, quick)


def text_of(path: str, data: bytes) -> tuple[str, int]:
    """The body of a report as typed, and the number of its first line."""
    source, _ = read(path, data)
    return (source.body, source.body_line) if source is not None else ("", 1)


def plain_body(path: str, data: bytes) -> Body | None:
    """The body of a report in which nothing is marked up, None for any other."""
    source, _ = read(path, data)
    return plain(source.body) if source is not None else None


def _fields(
    source: Source, day: dt.date | None, *, trusted: bool
) -> tuple[FrontMatter | None, Mapping[Loc, Span] | None, list[Diagnostic]]:
    """The front matter, where its fields stand, and what is wrong with it.

    Most are right and go the short way, on which nobody looks where anything stands.
    """
    fields = shaped_quickly(FrontMatter, source.front, WORDS) if trusted else None
    if fields is not None:
        return fields, None, []
    from campus_news.composer import compose

    tree = compose(source.path, source.front, source.front_line)
    fallback = {"title": "（无标题）"} | ({"date": day.isoformat()} if day else {})
    shaped = shape(FrontMatter, tree, WORDS, fallback)
    found = [*tree.findings, *(_completed(one, source, day) for one in shaped.findings)]
    if tree.root is None and not tree.findings:
        found.append(_empty(source, day))
    return shaped.value or shaped.partial, shaped.marks, found


def _report(
    source: Source, name: str, fields: FrontMatter, body: Body, marks: Mapping[Loc, Span] | None
) -> Report:
    ours = [image for image in _images(body) if not _foreign(image)]
    others = {**_figure_marks(source), **_image_marks(source, ours)}
    return Report(
        path=source.path,
        slug=name,
        title=fields.title,
        date=fields.date,
        time=fields.time,
        venue=fields.venue,
        hosts=fields.host,
        attendees=fields.attendees,
        groups=fields.groups,
        speakers=fields.speakers,
        photos=fields.photos,
        images=tuple(Photo(one.file, one.alt or None) for one in ours),
        credits=fields.credits,
        published=fields.published or dt.datetime.combine(fields.date, dt.time()),
        status=fields.status,
        waived=fields.waive,
        observers=fields.observers,
        notes=fields.notes,
        corrections=fields.corrections,
        reason=fields.reason,
        review=fields.review,
        aliases=fields.aliases,
        marks=FrontMarks(source.path, source.front, source.front_line, others)
        if marks is None
        else {**marks, **others},
    )


def _figure_marks(source: Source) -> dict[Loc, Span]:
    """Where the body asks for a photo by its number."""
    marks: dict[Loc, Span] = {}
    if "图" not in source.body or not any(mark in source.body for mark in "【[［"):
        return marks
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        for match in re.finditer(r"图\s*(\d+)", line) if line.lstrip()[:1] in ("【", "[", "［") else ():
            marks["figure", int(match[1])] = Span(source.path, number, match.start() + 1, len(match[0]), line)
    return marks


def _image_marks(source: Source, images: Sequence[Image]) -> dict[Loc, Span]:
    lines = source.body.split("\n") if images else []
    return {("images", i): _image_span(source, lines, image) for i, image in enumerate(images)}


def _images(body: Body) -> Iterable[Image]:
    return (image for block in body.blocks for image in block.images)


def _foreign(image: Image) -> bool:
    """Whether an image of the body is not a file of ours."""
    return any(char in image.file for char in "/\\:")


def _name_findings(path: str, day: dt.date | None, name: str) -> list[Diagnostic]:
    if day is None:
        return [finding(kinds.BAD_FILE_NAME, Span(path, 1), example="2022-09-29-monthly-meeting.md")]
    return [] if name else [finding(kinds.NO_SLUG, Span(path, 1))]


def _completed(one: Diagnostic, source: Source, day: dt.date | None) -> Diagnostic:
    """A missing title, a missing or wrong date, with the line that the file's name or its first line suggests."""
    args = dict(one.args)
    key = args.get("key")
    if one.kind in (kinds.BAD_DATE, kinds.NO_SUCH_DAY) and key == "date" and day:
        return finding(one.kind, one.span, day.isoformat(), **dict(one.args))
    if one.kind is not kinds.MISSING or key not in ("title", "date") or args["label"] != WORDS.labels[key]:
        return one  # not of the whole report
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


def _empty(source: Source, day: dt.date | None) -> Diagnostic:
    """A file with nothing between its fences."""
    span = Span(source.path, min(source.front_line, max(source.body_line - 1, 1)))
    return _completed(finding(kinds.MISSING, span, key="title", label=WORDS.labels["title"]), source, day)


def _date_findings(report: Report, day: dt.date) -> Iterable[Diagnostic]:
    if report.date != day:
        span = report.mark("date")
        expected, value = day.isoformat(), report.date.isoformat()
        yield finding(kinds.DATE_DISAGREES, span, expected, expected=expected, value=value)
    if report.published.date() < report.date:
        yield finding(kinds.BEFORE_MEETING, report.mark("published"), report.date.isoformat())


_MOST: Final = 50
"""Findings of one kind in one text, as of one rule: whoever has so many of them does not read the next."""


def _body_findings(source: Source, body: Body) -> Iterable[Diagnostic]:
    foreign = [image for image in _images(body) if _foreign(image)]
    lines = source.body.split("\n") if body.lost or foreign or "图" in source.body else []
    for lost in body.lost[:_MOST]:
        yield finding(kinds.LOST_HTML, _lost_span(source, lines, lost), words=lost.words)
    for image in foreign[:_MOST]:
        yield finding(kinds.FOREIGN_IMAGE, _image_span(source, lines, image))
    yield from islice(_odd_figures(source, lines), _MOST)
    if not body.blocks:
        yield finding(kinds.EMPTY_BODY, Span(source.path, max(source.body_line - 1, 1)))


_ODD_FIGURE = lazy(
    r"[ \t\u3000]*([【（(\[［]?图\s*([0-9０-９一二三四五六七八九])[^，。]{0,6}?[】）)\]］]?)[ \t\u3000]*"
)
_FIGURE = lazy(r"[【［\[]图\s*\d{1,3}[】］\]]")


def _odd_figures(source: Source, lines: Sequence[str]) -> Iterable[Diagnostic]:
    """Lines that look like the mark of a photo's place and are none: （图1）, 【图一】, 图1."""
    for number, line in enumerate(lines, source.body_line):
        match = _ODD_FIGURE.fullmatch(line) if "图" in line else None
        if match and not _FIGURE.fullmatch(match[1]) and not re.search("[、，]图?", match[1]):
            span = Span(source.path, number, match.start(1) + 1, len(match[1]), line)
            digit = "一二三四五六七八九".find(match[2]) + 1 or int(match[2])
            yield finding(kinds.ODD_FIGURE, span, f"【图{digit}】", words=match[1])


def _lost_span(source: Source, lines: Sequence[str], lost: Lost) -> Span:
    """Where words stood, as far as they stand in one line; without width if they were put together from elsewhere."""
    line, words = lines[lost.line - source.body_line], lost.words.partition("\n")[0]
    at = lost.column - 1 if line.startswith(words, lost.column - 1) else line.find(words)
    return Span(source.path, lost.line, max(at, 0) + 1, len(words) if at >= 0 else 0, line)


def _image_span(source: Source, lines: Sequence[str], image: Image) -> Span:
    line = lines[image.line - source.body_line]
    column = max(line.find(image.file), 0)
    return Span(source.path, image.line, column + 1, len(image.file) if image.file in line else 0, line)
