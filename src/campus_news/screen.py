"""Text as it is printed: words of a report or of a hand-over are no commands to whatever shows them.

A terminal obeys escape sequences, and turns text around at marks of direction. The runner of a CI that reads along obeys
lines that begin with `::` and, anywhere in a line, `##[command]` (GitHub) and `##vso[command]` (Azure).
"""

from __future__ import annotations

from typing import Final

from campus_news.lazy import lazy

_ANYWHERE: Final = lazy(r"##(?=\w*\[)")
_FIRST: Final = lazy(r"\A\s*::")
_UNSEEN: Final = lazy(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|(?<=#)#")


def printable(text: str) -> str:
    """`text` in one line and of the same length, with a space for every character that nobody would see."""
    seen = "".join([c if c.isprintable() or c == "\u3000" else " " for c in text])
    return _ANYWHERE.sub("# ", seen)


def inert(line: str) -> str:
    """A whole line that no runner obeys, of the same length."""
    return _FIRST.sub(lambda colons: f"{colons[0][:-2]}：:", _ANYWHERE.sub("# ", line))


def as_json(value: object) -> str:
    """`value` as indented JSON; what would be obeyed, or seen by nobody, stands there as its number."""
    import json

    whole = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", whole)
