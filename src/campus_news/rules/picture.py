"""The pictures of a report: their size, their words, and whether one stands twice. Missing ones are told where they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.rules.rule import Case, rule

_PRACTICE: Final = "学校新闻稿的图片要求（多为宽1080像素以上，至少不低于800像素）。"
_HEAD: Final = "---\ntitle: 学校召开例会\ndate: 2022-09-29\nphotos:\n"

WIDTH: Final = 800
"""Pixels that the column of text is wide on a computer."""
HEIGHT: Final = 1067
"""Pixels of an upright picture of 3:4 that is `WIDTH` wide."""

SMALL = Kind(
    "E610",
    Severity.INFO,
    "照片“{file}”只有 {width}×{height} 像素，放大和打印都会模糊；请尽量换成原图",
    "the photo '{file}' has only {width}×{height} pixels",
)
TWICE = Kind(
    "E611",
    Severity.WARNING,
    "照片“{file}”与“{other}”是同一张，会显示两遍",
    "the photos '{file}' and '{other}' are the same picture, shown twice",
)
SAME_WORDS = Kind(
    "E612",
    Severity.INFO,
    "alt 与图注相同，朗读软件会读两遍；alt 可以不写，或写照片里看得见的内容",
    "alt is the same as the caption and would be read out twice; leave it out or say what is to be seen",
)
NO_CAPTION = Kind(
    "E613",
    Severity.INFO,
    "照片“{file}”没有图注，读者不知道照片里是谁、在做什么",
    "the photo '{file}' has no caption",
)


@rule(
    SMALL,
    what="照片不到 800 像素宽（竖幅不到 1067 像素高）。",
    why="多半是聊天软件压缩过的，手机高清屏、大屏和打印都会模糊。",
    source=_PRACTICE,
    bad=_HEAD + "- {file: small.jpg, caption: 会议现场}\n---\n正文。\n",
    good=_HEAD + "- {file: large.jpg, caption: 会议现场}\n---\n正文。\n",
)
def pictures_are_large_enough(case: Case) -> Iterator[Diagnostic]:
    """E610: a picture that is shown larger than it is. What is published is never larger than the original."""
    for loc, photo in case.report.pictured():
        picture = case.pictures.get(photo.file)
        if picture and picture.width < WIDTH and picture.height < HEIGHT:
            span = case.report.mark(*loc, "file")
            yield finding(SMALL, span, file=photo.file, width=picture.width, height=picture.height)


@rule(
    TWICE,
    what="一篇报道里有两张照片内容完全相同，文件名不同也算。",
    why="多半是选照片时选重了，本来要放的另一张漏掉了。",
    source="学校网站上真实报道里见到的差错。",
    bad=_HEAD
    + "- {file: large.jpg, caption: 会议现场}\n- {file: large.jpg, caption: 校长讲话}\n---\n正文。\n",
    good=_HEAD
    + "- {file: large.jpg, caption: 会议现场}\n- {file: other.jpg, caption: 校长讲话}\n---\n正文。\n",
)
def no_picture_stands_twice(case: Case) -> Iterator[Diagnostic]:
    """E611: the same bytes shown twice."""
    first: dict[str, str] = {}
    for loc, photo in case.report.pictured():
        picture = case.pictures.get(photo.file)
        if picture and picture.url in first:
            span = case.report.mark(*loc, "file")
            yield finding(TWICE, span, file=photo.file, other=first[picture.url])
        elif picture:
            first[picture.url] = photo.file


@rule(
    SAME_WORDS,
    what="照片的 alt（替代文字）与图注一字不差。",
    why="看不见照片的读者会听到两遍同样的话。不写 alt 时程序会用图注。",
    source="GB/T 37668—2019《信息技术 互联网内容无障碍可访问性技术要求与测试方法》。",
    bad=_HEAD + "- {file: large.jpg, caption: 会议现场, alt: 会议现场}\n---\n正文。\n",
    good=_HEAD + "- {file: large.jpg, caption: 会议现场, alt: 与会人员围坐在长桌旁}\n---\n正文。\n",
)
def captions_are_not_repeated(case: Case) -> Iterator[Diagnostic]:
    """E612: words that are read out twice."""
    for i, photo in enumerate(case.report.photos):
        if photo.alt and photo.alt == photo.caption:
            yield finding(SAME_WORDS, case.report.mark("photos", i, "alt"))


@rule(
    NO_CAPTION,
    what="照片没有图注。",
    why="看到照片的人不知道是谁在讲话；看不见照片的人什么也得不到。",
    source=_PRACTICE,
    bad=_HEAD + "- large.jpg\n---\n正文。\n",
    good=_HEAD + "- {file: large.jpg, caption: 会议现场}\n---\n正文。\n",
)
def pictures_have_captions(case: Case) -> Iterator[Diagnostic]:
    """E613: a picture without a word."""
    for loc, photo in case.report.pictured():
        if not photo.caption and photo.file in case.pictures:
            yield finding(NO_CAPTION, case.report.mark(*loc, "file"), file=photo.file)
