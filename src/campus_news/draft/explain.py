"""A hand-over with the place of each field marked, so that an editor sees at once what was taken from where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from campus_news.draft.fact import Facts, Place
from campus_news.draft.handed import Handed
from campus_news.screen import printable

_COLOURS: Final = {
    "标题": "1;34", "日期": "1;31", "时间": "31", "地点": "32", "主持": "35", "出席": "36", "参加": "2;36",
    "列席": "33", "缺席": "9;31", "讲话": "34", "图注": "2;33", "署名": "2",
}  # fmt: skip


def lines(handed: Handed, facts: Facts, *, coloured: bool) -> Iterator[str]:
    """Each line with its number; a field is `[词语:项目]`, or on a terminal the words in the colour of the legend."""
    marked: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for label, place in _places(facts):
        marked[place.line].append((place.start, place.end, label))
    if coloured:
        yield " ".join(f"\x1b[{code}m{label}\x1b[0m" for label, code in _COLOURS.items())
    for i, line in enumerate(handed.lines):
        yield f"{i + 1:4} {_line(printable(line), marked[i], coloured=coloured)}"
    for note in facts.notes:
        yield printable(f"  {'？' if note.level == 'look' else '！'} {note.field}：{note.text}")


def _places(facts: Facts) -> Iterator[tuple[str, Place]]:
    single = {"标题": facts.title, "日期": facts.day, "时间": facts.time, "地点": facts.venue}
    yield from ((label, one.place) for label, one in single.items() if one)
    people = {"主持": facts.hosts, "出席": facts.attendees, "缺席": facts.absent, "讲话": facts.speakers}
    yield from ((label, one.place) for label, found in people.items() for one in found)
    words = {
        "参加": facts.groups,
        "列席": facts.observers,
        "图注": facts.captions,
        "署名": facts.credits.values(),
    }
    yield from ((label, one.place) for label, many in words.items() for one in many)


def _line(line: str, marks: list[tuple[int, int, str]], *, coloured: bool) -> str:
    """One line; words that say two things (the attendee who speaks) are marked once, with both."""
    shown, at = "", 0
    labels: dict[tuple[int, int], list[str]] = {}
    for start, end, label in sorted(marks):
        labels.setdefault((start, end), []).append(label)
    for (start, end), said in labels.items():
        if start < at:
            continue
        words = line[start:end]
        mark = (
            f"\x1b[{_COLOURS[said[0]]}m{words}\x1b[0m"
            if coloured
            else f"[{words}:{'、'.join(dict.fromkeys(said))}]"
        )
        shown += line[at:start] + mark
        at = end
    return shown + line[at:]
