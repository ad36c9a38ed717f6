"""What an office hands over: numbered lines and pictures, from whatever kind of file."""

from __future__ import annotations

from dataclasses import dataclass, field

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Span, finding
from campus_news.draft.fact import Note


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a Word file: before which line it stands, its bytes, and what is said instead of it."""

    line: int
    suffix: str
    data: bytes
    alt: str = ""


@dataclass(slots=True)
class Handed:
    """What the office handed over. `lines` are read, `shown` are the same lines as the report has them (in Markdown)."""

    lines: list[str]
    shown: list[str]
    kinds: dict[int, str] = field(default_factory=dict)
    """What a Word file says a line is: "headline" or "caption"."""
    pictures: list[Picture] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def unreadable(path: str, reason: str) -> Diagnostic:
    """The finding about a file that cannot be read."""
    return finding(kinds.UNREADABLE, Span(path, 1), reason=reason)
