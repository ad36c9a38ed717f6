"""Facts -> the report as a Markdown file, and which lines of the hand-over are not in its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from campus_news import field, slug, typist
from campus_news.draft.fact import Facts, Note, Person
from campus_news.draft.handed import Handed
from campus_news.draft.layout import Layout
from campus_news.lazy import lazy
from campus_news.rules import numeral

_SPOKEN: Final = lazy(
    r"(\D*?)(?:(\d{1,2})\s*[：:]\s*(\d\d)|([\d一二三四五六七八九十两]+)[时点](?:(半)|([\d一二三四五六七八九十]+)分?)?)"
)
_LATER: Final = ("下午", "晚上", "晚", "傍晚")


@dataclass(frozen=True, slots=True)
class Paper:
    """The report to be confirmed. `path` is below content/; `pictures` are the names of those of the hand-over, in order."""

    path: str
    text: str
    removed: tuple[str, ...]
    """The lines of the hand-over that are not in the text, each with its number and why."""
    pictures: tuple[str, ...] = ()


def hour(words: str | None) -> str | None:
    """What the field `time` takes: a clock time if the words have one, else the part of the day as it stands there.

    下午4点半 is 16:30; what the field would not take (清晨) is None.
    """
    if not words:
        return None
    match = _SPOKEN.fullmatch(words.replace(" ", ""))
    if match and (match[2] or match[4]):
        hours = int(match[2]) if match[2] else numeral.value(match[4])
        minutes = int(match[3] or 0) or (30 if match[5] else numeral.value(match[6]) if match[6] else 0)
        if hours is None or minutes is None:
            return None
        hours += 12 if match[1] in _LATER and hours < 12 else 0
        return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else None
    words = "晚上" if words == "晚" else words
    try:
        return words if str(field.time(words)) == words else None
    except field.Wrong:
        return None


def paper(
    handed: Handed, facts: Facts, found: Layout, notes: Sequence[Note], known: Collection[str]
) -> Paper:
    """The report; `known` are those on the roster that day, whose posts it does not repeat."""
    name = slug.of_text(facts.title.text) if facts.title else ""
    name = name or "bao-dao"
    path = f"reports/{facts.date.year}/{facts.date}-{name}.md" if facts.date else f"drafts/{name}.md"
    kept, removed = _body(handed, found)
    files = tuple(f"{i:02}{one.suffix}" for i, one in enumerate(handed.pictures, 1))
    front = [
        f"title: {typist.scalar(facts.title.text) if facts.title else ''}".rstrip(),
        f"date: {facts.date}" if facts.date else "date:",
        *_fields(facts, known),
        *_photos(handed, facts, found, files),
        *_credits(facts),
        "status: draft",
        *_notes(notes),
    ]
    return Paper(path, typist.report(front, "\n".join(kept)), tuple(removed), files)


def _fields(facts: Facts, known: Collection[str]) -> Iterator[str]:
    time = hour(facts.time.text if facts.time else None)
    if time:
        yield f"time: {time}"
    if facts.venue:
        yield f"venue: {typist.scalar(facts.venue.text)}"
    for key, people in (("host", facts.hosts), ("attendees", facts.attendees)):
        yield from typist.items(key, (_person(one, known) for one in people))
    yield from typist.items("groups", (typist.scalar(one.text) for one in facts.groups))
    yield from typist.items("observers", (typist.scalar(one.text) for one in facts.observers))
    yield from typist.items("absent", (typist.scalar(one.name) for one in facts.absent))
    yield from typist.items("speakers", (_person(one, known) for one in facts.speakers))


def _person(one: Person, known: Collection[str]) -> str:
    title = None if one.name in known else one.title
    return typist.person({"name": one.name, "title": title, "act": one.act})


def _photos(handed: Handed, facts: Facts, found: Layout, files: Sequence[str]) -> Iterator[str]:
    """The pictures with the captions next to them; captions without a picture as lines that only wait for one."""
    left = list(facts.captions)
    paired = []
    for picture, file in zip(handed.pictures, files, strict=True):
        near = min(left, key=lambda one: abs(one.place.line - picture.line), default=None)
        if near is not None and abs(near.place.line - picture.line) <= len(handed.pictures) + 1:
            left.remove(near)
        else:
            near = None
        parts = {"file": file, "caption": near.text if near else "", "alt": picture.alt}
        paired.append(_photo(parts, _paragraphs(handed, found, picture.line)))
    yield from typist.items("photos", paired)
    for i, caption in enumerate(left, 1):
        if i == 1:
            yield f"#{'' if paired else ' photos:'}    照片放好以后，去掉下面各行前面的 #"
        parts = {"file": f"{len(files) + i:02}.jpg", "caption": caption.text}
        yield f"#   - {_photo(parts, _paragraphs(handed, found, caption.place.line))}"


def _photo(parts: dict[str, str], after: int) -> str:
    words = typist.mapping(parts)
    return f"{words[:-1]}, after: {after}}}"


def _paragraphs(handed: Handed, found: Layout, line: int) -> int:
    """How many paragraphs of the text stand before a line."""
    return sum(1 for i in found.body if i < line and handed.shown[i].strip())


def _credits(facts: Facts) -> Iterator[str]:
    said = {key: facts.credits[key].text for key in typist.CREDITS if key in facts.credits}
    if "final" in facts.credits:
        said["reviewer"] = "、".join(filter(None, [said.get("reviewer"), facts.credits["final"].text]))
    return typist.credits(said)


def _notes(notes: Sequence[Note]) -> Iterator[str]:
    rows = []
    for one in notes:
        where = f"来稿第{one.line}行“{one.evidence}”" if one.line else one.evidence
        row = {"field": one.field, "level": one.level, "text": one.text, "evidence": where}
        rows.append(typist.mapping(row))
    yield from typist.items("notes", rows)


def _body(handed: Handed, found: Layout) -> tuple[list[str], list[str]]:
    """The lines of the text as they were, and those taken out."""
    inside = set(found.body)
    why = {one.place.line: "图注" for one in found.captions} | dict.fromkeys(found.frame, "署名、页眉或落款")
    if found.headline is not None:
        why[found.headline] = "标题"
    kept: list[str] = []
    removed: list[str] = []
    taken = True
    for i, shown in enumerate(handed.shown):
        if i in inside:
            tail = _tail(handed, found, i)
            if tail:
                removed.append(f"第{i + 1}行末尾（署名）：{tail}")
            kept.append(shown.removesuffix(tail))
            taken = False
        elif handed.lines[i].strip():
            removed.append(f"第{i + 1}行（{why.get(i, '其他')}）：{handed.lines[i].strip()}")
            taken = True
        elif not taken or (kept and kept[-1].strip()):
            kept.append(shown)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept, removed


def _tail(handed: Handed, found: Layout, i: int) -> str:
    """The credits with which a line of the text ends."""
    start, end = found.cut.get(i, (0, 0))
    tail = handed.lines[i][start:end]
    return tail if start and end == len(handed.lines[i]) and handed.shown[i].endswith(tail) else ""


def record(facts: Facts, notes: Sequence[Note]) -> dict[str, object]:
    """The facts as `--json` prints them: null or [] for what is not there."""
    return {
        "title": facts.title.text if facts.title else None,
        "date": facts.date.isoformat() if facts.date else None,
        "time": hour(facts.time.text if facts.time else None),
        "venue": facts.venue.text if facts.venue else None,
        "host": _named(facts.hosts),
        "attendees": _named(facts.attendees),
        "groups": [one.text for one in facts.groups],
        "observers": [one.text for one in facts.observers],
        "absent": _named(facts.absent),
        "speakers": [{"name": one.name, "act": one.act} for one in facts.speakers],
        "photos": [{"caption": one.text} for one in facts.captions],
        "credits": {key: one.text for key, one in facts.credits.items()},
        "notes": [
            {"field": one.field, "level": one.level, "text": one.text, "evidence": one.evidence}
            for one in notes
        ],
    }


def _named(people: Sequence[Person]) -> list[dict[str, str | None]]:
    return [{"name": one.name, "title": one.title} for one in people]
