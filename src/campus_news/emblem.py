"""The school's emblem: a file of the school's -> the file that is published.

A drawing (SVG) may hold programs and things from elsewhere. What would run or fetch is told and never published; what
drawing programs note for themselves is left out. A picture (PNG, JPEG…) becomes a small PNG without metadata.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from campus_news.diagnostics import Diagnostic, Kind, Severity
from campus_news.lazy import lazy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SIDE: Final = 192
"""Pixels of the longer side: as large as the emblem is ever shown, on screens of double density."""
MAX_BYTES: Final = 200_000
"""Of a drawing: every page asks for it. An emblem drawn well has a tenth of that."""
_MAX_PIXELS: Final = 16_000_000
"""Of a picture, which takes up to 16 bytes for each while it is read."""
_MAX_DEPTH: Final = 100
"""Groups of a drawing within each other."""
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_BANNED: Final = frozenset(
    {"script", "foreignObject", "iframe", "a", "set", "animate", "handler", "listener"}
)
_PICTURE: Final = lazy(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*", re.I)
_FOREIGN: Final = lazy(
    r"""url\(\s*["']?(?!\s*["']?#)|@import|javascript:|\\|expression\(|image-set\(""", re.I
)

NO_EMBLEM = Kind(
    "E709",
    Severity.ERROR,
    "找不到校徽文件“{file}”：应放在 content/ 或 content/photos/ 里",
    "the emblem '{file}' is not in content/ or content/photos/",
)
BAD_EMBLEM = Kind(
    "E710",
    Severity.ERROR,
    "校徽文件“{file}”不能用：{reason}",
    "the emblem '{file}' cannot be used: {reason}",
)


@dataclass(frozen=True, slots=True)
class Artwork:
    """An emblem as it is published: its file's name and bytes, and its size in pixels, of which only the shape matters."""

    name: str
    width: int
    height: int
    data: bytes


class Unfit(NamedTuple):
    """Why a file cannot be the emblem, in Chinese."""

    reason: str


class _Bad(Exception):
    """A drawing that cannot be published."""


def read(path: str, data: bytes) -> tuple[Artwork | Unfit, list[Diagnostic]]:
    """The emblem in the file at `path`; where it is asked for the caller knows, and tells what is wrong."""
    try:
        return (_drawing(data) if path.lower().endswith(".svg") else _picture(data)), []
    except _Bad as error:
        return Unfit(str(error)), []


def _drawing(data: bytes) -> Artwork:
    from xml.etree import ElementTree as ET

    if len(data) > MAX_BYTES:
        raise _Bad(f"有 {len(data) // 1000} KB，每个网页都要下载它；请简化到 {MAX_BYTES // 1000} KB 以内")
    if b"<!ENTITY" in data or b"\0" in data:  # in UTF-16 it would read otherwise
        raise _Bad("里面有 XML 实体定义；请用绘图软件另存为“普通 SVG”")
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError):
        raise _Bad("不是完整的 SVG 图形") from None
    if root.tag != f"{_SVG}svg":
        raise _Bad("不是 SVG 图形")
    _clean(root)
    width, height = _size(root)
    ET.register_namespace("", _SVG[1:-1])
    ET.register_namespace("xlink", _HREF[1:].partition("}")[0])
    return Artwork("emblem.svg", width, height, ET.tostring(root, "utf-8", xml_declaration=False))


def _clean(element: Element, depth: int = 0) -> None:
    """Takes out what is not drawing; raises `_Bad` at what would run or fetch."""
    if depth > _MAX_DEPTH:
        raise _Bad("图形套得太深；请用绘图软件另存为“普通 SVG”")
    kept = []
    for child in element:
        name = str(child.tag).removeprefix(_SVG)
        if name in _BANNED:
            raise _Bad(f"里面有 <{name}>，那不是图形；请用绘图软件另存为“普通 SVG”")
        if str(child.tag).startswith(_SVG) and name != "metadata":
            _clean(child, depth + 1)
            kept.append(child)
    element[:] = kept
    for name, value in list(element.attrib.items()):
        if name.lower().startswith("on"):
            raise _Bad(f"里面有程序（{name}）；请用绘图软件另存为“普通 SVG”")
        if name in ("href", _HREF) and not (value.startswith("#") or _PICTURE.fullmatch(value)):
            raise _Bad("里面引用了别处的文件；请把图形都画在这一个文件里")
        if name.startswith("{") and name != _HREF:
            del element.attrib[name]
    _at_home((element.text or "", *element.attrib.values()))


def _at_home(texts: Iterable[str]) -> None:
    """Raises `_Bad` if any of these style sheets and values fetches something."""
    if any(_FOREIGN.search(text) for text in texts):
        raise _Bad("里面引用了别处的文件；请把图形都画在这一个文件里")


def _size(root: Element) -> tuple[int, int]:
    """The shape of a drawing, `SIDE` pixels long."""
    numbers = re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))
    sides = numbers[2:] if len(numbers) == 4 else [root.get("width", ""), root.get("height", "")]
    try:
        width, height = (float(re.sub(r"(?:px|pt|mm|cm|in)$", "", side.strip())) for side in sides)
    except ValueError:
        raise _Bad("没有写明大小（viewBox）") from None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise _Bad("没有写明大小（viewBox）")
    scale = SIDE / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _picture(data: bytes) -> Artwork:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF", "BMP")) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                raise _Bad(f"{opened.width}×{opened.height} 像素太大，请先缩小")
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except UnidentifiedImageError:
        raise _Bad("不是 SVG、PNG、JPEG、WebP、GIF 或 BMP 图片") from None
    except Image.DecompressionBombError:
        raise _Bad("像素太大，请先缩小") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise _Bad("文件不完整或已损坏") from None
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    plain = Image.new("RGBA", image.size)
    plain.paste(image)
    buffer = io.BytesIO()
    plain.save(buffer, "PNG", optimize=True)
    return Artwork("emblem.png", image.width, image.height, buffer.getvalue())
