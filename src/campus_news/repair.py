"""What an editor's line was meant to be: one function for each way a Chinese keyboard breaks YAML.

Every function takes one line of front matter and gives it corrected, or the same line where it has nothing to say.
None of them is trusted: `composer` keeps a correction only if the YAML reads further with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from campus_news import catalogue as kinds
from campus_news.diagnostics import Kind
from campus_news.lazy import lazy

Repair: TypeAlias = Callable[[str], str]

_KEY = r"[A-Za-z_]+|[\u4e00-\u9fff]{1,8}"
_ENTRY = lazy(rf"^(\s*(?:-\s+)?(?:{_KEY}):\s+|\s*-\s+)(\S.*?)\s*$")
_WIDE_BRACKETS = str.maketrans("［］｛｝", "[]{}")
_WIDE = str.maketrans({"，": ", ", "：": ": ", "；": ", "})
_PAIRS = {"[": "]", "{": "}"}
_QUOTED = lazy(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^']|'')*'")


def wide_space(line: str) -> str:
    """Ideographic and no-break spaces in the indent and after a colon or a dash."""
    indent = re.match(r"[ \u3000\xa0]*", line)
    width = indent.end() if indent else 0
    line = line[:width].replace("\u3000", "  ").replace("\xa0", " ") + line[width:]
    line = re.sub(r"^(\s*-)[\u3000\xa0]+", r"\1 ", line)
    return re.sub(rf"^(\s*(?:- +)?(?:{_KEY}):)[ \u3000\xa0]*[\u3000\xa0][ \u3000\xa0]*", r"\1 ", line)


def tab(line: str) -> str:
    """Tabs in the indent."""
    body = line.lstrip("\t ")
    return line[: len(line) - len(body)].replace("\t", "  ") + body


def wide_colon(line: str) -> str:
    """`date： 2022-09-29`."""
    return re.sub(rf"^(\s*(?:-\s+)?)({_KEY})\s*：\s*", r"\1\2: ", line)


def no_space(line: str) -> str:
    """`caption:会议现场`, but never the colon of an address."""
    return re.sub(rf"^(\s*(?:-\s+)?)({_KEY}):(?=[^\s/])", r"\1\2: ", line)


def wide_punctuation(line: str) -> str:
    """Full-width commas, colons and brackets within a flow list or mapping; not the commas of a text between two fields."""
    start = re.search(r"[\[{［｛]", line)
    if not start:
        return line
    flow = _outside_quotes(line[start.start() :], _ascii)
    flow = re.sub(r"([{,]\s*[A-Za-z_]+):(?=[^\s/])", r"\1: ", flow)
    flow = re.sub(r",(?:\s*,)+\s*", ", ", flow)
    return line[: start.start()] + re.sub(r"([,:]) {2,}", r"\1 ", flow).rstrip()


def _ascii(flow: str) -> str:
    parts = re.split(r"(\{[^{}]*\}?)", flow.translate(_WIDE_BRACKETS))
    return "".join(_ascii_fields(part) if part[:1] == "{" else part.translate(_WIDE) for part in parts)


def _ascii_fields(mapping: str) -> str:
    """Commas where a field follows, colons where its name precedes: the others are words'."""
    key = "[A-Za-z_]+" if re.match(r"\{\s*[A-Za-z_]", mapping) else _KEY
    mapping = re.sub(rf"([{{，；,]\s*(?:{key}))\s*：\s*", r"\1: ", mapping)
    return re.sub(rf"[，；]\s*(?=(?:{key})\s*:)", ", ", mapping)


def brackets(line: str) -> str:
    """A bracket never closed, or closed twice."""
    open_ones: list[str] = []
    kept = []
    for char in wide_punctuation(line):
        if char in _PAIRS:
            open_ones.append(_PAIRS[char])
        elif char in _PAIRS.values():
            if not open_ones or open_ones[-1] != char:
                continue
            open_ones.pop()
        kept.append(char)
    return "".join(kept).rstrip() + "".join(reversed(open_ones)) if open_ones else "".join(kept)


def dash(line: str) -> str:
    """`-甲`, `－ 甲`, `• 甲`."""
    return re.sub(r"^(\s*)[-－﹣—–•·●]\s*(?=[^\s\-－—])", r"\1- ", line)


def list_on_key(line: str) -> str:
    """`attendees: - 甲`: a list begun on the line of its key."""
    lists = "host|attendees|groups|observers|absent|speakers|photos|posts|former_names"
    return re.sub(rf"^(\s*(?:{lists}):)\s+[-－]\s*(\S.*?)\s*$", r"\1 [\2]", line)


def missing_dash(line: str) -> str:
    """An item of a list without its dash."""
    return re.sub(rf"^(\s*)(?!-|(?:{_KEY}):)(?=\S)", r"\1- ", line)


def quotes(line: str) -> str:
    """ASCII quotation marks within a text become Chinese ones; a single stray one goes."""
    entry = _ENTRY.match(line)
    if not entry:
        return line
    return entry[1] + _chinese_quotes(_chinese_quotes(entry[2], '"', "“”"), "'", "‘’")


def quoted(line: str) -> str:
    """The whole text in single quotes: it begins with, or has in it, what YAML takes for its own."""
    entry = _ENTRY.match(line)
    if not entry or _QUOTED.fullmatch(entry[2]):
        return line
    return entry[1] + single_quoted(entry[2])


def single_quoted(text: str) -> str:
    """`text` as a YAML scalar in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def indents(line: str, before: Sequence[str]) -> list[str]:
    """`line` at each of the indents that the five lines before it would suggest, nearest first."""
    body = line.lstrip(" ")
    columns: list[int] = []
    for other in reversed([text for text in before if text.strip()][-5:]):
        indent = len(other) - len(other.lstrip(" "))
        item = re.match(r"\s*-\s+", other)
        columns += [item.end(), indent] if item and not body.startswith("-") else [indent]
    return [" " * column + body for column in dict.fromkeys([*columns, 0])]


REPAIRS: Final[tuple[tuple[Kind, Repair], ...]] = (
    (kinds.WIDE_SPACE, wide_space),
    (kinds.TAB, tab),
    (kinds.WIDE_COLON, wide_colon),
    (kinds.NO_SPACE, no_space),
    (kinds.WIDE_PUNCTUATION, wide_punctuation),
    (kinds.DASH, dash),
    (kinds.DASH, list_on_key),
    (kinds.QUOTES, quotes),
    (kinds.BRACKETS, brackets),
    (kinds.NEEDS_QUOTES, quoted),
    (kinds.DASH, missing_dash),
)


def _outside_quotes(text: str, change: Repair) -> str:
    parts, end = [], 0
    for match in _QUOTED.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join(parts) + change(text[end:])


def _chinese_quotes(value: str, mark: str, pair: str) -> str:
    count, enclosed = value.count(mark), value[:1] == mark == value[-1:]
    if count == 2 and enclosed:
        return value
    if count % 2:
        return value[1:-1] if enclosed and count > 1 else value.replace(mark, "")
    parts = value.split(mark)
    return "".join(part + (pair[i % 2] if i < count else "") for i, part in enumerate(parts))
