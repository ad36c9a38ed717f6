"""All that an output folder says, so that words can be looked for that must not be there."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from html import unescape

_GZIP = b"\x1f\x8b"


def everything(files: Mapping[str, bytes]) -> str:
    """The names of all `files` and what is in them: as it is, and as one reads it.

    Packed files (those of the search index) are unpacked, the lines of calendars joined, tags and spaces left out.
    """
    said = []
    for name, data in files.items():
        whole = gzip.decompress(data) if data.startswith(_GZIP) else data
        text = unescape(whole.decode("utf-8", "ignore"))
        said += [name, text, re.sub(r"<[^>]*>|\s", "", text)]
    return "\n".join(said)


def pieces(words: str, size: int = 6) -> set[str]:
    """Every piece of so many Han characters of what is written without a gap in `words`."""
    return {
        run[i : i + size]
        for run in re.findall(r"[\u4e00-\u9fff]+", words)
        for i in range(len(run) - size + 1)
    }
