"""The pictures of a site: where each is looked for, and the cache of their published forms."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import digest, urls
from campus_news.lazy import lazy
from campus_news.model import Picture
from campus_news.still import UNREAD

_RECIPE: Final = "webp-1"
"""Changes with the way in which `photos` publishes: then every picture gets a new address."""

_CACHED: Final = lazy(r"([^-]+)-([0-9]+)x([0-9]+)-([01])\.webp")
"""A file of the cache: its name, width, height, and whether its original tells where it was taken."""


class Found(NamedTuple):
    """A picture that was asked for: its file's path and digest, and what was published of it, or why it cannot be.

    All are None if there is no such file.
    """

    path: str | None
    state: bytes | None
    picture: Picture | str | None


_NOTHING: Final = Found(None, None, None)


class Gallery:
    """The pictures under `root`. `files` are all files under content/ with the digests of their bytes.

    What is asked for is published into the cache (`keep`), unless that was done before (`fresh`: in any case).
    """

    def __init__(
        self, root: Path, files: Mapping[str, bytes], jobs: int = 1, *, fresh: bool = False, keep: bool = True
    ) -> None:
        self._root, self._files, self._jobs, self._fresh, self._keep = root, files, jobs, fresh, keep
        self._made: dict[str, Found] = {}

    def states(self, owner: str, names: Iterable[str]) -> list[bytes | None]:
        """The digests of the files of these names in the folders of `owner`; None for those that are not there."""
        return [None if path is None else self._files[path] for path in self._paths(owner, names)]

    def published(self, owner: str, names: Iterable[str]) -> list[Found]:
        """The pictures of these names in the folders of `owner`, as they are published."""
        paths, made = self._paths(owner, names), self._made
        new = [path for path in dict.fromkeys(paths) if path and path not in made and not self._take(path)]
        if len(new) < 2 or self._jobs < 2:
            made.update(zip(new, map(self._publish, new), strict=True))
        else:
            with ThreadPoolExecutor(self._jobs) as pool:
                made.update(zip(new, pool.map(self._publish, new), strict=True))
        return [_NOTHING if path is None else made[path] for path in paths]

    def _paths(self, owner: str, names: Iterable[str]) -> list[str | None]:
        """For each name the first file that has it."""
        places = [f"{folder}/" for folder in folders(owner)]
        found: list[str | None] = []
        for name in names:
            for place in places:
                if self._files.get(place + name, UNREAD) != UNREAD:
                    found.append(place + name)
                    break
            else:
                found.append(None)
        return found

    def names(self, folder: str) -> list[str]:
        """The files of a folder."""
        start = len(folder) + 1
        return [
            path[start:] for path in self._files if path.startswith(f"{folder}/") and "/" not in path[start:]
        ]

    def _take(self, path: str) -> bool:
        """Whether an earlier build published it."""
        state = self._files[path]
        known = None if self._fresh else self._known.get(_name(state))
        if known is not None:
            self._made[path] = Found(path, state, known)
        return known is not None

    def _publish(self, path: str) -> Found:
        from campus_news import photos  # loads an imaging library, which most builds do not need

        state = self._files[path]
        try:
            original = (self._root / path).read_bytes()
            published = photos.publish(original)
        except photos.BadPhoto as error:
            return Found(path, state, str(error))
        except OSError:
            return Found(path, state, "没有读取权限")
        url = urls.photo(_name(digest.of_bytes(original)))
        picture = Picture(url, published.width, published.height, published.located)
        if self._keep:
            self._cache(picture, published.data)
        return Found(path, state, picture)

    def _cache(self, picture: Picture, data: bytes) -> None:
        file = cached(self._root, picture)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
        temporary.write_bytes(data)
        temporary.replace(file)

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
    return _cache(root) / cached_name(picture.url, picture.width, picture.height, picture.located)


def cached_name(url: str, width: int, height: int, located: bool) -> str:
    """The name in the cache of a published picture: it holds all that is known of it, so that no index goes stale."""
    return f"{url.rpartition('/')[2].removesuffix('.webp')}-{width}x{height}-{located:d}.webp"


def cached_names(root: Path) -> frozenset[str]:
    """The names of all published pictures."""
    try:
        return frozenset(file.name for file in _cache(root).iterdir())
    except OSError:
        return frozenset()


def _cache(root: Path) -> Path:
    return root / ".cache" / "photos"


def _told(file: str) -> tuple[str, Picture] | None:
    told = _CACHED.fullmatch(file)
    if told is None:
        return None
    return told[1], Picture(urls.photo(told[1]), int(told[2]), int(told[3]), told[4] == "1")


def _name(data: bytes) -> str:
    """The name of the published form of a picture whose digest is `data`: 20 hexadecimal digits."""
    return digest.of(_RECIPE, data).hex()[:20]
