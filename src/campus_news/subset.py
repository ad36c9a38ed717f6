"""The YAML that editors mostly write, read line by line: a fraction of libyaml's work, and none of its import.

That is: `key: value`, lists, mappings in lists and in mappings, `[a, b]` and `{a: b}` on one line, values in quotes
without escapes, comments. What could be read in two ways is left to libyaml: a test holds this to its answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from campus_news.lazy import lazy

_KEY = r"\w{1,64}"
_FIRST = r"""[^\s\-?:,\[\]{}\#&*!|>'"%@`~]"""
"""What a text may begin with: nothing that means something to YAML."""
_PLAIN = rf"{_FIRST}[^\n\#:?\[\]{{}}-]*+(?:[:?-](?=[^ \n])[^\n\#:?\[\]{{}}-]*+)*+"
"""A text of its own, with the spaces behind it; `-`, `?` and `:` only where something follows."""
_ITEM = rf"{_FIRST}[^\n\#:?,\[\]{{}}-]*+(?:-(?=[^\s,\]}}])[^\n\#:?,\[\]{{}}-]*+)*+"
"""A text within brackets."""
_PAIR = rf"{_KEY}:\ +{_ITEM}"
_LINE = lazy(
    rf"""^(\ *+) (-\ +)? (?:({_KEY}):(?:\ +|$))?
    ( {_PLAIN}
      | \[\ *{_ITEM}(?:,\ *{_ITEM})*+\]
      | \{{\ *{_PAIR}(?:,\ *{_PAIR})*+\}}
      | "[^"\\\n?\[\]{{}}-]+(?:[?-](?=\S)[^"\\\n?\[\]{{}}-]*)*+"
      | '[^'\n?\[\]{{}}-]+(?:[?-](?=\S)[^'\n?\[\]{{}}-]*)*+'
    )?
    \ *+ (?:(?<![^\ \n])\#(?:\ .*)?)?$""",
    re.M | re.X,
)
_OPENING = frozenset("[{\"'")
_MAX_DEPTH = 9
_WIDE = " " * 40
"""More spaces than anybody's indent has; `composer` calls that too deep."""


def read(lines: Sequence[str]) -> object:
    """The document as dictionaries, lists and text ("" where nothing is written); None for any not of this subset."""
    text = "\n".join(lines)
    if not "".join(lines).isprintable() or "null" in text or _WIDE in text:
        return None
    rows = _LINE.findall(text)
    return _built(rows) if len(rows) == len(lines) else None


def _built(rows: Iterable[tuple[str, str, str, str]]) -> object:
    """The document of `rows`, the groups of `_LINE` for each line: indent, dash, key and value."""
    document: dict[str, object] = {}
    holders: list[tuple[int, Any]] = [(-1, document)]
    """What is being filled, outermost first, each with its column."""
    waiting = "all"
    """The key of the innermost that has no value yet."""
    for indent, dash, key, typed in rows:
        value = _value(typed) if typed[:1] in _OPENING else typed.rstrip()
        if not (dash or key) and not value:
            continue
        holder = _holder(holders, len(indent), list if dash else dict, waiting)
        if holder is None or value is None or len(holders) > _MAX_DEPTH:
            return None
        waiting = ""
        if dash and key:
            fields: dict[str, object] = {}
            holder.append(fields)
            holders.append((len(indent) + len(dash), fields))
            holder = fields
        if key and key not in holder:
            holder[key] = value
            waiting = "" if value else key
        elif dash and value and not key:
            holder.append(value)
        else:
            return None
    return document.get("all")


def _holder(holders: list[tuple[int, Any]], column: int, kind: type, waiting: str) -> Any:
    """The list or mapping that a row at `column` is part of, made if a key waits for it; None if there is none."""
    outer, holder = holders[-1]
    if waiting and (column > outer or (column == outer and kind is list)):
        made = holder[waiting] = kind()
        holders.append((column, made))
        return made
    while outer > column or (outer == column and type(holder) is not kind):
        holders.pop()
        outer, holder = holders[-1]
    return holder if outer == column else None


def _value(typed: str) -> str | list[str] | dict[str, str] | None:
    """What stands in brackets or quotes; None for a mapping with a key twice."""
    inner = typed[1:-1]
    if typed[0] == "[":
        return [item.strip() for item in inner.split(",")]
    if typed[0] != "{":
        return inner
    found = {}
    for pair in inner.split(","):
        key, _, value = pair.partition(":")
        found[key.strip()] = value.strip()
    return found if len(found) == inner.count(",") + 1 else None
