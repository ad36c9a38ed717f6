"""The static files as this school has them: in its colour, with its emblem, style sheets without comments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from campus_news import colour
from campus_news.config import Config
from campus_news.template import BadTemplate

_SHEET: Final = "site.css"
_ICON: Final = "favicon.svg"
_OURS: Final = b"#9e1b22"
"""The colour of the icon and of the style sheet where a school names none."""


def _light(name: str, data: bytes) -> bytes:
    """A style sheet without its comments and indents: every page waits for it, and a fifth of it is words for designers."""
    if not name.endswith(".css"):
        return data
    import rcssmin  # only where something is made

    try:
        return str(rcssmin.cssmin(data.decode())).encode()
    except UnicodeDecodeError:  # rcssmin would end the whole program at half a character
        raise BadTemplate(f"static/{name}：不是 UTF-8 编码，请另存为 UTF-8") from None


def dressed(files: Mapping[str, Path], config: Config) -> dict[str, bytes]:
    """What each of the static `files` says, by its name; the emblem is one more. Raises `BadTemplate`."""
    found = {name: _light(name, file.read_bytes()) for name, file in files.items()}
    if config.color and _SHEET in found:
        found[_SHEET] += colour.css(config.color).encode()
    if config.color and _ICON in found:
        found[_ICON] = found[_ICON].replace(_OURS, colour.written(colour.light(config.color).accent).encode())
    if config.artwork:
        found.pop(_ICON, None)  # the emblem is the icon
        found[config.artwork.name] = config.artwork.data
    return found
