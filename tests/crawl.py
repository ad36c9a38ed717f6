"""A site as it was published: every address that its files speak of, and what stands there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html

_LISTS = ("srcset", "imagesrcset")
_SINGLE = ("href", "src", "poster", "action", "formaction", "data", "cite", "longdesc")
_TEXT = (".html", ".xml", ".json", ".txt", ".ics", ".css", ".js")


class Reference(NamedTuple):
    """An address that an element of a page gives, resolved; `loads` if a browser fetches it without being asked."""

    page: str
    written: str
    url: str
    loads: bool


class Site:
    """The files in `folder` under `address`, which ends with a slash."""

    def __init__(self, folder: Path, address: str) -> None:
        self.address = address
        self.files = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.relative_to(folder).as_posix().startswith(".")
        }

    @cached_property
    def pages(self) -> dict[str, lxml.html.HtmlElement]:
        """Every page by its address within the site, beginning with a slash."""
        files = {name: path for name, path in self.files.items() if name.endswith(".html")}
        return {
            "/" + re.sub(r"(^|/)index\.html$", r"\1", name): lxml.html.document_fromstring(path.read_bytes())
            for name, path in files.items()
        }

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        return {url: set(page.xpath("//@id")) for url, page in self.pages.items()}

    @cached_property
    def references(self) -> list[Reference]:
        return [one for url, page in self.pages.items() for one in self._of(url, page)]

    def _of(self, url: str, page: lxml.html.HtmlElement) -> Iterator[Reference]:
        here = urljoin(self.address, url[1:])
        for element in page.iter("*"):
            loads = element.tag != "a" and element.get("rel") not in (
                "canonical",
                "alternate",
                "prev",
                "next",
            )
            for name, value in element.attrib.items():
                if name in _LISTS:
                    written = [part.split()[0] for part in value.split(",")]
                elif name in _SINGLE:
                    written = [value]
                else:  # for a script to read
                    written = [
                        one for one in re.split(r"[\s,]+", value) if one.startswith(("/", self.address))
                    ]
                yield from (Reference(url, one, urljoin(here, one), loads) for one in written)

    @cached_property
    def mentions(self) -> list[tuple[str, str]]:
        """A file and an address of this site that stands anywhere in it: in a feed, in data, in a text."""
        pattern = re.compile(re.escape(self.address) + r"[^\s\"'<>\\)]*")
        return [
            (name, html.unescape(found))
            for name, path in self.files.items()
            if name.endswith(_TEXT)
            for found in pattern.findall(re.sub(r"\r\n ", "", path.read_bytes().decode("utf-8")))
        ]

    def file(self, url: str) -> str | None:
        """The file that a server sends for an address of this site, None if it sends none."""
        if not url.startswith(self.address):
            return None
        path = unquote(urlsplit(url).path.removeprefix(urlsplit(self.address).path))
        name = f"{path}index.html" if path.endswith("/") or not path else path
        return name if name in self.files else None

    def wrong(self, one: Reference) -> str | None:
        """Why a reference leads nowhere within this site."""
        parts = urlsplit(one.written)
        if parts.scheme not in ("", "http", "https") or (
            parts.netloc and not one.url.startswith(self.address)
        ):
            return "fetched from elsewhere" if one.loads else None
        if self.file(one.url) is None and not self._is_folder_of_files(one):
            return "no such file"
        fragment = unquote(urldefrag(one.url).fragment)
        page = "/" + urlsplit(one.url).path.removeprefix(urlsplit(self.address).path)
        return "no such anchor" if fragment and fragment not in self.anchors.get(page, {fragment}) else None

    def _is_folder_of_files(self, one: Reference) -> bool:
        """Whether it is what a script looks for files in."""
        folder = one.url.removeprefix(self.address)
        return one.loads and folder.endswith("/") and any(name.startswith(folder) for name in self.files)

    def reached(self) -> set[str]:
        """The pages that a reader can come to from the front page."""
        leads: dict[str, set[str]] = {}
        for one in self.references:
            if not one.loads and one.url.startswith(self.address):
                leads.setdefault(one.page, set()).add("/" + urldefrag(one.url).url.removeprefix(self.address))
        found, left = set[str](), ["/"]
        while left:
            page = left.pop()
            if page not in found:
                found.add(page)
                left += leads.get(page, ())
        return found
