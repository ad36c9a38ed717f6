"""The tree of a YAML document: every text with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from campus_news.diagnostics import Diagnostic, Span


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. `value` is None where nothing (or ~, or null) is written; `cut` are words lost to a `#`.

    `lines` says on how many it stands, of which `span` is in the first.
    """

    value: str | None
    span: Span
    cut: Span | None = None
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping in the order written, each key once."""

    entries: tuple[tuple[Text, Node], ...]
    span: Span


Node: TypeAlias = Text | Items | Fields


@dataclass(frozen=True, slots=True)
class Tree:
    """What was read: `root` is None if nothing could be; `lost` are the keys of lines that had to be left out."""

    root: Node | None
    findings: tuple[Diagnostic, ...]
    quoted: frozenset[int] = field(default=frozenset())
    """Numbers of the lines that were put in quotes: what else is wrong there shows when the line is right."""
    lost: frozenset[str] = field(default=frozenset())
