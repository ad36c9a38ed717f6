"""One picture -> its published form: upright, at most 1,600 px, WebP, without metadata."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from campus_news import urls
from campus_news.model import Picture

MAX_SIDE: Final = 1600
"""Pixels of the longer side: twice the widest column of text, for screens of double density."""
MAX_PIXELS: Final = 100_000_000
"""Past this a picture is a mistake or an attack: 100 megapixels take 300 MB in memory."""
_QUALITY: Final = 80
_RECIPE: Final = f"webp-{MAX_SIDE}-{_QUALITY}-1"


class BadPhoto(Exception):
    """A picture that cannot be published; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Published:
    """A picture and the cached file that holds it."""

    picture: Picture
    file: Path


class Shelf:
    """Where pictures are looked for under `root`; every folder is listed once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[str, frozenset[str]] = {}

    def folders(self, owner: str) -> tuple[str, ...]:
        """The folders for the report of path `owner`, or for the roster (""), relative to the root and in order."""
        if not owner:
            return "content/photos/leaders", "content/photos"
        folder, _, name = owner.rpartition("/")
        return folder, f"content/photos/{name.rpartition('.')[0]}", "content/photos"

    def find(self, owner: str, file: str) -> str | None:
        """The first file of that name in the folders of `owner`."""
        for folder in self.folders(owner):
            if file in self.names(folder):
                return f"{self._root}/{folder}/{file}"
        return None

    def names(self, folder: str) -> frozenset[str]:
        """The plain files of a folder. Links that lead out of it do not count."""
        found = self._names.get(folder)
        if found is None:
            place = f"{self._root}/{folder}"
            try:
                with os.scandir(place) as entries:
                    found = frozenset(
                        one.name for one in entries if one.is_file() and _inside(one, Path(place))
                    )
            except OSError:
                found = frozenset()
            self._names[folder] = found
        return found


def _inside(entry: os.DirEntry[str], folder: Path) -> bool:
    return not entry.is_symlink() or Path(entry.path).resolve().parent == folder.resolve()


def published(cache: Path) -> Mapping[str, Published]:
    """What earlier builds left in `cache`, by digest. A file's name holds all that is known of it."""
    found = {}
    for file in cache.glob("*.webp"):
        digest, _, size = file.stem.partition("-")
        width, _, height = size.partition("x")
        if width.isdecimal() and height.isdecimal():
            found[digest] = Published(Picture(urls.photo(digest), int(width), int(height)), file)
    return found


def digest(data: bytes) -> str:
    """The name of a picture: of what it is and how it is made, 20 hexadecimal digits."""
    return hashlib.sha256(_RECIPE.encode() + data).hexdigest()[:20]


def publish(data: bytes, cache: Path) -> Published:
    """Writes the published form of the picture `data` into `cache`; raises `BadPhoto`."""
    name = digest(data)
    image = _upright(data)
    picture = Picture(urls.photo(name), image.width, image.height)
    file = cache / f"{name}-{image.width}x{image.height}.webp"
    cache.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
    image.save(temporary, "WEBP", quality=_QUALITY, method=4)
    temporary.replace(file)
    return Published(picture, file)


def _upright(data: bytes) -> Image.Image:
    """The picture as it is to be seen, in plain RGB and without a trace of where it came from."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(
                io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
            ) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise BadPhoto(f"{opened.width}×{opened.height} 像素太大，请先缩小")
                opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
                upright = ImageOps.exif_transpose(opened)
                return _shrunk(upright)
    except Image.DecompressionBombError:
        raise BadPhoto("像素太大，请先缩小") from None
    except UnidentifiedImageError:
        raise BadPhoto("不是 JPEG、PNG、WebP、GIF、BMP 或 TIFF 图片") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise BadPhoto("文件不完整或已损坏") from None


def _shrunk(image: Image.Image) -> Image.Image:
    image = _in_srgb(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    image = image.convert("RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    plain = Image.new("RGB", image.size)
    plain.paste(image)
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as browsers take them for a picture without a profile; phones photograph in wider spaces."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image
