"""The pictures of a site: where each is looked for, and the cache of their published forms."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final, NamedTuple

from campus_news import cache, digest, urls, work
from campus_news.intake import SHUT, UNREAD, Unread, content_of
from campus_news.lazy import lazy
from campus_news.model import Picture
from campus_news.option import Progress
from campus_news.outcome import CannotWrite, said

PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
"""How the names of pictures end, in lower case."""

_RECIPE: Final = "webp-2"
"""Changes with the way in which `photos` publishes: then every picture gets a new address."""
_PAYS_FROM: Final = 3
"""Pictures fewer than this are done sooner in one process: one of a phone takes half a second, workers a little less to start."""

_CACHED: Final = lazy(r"([^-]+)-([0-9]+)x([0-9]+)-([0-9]{2})([01])\.webp")
"""The widest form in the cache: its name, width, height, tone, and whether its original tells where it was taken."""

_ENDING: Final = lazy(r"\.(?:jpe?g|png|webp|gif|bmp|tiff?)", re.IGNORECASE)
_BEFORE: Final = lazy(r"""[\s"'“”(){}\[\],，、:：/|]""")
"""What may stand before the name of a picture."""
_LONGEST: Final = 255
"""Characters of a file's name."""


_HALF: Final = ".tmp"


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
        self, root: Path, files: Mapping[str, bytes], *, fresh: bool = False, keep: bool = True
    ) -> None:
        self._root, self._files, self._fresh, self._keep = root, files, fresh, keep
        self._made: dict[str, Found] = {}
        self._noted: set[str] = set()

    def states(self, owner: str, names: Iterable[str]) -> list[bytes | None]:
        """The digests of the files of these names in the folders of `owner`; None for those that are not there."""
        return [None if path is None else self._files[path] for path in self._paths(owner, names)]

    def published(self, owner: str, names: Iterable[str]) -> list[Found]:
        """The pictures of these names in the folders of `owner`, as they are published."""
        paths = self._paths(owner, names)
        for path in self._lacking(paths):
            self._made[path] = self._publish(path)
        return [_NOTHING if path is None else self._made[path] for path in paths]

    def prepare(self, owners: Iterable[tuple[str, Iterable[str]]], jobs: int, progress: Progress) -> None:
        """Publishes the pictures of these names in the folders of these owners, several at once, before they are asked for."""
        new: list[str] = []
        for owner, names in owners:
            new += self._lacking(path for path in self._paths(owner, names) if path not in self._noted)
            self._noted.update(new)
        if not new:
            return
        if self._keep:
            for name in cached_names(self._root):
                if name.endswith(_HALF):  # of a build that was killed
                    (_cache(self._root) / name).unlink(missing_ok=True)
        made = work.spread(_publish, partial(_itself, self), new, jobs, pays_from=_PAYS_FROM, chunk=1)
        self._made.update(zip(new, progress(made, len(new), "处理照片"), strict=True))

    def awaits(self, owner: str) -> bool:
        """Whether there is a picture in the folders of `owner` that is neither published nor noted for it by `prepare`."""
        for left in filter(None, map(self._by_folder.get, folders(owner))):
            while left and (left[-1] in self._noted or not self._lacking(left[-1:])):
                left.pop()
            if left:
                return True
        return False

    def _paths(self, owner: str, names: Iterable[str]) -> list[str | None]:
        """For each name the first file that has it."""
        places = [f"{folder}/" for folder in folders(owner)]
        found: list[str | None] = []
        for name in names:
            for place in places:
                if place + name in self._files:
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

    @cached_property
    def _by_folder(self) -> Mapping[str, list[str]]:
        """A folder -> the pictures in it; those at the end go as it is found out that they need not be published any more."""
        found: dict[str, list[str]] = {}
        for path in self._files:
            if path.lower().endswith(PICTURES):
                found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    def _lacking(self, paths: Iterable[str | None]) -> list[str]:
        """Which of these files were published neither now nor, if that counts, by an earlier build; each once."""
        made = self._made
        return [path for path in dict.fromkeys(paths) if path and path not in made and not self._take(path)]

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
        if state in UNREAD:
            return Found(path, state, UNREAD[state])
        try:
            original = content_of(f"{self._root}/{path}")
            photo = photos.read(original)
        except photos.BadPhoto as error:
            return Found(path, state, str(error))
        except Unread as error:
            return Found(path, state, UNREAD[error.state])
        except OSError:
            return Found(path, state, UNREAD[SHUT])
        name, size = _name(digest.of_bytes(original)), photo.image.size
        picture = Picture(urls.photo(name), *size, photo.tone, photo.located)
        if self._keep:
            self._cache(picture, photos.forms(photo.image, picture.widths))
        return Found(path, state, picture)

    def _cache(self, picture: Picture, forms: Iterable[bytes]) -> None:
        """Raises `CannotWrite`."""
        for file, data in zip(cached(self._root, picture).values(), forms, strict=True):
            temporary = file.with_suffix(f".{os.getpid()}{_HALF}")
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                cache.keep(temporary, data)
                temporary.replace(file)
            except OSError as error:
                raise CannotWrite(said(error, file)) from error

    @cached_property
    def _known(self) -> Mapping[str, Picture]:
        """What earlier builds left in the cache, by name; not what is there in part."""
        names = cached_names(self._root)
        told = filter(None, map(_told, sorted(names)))
        return {name: picture for name, picture in told if is_cached(picture, names)}


