"""A stage of a review, written into a report's file: every other byte stays as it is.

There are many ways to write the same front matter, so what could be right is tried, and that is kept which reads back as
the same report with the new stage: nothing is trusted to have been understood.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from campus_news.composer import compose
from campus_news.diagnostics import Span
from campus_news.front import WORDS, FrontMatter
from campus_news.lazy import lazy
from campus_news.model import Approval, Loc
from campus_news.repair import single_quoted
from campus_news.shape import shape
from campus_news.source import read
from campus_news.tree import Fields

_ROW: Final = lazy(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NEAR: Final = 6
"""Lines from the last that names something of a review to where its brackets end."""
_ENDS: Final = 20
"""Brackets that are tried; each costs a reading of the front matter."""


class Unsigned(Exception):
    """A stage that could not be written; the message says why, in the words for whoever wanted it."""


class _Row(NamedTuple):
    text: str
    end: str


class _Read(NamedTuple):
    """A file as it reads: its fields, where they and the keys within `review` stand, the text below."""

    fields: FrontMatter
    marks: Mapping[Loc, Span]
    keys: Mapping[str, int]
    """The stages there are, with the columns of their keys."""
    root: int
    """The column of the outermost keys."""
    last: int
    """The number of the line that ends the front matter."""
    body: str


def signed(path: str, data: bytes, stage: str, approval: Approval) -> bytes:
    """The file `data` with the stage, which takes the place of one that is there; raises `Unsigned`."""
    before = _read(path, data)
    if before is None:
        raise Unsigned("文件头里有差错，请先用 check 查看，改好以后再登记")
    review = replace(before.fields.review, **{stage: approval})
    wanted = replace(before.fields, review=review)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    rows = [_Row(*found) for found in _ROW.findall(data.removeprefix(mark).decode())]
    for candidate in _candidates(rows, before, stage, approval):
        written = mark + "".join(text + end for text, end in candidate).encode()
        after = _read(path, written)
        if after is not None and after.fields == wanted and after.body == before.body:
            return written
    lines = f"review:\n  {stage}: {{{_said(approval, approval.by)}}}"
    raise Unsigned(f"不知道写在文件头的哪里好，请自己写上（已经有 review 的写在它里面）：\n{lines}")


def _read(path: str, data: bytes) -> _Read | None:
    """The file as it reads, None if there is anything to say of it."""
    source, findings = read(path, data)
    if source is None or findings:
        return None
    tree = compose(path, source.front, source.front_line)
    shaped = shape(FrontMatter, tree, WORDS)
    if shaped.value is None or not isinstance(tree.root, Fields):
        return None
    top = {str(key.value): (key, value) for key, value in tree.root.entries}
    _, review = top.get("review", (None, None))
    inner = review.entries if isinstance(review, Fields) else ()
    keys = {str(key.value): key.span.column - 1 for key, _ in inner}
    root = min(key.span.column - 1 for key, _ in top.values())
    last = source.front_line + len(source.front)
    return _Read(shaped.value, shaped.marks, keys, root, last, source.body)


def _said(approval: Approval, by: str) -> str:
    digest = f", digest: {approval.digest}" if approval.digest else ""
    return f"by: {by}, on: {approval.on}{digest}"


def _candidates(rows: list[_Row], there: _Read, stage: str, approval: Approval) -> Iterator[list[_Row]]:
    """The file with the stage in every way that might be right, the plainest first."""
    for by in (approval.by, single_quoted(approval.by)):
        if ("review", stage) in there.marks:
            yield from _renewed(rows, there, ("review", stage), approval, by)
        entry = f"{stage}: {{{_said(approval, by)}}}"
        if ("review",) not in there.marks:
            pad = " " * there.root
            yield _with_lines(rows, there.last - 1, [f"{pad}review:", f"{pad}  {entry}"])
        else:
            yield from _added(rows, there, entry)


def _added(rows: list[_Row], there: _Read, entry: str) -> Iterator[list[_Row]]:
    """The stage behind those that are there: on a line of its own, or within their brackets."""
    last = max(span.line for loc, span in there.marks.items() if loc[:1] == ("review",))
    pad = " " * min(there.keys.values(), default=there.root + 2)
    near = range(last, min(last + _NEAR, there.last))
    for number in near:
        yield _with_lines(rows, number, [pad + entry])
    ends = ((number, at) for number in near for at, char in enumerate(rows[number - 1].text) if char == "}")
    for number, at in islice(ends, _ENDS):
        yield _with_text(rows, number, at, at, f", {entry}")
        yield _with_text(rows, number, at, at, entry)


def _renewed(rows: list[_Row], there: _Read, loc: Loc, approval: Approval, by: str) -> Iterator[list[_Row]]:
    """The stage in the place of the old one, value by value; where nothing is said of it yet, behind its key."""
    values = {"by": by, "on": f"{approval.on}", "digest": approval.digest or ""}
    spans = {key: there.marks[*loc, key] for key in values if (*loc, key) in there.marks}
    if not spans:
        yield _with_values(rows, [(there.marks[loc], f"{{{_said(approval, by)}}}")])
        return
    renewed = [(span, values[key]) for key, span in spans.items()]
    if "digest" in spans or not approval.digest:
        yield _with_values(rows, renewed)
        return
    last, value = renewed.pop(renewed.index(max(renewed)))
    digest, line = f"digest: {approval.digest}", last.source
    yield _with_values(rows, [*renewed, (last, f"{value}, {digest}")])
    pad = line[: len(line) - len(line.lstrip())]
    yield _with_lines(_with_values(rows, [*renewed, (last, value)]), last.line, [pad + digest])


def _with_values(rows: list[_Row], values: Sequence[tuple[Span, str]]) -> list[_Row]:
    """`rows` with other words at these places; where nothing was, not right behind the colon."""
    for span, words in sorted(values, reverse=True):
        start = span.column - 1
        bare = not span.width and rows[span.line - 1].text[:start].endswith(":")
        rows = _with_text(rows, span.line, start, start + span.width, f" {words}" if bare else words)
    return rows


def _with_lines(rows: list[_Row], at: int, lines: list[str]) -> list[_Row]:
    """`rows` with `lines` after the first `at` of them, ended as the one before them is."""
    return [*rows[:at], *(_Row(line, rows[at - 1].end) for line in lines), *rows[at:]]


def _with_text(rows: list[_Row], number: int, start: int, end: int, words: str) -> list[_Row]:
    """`rows` with other words in a line."""
    row = rows[number - 1]
    return [*rows[: number - 1], _Row(row.text[:start] + words + row.text[end:], row.end), *rows[number:]]
