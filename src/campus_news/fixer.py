"""Corrections that are certain, put into the files: marks, spaces within dates and their form, and never a word.

A correction is applied if its kind is said to be `certain` and, whatever the kind, the same letters and the same numbers
stand there afterwards, in the same order. Files keep their line ends and their byte-order mark.
"""

from __future__ import annotations

import codecs
import difflib
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Final, TypeAlias

from campus_news.diagnostics import Diagnostic, Fix, Severity, Span
from campus_news.lazy import lazy
from campus_news.outcome import CannotWrite, said
from campus_news.screen import inert
from campus_news.source import text_of

_PART = lazy(r"(\d+)\s*[年月日号]?|([^\W\d_])")
_DASHES = lazy(
    r"(?<=[0-9])[—一](?=[0-9])|(?<=[0-9年月日])[—ーㄧ丨](?=[0-9])|(?<=[12][0-9]{3})[lI](?=[12][0-9]{3})"
)
"""Dashes between numbers, and what looks like one and is no word there (`rules/typography`)."""
_DASH: Final = "\0"
_DATED = lazy(r"^\s*(?:date|published)\s*:")
_LINE = lazy(r"([^\r\n]*)(\r\n|\r|\n|\Z)")

_LONGEST: Final = 2000
"""Characters of a line, and lines of a file, that are compared each with each."""

_Edit: TypeAlias = tuple[int, int, str]
"""What is to stand in the place of `text[start:end]`."""


@dataclass(slots=True)
class _Version:
    """A file as it stands, and its text as it was and as it is to be, with plain newlines."""

    data: bytes
    before: str
    after: str


class Fixer:
    """Files under `root`, mended in memory until they are written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._versions: dict[str, _Version] = {}
        self._seen: set[tuple[str, str]] = set()

    def mend(self, findings: Iterable[Diagnostic]) -> bool:
        """Applies to each file what is certain of what was found in it; whether anything was."""
        certain = [one for one in findings if _is_certain(one)]
        found = groupby(sorted(certain, key=lambda one: one.span.path), lambda one: one.span.path)
        return sum(self._mend(path, list(some)) for path, some in found) > 0

    def _mend(self, path: str, findings: Sequence[Diagnostic]) -> bool:
        version = self._versions.get(path) or self._read(path)
        if version is None:
            return False
        after = mended(version.after, findings)
        if after == version.after or (path, after) in self._seen:
            return False
        self._seen |= {(path, version.after), (path, after)}
        self._versions[path] = version
        version.after = after
        return True

    def _read(self, path: str) -> _Version | None:
        """The file at `path`, None unless it is text in UTF-8."""
        try:
            data = (self._root / path).read_bytes()
        except OSError:
            return None
        text, findings = text_of(path, data)
        return None if findings else _Version(data, text, text)

    def typed(self) -> Mapping[str, bytes]:
        """What was mended, as it would be written."""
        return {path: _encoded(one) for path, one in self._versions.items()}

    def diff(self) -> Iterator[str]:
        """All that is changed, as the lines of a unified diff; what nobody can see is shown by its code."""
        for path, one in sorted(self._versions.items()):
            before, after = one.before.split("\n"), one.after.split("\n")
            for line in difflib.unified_diff(before, after, path, path, lineterm=""):
                seen = [c if c.isprintable() or c in "\t\u3000" else f"<U+{ord(c):04X}>" for c in line]
                yield inert("".join(seen))

    def write(self) -> None:
        """Puts the mended files in the place of those that were read, each at once; raises `CannotWrite`."""
        for path, one in sorted(self._versions.items()):
            put(self._root, path, one.data, _encoded(one))


def mended(text: str, findings: Iterable[Diagnostic]) -> str:
    """`text` with the corrections of `findings` that touch no word; of those that meet, the first one only."""
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    parts, end = [], 0
    for first, last, words in sorted({edit for one in findings for edit in _edits(lines, starts, one)}):
        if first > end or (first == end == 0):
            parts += [text[end:first], words]
            end = last
    return "".join([*parts, text[end:]])


def together(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings, each with what is certain of the others put right in its corrected line too, where that is one line."""
    found = tuple(findings)
    certain: dict[Span, list[_Edit]] = {}
    for one in found:
        if (
            _is_certain(one)
            and (line := _one_line(one)) is not None
            and words(line) == words(one.span.source)
        ):
            certain.setdefault(_whole(one.span), []).extend(_line_edits(one.span.source, line))
    for one in found:
        line, others = _one_line(one), certain.get(_whole(one.span), [])
        if line is None or not others:
            yield one
            continue
        edits = list(_line_edits(one.span.source, line))
        for edit in sorted(others):
            if all(edit[1] < first or last < edit[0] for first, last, _ in edits):
                edits.append(edit)
        yield replace(one, fix=Fix(one.span.line, one.span.line, (_edited(one.span.source, edits),)))


