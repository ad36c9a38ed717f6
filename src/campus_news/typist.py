"""Values -> front matter as an editor would type it: what is written here is read back as it was.

Plain where that is safe, in quotes where YAML would take a sign for its own; one line for each value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from campus_news.lazy import lazy

CREDITS: Final = ("source", "author", "photographer", "editor", "proofreader", "reviewer")
"""The keys of the credits, in the order in which they are written and shown."""

_PLAIN: Final = lazy(r"[\u3400-\u9fff\w“”《》、，。；：！？（）·—][^\x00-\x1f:#\[\]{},'\"&*|>]*(?<!\s)")
_NOT_TEXT: Final = lazy(r"[\d.,:_+-]+|(?i:true|false|yes|no|null|on|off|y|n)")


def scalar(text: str) -> str:
    """`text` as YAML reads it back, quoted only where it has to be."""
    if _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text):
        return text
    return "'" + " ".join(text.split("\n")).replace("'", "''") + "'"


def mapping(parts: Mapping[str, str | None]) -> str:
    """The parts that are there, on one line: {name: 石一鸣, title: 副厅长}."""
    return "{" + ", ".join(f"{key}: {scalar(value)}" for key, value in parts.items() if value) + "}"


def person(parts: Mapping[str, str | None]) -> str:
    """A person by his name alone where nothing else is said of him."""
    said = [key for key, value in parts.items() if value]
    return scalar(parts["name"] or "") if said == ["name"] else mapping(parts)


def items(key: str, values: Iterable[str]) -> Iterator[str]:
    """The lines of a list under `key`, none for an empty one; `values` are written already."""
    found = [f"  - {value}" for value in values]
    if found:
        yield f"{key}:"
        yield from found


def credits(said: Mapping[str, str | None]) -> Iterator[str]:
    """The lines of the credits, none if nobody signs."""
    lines = [f"  {key}: {scalar(value)}" for key in CREDITS if (value := said.get(key))]
    yield from ["credits:", *lines] if lines else ()


def report(front: Iterable[str], body: str) -> str:
    """The whole file."""
    return "---\n" + "\n".join(front) + f"\n---\n{body}\n"
