"""A tree -> plain values for pydantic: lists where lists are wanted, short forms written out, and every place kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    A label of `corrections.date` is for that field within `corrections` only.

    `known` are all fields at any depth: only these may be left blank.

    `lists` names the fields that hold a list, with the key that a bare text in it stands for (None: just text).
    `symbols` are the fields that never hold a `#` as a word. `pairs` names the fields that hold a mapping whose keys are the
    editor's own: each entry counts as an item of a list, with these names for the key and for what it says.
    There is one of these for each kind of file.
    """

    known: frozenset[str]
    labels: Mapping[str, str]
    others: Mapping[str, str]
    lists: Mapping[str, str | None]
    symbols: frozenset[str] = frozenset()
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Reader:
    """Nodes -> plain values for pydantic, with every field's place on the way."""

    words: Words
    marks: dict[Loc, Span] = field(default_factory=dict)
    keys: dict[Loc, Span] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    lines: dict[Loc, int] = field(default_factory=dict)
    """How many lines a text stands on, where it is more than one."""

    def fields(self, node: Fields, loc: Loc) -> dict[str, Any]:
        self.marks[loc] = node.span
        plain: dict[str, Any] = {}
        for key, value in node.entries:
            name = str(key.value)
            here = (*loc, name)
            self.keys[here] = key.span
            self.marks[here] = value.span
            if _blank(value) and name in self.words.known:
                continue
            plain[name] = self._list(value, here) if name in self.words.lists else self._value(value, here)
        return plain

    def _list(self, node: Node, loc: Loc) -> list[Any]:
        items = node.items if isinstance(node, Items) else (node,)
        name = str(loc[-1])
        if name in self.words.pairs:
            return [self._pair(key, value, (*loc, i)) for i, (key, value) in enumerate(_entries(items))]
        short = self.words.lists[name]
        return [self._item(item, (*loc, i), short) for i, item in enumerate(items)]

    def _pair(self, key: Node, value: Node | None, loc: Loc) -> dict[str, Any]:
        """One entry of a mapping with free keys; without anything said, that stands where its key does."""
        name, said = self.words.pairs[str(loc[-2])]
        self.marks[loc] = self.marks[*loc, said] = key.span
        plain = {name: self._value(key, (*loc, name)), said: ""}
        if value is not None and not _blank(value):
            plain[said] = self._value(value, (*loc, said))
        return plain

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
        if node.lines > 1:
            self.lines[loc] = node.lines
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


def _blank(node: Node) -> bool:
    return isinstance(node, Text) and node.value is None and node.cut is None


def _entries(items: Iterable[Node]) -> Iterator[tuple[Node, Node | None]]:
    """The entries of all mappings among `items`; what is none is a key with nothing said."""
    for item in items:
        yield from item.entries if isinstance(item, Fields) else ((item, None),)


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
