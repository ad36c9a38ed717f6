"""Which picture stands where in a report: `after: n`, a line 【图n】, an image in the body, else spread evenly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, finding
from campus_news.markup import Block, Body
from campus_news.model import Report
from campus_news.view import BodyItem, Figure


def findings(report: Report, body: Body) -> Iterable[Diagnostic]:
    """Places that the body does not have."""
    asked = [number for block in body.blocks for number in block.figures]
    count, paragraphs = len(report.photos), sum(block.paragraph for block in body.blocks)
    for number in dict.fromkeys(asked):
        if not 1 <= number <= count:
            yield finding(kinds.NO_SUCH_FIGURE, report.mark("figure", number), number=number, count=count)
        elif asked.count(number) > 1 or report.photos[number - 1].after is not None:
            yield finding(kinds.FIGURE_TWICE, report.mark("figure", number), number=number)
    for i, photo in enumerate(report.photos):
        if photo.after is not None and photo.after > paragraphs:
            span = report.mark("photos", i, "after")
            yield finding(
                kinds.NO_SUCH_PARAGRAPH, span, str(paragraphs), count=paragraphs, number=photo.after
            )


def place(body: Body, figures: Sequence[Figure], after: Sequence[int | None]) -> tuple[BodyItem, ...]:
    """The body with its pictures. `figures` are the report's photos, then the body's own images; `after` is the
    photos' wish. Those without one: the first follows the first paragraph, the others are spread evenly over the
    rest, none after the last paragraph, so that no pile forms at the end (editors' rule: 照片不堆在文末).
    """
    following = _following(body, after)
    images = iter(figures[len(after) :])
    items = [BodyItem(figure=figures[i]) for i in following.get(-1, ())]
    for number, block in enumerate(body.blocks):
        if block.html:
            items.append(BodyItem(block.html))
        if block.images:
            items += [BodyItem(figure=next(images)) for _ in block.images]
        if number in following:
            items += [BodyItem(figure=figures[i]) for i in following[number]]
    return tuple(items)


def _following(body: Body, after: Sequence[int | None]) -> Mapping[int, list[int]]:
    """Index of a block (-1: before the first) -> the photos that follow it, if any do."""
    following: dict[int, list[int]] = {}
    paragraphs = []
    for i, block in enumerate(body.blocks):
        if block.paragraph:
            paragraphs.append(i)
        if block.figures:
            following[i] = [number - 1 for number in block.figures if 1 <= number <= len(after)]
    asked = {i for block in following.values() for i in block}
    for i, number in enumerate(after):
        if number is not None and i not in asked:
            following.setdefault([-1, *paragraphs][min(number, len(paragraphs))], []).append(i)
    free = [i for i, number in enumerate(after) if number is None and i not in asked]
    for i, block_index in zip(free, _spread(body.blocks, paragraphs, len(free)), strict=True):
        following.setdefault(block_index, []).append(i)
    return following


def _spread(blocks: Sequence[Block], paragraphs: Sequence[int], count: int) -> list[int]:
    """`count` blocks to put pictures after: the first paragraph, then at even steps, never the last paragraph."""
    if not paragraphs:
        return [len(blocks) - 1] * count
    room = max(len(paragraphs) - 1, 1)
    return [paragraphs[i * room // count if count > 1 else 0] for i in range(count)]
