"""The pictures in a folder that an editor names: which can be published, in which order, and why others cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campus_news import digest, urls
from campus_news.gallery import PICTURES
from campus_news.model import Picture

MOST: Final = 99
"""Pictures of one report; more are the whole memory of a camera."""
_MAX_BYTES: Final = 100_000_000
"""Of one file: no camera's picture is larger, and it is read as a whole."""
_PHONE: Final = (".heic", ".heif")
_FOREIGN: Final = (*_PHONE, ".avif", ".psd", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf")
"""Pictures that cannot be published, and that whoever put them there would miss."""
_FROM_PHONE: Final = (
    "HEIC 格式，请先另存为 JPEG（在苹果手机的“设置—相机—格式”里选“兼容性最佳”，以后拍的就是 JPEG）"
)


class NoAlbum(Exception):
    """A folder that cannot be used; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a new report: where it lies now, the name it gets, and what will be published of it."""

    source: Path
    file: str
    picture: Picture
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures of a folder by name (2.jpg before 10.jpg); of those `refused` the name and why."""

    shots: tuple[Shot, ...]
    refused: tuple[tuple[str, str], ...]


def open_folder(folder: Path) -> Album:
    """The pictures in `folder`; raises `NoAlbum`."""
    try:
        files = sorted((one for one in folder.iterdir() if _is_picture(one)), key=_by_number)
    except OSError as error:
        raise NoAlbum(_why(folder, error)) from None
    if not files:
        raise NoAlbum(f"“{folder}”里没有照片")
    if len(files) > MOST:
        raise NoAlbum(f"“{folder}”里有 {len(files)} 张照片，一篇报道最多 {MOST} 张；请把要用的另放一个文件夹")
    shots: list[Shot] = []
    refused: list[tuple[str, str]] = []
    for file in files:
        read = _read(file)
        if isinstance(read, str):
            refused.append((file.name, read))
        else:
            shots.append(Shot(file, f"{len(shots) + 1:02}{_ending(file)}", read, _named(file.stem)))
    return Album(tuple(shots), tuple(refused))


def _why(folder: Path, error: OSError) -> str:
    if isinstance(error, NotADirectoryError):
        return f"“{folder}”是一个文件；请写照片所在的文件夹"
    return f"没有“{folder}”这个文件夹" if isinstance(error, FileNotFoundError) else f"“{folder}”打不开"


def _is_picture(file: Path) -> bool:
    ours = not file.name.startswith((".", "_")) and file.suffix.lower() in (*PICTURES, *_FOREIGN)
    return ours and file.is_file()


def _by_number(file: Path) -> list[tuple[int, str]]:
    """What file names are sorted by: numbers by their size."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part.casefold())
        for part in re.split(r"([0-9]{1,18})", file.name)
    ]


def _read(file: Path) -> Picture | str:
    """What will be published of it, or why it cannot be."""
    from campus_news import photos  # an imaging library

    if file.suffix.lower() in _PHONE:
        return _FROM_PHONE
    try:
        if file.stat().st_size > _MAX_BYTES:
            return f"文件超过 {_MAX_BYTES // 1_000_000} MB，请先缩小"
        data = file.read_bytes()
        photo = photos.read(data)
    except photos.BadPhoto as error:
        return str(error)
    except OSError:
        return "没有读取权限"
    return Picture(urls.photo(digest.of_bytes(data).hex()[:20]), *photo.image.size, photo.tone, photo.located)


def _ending(file: Path) -> str:
    ending = file.suffix.lower()
    return ".jpg" if ending == ".jpeg" else ending


def _named(stem: str) -> str | None:
    """The caption that a file's name is: 会议现场, 03 校长讲话; none for what a camera calls it."""
    words = re.sub(r"^[\d\s._()（）-]+|[\s_]*[(（]?\d*[)）]?$", "", stem)
    camera = re.fullmatch(r"(?:微信|图片|照片|截图|屏幕截图|新建|未命名|副本|\W|\d|[A-Za-z_])*", words)
    return words if re.search("[\u3400-\u9fff]{2}", words) and not camera else None
