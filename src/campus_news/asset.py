"""Static files: each published under a name that tells its content, so that a browser may keep it for ever.

`/static/site.css`, as templates write it, is published as `/static/site.1a2b3c4d.css`. What style sheets and scripts
refer to among static files is rewritten with it, so a changed picture changes the name of the style sheet that shows it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from campus_news import digest, urls
from campus_news.lazy import lazy
from campus_news.template import BadTemplate

_DIGITS = 8
# A comment is matched to be left alone. Of a script only what is certain: an import from beside it.
_IN_STYLE = lazy(r"""/\*.*?\*/|(?P<before>url\(\s*["']?|@import\s+["'])(?P<to>[^"')\s]+)""", re.DOTALL)
_IN_SCRIPT = lazy(r"""(?P<before>\b(?:from|import)\s*\(?\s*["'])(?P<to>\.\.?/[^"']+)""")
_REFERENCES = {".css": _IN_STYLE, ".js": _IN_SCRIPT, ".mjs": _IN_SCRIPT}


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files: where what a template calls `/static/…` is published, and the bytes of each output."""

    urls: Mapping[str, str]
    files: Mapping[str, bytes]
    """By their paths in the output folder."""

    def url(self, url: str) -> str:
        """The published address of `/static/…`; raises `BadTemplate` if there is no such file."""
        try:
            return self.urls[url]
        except KeyError:
            raise BadTemplate(f"没有这个文件：{url.removeprefix('/')}") from None

    def digest(self) -> bytes:
        """Of what a page may say of static files: their names, which cover their content."""
        return digest.of(list(self.urls.items()))


def publish(contents: Mapping[str, bytes]) -> Assets:
    """`contents` by their names within static/; raises `BadTemplate` where one refers to a file that is not there."""
    publisher = _Publisher(contents)
    names = {name: publisher.name(name) for name in contents}
    return Assets(
        {urls.static(name): urls.static(published) for name, published in names.items()},
        {urls.output(urls.static(published)): publisher.data(name) for name, published in names.items()},
    )


class _Publisher:
    """Knows what has been rewritten and named already; files are named before those that refer to them."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._done: dict[str, bytes] = {}
        self._begun: list[str] = []

    def data(self, name: str) -> bytes:
        """The file as it is published."""
        if name not in self._done:
            if name in self._begun:
                raise BadTemplate(f"static/{name}：和 static/{self._begun[-1]} 互相引用")
            self._begun.append(name)
            self._done[name] = self._rewritten(name)
            self._begun.pop()
        return self._done[name]

    def name(self, name: str) -> str:
        """Its published name."""
        stem, suffix = posixpath.splitext(name)
        return f"{stem}.{digest.of_bytes(self.data(name)).hex()[:_DIGITS]}{suffix}"

    def _rewritten(self, name: str) -> bytes:
        data = self._contents[name]
        pattern = _REFERENCES.get(posixpath.splitext(name)[1].lower())
        if pattern is None:
            return data
        text = data.decode("utf-8", "surrogateescape")
        return pattern.sub(lambda found: self._reference(name, found), text).encode(
            "utf-8", "surrogateescape"
        )

    def _reference(self, name: str, found: re.Match[str]) -> str:
        """What stands for a reference found in the file `name`."""
        to = found["to"]
        if not to or ":" in to or to.startswith(("#", "//")):
            return found[0]
        path, mark, rest = re.split(r"([?#]|$)", to, maxsplit=1)
        folder = posixpath.dirname(urls.static(name))
        target = posixpath.normpath(posixpath.join(folder, path)).removeprefix(urls.static(""))
        if target.startswith("/"):
            return found[0]  # not among static files
        if target not in self._contents:
            raise BadTemplate(f"static/{name}：没有这个文件：static/{target}")
        published = posixpath.relpath(urls.static(self.name(target)), folder)
        dot = "./" if to.startswith(".") and not published.startswith(".") else ""
        return f"{found['before']}{dot}{published}{mark}{rest}"
