"""The pictures of a site: where each is looked for, and the cache of their published forms."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Final

from campus_news import digest, urls
from campus_news.model import Picture
from campus_news.still import UNREAD

_RECIPE: Final = "webp-1"
"""Changes with the way in which `photos` publishes: then every picture gets a new address."""


class Gallery:
    """The pictures under `root`. `files` are all files under content/ with the digests of their bytes.

    What is asked for is published into the cache, unless that was done before (`fresh`: in any case).
    """

    def __init__(self, root: Path, files: Mapping[str, bytes], jobs: int = 1, *, fresh: bool = False) -> None:
        self._root, self._files, self._jobs, self._fresh = root, files, jobs, fresh
        self._made: dict[str, Picture | str] = {}

    def find(self, owner: str, file: str) -> str | None:
        """The first file of that name in the folders of `owner`."""
        for folder in folders(owner):
            path = f"{folder}/{file}"
            if self._files.get(path, UNREAD) != UNREAD:
                return path
        return None

    def state(self, owner: str, file: str) -> bytes | None:
        """The digest of the file that `find` finds."""
        path = self.find(owner, file)
        return None if path is None else self._files[path]

    def published(self, paths: Iterable[str]) -> Iterator[Picture | str]:
        """The pictures in the files `paths` as they are published; or why one cannot be, in Chinese."""
        asked = list(paths)
        new = [path for path in dict.fromkeys(asked) if path not in self._made and not self._take(path)]
        if len(new) < 2 or self._jobs < 2:
            self._made.update(zip(new, map(self._publish, new), strict=True))
        else:
            with ThreadPoolExecutor(self._jobs) as pool:
                self._made.update(zip(new, pool.map(self._publish, new), strict=True))
        return (self._made[path] for path in asked)

    def names(self, folder: str) -> list[str]:
        """The files of a folder."""
        start = len(folder) + 1
        return [
            path[start:] for path in self._files if path.startswith(f"{folder}/") and "/" not in path[start:]
        ]

    def _take(self, path: str) -> bool:
        """Whether an earlier build published it."""
        known = None if self._fresh else self._known.get(_name(self._files[path]))
        if known is not None:
            self._made[path] = known
        return known is not None

    def _publish(self, path: str) -> Picture | str:
        from campus_news import photos  # loads an imaging library, which most builds do not need

        try:
            original = (self._root / path).read_bytes()
            data, width, height = photos.publish(original)
        except photos.BadPhoto as error:
            return str(error)
        except OSError:
            return "没有读取权限"
        picture = Picture(urls.photo(_name(digest.of_bytes(original))), width, height)
        file = cached(self._root, picture)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
        temporary.write_bytes(data)
        temporary.replace(file)
        return picture

    @cached_property
    def _known(self) -> Mapping[str, Picture]:
        """What earlier builds left in the cache, by name."""
        return dict(filter(None, map(_told, cached_names(self._root))))


def folders(owner: str) -> tuple[str, ...]:
    """Where pictures of the report of path `owner`, or of the roster (""), may lie: relative to the root, in order."""
    if not owner:
        return "content/photos/leaders", "content/photos"
    folder, _, name = owner.rpartition("/")
    return folder, f"content/photos/{name.rpartition('.')[0]}", "content/photos"


def cached(root: Path, picture: Picture) -> Path:
    """The file in the cache that holds a published picture."""
    return _cache(root) / cached_name(picture.url, picture.width, picture.height)


def cached_name(url: str, width: int, height: int) -> str:
    """The name in the cache of a published picture: it holds all that is known of it, so that no index goes stale."""
    return f"{url.rpartition('/')[2].removesuffix('.webp')}-{width}x{height}.webp"


def cached_names(root: Path) -> frozenset[str]:
    """The names of all published pictures."""
    try:
        return frozenset(file.name for file in _cache(root).iterdir())
    except OSError:
        return frozenset()


def _cache(root: Path) -> Path:
    return root / ".cache" / "photos"


def _told(file: str) -> tuple[str, Picture] | None:
    name, _, size = file.removesuffix(".webp").partition("-")
    width, _, height = size.partition("x")
    if file.endswith(".webp") and width.isdecimal() and height.isdecimal():
        return name, Picture(urls.photo(name), int(width), int(height))
    return None


def _name(data: bytes) -> str:
    """The name of the published form of a picture whose digest is `data`: 20 hexadecimal digits."""
    return digest.of(_RECIPE, data).hex()[:20]
