"""A tree of text -> typed fields, or findings at the words that are wrong, each with its corrected line.

pydantic checks everything and reports all faults with the way to each; the tree knows where each stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from campus_news import catalogue as kinds
from campus_news import repair
from campus_news.diagnostics import Diagnostic, Fix, Kind, Span, finding
from campus_news.field import wrong
from campus_news.model import Loc
from campus_news.tree import Fields, Items, Node, Text, Tree

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Shape(BaseModel):
    """What every file of fields has in common: frozen, and no field but the known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Words:
    """What editors call the fields: labels for messages, other names they type, and lists with their short forms.

    `lists` names the fields that hold a list, with the key that a bare text in it stands for (None: just text).
    `symbols` are the fields that never hold a `#` as a word.
    """

    labels: Mapping[str, str]
    others: Mapping[str, str]
    lists: Mapping[str, str | None]
    symbols: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """`value` is None if anything is missing or wrong; `partial` is then what could be read without that."""

    value: M | None
    partial: M | None
    marks: Mapping[Loc, Span]
    findings: tuple[Diagnostic, ...]


def scalar(parse: Callable[[str], T]) -> PlainValidator:
    """The validator of a field that is one piece of text, read by `parse`."""

    def validate(value: object) -> T:
        if not isinstance(value, str):
            raise wrong(kinds.NOT_TEXT)
        return parse(value)

    return PlainValidator(validate)


def line(text: str) -> str:
    """A text in one line, without spaces around it."""
    text = text.strip()
    if "\n" in text:
        raise wrong(kinds.BAD_LINE)
    return text


def lines(value: object) -> str:
    """A text, or several that are shown side by side."""
    texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    if not texts or len(texts) != (len(value) if isinstance(value, list) else 1):
        raise wrong(kinds.NOT_TEXT)
    return " ".join(map(line, texts))


Line: TypeAlias = Annotated[str, scalar(line)]
Lines: TypeAlias = Annotated[str, PlainValidator(lines)]


def shape(model: type[M], tree: Tree, words: Words, fallback: Mapping[str, str] | None = None) -> Shaped[M]:
    """The fields of `tree` as a `model`. `fallback` stands in for required fields in `partial`."""
    root = tree.root
    if not isinstance(root, Fields):
        return Shaped(None, None, {}, () if root is None else (finding(kinds.NOT_FIELDS, root.span),))
    reader = _Reader(words)
    plain = reader.fields(root, ())
    try:
        value: M | None = model.model_validate(plain)
        errors: list[Any] = []
    except ValidationError as error:
        value, errors = None, error.errors(include_url=False)
    found = [*reader.findings, *_Teller(reader, words, tree, plain).tell(errors, model)]
    if value is not None and not found and not tree.findings:
        return Shaped(value, value, reader.marks, ())
    return Shaped(None, value or _partial(model, plain, errors, fallback), reader.marks, tuple(found))


def _partial(
    model: type[M], plain: Mapping[str, Any], errors: Iterable[Any], fallback: Mapping[str, str] | None
) -> M | None:
    wrong_ones = {error["loc"][0] for error in errors if error["loc"]}
    rest = {key: value for key, value in plain.items() if key not in wrong_ones}
    try:
        return model.model_validate({**(fallback or {}), **rest})
    except ValidationError:
        return None


@dataclass(slots=True)
class _Reader:
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
            if isinstance(value, Text) and value.value is None and value.cut is None and not _odd(name):
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


