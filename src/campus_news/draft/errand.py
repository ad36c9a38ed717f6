"""One hand-over from its bytes to the report, and what is told of it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campus_news.diagnostics import Diagnostic
from campus_news.draft import paper, reader, text
from campus_news.draft.fact import Facts, Note
from campus_news.draft.handed import Handed
from campus_news.draft.layout import Layout
from campus_news.roster import Roster

SUFFIXES: Final = (".txt", ".md", ".docx")
_LEVELS: Final = {"must": "要补", "look": "要看"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A hand-over that was understood. `source` is what it is called."""

    source: str
    handed: Handed
    facts: Facts
    layout: Layout
    notes: tuple[Note, ...]
    paper: paper.Paper


def draft(source: str, data: bytes, roster: Roster, published: dt.date | None) -> Draft | Diagnostic:
    """The report in `data`, or why it cannot be read. Names on the roster settle where a name ends."""
    handed = text.read(source, data)
    if isinstance(handed, Diagnostic):
        return handed
    names_on = _names_on(roster)
    facts, layout = reader.read(handed.lines, published, names_on, handed.kinds)
    notes = (*handed.notes, *facts.notes, *_of_photos(handed, facts))
    report = paper.paper(handed, facts, layout, notes, names_on(facts.date))
    return Draft(source, handed, facts, layout, notes, report)


def _names_on(roster: Roster) -> Callable[[dt.date | None], frozenset[str]]:
    """The names of those in office on a day; of an unknown day nobody's."""
    return lambda day: frozenset(one.name for one in roster.in_office(day)) if day else frozenset()


def _of_photos(handed: Handed, facts: Facts) -> Iterator[Note]:
    missing = len(facts.captions) - len(handed.pictures)
    if missing > 0:
        words = "、".join(one.text for one in facts.captions)
        yield Note(
            "photos", "look", f"有 {missing} 条图注没有照片，放好照片后去掉文件头里那几行前面的 #", words
        )


def files(path: Path) -> list[Path]:
    """The hand-overs at `path`: a file itself, of a folder those in it of the right kind, by name. Raises OSError."""
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and not _is_folder(one))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def summary(one: Draft, path: Path) -> Iterator[str]:
    """What an editor is told of a report that was written to `path`: what was taken out, and what is to be settled."""
    yield f"{one.source} → {path}"
    if one.paper.removed:
        yield "没有放进正文的："
        yield from (f"  {line}" for line in one.paper.removed)
    if one.notes:
        yield "要核实的（核实一条，就在文件头的 notes 里删去一条）："
        for note in one.notes:
            where = f"（来稿第{note.line}行“{note.evidence}”）" if note.line else ""
            yield f"  {_LEVELS[note.level]} {note.field}：{note.text}{where}"
    if one.facts.date is None:
        yield f"日期定了以后，把文件移到 content/reports/年份/，文件名改成“日期-{path.name}”"


def table(rows: Sequence[tuple[str, Draft | Diagnostic]]) -> Iterator[str]:
    """One line for each hand-over: file, date, how many people, open notes."""
    cells = [("文件", "日期", "人数", "待核实")]
    for source, one in rows:
        if isinstance(one, Diagnostic):
            cells.append((source, "读不出来", "", ""))
        else:
            people = {person.name for person in (*one.facts.hosts, *one.facts.attendees, *one.facts.speakers)}
            cells.append((source, str(one.facts.date or "未定"), str(len(people)), str(len(one.notes))))
    widths = [max(_width(row[i]) for row in cells) for i in range(4)]
    for row in cells:
        yield "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()


def _width(words: str) -> int:
    """Columns on a terminal: Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
