"""One picture -> its published forms: upright, in a few widths, WebP, without metadata, and its colour while it loads."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final, NamedTuple

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

MAX_WIDTH: Final = 1600
"""Pixels: twice the widest column of text, for screens of double density. By the width, since long pictures full of
text (长图) are made to be read in a column."""
MAX_PIXELS: Final = 100_000_000
"""From here on a picture is a mistake or an attack."""
_MAX_MEMORY: Final = 280_000_000
"""Bytes that a picture may take while it is read."""
_OF_MODE: Final = {"1": 3.0, "L": 2.5, "RGB": 5.5, "CMYK": 5.5, "P": 10.5, "RGBA": 9.5}
_OF_OTHERS: Final = 13.0
_OF_WEBP: Final = 16.0
_OF_PROGRESSIVE: Final = 6.5
_OF_JPEG: Final = 0.6
"""Bytes for each pixel, measured (Pillow 13): a JPEG is read in a smaller size at once, unless it is progressive; a WebP is
read as an animation."""
_MAX_HEIGHT: Final = 16383
"""What WebP can hold."""

FULL: Final = 960
"""Pixels: the width at which a picture fills the column of a phone or a computer, and has to be light."""
MAX_BYTES: Final = 200_000
"""Of a form as wide as that, up to an upright 3:4; others in proportion to their pixels."""
_QUALITIES: Final = (80, 70, 55, 40, 25, 10, 0)
"""Tried one after the other until a picture is light enough; nearly all are at once. Wider forms begin with the second:
they are for dense screens, where nobody sees the difference.

No AVIF (measured with Pillow 13, libavif 1.4, at equal PSNR): a fifth fewer bytes for ten times the work (960 px: 30 KB in
440 ms against 37 KB in 45 ms), more bytes than WebP for as much work; and old browsers would need the WebP beside it."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_TURN: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How the camera was held (EXIF orientation) -> how the picture comes to stand upright."""
_SIDEWAYS: Final = frozenset(_TURN[held] for held in (5, 6, 7, 8))

HUES: Final = ((30, 3), (36, 25), (2, 45), (24, 45), (100, 22), (175, 25), (212, 38), (270, 20))
"""Hue in degrees and saturation in percent of the colours that stand for pictures: those of halls, stages and lawns.
site.css says the same; a test holds it to that."""
LIGHTS: Final = (20, 42, 76)
"""Lightness in percent of each of them in a picture; a page shows the three nearer to its own."""
_CELLS: Final = 12
"""In each direction: of so few pixels it is asked which colour most of them have."""


class BadPhoto(Exception):
    """A picture that cannot be published; the message says why, in Chinese."""


class Photo(NamedTuple):
    """A picture as it is to be seen: upright, at most `MAX_WIDTH` wide, plain RGB, without a trace of where it came from.

    `tone`: the colour that most of it has, as two digits: the index in `HUES`, that in `LIGHTS`.
    `located`: the original tells where it was taken.
    """

    image: Image.Image
    tone: str
    located: bool


def read(data: bytes) -> Photo:
    """The picture `data`; raises `BadPhoto`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures, which we measure, and of broken headers
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                width, height = opened.size
                image, located = _upright(opened) if _fits(opened) else (None, False)
        except Image.DecompressionBombError:
            raise BadPhoto("像素太大，请先缩小") from None
        except UnidentifiedImageError:
            raise BadPhoto("不是 JPEG、PNG、WebP、GIF、BMP 或 TIFF 图片") from None
        except Exception as error:  # a decoder given garbage raises whatever comes to its mind
            raise BadPhoto("文件不完整或已损坏") from error
    if image is None:
        raise BadPhoto(f"{width}×{height} 像素太大，请先缩小，或另存为普通的 JPEG")
    return Photo(image, _tone(image), located)


def forms(image: Image.Image, widths: Iterable[int]) -> Iterator[bytes]:
    """The picture as a file of each of these widths, none larger than the image."""
    for width in widths:
        size = width, max(1, round(image.height * width / image.width))
        yield _encoded(image if size == image.size else image.resize(size, Image.Resampling.LANCZOS))


def _fits(opened: Image.Image) -> bool:
    """Whether a picture of which only the header was read is not too large to be read as a whole."""
    pixels = opened.width * opened.height
    if opened.format in ("JPEG", "MPO"):
        each = _OF_PROGRESSIVE if "progressive" in opened.info else _OF_JPEG
    else:
        each = _OF_WEBP if opened.format == "WEBP" else _OF_MODE.get(opened.mode, _OF_OTHERS)
    return pixels < MAX_PIXELS and pixels * each < _MAX_MEMORY


def _upright(opened: Image.Image) -> tuple[Image.Image, bool]:
    """What is to be seen of it, and whether it tells where it was taken."""
    opened.draft("RGB", (MAX_WIDTH, MAX_WIDTH))
    opened.load()  # which turns a TIFF, and then says no more that it lay
    turn = _TURN.get(opened.getexif().get(ExifTags.Base.Orientation, 1))
    lying = turn in _SIDEWAYS
    width, height = opened.size[::-1] if lying else opened.size
    scale = min(1, MAX_WIDTH / width, _MAX_HEIGHT / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = _shrunk(opened, size[::-1] if lying else size)
    return (small if turn is None else small.transpose(turn)), _located(opened)


def _located(image: Image.Image) -> bool:
    """Whether the header of a picture that has been read holds a latitude and a longitude."""
    place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    return ExifTags.GPS.GPSLatitude in place and ExifTags.GPS.GPSLongitude in place


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The image in that size and in plain RGB; what is transparent becomes white. Shrunk first: the rest is quick then."""
    profile = image.info.get("icc_profile")
    if image.mode not in ("RGB", "RGBA", "L", "CMYK") or "transparency" in image.info:
        image = image.convert("L" if image.mode == "1" else "RGBA")
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if image.mode == "RGBA":
        white = Image.new("RGB", size, "white")
        white.paste(image, mask=image)
        image = white
    plain = Image.new("RGB", size)
    plain.paste(_in_srgb(image, profile) if profile else image)
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as browsers take them for a picture without a profile; phones photograph in wider spaces."""
    if image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _encoded(image: Image.Image) -> bytes:
    limit = MAX_BYTES * max(1, image.width / FULL) ** 2 * max(1, image.height / image.width * 3 / 4)
    data = b""
    for quality in _QUALITIES if image.width <= FULL else _QUALITIES[1:]:
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=4)
        data = buffer.getvalue()
        if len(data) <= limit:
            break
    return data


def _tone(image: Image.Image) -> str:
    few = image.resize((_CELLS, _CELLS), Image.Resampling.BOX).convert("YCbCr").tobytes()
    found = Counter(min(_tones(), key=partial(_distance, few[i : i + 3])) for i in range(0, len(few), 3))
    return max(sorted(found), key=found.__getitem__)


def _distance(colour: bytes, tone: str) -> int:
    """How much a colour (YCbCr) differs from that of a tone. The hue counts more: a black coat is no dark red."""
    y, blue, red = (one - other for one, other in zip(colour, _tones()[tone], strict=True))
    return y * y + 16 * (blue * blue + red * red)


@cache
def _tones() -> Mapping[str, bytes]:
    """A tone -> its colour, as YCbCr."""
    return {
        f"{i}{j}": Image.new("RGB", (1, 1), f"hsl({hue},{saturation}%,{light}%)").convert("YCbCr").tobytes()
        for i, (hue, saturation) in enumerate(HUES)
        for j, light in enumerate(LIGHTS)
    }
