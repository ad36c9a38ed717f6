"""What pydantic finds wrong -> findings at the words that are, each with its corrected line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final

from campus_news import catalogue as kinds
from campus_news import field, repair, schema
from campus_news.diagnostics import Diagnostic, Fix, Kind, Severity, Span, finding
from campus_news.field import Wrong
from campus_news.model import Loc
from campus_news.plain import Reader, Words, odd
from campus_news.schema import Shape
from campus_news.tree import Tree

_UNKNOWN = "unexpected_keyword_argument"
_MOST: Final = 100
"""Faults told of one document: what was meant by each of them takes a millisecond to find out."""

DATED = Kind(
    "E244",
    Severity.ERROR,
    "每一条更正要写成 - {{date: 日期, text: 更正的文字}}",
    "a correction is written - {{date: …, text: …}}",
)


@dataclass
class Teller:
    """pydantic's errors -> findings."""

    reader: Reader
    words: Words
    tree: Tree
    plain: Mapping[str, Any]

    def tell(self, errors: Iterable[Any], model: type[Shape]) -> Iterable[Diagnostic]:
        errors = list(islice(_untold(errors), _MOST))
        unknown = [error["loc"] for error in errors if error["type"] == _UNKNOWN]
        explained = {(*loc[:-1], self._meant(loc[-1], model, loc)) for loc in unknown}
        swallowed = {loc[:-1] for loc in unknown if len(loc) > 1 or odd(str(loc[-1]))}
        for error in errors:
            loc: Loc = error["loc"]
            if self._mark(loc).line in self.tree.quoted and error["type"] != "missing":
                continue
            if error["type"] == _UNKNOWN:
                yield self._unknown(loc, model)
            elif error["type"] == "missing":
                if loc not in explained and loc[:-1] not in swallowed and str(loc[-1]) not in self.tree.lost:
                    yield self._missing(loc)
            elif error["type"] == "campus":
                yield self._wrong(loc, error["ctx"]["wrong"])
            else:  # a text or a list where a mapping is wanted
                yield finding(kinds.NOT_FIELDS, self._mark(loc))

    def _mark(self, loc: Loc) -> Span:
        while loc and loc not in self.reader.marks:
            loc = loc[:-1]
        return self.reader.marks[loc]

    def _missing(self, loc: Loc) -> Diagnostic:
        key = str(loc[-1])
        span = self.reader.keys.get(loc) or self._mark(loc[:-1])
        labels = self.words.labels
        label = labels.get(f"{loc[0]}.{key}") or labels.get(key, key)
        return finding(kinds.MISSING, span, key=key, label=label)

    def _unknown(self, loc: Loc, model: type[Shape]) -> Diagnostic:
        key, span = str(loc[-1]), self.reader.keys[loc]
        if odd(key):
            fixed = repair.wide_punctuation(span.source)
            mended = fixed != span.source and not re.search(r"[][{}]", key)
            fix = Fix(span.line, span.line, (fixed,)) if mended else None
            colon = next(i for i, char in enumerate(key) if char in "：:，")
            place = Span(span.path, span.line, span.column + colon, 1, span.source)
            place = place if place.words else span  # the key goes on in another line
            return finding(kinds.NO_SPACE if key[colon] == ":" else kinds.WIDE_PUNCTUATION, place, fix)
        other = self._dated(loc) or self._post(loc)
        if other is not None:
            return other
        right = self._meant(key, model, loc)
        if right is None:
            if self._at(loc) is None and key not in self.words.others:
                return finding(kinds.BARE_WORDS, span, key=key)
            if key in self.words.known:
                return finding(kinds.MISPLACED_KEY, span, key=key)
            return finding(kinds.UNKNOWN_KEY, span, self._deleted(loc, span), key=key)
        return finding(kinds.MISNAMED_KEY, span, right, key=key, right=right)

    def _dated(self, loc: Loc) -> Diagnostic | None:
        """`2022-10-02: 原文…` where a correction is wanted."""
        day, said = str(loc[-1]), self._at(loc)
        if loc[0] != "corrections" or not re.match(r"\d{4}\D", day) or not isinstance(said, str):
            return None
        key, value = self.reader.keys[loc], self.reader.marks[loc]
        whole = Span(key.path, key.line, key.column, value.column + value.width - key.column, key.source)
        before = whole.source[: whole.column - 1].rstrip()
        fields = f"date: {day}, text: {repair.single_quoted(said) if re.search('[][{},]', said) else said}"
        item = fields if before[-1:] == "{" else f"{{{fields}}}" if before[-1:] == "-" else f"- {{{fields}}}"
        return finding(DATED, whole, item if value.line == key.line else None)

    def _post(self, loc: Loc) -> Diagnostic | None:
        """`- 党委书记: 方致远`: a post and a name, where a person is wanted."""
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
        post, who = (name, key) if loc[0] == "speakers" and not field.is_post(key) else (key, name)
        label = "act" if who == key else "title"
        whole = Span(span.path, span.line, span.column, value.column + value.width - span.column, span.source)
        around = whole.source[: whole.column - 1].rstrip()[-1:] == "{"
        fields = f"name: {who}, {label}: {post}"
        return finding(kinds.TITLED_NAME, whole, fields if around else "{" + fields + "}")

    def _at(self, loc: Loc) -> Any:
        value: Any = self.plain
        for step in loc:
            value = value[step]
        return value

    def _deleted(self, loc: Loc, span: Span) -> Fix | None:
        """The field taken out, if it stands on lines of its own and says nothing that another field could hold."""
        alone = span.source[: span.column - 1].strip() == ""
        return (
            Fix(span.line, self._last_line(loc), ())
            if alone and str(loc[-1]) not in self.words.others
            else None
        )

    def _last_line(self, loc: Loc) -> int:
        """The last line of the field at `loc`, as far as its own parts tell."""
        return self._last_lines.get(loc, self.reader.keys[loc].line)

    @cached_property
    def _last_lines(self) -> Mapping[Loc, int]:
        """The last line of whatever stands anywhere."""
        last: dict[Loc, int] = {}
        for loc, span in self.reader.marks.items():
            for depth in range(len(loc) + 1):
                last[loc[:depth]] = max(last.get(loc[:depth], 0), span.line)
        return last

    def _meant(self, key: str | int, model: type[Shape], loc: Loc) -> str | None:
        known = _known(model, loc[:-1])
        other = self.words.others.get(str(key))
        if other in known:
            return other if (*loc[:-1], other) not in self.reader.keys else None
        free = [name for name in known if (*loc[:-1], name) not in self.reader.keys]
        if key in self.words.known:  # `credit` stands for `credits`, but `reviewer` never for `review`
            free = [name for name in free if name.startswith(str(key))]
        return next(iter(difflib.get_close_matches(str(key).lower(), free, 1, 0.7)), None)

    def _wrong(self, loc: Loc, fault: Wrong) -> Diagnostic:
        span, kind, fix = self._mark(loc), fault.kind, fault.fix
        args = {"key": _key(loc), **fault.values}
        if span.words[:1] in ("［", "｛"):
            fixed = repair.wide_punctuation(span.source)
            return finding(kinds.WIDE_PUNCTUATION, span, Fix(span.line, span.line, (fixed,)))
        if kind is kinds.NOT_TEXT:
            wordy = str(loc[-1]) not in self.words.symbols and len(span.words) > 2
            fix = repair.single_quoted(span.words) if span.words[:1] in ("[", "{") and wordy else None
        if isinstance(fix, tuple):
            return finding(kind, span, self._several(kind, span, fix, self.reader.lines.get(loc, 1)), **args)
        return finding(kind, span, fix, **args)

    def _several(self, kind: Kind, span: Span, values: tuple[str, ...], lines: int) -> Fix | None:
        """What stands in one scalar, on so many lines, as several: items of a list, or a date and a time."""
        before, last = span.source[: span.column - 1], span.line + lines - 1
        if any("\n" in value for value in values):
            return None
        if re.fullmatch(r"\s*-\s+", before):
            return Fix(span.line, last, tuple(before + value for value in values))
        if before.isspace():
            return Fix(span.line, last, tuple(f"{before}- {value}" for value in values))
        if lines > 1:
            return None
        if kind is kinds.DATE_WITH_TIME:
            entries = (span.replaced(values[0]), values[1])
            return Fix(span.line, span.line, entries[: 1 if "time" in self.plain else 2])
        if re.search(r"name:\s*$", before):
            return None
        if "[" in before:
            return Fix(span.line, span.line, (span.replaced(", ".join(values)),))
        if re.search(r"\w:\s*$", before):
            return Fix(span.line, span.line, (span.replaced(f"[{', '.join(values)}]"),))
        return None


def _untold(errors: Iterable[Any]) -> Iterator[Any]:
    """The errors, of the keys of one mapping that swallowed their colons the first only: one correction mends all."""
    told: set[Loc] = set()
    for error in errors:
        loc: Loc = error["loc"]
        swallowed = bool(loc) and odd(str(loc[-1]))
        if not (swallowed and error["type"] == _UNKNOWN and loc[:-1] in told):
            yield error
        if swallowed:
            told.add(loc[:-1])


def _key(loc: Loc) -> str:
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "")


def _known(model: type[Shape], loc: Loc) -> list[str]:
    """The fields that may stand at `loc`."""
    for step in loc:
        fields = schema.fields(model)
        if isinstance(step, str) and step in fields:
            mapped = schema.mapped(fields[step].kind)
            if mapped is None:
                return []
            model = mapped.shape
    return list(schema.fields(model))
