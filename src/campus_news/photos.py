"""One picture -> its published form: upright, at most 1,600 px, WebP, without metadata."""

from __future__ import annotations

import io
import warnings
from typing import Final, NamedTuple

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_SIDE: Final = 1600
"""Pixels of the longer side: twice the widest column of text, for screens of double density."""
MAX_PIXELS: Final = 100_000_000
"""Past this a picture is a mistake or an attack: 100 megapixels take 300 MB in memory."""
_QUALITY: Final = 80


class BadPhoto(Exception):
    """A picture that cannot be published; the message says why, in Chinese."""


class Published(NamedTuple):
    """The published form of a picture, its size in pixels, and whether the original tells where it was taken."""

    data: bytes
    width: int
    height: int
    located: bool


def publish(data: bytes) -> Published:
    """The published form of the picture `data`; raises `BadPhoto`."""
    image, located = _upright(data)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=_QUALITY, method=4)
    return Published(buffer.getvalue(), image.width, image.height, located)


def _upright(data: bytes) -> tuple[Image.Image, bool]:
    """The picture as it is to be seen, in plain RGB and without a trace of where it came from; whether there was one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which we measure, and of broken headers
            with Image.open(
                io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
            ) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise BadPhoto(f"{opened.width}×{opened.height} 像素太大，请先缩小")
                opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
                upright = ImageOps.exif_transpose(opened)
                return _shrunk(upright), _located(opened)
    except Image.DecompressionBombError:
        raise BadPhoto("像素太大，请先缩小") from None
    except UnidentifiedImageError:
        raise BadPhoto("不是 JPEG、PNG、WebP、GIF、BMP 或 TIFF 图片") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise BadPhoto("文件不完整或已损坏") from None


def _located(image: Image.Image) -> bool:
    """Whether the header of a picture that has been read holds a latitude and a longitude."""
    place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    return ExifTags.GPS.GPSLatitude in place and ExifTags.GPS.GPSLongitude in place


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
