"""YAML, by way of libyaml: what an editor typed, as text with positions, before anybody says what it means.

Every scalar stays text (`14:30` is not 870, `no` is not false). Each YAML fault is a finding with the corrected
line, and reading goes on with the correction, so that one run shows all faults. Anchors, aliases and tags are
refused: no editor means them, and with them a small file can grow without bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from campus_news import catalogue as kinds
from campus_news import repair, source
from campus_news.diagnostics import Diagnostic, Fix, Kind, Span, finding
from campus_news.lazy import lazy
from campus_news.tree import Fields, Items, Node, Text, Tree

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""No implicit types: every scalar stays text."""
_MAX_DEPTH = 12
_MAX_REPAIRS = 30
"""Faults mended in one file; a file with more is not YAML at all, and each costs some readings of it."""
_MAX_RETRIED = 3_000_000
"""Characters read again in search of what mends a fault: a second's work. What is wrong beyond that is told without a correction."""
_MAX_COLONS = 200
"""Lines in which a wide colon is mended."""
_MAX_TOLD = 100
_MAX_LEFT_OUT = 3
"""Lines left out as unreadable before the rest of the file is given up: what follows would only repeat it."""
_NEAR = 8
"""Lines above a fault that may be its cause; libyaml tells of most within two."""


def compose(path: str, lines: Sequence[str], first_line: int = 1) -> Tree:
    """The tree of `lines`, the first of which is line `first_line` of the file."""
    deep = _too_deep(lines)
    if deep is not None:
        span = Span(path, first_line + deep, 1, len(lines[deep].rstrip()), lines[deep])
        return Tree(None, (finding(kinds.TOO_DEEP, span, limit=_MAX_DEPTH),))
    return _Page(path, list(lines), first_line, list(lines)).tree()


_CLOSER_LOOK = lazy(r"[&!*~#\t\\]|\bnull\b|[^\S\n ]|(?:[-?]\s+){6}|\n {24}")