def _whole(span: Span) -> Span:
    return replace(span, column=1, width=0)


def _one_line(one: Diagnostic) -> str | None:
    """The corrected line, if the correction is that of the one line at fault; of a very long one nobody reads it all."""
    alone = one.fix and one.fix.first == one.fix.last == one.span.line and len(one.fix.lines) == 1
    return one.fix.lines[0] if one.fix and alone and len(one.span.source) < _LONGEST else None


@lru_cache(256)
def _line_edits(old: str, new: str) -> Sequence[_Edit]:
    """The least that has to change in a line, piece by piece."""
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (head + first, head + last, after[start:stop])
        for same, first, last, start, stop in matcher.get_opcodes()
        if same != "equal"
    ]


def _edited(line: str, edits: Iterable[_Edit]) -> str:
    parts, end = [], 0
    for first, last, new in sorted(edits):
        parts += [line[end:first], new]
        end = last
    return "".join([*parts, line[end:]])


def words(text: str) -> list[str]:
    """The letters and digits of `text` in their order; of a date the numbers, whatever its form."""
    found: list[str] = []
    for line in _DASHES.sub(_DASH, unicodedata.normalize("NFKC", text)).split("\n"):
        if _DATED.match(line):
            found += [str(int(number)) if number else letter for number, letter in _PART.findall(line)]
        else:
            found += [sign for sign in line if sign.isalnum() or sign == _DASH]
    return found


def _is_certain(one: Diagnostic) -> bool:
    return one.kind.certain and one.severity is not Severity.INFO and one.fix is not None


def _edits(lines: Sequence[str], starts: Sequence[int], one: Diagnostic) -> Iterator[_Edit]:
    """The correction as the least that has to change, if the line is as it was seen and no word is touched."""
    span, fix = one.span, one.fix
    if fix is None or not 1 <= fix.first <= span.line <= fix.last <= len(lines):
        return
    old, new = "\n".join(lines[fix.first - 1 : fix.last]), "\n".join(fix.lines)
    if lines[span.line - 1] != span.source or not fix.lines or words(old) != words(new):
        return
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    start = starts[fix.first - 1]
    yield start + head, start + len(old) - tail, new[head : len(new) - tail]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many characters, or lines, both begin."""
    differing = (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _encoded(version: _Version) -> bytes:
    """The mended text as the file has it: its byte-order mark, and the end of each line that was there before."""
    mark = codecs.BOM_UTF8 if version.data.startswith(codecs.BOM_UTF8) else b""
    text = version.data.removeprefix(mark).decode()
    ends = [end for _, end in _LINE.findall(text)]
    usual = next(filter(None, ends), "\n")
    after = version.after.split("\n")
    kept = [usual] * len(after)
    if len({*ends, usual, ""}) > 2:
        for first, last, start, stop in _pieces(version.before.split("\n"), after):
            kept[start : min(stop, start + last - first)] = ends[first : min(last, first + stop - start)]
    lines = [line + (end or usual) for line, end in zip(after[:-1], kept, strict=False)]
    return mark + "".join([*lines, after[-1]]).encode()


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Which lines became which: `before[first:last]` are `after[start:stop]` now.

    To compare them all would take the square of how often one line stands there, so what both begin and end with is not.
    """
    head, tail = _same(before, after), 0
    if len(before) != len(after):
        tail = min(_same(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    last, stop = len(before) - tail, len(after) - tail
    yield 0, head, 0, head
    if last - head == stop - head:
        yield head, last, head, stop
    else:
        many = last - head > _LONGEST
        matcher = difflib.SequenceMatcher(None, before[head:last], after[head:stop], autojunk=many)
        yield from ((head + a, head + b, head + c, head + d) for _, a, b, c, d in matcher.get_opcodes())
    yield last, len(before), stop, len(after)


def put(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Puts `after` in the place of the file at `path` that was read as `before`; raises `CannotWrite`."""
    file = (root / path).resolve()
    try:
        if file.read_bytes() != before:
            raise CannotWrite(f"{path}：这个文件刚刚被别的程序改动过，没有写入")
        _replace(file, after)
    except OSError as error:
        raise CannotWrite(said(error, path)) from error


def _replace(file: Path, data: bytes) -> None:
    """A new file in the place of an old one, whole or not at all."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        shutil.copymode(file, temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
