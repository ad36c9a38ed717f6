"""A tree -> plain values for pydantic: lists where lists are wanted, short forms written out, and every place kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from campus_news import catalogue as kinds
from campus_news import repair
from campus_news.diagnostics import Diagnostic, Fix, Span, finding
from campus_news.model import Loc
from campus_news.tree import Fields, Items, Node, Text


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What editors call the fields: labels for messages, other names they type, and lists with their short forms.

    `known` are all fields at any depth: only these may be left blank.

    `lists` names the fields that hold a list, with the key that a bare text in it stands for (None: just text).
    `symbols` are the fields that never hold a `#` as a word. There is one of these for each kind of file.
    """

    known: frozenset[str]
    labels: Mapping[str, str]
    others: Mapping[str, str]
    lists: Mapping[str, str | None]
    symbols: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reader:
    """Nodes -> plain values for pydantic, with every field's place on the way."""

    words: Words
    marks: dict[Loc, Span] = field(default_factory=dict)
    keys: dict[Loc, Span] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def fields(self, node: Fields, loc: Loc) -> dict[str, Any]:
        self.marks[loc] = node.span
        plain: dict[str, Any] = {}
        for key, value in node.entries:
            name = str(key.value)
            here = (*loc, name)
            self.keys[here] = key.span
            self.marks[here] = value.span
            if (
                isinstance(value, Text)
                and value.value is None
                and value.cut is None
                and name in self.words.known
            ):
                continue
            plain[name] = self._list(value, here) if name in self.words.lists else self._value(value, here)
        return plain

    def _list(self, node: Node, loc: Loc) -> list[Any]:
        items = node.items if isinstance(node, Items) else (node,)
        short = self.words.lists[str(loc[-1])]
        return [self._item(item, (*loc, i), short) for i, item in enumerate(items)]

    def _item(self, node: Node, loc: Loc, short: str | None) -> Any:
        if short is None or not isinstance(node, Text):
            return self._value(node, loc)
        self.marks[loc] = node.span
        return {short: self._value(node, (*loc, short))}

    def _value(self, node: Node, loc: Loc) -> Any:
        self.marks[loc] = node.span
        if isinstance(node, Fields):
            return self.fields(node, loc)
        if isinstance(node, Items):
            return [self._value(item, (*loc, i)) for i, item in enumerate(node.items)]
        return self._text(node, loc)

    def _text(self, node: Text, loc: Loc) -> str | None:
        if node.cut is None or loc[-1] in self.words.symbols:
            return node.value
        start, end = node.span.column - 1, node.cut.column - 1 + node.cut.width
        before, whole = node.cut.source[:start].rstrip(), node.cut.source[start:end].strip()
        fixed = f"{before} {repair.single_quoted(whole)}{node.cut.source[end:]}"
        self.findings.append(
            finding(
                kinds.TEXT_CUT, node.cut, Fix(node.cut.line, node.cut.line, (fixed,)), words=node.cut.words
            )
        )
        return whole


class LateMarks(Mapping[Loc, Span]):
    """Where the fields of a document stand, found out when first asked: most reports are right, and nobody asks."""

    words: ClassVar[Words]
    """What the documents of this kind call their fields."""

    def __init__(
        self, path: str, lines: Sequence[str], first_line: int, others: Mapping[Loc, Span] | None = None
    ) -> None:
        self._source = path, lines, first_line, others or {}
        self._found: Mapping[Loc, Span] | None = None

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), self._source

    def _marks(self) -> Mapping[Loc, Span]:
        if self._found is None:
            from campus_news.composer import compose

            path, lines, first_line, others = self._source
            reader = Reader(self.words)
            root = compose(path, lines, first_line).root
            if isinstance(root, Fields):
                reader.fields(root, ())
            for i, item in enumerate(root.items if isinstance(root, Items) else ()):
                if isinstance(item, Fields):
                    reader.fields(item, (i,))
            self._found = {**reader.marks, **others}
        return self._found

    def __getitem__(self, loc: Loc) -> Span:
        return self._marks()[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._marks())

    def __len__(self) -> int:
        return len(self._marks())


def odd(key: str) -> bool:
    """A key that swallowed a colon or a comma: `{name：甲}`."""
    return any(char in key for char in "：:，")
