"""What an editor has to look at: one note for each doubt, with the words it comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from campus_news.draft.fact import Facts, Note, Person, Words
from campus_news.draft.layout import Layout
from campus_news.draft.post import HEAD, is_surname
from campus_news.lazy import lazy

MUST: Final = "must"
LOOK: Final = "look"
_POST: Final = lazy(f"(?:{HEAD})[\u3400-\u9fff]{{2,3}}$")
_MANY: Final = lazy("全体|各|所有|人|员|代表|负责|师生|干部|家长|同学|嘉宾|领导|班子|委员|教师|学生")


def note(field: str, level: str, text: str, words: Words) -> Note:
    """A note about words that stand in the text."""
    return Note(field, level, text, words.text, words.place.line + 1)


def notes(facts: Facts, found: Layout, known: Collection[str]) -> Iterator[Note]:
    """The doubts about who was there and what they did; `known` are the names of the roster on that day."""
    if facts.title is None:
        yield Note("title", MUST, "没有找到标题，请补上", "")
    elif found.headline is None:
        yield note("title", LOOK, "来稿没有标题行，标题取自正文，请确认", facts.title)
    if facts.venue is None:
        yield Note("venue", LOOK, "没有找到会议地点，有就补上", "")
    if not facts.hosts:
        yield Note("host", LOOK, "没有找到主持人，有就补上", "")
    if not facts.attendees and not facts.groups:
        yield Note("attendees", LOOK, "没有找到出席人员，有就补上", "")
    for field, people in (
        ("host", facts.hosts),
        ("attendees", facts.attendees),
        ("speakers", facts.speakers),
    ):
        for one in people:
            yield from _of_person(field, one, found, known)
    for group in facts.groups:
        if _POST.search(group.text) and not _MANY.search(group.text):
            yield note("groups", LOOK, "这里是不是一个人的职务和姓名，请确认", group)


def _of_person(field: str, one: Person, found: Layout, known: Collection[str]) -> Iterator[Note]:
    line, a, b = one.place
    words = Words(found.lines[line][a:b], one.place)
    if one.name not in words.text:
        yield note(field, LOOK, f"由姓和职务推出是{one.name}，请确认", words)
    elif not is_surname(one.name) and one.name not in known:
        yield note(field, LOOK, f"“{one.name}”是不是姓名，请确认", words)
    elif not one.title and one.name not in known:
        yield note(field, LOOK, f"没有写{one.name}的职务，名册上当天也没有这个姓名，请确认", words)
    if field == "speakers" and any(caption.place.line == line for caption in found.captions):
        yield note(field, LOOK, f"{one.name}的讲话只见于图注，请确认", words)