@dataclass(slots=True)
class _Teller:
    """pydantic's errors -> findings."""

    reader: _Reader
    words: Words
    tree: Tree
    plain: Mapping[str, Any]

    def tell(self, errors: Iterable[Any], model: type[BaseModel]) -> Iterable[Diagnostic]:
        errors = list(errors)
        errors = [error for i, error in enumerate(errors) if not self._told(error, errors[:i])]
        unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
        explained = {(*loc[:-1], self._meant(loc[-1], model, loc)) for loc in unknown}
        odd = {loc[:-1] for loc in unknown if len(loc) > 1 or _odd(str(loc[-1]))}
        for error in errors:
            loc: Loc = error["loc"]
            if error["type"] == "extra_forbidden":
                yield self._unknown(loc, model)
            elif error["type"] == "missing":
                if loc not in explained and loc[:-1] not in odd and str(loc[-1]) not in self.tree.lost:
                    yield self._missing(loc)
            elif error["type"] == "campus":
                yield self._wrong(loc, error["ctx"])
            else:
                yield finding(kinds.NOT_LIST, self._mark(loc), key=_key(loc))

    def _told(self, error: Any, earlier: Iterable[Any]) -> bool:
        """Whether another key of the same mapping swallowed its colon too: one correction mends both."""
        return (
            error["type"] == "extra_forbidden"
            and _odd(str(error["loc"][-1]))
            and any(
                other["loc"][:-1] == error["loc"][:-1] and _odd(str(other["loc"][-1])) for other in earlier
            )
        )

    def _mark(self, loc: Loc) -> Span:
        while loc and loc not in self.reader.marks:
            loc = loc[:-1]
        return self.reader.marks[loc]

    def _missing(self, loc: Loc) -> Diagnostic:
        key = str(loc[-1])
        span = self.reader.keys.get(loc) or self._mark(loc[:-1])
        return finding(kinds.MISSING, span, key=key, label=self.words.labels.get(key, key))

    def _unknown(self, loc: Loc, model: type[BaseModel]) -> Diagnostic:
        key, span = str(loc[-1]), self.reader.keys[loc]
        if _odd(key):
            fixed = repair.wide_punctuation(span.source)
            fix = None if fixed == span.source else Fix(span.line, span.line, (fixed,))
            colon = next(i for i, char in enumerate(key) if char in "：:，")
            place = Span(span.path, span.line, span.column + colon, 1, span.source)
            return finding(kinds.NO_SPACE if key[colon] == ":" else kinds.WIDE_PUNCTUATION, place, fix)
        post = self._post(loc)
        if post is not None:
            return post
        right = self._meant(key, model, loc)
        if right is None:
            end = self._last_line(loc)
            whole = span.source[: span.column - 1].strip() == ""
            return finding(kinds.UNKNOWN_KEY, span, Fix(span.line, end, ()) if whole else None, key=key)
        return finding(kinds.MISNAMED_KEY, span, right, key=key, right=right)

    def _post(self, loc: Loc) -> Diagnostic | None:
        """`- 党委书记: 毕晓阳`: a post and a name, where a person is wanted."""
        parent = self._at(loc[:-1])
        key, name = str(loc[-1]), self._at(loc)
        if (
            len(loc) < 2
            or not (isinstance(parent, dict) and isinstance(name, str))
            or re.fullmatch(r"\w*[a-z]\w*", key)
        ):
            return None
        if (
            len(parent) != 1
            or self.words.lists.get(str(next((k for k in reversed(loc[:-1]) if isinstance(k, str)), "")))
            != "name"
        ):
            return None
        span, value = self.reader.keys[loc], self.reader.marks[loc]
        whole = Span(span.path, span.line, span.column, value.column + value.width - span.column, span.source)
        around = whole.source[: whole.column - 1].rstrip()[-1:] == "{"
        fields = f"name: {name}, title: {key}"
        return finding(kinds.TITLED_NAME, whole, fields if around else "{" + fields + "}")

    def _at(self, loc: Loc) -> Any:
        value: Any = self.plain
        for step in loc:
            value = value[step]
        return value

    def _last_line(self, loc: Loc) -> int:
        """The last line of the field at `loc`, as far as its own parts tell."""
        inside = (span.line for at, span in self.reader.marks.items() if at[: len(loc)] == loc)
        return max(inside, default=self.reader.keys[loc].line)

    def _meant(self, key: str | int, model: type[BaseModel], loc: Loc) -> str | None:
        known = _known(model, loc[:-1])
        if self.words.others.get(str(key)) in known:
            return self.words.others[str(key)]
        free = [name for name in known if (*loc[:-1], name) not in self.reader.keys]
        return next(iter(difflib.get_close_matches(str(key).lower(), free, 1, 0.7)), None)

    def _wrong(self, loc: Loc, context: Mapping[str, Any]) -> Diagnostic:
        span, kind, fix = self._mark(loc), context["kind"], context["fix"]
        args = {"key": _key(loc), **context["args"]}
        if span.words[:1] in ("［", "｛"):
            fixed = repair.wide_punctuation(span.source)
            return finding(kinds.WIDE_PUNCTUATION, span, Fix(span.line, span.line, (fixed,)))
        if kind is kinds.NOT_TEXT:
            fix = repair.single_quoted(span.words) if span.words[:1] in ("[", "{") else None
        if isinstance(fix, tuple):
            return finding(kind, span, self._several(kind, span, fix), **args)
        return finding(kind, span, fix, **args)

    def _several(self, kind: Kind, span: Span, values: tuple[str, ...]) -> Fix | None:
        """What stands in one scalar as several: items of a list, or a date and a time."""
        before = span.source[: span.column - 1]
        if kind is kinds.DATE_WITH_TIME:
            entries = (span.replaced(values[0]), values[1])
            return Fix(span.line, span.line, entries[: 1 if "time" in self.plain else 2])
        if re.search(r"name:\s*$", before):
            return None
        if "[" in before:
            return Fix(span.line, span.line, (span.replaced(", ".join(values)),))
        if re.fullmatch(r"\s*-\s+", before):
            return Fix(span.line, span.line, tuple(before + value for value in values))
        if re.search(r"\w:\s*$", before):
            return Fix(span.line, span.line, (span.replaced(f"[{', '.join(values)}]"),))
        return Fix(span.line, span.line + len(values) - 1, tuple(f"{before}- {value}" for value in values))


def _odd(key: str) -> bool:
    """A key that swallowed a colon or a comma: `{name：甲}`."""
    return any(char in key for char in "：:，")


def _key(loc: Loc) -> str:
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "")


def _known(model: type[BaseModel], loc: Loc) -> list[str]:
    """The fields that may stand at `loc`."""
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            inner = _inner(model.model_fields[step].annotation)
            if inner is None:
                return []
            model = inner
    return [info.alias or name for name, info in model.model_fields.items()]


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model within tuple[Model, ...] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _inner(part))), None)