def _itself(gallery: Gallery) -> Gallery:
    return gallery


def _publish(gallery: Gallery, paths: Sequence[str]) -> Sequence[Found]:
    return [gallery._publish(path) for path in paths]


def mentioned(text: bytes) -> Sequence[str]:
    """The names of pictures that a report of this text asks for, as far as a glance tells: not one with a space in it."""
    words = text.decode("utf-8", "replace")
    ends = [(end.start(), end.end()) for end in _ENDING.finditer(words)]
    return [_BEFORE.split(words[max(0, dot - _LONGEST) : dot])[-1] + words[dot:end] for dot, end in ends]


def folders(owner: str) -> tuple[str, ...]:
    """Where pictures of the report of path `owner`, or of the roster (""), may lie: relative to the root, in order."""
    if not owner:
        return "content/photos/leaders", "content/photos"
    folder, _, name = owner.rpartition("/")
    return folder, f"content/photos/{name.rpartition('.')[0]}", "content/photos"


def cached(root: Path, picture: Picture) -> Mapping[str, Path]:
    """The address of each form of a published picture, narrowest first -> the file in the cache that holds it."""
    addresses = (urls.form(picture, width) for width in picture.widths)
    return dict(zip(addresses, (_cache(root) / name for name in _cached_names(picture)), strict=True))


def is_cached(picture: Picture, names: Container[str]) -> bool:
    """Whether the files of a published picture are among those of these names."""
    return all(name in names for name in _cached_names(picture))


def cached_names(root: Path) -> frozenset[str]:
    """The names of all files in the cache."""
    try:
        return frozenset(os.listdir(_cache(root)))  # noqa: PTH208 - of every build: with a Path each takes five times as long
    except OSError:
        return frozenset()


def _cached_names(picture: Picture) -> Iterator[str]:
    """The files in the cache of a published picture, narrowest first: the last one's name holds all that is known of it,
    so that no index goes stale."""
    name = picture.url.rpartition("/")[2].removesuffix(".webp")
    yield from (f"{name}-{width}.webp" for width in picture.widths[:-1])
    yield f"{name}-{picture.width}x{picture.height}-{picture.tone}{picture.located:d}.webp"


def _cache(root: Path) -> Path:
    return root / ".cache" / "photos"


def _told(file: str) -> tuple[str, Picture] | None:
    told = _CACHED.fullmatch(file)
    if told is None:
        return None
    name, width, height, tone, located = told.groups()
    return name, Picture(urls.photo(name), int(width), int(height), tone, located == "1")


def _name(data: bytes) -> str:
    """The name of the published forms of a picture whose digest is `data`: 20 hexadecimal digits."""
    return digest.of(_RECIPE, data).hex()[:20]