def quick(lines: Sequence[str]) -> object:
    """The document as dictionaries, lists and text, if it is plain; None if anything asks for a closer look.

    What is not written is "". Anchors, comments, key twice, what is no YAML: `compose` tells of all these.
    """
    text = "\n".join(lines)
    if _CLOSER_LOOK.search(text) or (
        text.count("[") + text.count("{") > _MAX_DEPTH and _too_deep(lines) is not None
    ):
        return None
    try:
        loader = _LOADER(text)
        try:
            return _built(loader.get_single_node())
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _built(node: yaml.Node | None) -> object:
    """Plain values of nodes; raises ValueError where a key is no text or stands twice."""
    if isinstance(node, yaml.SequenceNode):
        return [_built(one) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping = {key.value: _built(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if len(mapping) != len(node.value):
            raise ValueError("a key twice, or a key that is no text")
        return mapping
    return node.value if node is not None else None


def _too_deep(lines: Sequence[str]) -> int | None:
    """The index of the line that nests deeper than any file of ours; libyaml would recurse until it crashes."""
    depth = 0
    for i, line in enumerate(lines):
        opened = line.count("[") + line.count("{")
        block = len(re.findall(r"[-?]\s", line)), (len(line) - len(line.lstrip())) // 4
        if depth + opened > _MAX_DEPTH or max(block) > _MAX_DEPTH:
            return i if _is_too_deep(lines) else None
        depth = max(depth + opened - line.count("]") - line.count("}"), 0)
    return None


def _is_too_deep(lines: Sequence[str]) -> bool:
    """Whether that is so, though brackets and dashes may be mere text: libyaml's events are told one by one."""
    depth, loader = 0, _LOADER("\n".join(lines))
    try:
        while depth <= _MAX_DEPTH and loader.check_event():
            event = loader.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
    except (yaml.YAMLError, ValueError):
        return True  # nobody knows what it would be once it is mended
    finally:
        loader.dispose()
    return depth > _MAX_DEPTH


@dataclass(slots=True)
class _Fault(Exception):
    line: int
    column: int
    context: int
    reason: str


@dataclass(slots=True)
class _Page:
    """One file on its way from lines to a tree; `lines` are mended as faults are found, `typed` are not."""

    path: str
    lines: list[str]
    first_line: int
    typed: list[str]
    findings: list[Diagnostic] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    retried: int = 0
    """Characters read again so far."""
    quoted: dict[int, int] = field(default_factory=dict)
    """Lines whose value was put in quotes, with the column where it begins."""

    def tree(self) -> Tree:
        root = self._root()
        if isinstance(root, yaml.ScalarNode) and self._all_colons_wide():
            root = self._root()
        node = self._node(root, 0) if root is not None else None
        quoted = frozenset(self.first_line + i for i in self.quoted)
        return Tree(node, tuple(self.findings), quoted, frozenset(self.lost))

    def _root(self) -> yaml.Node | None:
        for _ in range(_MAX_REPAIRS):
            try:
                return _yaml(self.lines)
            except _Fault as fault:
                self._mend(fault)
            if sum(one.kind is kinds.NOT_YAML for one in self.findings) >= _MAX_LEFT_OUT:
                return None
        return None

    def _all_colons_wide(self) -> bool:
        """Mends a file in which no colon is ASCII: to YAML it is one long text."""
        for i, line in enumerate(self.lines[:_MAX_COLONS]):
            mended = repair.wide_colon(line)
            if mended != line:
                self._mended(i, kinds.WIDE_COLON, mended)
        return bool(self.findings)

    def _mend(self, fault: _Fault) -> None:
        """Mends one line, so that the YAML reads further than `fault`, and says so; at worst leaves the line out."""
        near = dict.fromkeys([fault.context, *range(fault.line, max(fault.line - _NEAR, -1), -1)])
        for i in (i for i in near if 0 <= i < len(self.lines)):
            for kind, line in self._candidates(i):
                if self._reads_past(fault, i, line):
                    self._mended(i, kind, line)
                    return
        i = min(fault.line, len(self.lines) - 1)
        while i > 0 and not self.lines[i].strip():
            i -= 1
        self._left_out(i, fault.reason)

    def _candidates(self, i: int) -> Iterator[tuple[Kind, str]]:
        line = self.lines[i]
        if not line.strip() or line.lstrip().startswith("#"):
            return
        for kind, mend in repair.REPAIRS:
            if mend is not repair.missing_dash or (i and self.lines[i - 1].lstrip().startswith("- ")):
                yield kind, mend(line)
        for moved in repair.indents(line, self.lines[:i]):
            yield kinds.INDENT, moved

    def _reads_past(self, fault: _Fault, i: int, line: str) -> bool:
        if line == self.lines[i] or self.retried > _MAX_RETRIED:
            return False
        self.retried += sum(map(len, self.lines))
        try:
            _yaml([*self.lines[:i], line, *self.lines[i + 1 :]])
        except _Fault as later:
            return later.line > max(fault.line, i) or (
                i < fault.line == later.line and later.column > fault.column
            )
        return True

    def _mended(self, i: int, kind: Kind, line: str) -> None:
        typed, number = self.typed[i], self.first_line + i
        start = _common(typed, line)
        end = _common(typed[start:][::-1], line[start:][::-1])
        width = min(max(len(typed) - start - end, 1), len(typed) - start)
        span = Span(self.path, number, start + 1, width, typed)
        if kind in (kinds.NEEDS_QUOTES, kinds.QUOTES):
            value = re.match(r"\s*(?:-\s+)?(?:\w+:\s+)?", typed)
            start = value.end() if value else 0
            self.quoted[i] = start
            span = Span(self.path, number, start + 1, len(typed.rstrip()) - start, typed)
        self.findings.append(finding(kind, span, Fix(number, number, (line,))))
        self.lines[i] = line

    def _left_out(self, i: int, reason: str) -> None:
        typed = self.typed[i]
        start = len(typed) - len(typed.lstrip())
        span = Span(self.path, self.first_line + i, start + 1, len(typed.strip()), typed)
        self.findings.append(finding(kinds.NOT_YAML, span, reason=reason))
        key = re.match(r"\s*(\w+)", typed)
        if key:
            self.lost.add(key[1])
        self.lines[i] = ""

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        typed, line = self.typed[start.line], self.lines[start.line]
        stop = end.column if end.line == start.line else len(line.rstrip())
        if start.line in self.quoted:
            column = min(start.column, self.quoted[start.line])
            stop = len(typed.rstrip())
        else:
            column, stop = self._typed(start.line, start.column), self._typed(start.line, stop)
        return Span(self.path, self.first_line + start.line, column + 1, max(stop - column, 0), typed)

    def _typed(self, i: int, column: int) -> int:
        """Where a column of the mended line `i` is in the line as it was typed."""
        typed, line = self.typed[i], self.lines[i]
        if typed == line:
            return column
        head = _common(typed, line)
        return column if column < head else max(column + len(typed) - len(line), head)

    def _node(self, node: yaml.Node, depth: int) -> Node:
        if node.start_mark.line >= len(self.lines):  # an empty value at the very end
            return Text(None, Span(self.path, self.first_line + len(self.lines) - 1))
        span = self._span(node)
        if id(node) in self.seen or depth > _MAX_DEPTH:
            return Text(None, span)
        self.seen.add(id(node))
        if self.lines[node.start_mark.line][node.start_mark.column :][:1] in ("&", "!", "*"):
            self._tagged(span)
        if isinstance(node, yaml.MappingNode):
            return Fields(tuple(self._entries(node, depth)), span)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self._node(item, depth + 1) for item in node.value), span)
        return self._text(node, span) if isinstance(node, yaml.ScalarNode) else Text(None, span)

    def _entries(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[Text, Node]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            span = self._span(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._tell(finding(kinds.NOT_FIELDS, span))
                continue
            key, value = Text(key_node.value, span), self._node(value_node, depth + 1)
            if key_node.value in first:
                self._duplicate(key, value_node, first[key_node.value])
                continue
            first[key_node.value] = span.line
            yield key, value

    def _tell(self, one: Diagnostic) -> None:
        """One more finding in what could be read, unless there are too many already for anybody to read."""
        if len(self.findings) < _MAX_TOLD:
            self.findings.append(one)

    def _duplicate(self, key: Text, value: yaml.Node, first: int) -> None:
        last = value.end_mark.line - (
            value.end_mark.column == 0 and value.end_mark.line > value.start_mark.line
        )
        last += self.first_line
        fix = Fix(key.span.line, last, ()) if key.span.source.lstrip().startswith(str(key.value)) else None
        self._tell(finding(kinds.DUPLICATE_KEY, key.span, fix, key=str(key.value), first=first))

    def _text(self, node: yaml.ScalarNode, span: Span) -> Text:
        lines = node.end_mark.line - node.start_mark.line + 1
        if node.style:
            if node.style == '"' and (
                hidden := source.HIDDEN_SIGN.search(node.value)
            ):  # written as an escape
                self._tell(finding(kinds.CONTROL, span, code=f"U+{ord(hidden[0]):04X}"))
            return Text(node.value or None, span, None, lines)
        cut = self._cut(node, self.lines[node.start_mark.line])
        return Text(None if node.value in ("~", "null") else node.value or None, span, cut, lines)

    def _tagged(self, span: Span) -> None:
        """An anchor or a tag: to the editor just words, which YAML would take away."""
        rest = span.source[span.column - 1 :].rstrip()
        whole = Span(span.path, span.line, span.column, len(rest), span.source)
        self._tell(finding(kinds.ALIAS, whole, repair.single_quoted(rest), words=rest.split()[0]))

    def _cut(self, node: yaml.ScalarNode, line: str) -> Span | None:
        """`#1` in `title: 会议 #1`: words, where a comment has a space after its mark."""
        if node.start_mark.line != node.end_mark.line:
            return None
        tail = re.match(r"\s*(#[^\s#].*?)\s*$", line[node.end_mark.column :])
        if not tail:
            return None
        i, at = node.start_mark.line, node.end_mark.column
        start, end = self._typed(i, at + tail.start(1)), self._typed(i, at + tail.end(1))
        return Span(self.path, self.first_line + i, start + 1, end - start, self.typed[i])


def _yaml(lines: Sequence[str]) -> yaml.Node | None:
    """The composed document, None for an empty one; raises `_Fault` with line indices."""
    try:
        node: yaml.Node | None = yaml.compose("\n".join(lines) + "\n", Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        context = (
            error.context_mark.line if error.context_mark and "simple key" in (error.context or "") else line
        )
        if error.context and "quoted scalar" in error.context and error.context_mark:
            context = error.context_mark.line
        raise _Fault(line, mark.column if mark else 0, context, error.problem or "") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _Fault(0, 0, 0, type(error).__name__) from None
    return node


def _common(a: str, b: str) -> int:
    """How many characters the two begin with alike."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
