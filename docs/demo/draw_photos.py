"""Draws the pictures of the demo content: `python docs/demo/draw_photos.py`.

No real photo can stand in a demo whose school and people are invented, so every picture is an illustration,
drawn with Pillow alone. The same machine always gets the same bytes: all chance comes from seeded generators.
Without a Chinese font the lettering on banners and name plates becomes plain bars; everything else stays.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

PHOTOS = Path(__file__).resolve().parents[2] / "content" / "photos"
SCHOOL = "示例职业技术学院"
WIDE = (1600, 1067)
TALL = (1067, 1600)
PORTRAIT = (600, 800)
LIMIT = 125_000
"""Bytes of a picture, at most; a crowd has more detail than that and loses a little of it."""
SUPER = 3
"""Everything is drawn this many times larger and then reduced, which smooths all edges."""

RGB: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]
Solid: TypeAlias = tuple[float, float, float]
"""A point in a room: metres to the right, up, and away from the camera."""

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)
GOLD: RGB = (240, 205, 130)
WARM: RGB = (255, 232, 190)
SKINS: tuple[RGB, ...] = ((242, 208, 178), (236, 198, 166), (228, 188, 154), (246, 214, 188))
HAIRS: tuple[RGB, ...] = ((32, 27, 28), (42, 34, 32), (54, 42, 37), (28, 28, 34))
CLOTHES: tuple[RGB, ...] = (
    (38, 46, 66), (52, 56, 66), (30, 34, 44), (72, 80, 96), (120, 110, 104), (176, 170, 164), (64, 84, 110),
    (118, 56, 58), (222, 218, 210), (86, 96, 84), (150, 128, 104), (44, 62, 84),
)  # fmt: skip
BLOSSOMS: tuple[RGB, ...] = ((216, 54, 80), (250, 214, 120), (252, 244, 240))
FONTS = (
    ("NotoSansCJK-Bold.ttc", 2), ("SourceHanSansSC-Bold.otf", 0), ("msyhbd.ttc", 0), ("simhei.ttf", 0),
    ("PingFang.ttc", 0), ("wqy-zenhei.ttc", 0),
)  # fmt: skip


# ---- colour and shape --------------------------------------------------------------------------------------


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`a` with a `share` (0 to 1) of `b` in it."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def smooth(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """A closed Catmull-Rom curve through `points`."""
    curve: list[Point] = []
    count = len(points)
    for i in range(count):
        a, b, c, d = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return curve


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def mirrored(half: Sequence[Point]) -> list[Point]:
    """A left-right symmetrical outline from its right half, given from top to bottom."""
    return [*half, *((-x, y) for x, y in reversed(half) if x)]


def taper(x: float, y0: float, half0: float, y1: float, half1: float) -> list[Point]:
    """A shape symmetrical around `x`, `half0` wide to each side at `y0` and `half1` at `y1`."""
    return [(x - half0, y0), (x + half0, y0), (x + half1, y1), (x - half1, y1)]


@cache
def font(size: int) -> ImageFont.FreeTypeFont | None:
    """The first Chinese font the system has, or None."""
    for name, index in FONTS:
        try:
            return ImageFont.truetype(name, size, index=index)
        except OSError:
            continue
    return None


class Art:
    """A picture being painted, back to front. All coordinates are pixels of the finished picture."""

    def __init__(self, size: tuple[int, int], seed: str) -> None:
        self.width, self.height = size
        self.chance = random.Random(seed)
        self.image = Image.new("RGB", (self.width * SUPER, self.height * SUPER), WHITE)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def polygon(self, points: Iterable[Point], colour: RGB, alpha: float = 1) -> None:
        self.pen.polygon([(x * SUPER, y * SUPER) for x, y in points], (*colour, round(255 * alpha)))

    def line(self, points: Iterable[Point], colour: RGB, width: float, alpha: float = 1) -> None:
        scaled = [(x * SUPER, y * SUPER) for x, y in points]
        self.pen.line(scaled, (*colour, round(255 * alpha)), max(1, round(width * SUPER)), joint="curve")

    def limb(self, points: Sequence[Point], colour: RGB, width: float) -> None:
        """A thick line with round ends."""
        self.line(points, colour, width)
        for x, y in points:
            self.ellipse(x, y, width / 2, width / 2, colour)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: RGB, alpha: float = 1) -> None:
        box = [(x - rx) * SUPER, (y - ry) * SUPER, (x + rx) * SUPER, (y + ry) * SUPER]
        self.pen.ellipse(box, (*colour, round(255 * alpha)))

    def rounded(self, box: Sequence[float], radius: float, colour: RGB, alpha: float = 1) -> None:
        self.pen.rounded_rectangle([v * SUPER for v in box], radius * SUPER, (*colour, round(255 * alpha)))

    def blend(self, points: Iterable[Point], start: RGB, end: RGB, *, sideways: bool = False) -> None:
        """A polygon that changes from `start` at its top (or left) to `end`."""
        scaled = [(x * SUPER, y * SUPER) for x, y in points]
        left, top = (math.floor(min(axis)) for axis in zip(*scaled, strict=True))
        right, bottom = (math.ceil(max(axis)) for axis in zip(*scaled, strict=True))
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.image.width), min(bottom, self.image.height)
        if right <= left or bottom <= top:
            return
        size = (right - left, bottom - top)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], 255)
        ramp = Image.linear_gradient("L")
        ramp = (ramp.rotate(90) if sideways else ramp).resize(size)
        tint = Image.composite(Image.new("RGB", size, end), Image.new("RGB", size, start), ramp)
        self.image.paste(tint, (left, top), mask)

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        start: RGB,
        end: RGB | None = None,
        *,
        sideways: bool = False,
    ) -> None:
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        self.blend(corners, start, start if end is None else end, sideways=sideways)

    def glow(self, x: float, y: float, rx: float, ry: float, colour: RGB, strength: float) -> None:
        """Soft light (or, with a dark colour, soft shade) that fades from a centre."""
        box = (round((x - rx) * SUPER), round((y - ry) * SUPER))
        size = (round(rx * 2 * SUPER), round(ry * 2 * SUPER))
        # Pillow's gradient reaches 181 at the middle of an edge and 255 only in the corners.
        fade = Image.radial_gradient("L").point(lambda v: max(0, 1 - v / 180) ** 1.6 * 255 * strength)
        self.image.paste(Image.new("RGB", size, colour), box, fade.resize(size, Image.Resampling.BICUBIC))

    def blur(self, radius: float) -> None:
        """Put everything painted so far out of focus."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius * SUPER))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def in_front(self, paint: Callable[[], None], radius: float) -> None:
        """Whatever `paint` adds stands close to the camera and is out of focus; the rest stays sharp."""
        before = self.image.copy()
        paint()
        changed = ImageChops.difference(before, self.image).convert("L").point(lambda v: 255 if v else 0)
        soft = self.image.filter(ImageFilter.GaussianBlur(radius * SUPER))
        mask = changed.filter(ImageFilter.GaussianBlur(radius * SUPER))
        self.image = Image.composite(soft, before, mask)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def text(self, x: float, y: float, words: str, width: float, height: float, colour: RGB) -> None:
        """`words` centred at (x, y), as large as fits into `width` by `height`; bars if there is no font."""
        face = font(round(height * SUPER))
        if face is None:
            for i in range(len(words)):
                cell = min(height, width / len(words))
                left = x + (i - len(words) / 2) * cell
                self.rounded(
                    [left + cell * 0.1, y - cell * 0.4, left + cell * 0.9, y + cell * 0.4], 1, colour
                )
            return
        length = face.getlength(words)
        if length > width * SUPER:
            face = font(max(6, int(height * SUPER * width * SUPER / length)))
        self.pen.text((x * SUPER, y * SUPER), words, colour, font=face, anchor="mm")

    def finish(self, *, vignette: float = 0.22, warmth: float = 0.04) -> Image.Image:
        """The finished picture: reduced, graded like a photo, with a trace of grain."""
        size = (self.width, self.height)
        image = self.image.resize(size, Image.Resampling.LANCZOS)
        corners = Image.radial_gradient("L").point(lambda v: max(0, v - 90) * vignette * 1.5).resize(size)
        image.paste(Image.new("RGB", size, (24, 16, 14)), (0, 0), corners)
        image = Image.blend(image, ImageChops.multiply(image, Image.new("RGB", size, WARM)), warmth)
        grain = Image.frombytes("L", size, self.chance.randbytes(size[0] * size[1]))
        grain = grain.filter(ImageFilter.GaussianBlur(0.7))
        speckled = ImageChops.soft_light(image, Image.merge("RGB", (grain, grain, grain)))
        return Image.blend(image, speckled, 0.04)


@dataclass(frozen=True, slots=True)
class Camera:
    """One-point perspective: focal length in pixels, vanishing point, height of the eye in metres."""

    focal: float
    x: float
    horizon: float
    eye: float

    def at(self, x: float, y: float, z: float) -> Point:
        return self.x + self.focal * x / z, self.horizon - self.focal * (y - self.eye) / z

    def quad(self, *corners: Solid) -> list[Point]:
        return [self.at(*corner) for corner in corners]

    def level(self, x0: float, x1: float, y: float, z0: float, z1: float) -> list[Point]:
        """A piece of floor, table or ceiling at height `y`."""
        return self.quad((x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1))

    def side(self, x: float, y0: float, y1: float, z0: float, z1: float) -> list[Point]:
        """A piece of a side wall at `x`."""
        return self.quad((x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1))

    def front(self, x0: float, x1: float, y0: float, y1: float, z: float) -> list[Point]:
        """Something upright that faces the camera."""
        return self.quad((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z))

    def size(self, metres: float, z: float) -> float:
        return self.focal * metres / z


# ---- people ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody is dressed. `hair` is short, parted, bob or bun; `cap` is a mortarboard."""

    hair: str
    tone: RGB
    skin: RGB
    coat: RGB
    shirt: RGB = (240, 240, 238)
    tie: RGB | None = None
    glasses: bool = False
    cap: RGB | None = None
    plain: bool = False
    """A pullover instead of a coat."""
    faceless: bool = False

    @property
    def long(self) -> bool:
        return self.hair in ("bob", "bun")

    def dimmed(self, share: float) -> Look:
        """The same out of the light."""
        dark = (20, 16, 22)
        return replace(
            self,
            tone=mix(self.tone, dark, share),
            skin=mix(self.skin, dark, share),
            coat=mix(self.coat, dark, share),
            cap=self.cap and mix(self.cap, dark, share),
        )


def stranger(chance: random.Random) -> Look:
    """Anybody."""
    return Look(
        chance.choice(("short", "short", "parted", "bob", "bun")),
        chance.choice(HAIRS),
        chance.choice(SKINS),
        chance.choice(CLOTHES),
        glasses=chance.random() < 0.35,
        plain=chance.random() < 0.4,
    )


def official(chance: random.Random) -> Look:
    """Somebody in a dark suit."""
    look = stranger(chance)
    coat = chance.choice(((36, 42, 58), (30, 32, 40), (46, 50, 60), (40, 46, 70)))
    tie = None if look.long else chance.choice(((120, 34, 40), (42, 62, 104), None))
    return replace(look, coat=coat, tie=tie, plain=False)


HEAD = mirrored([(0, -1), (0.52, -0.88), (0.74, -0.4), (0.74, 0.12), (0.62, 0.56), (0.34, 0.9), (0, 1)])
SHOULDERS = mirrored(
    [
        (0, 1.0),
        (0.34, 1.12),
        (0.62, 1.4),
        (1.35, 1.66),
        (1.82, 2.05),
        (2.02, 3.0),
        (2.1, 4.4),
        (1.9, 5.4),
        (0, 5.6),
    ]
)
TRUNK = mirrored(
    [
        (0, 1.0),
        (0.34, 1.12),
        (0.6, 1.38),
        (1.3, 1.62),
        (1.62, 2.05),
        (1.5, 3.3),
        (1.38, 4.6),
        (1.5, 6.2),
        (0, 6.4),
    ]
)
ROBE = mirrored([(0, 1.3), (0.8, 1.5), (1.55, 1.85), (1.75, 4.5), (2.0, 8.0), (2.25, 11.4), (0, 11.9)])
NAPE = mirrored([(0, -1.1), (0.6, -0.98), (0.84, -0.42), (0.8, 0.2), (0.58, 0.62), (0.3, 0.74), (0, 0.76)])
BOB_BACK = mirrored([(0, -1.14), (0.66, -1.0), (0.94, -0.4), (0.98, 0.3), (1.0, 0.95), (0.6, 1.2), (0, 1.24)])
CROWNS: dict[str, tuple[Point, ...]] = {
    "short": (
        (-0.8, 0.0), (-0.86, -0.5), (-0.6, -1.04), (0, -1.2), (0.6, -1.04), (0.86, -0.5), (0.8, 0.0),
        (0.7, -0.28), (0.56, -0.56), (0.1, -0.62), (-0.4, -0.58), (-0.66, -0.34),
    ),
    "parted": (
        (-0.8, 0.0), (-0.88, -0.5), (-0.64, -1.06), (-0.1, -1.2), (0.56, -1.08), (0.86, -0.56), (0.8, 0.0),
        (0.7, -0.3), (0.5, -0.66), (0.0, -0.72), (-0.34, -0.86), (-0.5, -0.56), (-0.7, -0.3),
    ),
    "bob": (
        (-0.84, 0.5), (-0.94, -0.4), (-0.62, -1.06), (0, -1.18), (0.62, -1.06), (0.94, -0.4), (0.84, 0.5),
        (0.7, 0.0), (0.52, -0.42), (0.12, -0.7), (-0.3, -0.62), (-0.6, -0.3), (-0.72, 0.1),
    ),
    "bun": (
        (-0.8, 0.02), (-0.86, -0.5), (-0.6, -1.04), (0, -1.16), (0.6, -1.04), (0.86, -0.5), (0.8, 0.02),
        (0.68, -0.3), (0.4, -0.72), (0, -0.84), (-0.4, -0.72), (-0.68, -0.3),
    ),
}  # fmt: skip


def moved(shape: Sequence[Point], x: float, y: float, unit: float, side: int = 1) -> list[Point]:
    """A shape given in half head heights, moved to a head at (x, y); `side` -1 mirrors it."""
    return [(x + side * px * unit, y + py * unit) for px, py in shape]


def placed(shape: Sequence[Point], x: float, y: float, unit: float, turn: float = 0) -> list[Point]:
    """The same with a smooth outline; `turn` shifts and narrows it towards one side."""
    bent = [(px * (1 - 0.12 * abs(turn)) + turn * 0.22, py) for px, py in smooth(shape)]
    return moved(bent, x, y, unit)


def bust(
    art: Art, x: float, y: float, unit: float, look: Look, turn: float = 0, body: Sequence[Point] = ()
) -> None:
    """Head and shoulders from the front. (x, y) is the middle of the head, `unit` half its height.

    `turn` is -1 for looking to the left, 1 for the right, 0 straight ahead; `body` is another outline than
    the broad one of somebody who sits.
    """
    if look.hair == "bob":
        art.polygon(placed(BOB_BACK, x - turn * unit * 0.12, y, unit), mix(look.tone, BLACK, 0.2))
    if look.hair == "bun":
        art.ellipse(x - turn * unit * 0.5, y - unit * 1.08, unit * 0.36, unit * 0.34, look.tone)
    torso(art, x, y, unit, look, turn, body or SHOULDERS)
    head(art, x, y, unit, look, turn)


def head(art: Art, x: float, y: float, unit: float, look: Look, turn: float = 0) -> None:
    """Ears, face, hair and cap."""
    for side in (-1, 1):
        ear = x + side * unit * 0.74 - turn * unit * 0.1
        art.ellipse(ear, y + unit * 0.08, unit * 0.13, unit * 0.22, mix(look.skin, look.tone, 0.1))
    art.polygon(placed(HEAD, x, y, unit), look.skin)
    if unit > 9 and not look.faceless:
        face(art, x, y, unit, look, turn)
    art.polygon(placed(CROWNS[look.hair], x, y, unit, turn * 0.3), look.tone)
    if unit > 10:
        shine = [(-0.5, -0.86), (0.0, -1.06), (0.46, -0.92), (0.02, -0.98)]
        art.polygon(placed(shine, x, y, unit), mix(look.tone, look.skin, 0.4), 0.35)
    if look.cap:
        mortarboard(art, x, y, unit, look.cap)


def torso(art: Art, x: float, y: float, unit: float, look: Look, turn: float, body: Sequence[Point]) -> None:
    """Neck, coat, shirt and tie."""
    light, dark = mix(look.coat, WARM, 0.14), mix(look.coat, BLACK, 0.3)
    art.blend(placed(body, x, y, unit), light, dark)
    neck = [(-0.36, 0.4), (0.36, 0.4), (0.42, 1.2), (0, 1.62), (-0.42, 1.2)]
    lean = turn * unit * 0.08
    coated = unit > 7 and not look.plain
    if look.plain:
        art.ellipse(x + lean, y + unit * 1.3, unit * 0.62, unit * 0.44, mix(look.coat, WHITE, 0.3))
    if coated:
        opening = [(-0.48, 1.2), (0.48, 1.2), (0.16, 2.6), (0, 3.1), (-0.16, 2.6)]
        art.polygon(moved(opening, x + lean, y, unit), look.shirt)
    art.polygon(moved(neck, x, y, unit), mix(look.skin, look.tone, 0.16))
    if not coated:
        return
    if look.tie:
        tie = [(-0.12, 1.56), (0.12, 1.56), (0.18, 2.5), (0, 2.95), (-0.18, 2.5)]
        art.polygon(moved(tie, x + lean, y, unit), look.tie)
        art.polygon(
            moved(((-0.17, 1.46), (0.17, 1.46), (0.1, 1.74), (-0.1, 1.74)), x + lean, y, unit),
            mix(look.tie, BLACK, 0.2),
        )
    for side in (-1, 1):
        collar = [(0.42, 1.08), (0.0, 1.58), (0.3, 1.86), (0.58, 1.3)]
        lapel = [(0.5, 1.24), (0.02, 3.2), (0.62, 2.3), (0.98, 2.2), (0.92, 1.56)]
        art.polygon(moved(lapel, x + lean, y, unit, side), mix(look.coat, WARM, 0.1))
        art.polygon(moved(collar, x + lean, y, unit, side), mix(look.shirt, WHITE, 0.4))


def face(art: Art, x: float, y: float, unit: float, look: Look, turn: float) -> None:
    """A few calm strokes; nobody in particular."""
    blush, ink = mix(look.skin, (170, 84, 66), 0.28), mix(look.tone, look.skin, 0.12)
    mid = x + turn * unit * 0.2
    for side in (-1, 1):
        art.ellipse(mid + side * unit * 0.44, y + unit * 0.36, unit * 0.17, unit * 0.11, blush, 0.35)
        eye = mid + side * unit * 0.3
        art.line(arc(eye, y - unit * 0.2, unit * 0.17, unit * 0.05), ink, unit * 0.055, 0.85)
        art.ellipse(eye, y + unit * 0.04, unit * 0.06, unit * 0.075, ink)
        if look.glasses:
            rim = [
                v * SUPER for v in (eye - unit * 0.23, y - unit * 0.13, eye + unit * 0.23, y + unit * 0.23)
            ]
            art.pen.rounded_rectangle(
                rim, unit * 0.14 * SUPER, outline=(56, 50, 52), width=max(1, round(unit * 0.04 * SUPER))
            )
    if look.glasses:
        art.line(
            [(mid - unit * 0.07, y + unit * 0.02), (mid + unit * 0.07, y + unit * 0.02)],
            (56, 50, 52),
            unit * 0.04,
        )
    art.line(
        arc(mid + turn * unit * 0.04, y + unit * 0.34, unit * 0.09, -unit * 0.05),
        mix(look.skin, (160, 84, 66), 0.5),
        unit * 0.05,
    )
    art.line(
        arc(mid, y + unit * 0.58, unit * 0.19, -unit * 0.09), mix(look.skin, (150, 50, 50), 0.7), unit * 0.065
    )


def arc(x: float, y: float, reach: float, rise: float) -> list[Point]:
    """A short bow around (x, y); `rise` is how far its middle stands above its ends."""
    return [(x + reach * t, y - rise * (1 - t * t)) for t in (-1, -0.7, -0.4, -0.1, 0.2, 0.5, 0.8, 1)]


def mortarboard(art: Art, x: float, y: float, unit: float, colour: RGB) -> None:
    """A graduate's cap."""
    art.polygon(taper(x, y - unit * 0.5, unit * 0.8, y - unit * 1.1, unit * 0.74), mix(colour, BLACK, 0.3))
    art.polygon(
        [
            (x - unit * 1.3, y - unit * 1.06),
            (x, y - unit * 1.42),
            (x + unit * 1.3, y - unit * 1.06),
            (x, y - unit * 0.74),
        ],
        mix(colour, WHITE, 0.06),
    )
    art.line(
        [(x, y - unit * 1.08), (x + unit * 0.95, y - unit * 0.92), (x + unit * 0.98, y - unit * 0.3)],
        GOLD,
        unit * 0.09,
    )


def back(art: Art, x: float, y: float, unit: float, look: Look, dim: float = 0) -> None:
    """Head and shoulders from behind, lit from the stage; `dim` (0 to 1) takes light away."""
    worn = look.dimmed(dim)
    art.blend(
        placed(SHOULDERS, x, y, unit), mix(worn.coat, WARM, 0.16 * (1 - dim)), mix(worn.coat, BLACK, 0.35)
    )
    art.polygon(
        moved(((-0.36, 0.3), (0.36, 0.3), (0.48, 1.34), (-0.48, 1.34)), x, y, unit),
        mix(worn.skin, (120, 70, 56), 0.3),
    )
    collar = ((-0.5, 1.14), (0, 1.3), (0.5, 1.14), (0.56, 1.4), (0, 1.58), (-0.56, 1.4))
    art.polygon(moved(collar, x, y, unit), mix(worn.coat, WHITE, 0.16 * (1 - dim)))
    for side in (-1, 1):
        art.ellipse(
            x + side * unit * 0.78,
            y + unit * 0.06,
            unit * 0.12,
            unit * 0.22,
            mix(worn.skin, (150, 80, 60), 0.2),
        )
    outline = BOB_BACK if look.hair == "bob" else NAPE
    art.polygon(placed(outline, x, y - unit * 0.04, unit), mix(worn.tone, WARM, 0.42 * (1 - dim)))
    art.polygon(placed(outline, x, y + unit * 0.03, unit * 0.985), worn.tone)
    if look.hair == "bun":
        art.ellipse(x, y - unit * 0.62, unit * 0.4, unit * 0.36, mix(worn.tone, WARM, 0.12))
        art.ellipse(x, y - unit * 0.58, unit * 0.38, unit * 0.34, mix(worn.tone, WARM, 0.04))
    if worn.cap:
        mortarboard(art, x, y, unit, worn.cap)


def standing(
    art: Art,
    x: float,
    foot: float,
    height: float,
    look: Look,
    *,
    gown: bool = False,
    holds: RGB | None = None,
) -> None:
    """Somebody on his feet, seen from the front; `holds` is the colour of a folder held before the chest."""
    unit = height / 15
    top = foot - height + unit
    art.glow(x, foot, unit * 3, unit * 0.6, (20, 16, 14), 0.5)
    trousers = (46, 52, 68) if look.plain else mix(look.coat, BLACK, 0.3)
    for side in (-1, 1):
        art.polygon(moved(((0, 5.6), (1.4, 5.6), (1.05, 13.6), (0.26, 13.6)), x, top, unit, side), trousers)
        art.ellipse(x + side * unit * 0.72, foot - unit * 0.28, unit * 0.52, unit * 0.3, (26, 24, 26))
    bust(art, x, top, unit, look, body=TRUNK)
    if gown:
        art.blend(placed(ROBE, x, top, unit), mix(look.coat, WHITE, 0.08), mix(look.coat, BLACK, 0.3))
        art.polygon(
            moved(((-0.7, 1.35), (0.7, 1.35), (0.3, 3.0), (0, 4.4), (-0.3, 3.0)), x, top, unit),
            (212, 170, 70),
        )
        art.polygon(moved(((-0.42, 1.2), (0.42, 1.2), (0, 3.2)), x, top, unit), look.shirt)
        art.ellipse(x, top + unit * 0.95, unit * 0.36, unit * 0.45, mix(look.skin, look.tone, 0.16))
        head(art, x, top, unit, look)
    for side in (-1, 1):
        elbow = (x + side * unit * 1.78, top + unit * 4.3)
        hand = (x + side * unit * (0.9 if holds else 1.72), top + unit * (4.6 if holds else 6.9))
        art.limb(
            [(x + side * unit * 1.4, top + unit * 2.2), elbow, hand], mix(look.coat, BLACK, 0.16), unit * 0.7
        )
        art.ellipse(*hand, unit * 0.34, unit * 0.38, look.skin)
    if holds:
        cover = (x - unit * 1.3, top + unit * 3.5, x + unit * 1.3, top + unit * 5.4)
        art.rounded(cover, unit * 0.1, holds)
        page = (x - unit * 1.05, top + unit * 3.72, x + unit * 1.05, top + unit * 5.18)
        art.rounded(page, unit * 0.06, (252, 240, 214))
        art.line([(x - unit * 0.6, top + unit * 4.2), (x + unit * 0.6, top + unit * 4.2)], holds, unit * 0.16)


# ---- furniture ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a room: backdrop from bright to deep, lettering, walls, wood, seats."""

    bright: RGB
    deep: RGB
    letters: RGB
    wall: RGB
    wood: RGB
    seat: RGB


RED = Theme((206, 46, 44), (128, 18, 26), (255, 240, 206), (216, 190, 156), (150, 100, 62), (122, 40, 44))
BLUE = Theme((44, 112, 190), (14, 44, 104), (255, 255, 255), (208, 200, 188), (160, 116, 78), (44, 62, 96))
TEAL = Theme((40, 132, 138), (12, 62, 76), (255, 252, 236), (214, 204, 186), (168, 126, 84), (58, 74, 84))


def backdrop(art: Art, box: Sequence[float], theme: Theme, lines: Sequence[str], *, at: float = 0.42) -> None:
    """A printed wall; its first line is the largest and stands at a share `at` of the height."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    art.rect(x0, y0, x1, y1, theme.bright, theme.deep)
    for i in range(5):
        top = x0 + wide * (0.1 + i * 0.2)
        art.polygon(
            [(top, y0), (top + wide * 0.06, y0), (top + wide * 0.2, y1), (top - wide * 0.06, y1)], WHITE, 0.03
        )
    for i in range(3):
        wave = [
            (x0 + wide * k / 24, y1 - high * (0.1 + 0.05 * i + 0.07 * math.sin(k / 24 * 5 + i * 1.3)))
            for k in range(25)
        ]
        art.polygon([*wave, (x1, y1), (x0, y1)], mix(theme.bright, WHITE, 0.2), 0.16)
    art.glow((x0 + x1) / 2, y0 + high * 0.4, wide * 0.5, high * 0.6, mix(theme.bright, WHITE, 0.35), 0.35)
    art.text(
        (x0 + x1) / 2, y0 + high * at, lines[0], wide * 0.86, min(high * 0.2, wide * 0.075), theme.letters
    )
    for i, words in enumerate(lines[1:]):
        art.text(
            (x0 + x1) / 2,
            y0 + high * (at - 0.22 if i == 0 else at + 0.21),
            words,
            wide * 0.6,
            high * 0.085,
            theme.letters,
        )


def curtain(art: Art, box: Sequence[float], colour: RGB, folds: int) -> None:
    """Cloth hanging in folds."""
    x0, y0, x1, y1 = box
    step = (x1 - x0) / folds
    for i in range(folds):
        left = x0 + i * step
        light, dark = mix(colour, WARM, 0.2), mix(colour, BLACK, 0.45)
        art.rect(left, y0, left + step * 0.5, y1, dark, light, sideways=True)
        art.rect(left + step * 0.5, y0, left + step, y1, light, dark, sideways=True)


def flowers(art: Art, x0: float, x1: float, y: float, size: float, petals: Sequence[RGB]) -> None:
    """A bed of potted flowers with its foot at height `y`."""
    count = max(5, round((x1 - x0) / size * 5))
    for i in range(count):
        x, lift = x0 + (x1 - x0) * i / (count - 1), art.chance.random()
        green = mix((44, 88, 52), (104, 144, 76), lift)
        art.ellipse(x, y - size * (0.2 + 0.32 * lift), size * 0.3, size * 0.34, green)
    for i in range(count * 3):
        x, lift = art.chance.uniform(x0, x1), (i + art.chance.random()) / (count * 3)
        petal = mix(art.chance.choice(petals), BLACK, 0.12 * lift)
        radius, cy = size * art.chance.uniform(0.07, 0.11), y - size * (0.9 - 0.55 * lift)
        for k in range(5 if size > 60 else 1):
            angle = math.tau * k / 5 + lift * 9
            shift = radius * 0.55 if size > 60 else 0
            art.ellipse(
                x + math.cos(angle) * shift, cy + math.sin(angle) * shift, radius, radius * 0.9, petal
            )
        if size > 60:
            art.ellipse(x, cy, radius * 0.45, radius * 0.4, mix(petal, (250, 220, 120), 0.6))


def microphone(art: Art, x: float, y: float, size: float, lean: float = 0) -> None:
    """A goose-neck microphone on a table; (x, y) is its foot."""
    art.ellipse(x, y, size * 0.2, size * 0.07, (40, 40, 44))
    bow = [(x + lean * size * (t / 6) ** 2 * 0.5, y - size * t / 6) for t in range(7)]
    art.line(bow, (58, 58, 64), size * 0.045)
    art.limb([bow[-1], (bow[-1][0] + lean * size * 0.1, bow[-1][1] - size * 0.1)], (30, 30, 34), size * 0.1)


def plate(art: Art, x: float, y: float, width: float, name: str = "") -> None:
    """A name plate standing on a table; (x, y) is the middle of its foot."""
    tall = width * 0.42
    art.polygon(taper(x, y, width / 2, y - tall, width * 0.47), (250, 247, 240))
    art.polygon(taper(x, y, width / 2, y - tall * 0.1, width / 2), (176, 38, 40))
    if name:
        art.text(
            x,
            y - tall * 0.52,
            name if len(name) > 2 else "　".join(name),
            width * 0.84,
            tall * 0.6,
            (34, 30, 34),
        )
    else:
        for i in (-1, 0, 1):
            art.rounded(
                [
                    x + i * width * 0.25 - width * 0.08,
                    y - tall * 0.7,
                    x + i * width * 0.25 + width * 0.08,
                    y - tall * 0.36,
                ],
                0.5,
                (70, 62, 64),
            )


def cup(art: Art, x: float, y: float, size: float) -> None:
    """A lidded white tea cup."""
    art.blend(taper(x, y - size * 0.85, size * 0.4, y, size * 0.34), WHITE, (196, 196, 198), sideways=True)
    art.ellipse(x, y - size * 0.87, size * 0.42, size * 0.12, (232, 232, 232))
    art.ellipse(x, y - size * 1.0, size * 0.1, size * 0.09, (214, 214, 214))
    art.line(
        [(x - size * 0.37, y - size * 0.4), (x + size * 0.37, y - size * 0.4)],
        (80, 110, 170),
        size * 0.05,
        0.6,
    )


# ---- scenes ------------------------------------------------------------------------------------------------


def room(art: Art, eye: Camera, theme: Theme, half: float, tall: float, far: float) -> None:
    """Floor, walls and ceiling of a hall `half` * 2 metres wide, `tall` high, `far` deep."""
    near = 1.2
    floor = mix(theme.wood, (60, 44, 38), 0.5)
    art.blend(eye.level(-half, half, 0, far, near), floor, mix(floor, BLACK, 0.5))
    art.blend(eye.level(-half, half, tall, near, far), (206, 198, 188), (242, 236, 226))
    for side in (-1, 1):
        x = side * half
        wall = eye.side(x, 0, tall, near, far)
        light, dark = mix(theme.wall, WARM, 0.3), mix(theme.wall, (90, 66, 54), 0.5)
        art.blend(wall, *((dark, light) if side < 0 else (light, dark)), sideways=True)
        panelling(art, eye, theme, x, tall, far)
    art.rect(
        *eye.at(-half, tall, far),
        *eye.at(half, 0, far),
        mix(theme.wall, WARM, 0.3),
        mix(theme.wall, BLACK, 0.1),
    )
    for z in range(3, int(far), 3):
        for x in (-half * 0.55, 0.0, half * 0.55):
            art.polygon(eye.level(x - 1.1, x + 1.1, tall, z, z + 0.9), (255, 250, 236))
            glow_x, glow_y = eye.at(x, tall, z + 0.45)
            art.glow(glow_x, glow_y, eye.size(2.4, z + 0.5), eye.size(1.1, z + 0.5), (255, 246, 222), 0.45)


def panelling(art: Art, eye: Camera, theme: Theme, x: float, tall: float, far: float) -> None:
    """Wooden panels and lamps along a side wall."""
    wood = eye.side(x, 0, tall * 0.36, 1.2, far)
    light, dark = mix(theme.wood, WARM, 0.12), mix(theme.wood, BLACK, 0.45)
    art.blend(wood, *((dark, light) if x < 0 else (light, dark)), sideways=True)
    art.line(wood[1:3], mix(theme.wood, WARM, 0.4), 3)
    z = 2.0
    while z < far - 1.5:
        art.line(
            eye.quad((x, 0, z), (x, tall * 0.36, z)), mix(theme.wood, BLACK, 0.5), eye.size(0.03, z), 0.6
        )
        art.line(
            eye.quad((x, tall * 0.36, z), (x, tall, z)), mix(theme.wall, BLACK, 0.3), eye.size(0.03, z), 0.5
        )
        lamp_x, lamp_y = eye.at(x, tall * 0.62, z + 0.9)
        art.glow(lamp_x, lamp_y, eye.size(0.9, z + 0.9), eye.size(1.5, z + 0.9), (255, 226, 168), 0.6)
        art.ellipse(lamp_x, lamp_y, eye.size(0.07, z + 0.9), eye.size(0.24, z + 0.9), (255, 244, 214))
        z += 2.6


def stage(
    art: Art, eye: Camera, theme: Theme, lines: Sequence[str], half: float, tall: float, far: float
) -> None:
    """The raised end of a hall: backdrop, curtains, flags, lit boards and flowers along the edge."""
    edge = far - 4.5
    x0, y0 = eye.at(-half * 0.74, tall * 0.93, far)
    x1, y1 = eye.at(half * 0.74, 1.0, far)
    backdrop(art, (x0, y0, x1, y1), theme, lines)
    left, right = eye.at(-half, 0, far)[0], eye.at(half, 0, far)[0]
    for box in ((left, y0, x0 + 14, y1), (x1 - 14, y0, right, y1)):
        curtain(art, box, mix(theme.deep, (120, 16, 24), 0.75), 7)
    curtain(art, (left, y0 - 8, right, y0 + (y1 - y0) * 0.1), mix(theme.deep, (120, 16, 24), 0.75), 30)
    board = mix(theme.wood, WARM, 0.25)
    art.blend(eye.level(-half, half, 1, far, edge), board, mix(board, WARM, 0.35))
    art.blend(eye.front(-half, half, 1, 0, edge), mix(theme.wood, BLACK, 0.25), mix(theme.wood, BLACK, 0.6))
    middle, top = eye.at(0, tall * 0.5, far)
    art.glow(middle, top, eye.size(half * 1.1, far), eye.size(tall * 0.9, far), WARM, 0.28)


def presidium(art: Art, eye: Camera, theme: Theme, seated: int, z: float) -> None:
    """Leaders behind a long covered table on the stage."""
    gap = 1.05
    y = 1.0
    for i in range(seated):
        x = (i - (seated - 1) / 2) * gap
        px, py = eye.at(x, y + 1.22, z + 0.5)
        unit = eye.size(0.145, z)
        art.rounded(
            [px - unit * 1.9, py + unit * 0.2, px + unit * 1.9, py + unit * 5],
            unit * 0.5,
            mix(theme.wood, BLACK, 0.35),
        )
        bust(art, px, py, unit, official(art.chance))
    half = seated * gap / 2 + 0.3
    cloth = mix(theme.deep, (126, 20, 30), 0.8)
    art.polygon(eye.level(-half, half, y + 0.78, z + 0.6, z), mix(cloth, WARM, 0.3))
    x0, y0 = eye.at(-half, y + 0.78, z)
    x1, y1 = eye.at(half, y, z)
    curtain(art, (x0, y0, x1, y1), cloth, seated * 3)
    for i in range(seated):
        px, py = eye.at((i - (seated - 1) / 2) * gap, y + 0.8, z + 0.1)
        plate(art, px, py, eye.size(0.44, z))
        cup(art, px + eye.size(0.36, z), py, eye.size(0.13, z))
        microphone(art, px - eye.size(0.34, z), py, eye.size(0.4, z), 0.5)


def audience(
    art: Art, eye: Camera, theme: Theme, rows: Sequence[float], half: float, *, cap: bool = False
) -> None:
    """Rows of people from behind, the farthest first; `rows` are distances."""
    for z in rows:
        dim = min(0.55, max(0.0, (13 - z) / 13) * 0.62)
        offset = art.chance.uniform(0, 0.2)
        count = int((half - 0.4) / 0.66)
        for k in range(-count, count + 1):
            x = k * 0.66 + offset
            if abs(x) < 0.72:
                continue
            seat(art, eye, theme, x, z, dim, cap=cap)


def seat(art: Art, eye: Camera, theme: Theme, x: float, z: float, dim: float, *, cap: bool) -> None:
    """One chair of an audience and, nearly always, somebody in it."""
    unit = eye.size(0.135, z)
    px, py = eye.at(x, 1.22 + art.chance.uniform(-0.05, 0.05), z)
    if not -200 < px < art.width + 200:
        return
    if art.chance.random() > 0.06:
        look = stranger(art.chance)
        if cap:
            look = replace(look, coat=(34, 38, 52), cap=(32, 34, 46))
        back(art, px + art.chance.uniform(-0.3, 0.3) * unit, py, unit, look, dim)
    cx, top = eye.at(x, 0.92, z)
    foot = eye.at(x, 0, z)[1]
    wide = eye.size(0.28, z)
    cover = mix(theme.seat, (20, 14, 18), dim)
    art.rounded([cx - wide, top, cx + wide, foot], unit * 0.7, mix(cover, BLACK, 0.25))
    art.rounded([cx - wide * 0.96, top + unit * 0.16, cx + wide * 0.96, foot], unit * 0.65, cover)
    art.line(
        [(cx - wide * 0.72, top + unit * 0.12), (cx + wide * 0.72, top + unit * 0.12)],
        mix(cover, WARM, 0.4),
        unit * 0.1,
        0.6,
    )


def hall(
    seed: str, lines: Sequence[str], theme: Theme, *, seated: int = 9, cap: bool = False, x: float = 800
) -> Image.Image:
    """A meeting in a large hall, seen from the back rows."""
    art = Art(WIDE, seed)
    eye = Camera(1340, x, 440, 3.1)
    half, tall, far = 9.0, 7.2, 21.0
    room(art, eye, theme, half, tall, far)
    stage(art, eye, theme, lines, half, tall, far)
    art.blur(0.9)
    presidium(art, eye, theme, seated, far - 2.9)
    fx0, fy = eye.at(-half * 0.98, 1.0, far - 4.6)
    fx1 = eye.at(half * 0.98, 1.0, far - 4.6)[0]
    flowers(art, fx0, fx1, fy + 6, 30, BLOSSOMS)
    audience(art, eye, theme, [14.6, 13.4, 12.2, 11, 9.8, 8.7, 7.6, 6.6, 5.7], half - 0.4, cap=cap)
    art.in_front(lambda: audience(art, eye, theme, [4.6, 3.7], half - 0.4, cap=cap), 3)
    return art.finish()


def talk(
    seed: str,
    lines: Sequence[str],
    theme: Theme,
    *,
    library: bool = False,
    x: float = 800,
) -> Image.Image:
    """A round of tables in a smaller room: one side faces the camera, the other is seen from behind."""
    art = Art(WIDE, seed)
    eye = Camera(1180, x, 400, 2.15)
    half, tall, far = 5.2, 3.5, 9.4
    room(art, eye, theme, half, tall, far)
    x0, y0 = eye.at(-half, tall, far)
    x1, y1 = eye.at(half, 0, far)
    if library:
        shelves(art, (x0, y0 + 6, x1, y1))
    else:
        windows(art, eye, half)
        screen = (*eye.at(-2.5, 3.1, far), *eye.at(2.5, 1.15, far))
        backdrop(art, screen, theme, lines)
        for side in (-1, 1):
            plant(art, *eye.at(side * 3.6, 0, far - 0.3), eye.size(1.7, far))
    if library:
        left, top = eye.at(-3.2, 3.2, far - 0.1)
        right, bottom = eye.at(3.2, 2.75, far - 0.1)
        art.rect(left, top, right, bottom, theme.bright, theme.deep)
        art.text(
            (left + right) / 2,
            (top + bottom) / 2,
            lines[0],
            (right - left) * 0.86,
            (bottom - top) * 0.7,
            theme.letters,
        )
    art.blur(1.6)
    far_side(art, eye, theme)
    for side in (-1, 1):
        long_side(art, eye, theme, side)
    centre(art, eye)
    art.in_front(lambda: near_side(art, eye, theme), 1.6)
    art.glow(800, 330, 900, 420, WARM, 0.12)
    return art.finish()


def windows(art: Art, eye: Camera, half: float) -> None:
    """Daylight through windows with blinds, on the left wall."""
    for z in (3.2, 5.2, 7.2):
        pane = eye.side(-half, 1.0, 2.9, z, z + 1.5)
        art.blend(pane, (250, 252, 255), (206, 226, 240))
        for i in range(1, 14):
            y = 1.0 + 1.9 * i / 14
            art.line(eye.quad((-half, y, z), (-half, y, z + 1.5)), (214, 216, 214), 2, 0.8)
        x, y = eye.at(-half, 2, z + 0.75)
        art.glow(x, y, eye.size(2.2, z), eye.size(2.0, z), (255, 250, 238), 0.35)


def shelves(art: Art, box: Sequence[float]) -> None:
    """A wall of books."""
    x0, y0, x1, y1 = box
    art.rect(x0, y0, x1, y1, (110, 74, 48), (84, 54, 36))
    bays, boards = 8, 6
    for i in range(bays):
        for k in range(boards):
            left, right = x0 + (x1 - x0) * i / bays + 7, x0 + (x1 - x0) * (i + 1) / bays - 7
            top, foot = y0 + (y1 - y0) * k / boards + 5, y0 + (y1 - y0) * (k + 1) / boards - 6
            art.rect(left, top, right, foot, (62, 40, 28), (82, 56, 38))
            while left < right - 12:
                wide = art.chance.uniform(5, 11)
                spine = mix(
                    art.chance.choice(CLOTHES),
                    art.chance.choice(((190, 90, 60), (210, 180, 120), (70, 110, 120))),
                    0.6,
                )
                art.rect(
                    left,
                    top + art.chance.uniform(4, 20),
                    left + wide - 0.8,
                    foot,
                    mix(spine, WARM, 0.15),
                    mix(spine, BLACK, 0.15),
                )
                left += wide if art.chance.random() > 0.06 else wide * 3


def plant(art: Art, x: float, foot: float, height: float) -> None:
    """A potted plant."""
    for i in range(17):
        angle = math.radians(-90 + (i - 8) * 9.5)
        reach = height * (0.9 - 0.035 * abs(i - 8)) * art.chance.uniform(0.75, 1)
        tip = (x + math.cos(angle) * reach * 0.75, foot - height * 0.22 + math.sin(angle) * reach * 0.8)
        bow = (x + math.cos(angle) * reach * 0.3, foot - height * 0.3 + math.sin(angle) * reach * 0.45)
        wide = height * 0.045
        leaf = [(x, foot - height * 0.2), (bow[0] - wide, bow[1]), tip, (bow[0] + wide, bow[1])]
        art.polygon(smooth(leaf), mix((40, 96, 56), (116, 156, 84), art.chance.random()))
    pot = taper(x, foot - height * 0.25, height * 0.16, foot, height * 0.11)
    art.blend(pot, (238, 234, 226), (176, 168, 158), sideways=True)


def desk(art: Art, eye: Camera, theme: Theme, box: Sequence[float]) -> None:
    """A wooden table: x from and to, z from and to; 0.76 m high."""
    left, right, near, far = box
    y = 0.76
    art.blend(eye.front(left, right, y, 0.05, near), mix(theme.wood, BLACK, 0.1), mix(theme.wood, BLACK, 0.5))
    art.blend(eye.level(left, right, y, far, near), mix(theme.wood, WARM, 0.45), mix(theme.wood, WARM, 0.18))
    art.line(eye.quad((left, y, near), (right, y, near)), mix(theme.wood, WARM, 0.6), 2)


def setting(art: Art, x: float, y: float, size: float, *, named: bool = True) -> None:
    """What stands before a seat: paper, cup, microphone, plate. `size` is a metre in pixels."""
    art.polygon(
        [
            (x - size * 0.16, y - size * 0.01),
            (x + size * 0.14, y - size * 0.01),
            (x + size * 0.12, y - size * 0.08),
            (x - size * 0.13, y - size * 0.08),
        ],
        (252, 250, 244),
    )
    cup(art, x + size * 0.26, y, size * 0.12)
    microphone(art, x - size * 0.24, y, size * 0.34, 0.4)
    if named:
        plate(art, x, y + size * 0.06, size * 0.34)


def far_side(art: Art, eye: Camera, theme: Theme) -> None:
    """The row that faces the camera."""
    z = 7.4
    for i in range(-3, 4):
        x, y = eye.at(i * 0.86, 1.24, z + 0.55)
        unit = eye.size(0.135, z + 0.5)
        art.rounded([x - unit * 1.9, y - unit * 0.4, x + unit * 1.9, y + unit * 5], unit * 0.7, (58, 44, 40))
        bust(art, x, y, unit, official(art.chance), art.chance.choice((-0.4, 0, 0, 0.4)))
    desk(art, eye, theme, (-3.1, 3.1, z - 0.35, z + 0.35))
    for i in range(-3, 4):
        x, y = eye.at(i * 0.86, 0.76, z)
        setting(art, x, y, eye.size(1, z))


def long_side(art: Art, eye: Camera, theme: Theme, side: int) -> None:
    """A row along the room, seen from its end; everybody looks across the table."""
    places = (6.3, 5.3, 4.3)
    inner, outer = side * 2.45, side * 3.1
    for z in places:
        x, y = eye.at(side * 3.55, 1.24, z)
        unit = eye.size(0.135, z)
        art.rounded(
            [
                x - unit * 1.6 + side * unit * 0.9,
                y - unit * 0.2,
                x + unit * 1.6 + side * unit * 0.9,
                y + unit * 6,
            ],
            unit * 0.7,
            (54, 42, 38),
        )
        bust(art, x, y, unit, stranger(art.chance), -side * 1.0)
    desk(art, eye, theme, (min(inner, outer), max(inner, outer), 3.6, 7.05))
    art.polygon(eye.side(inner, 0.76, 0.05, 3.6, 7.05), mix(theme.wood, BLACK, 0.35))
    for z in places:
        x, y = eye.at(side * 2.85, 0.76, z)
        setting(art, x, y, eye.size(0.9, z), named=False)


def centre(art: Art, eye: Camera) -> None:
    """Green plants in the middle of the round."""
    for z in (6.4, 5.5, 4.6):
        for x in (-1.2, 0, 1.2):
            px, py = eye.at(x, 0, z)
            plant(art, px, py, eye.size(0.62, z))


def near_side(art: Art, eye: Camera, theme: Theme) -> None:
    """The row with its backs to the camera."""
    desk(art, eye, theme, (-3.1, 3.1, 3.1, 3.6))
    for i in (-2, -1, 0, 1, 2):
        x, y = eye.at(i * 0.98 + art.chance.uniform(-0.06, 0.06), 1.2, 2.75)
        unit = eye.size(0.13, 2.75)
        back(art, x, y, unit, stranger(art.chance), 0.25)
        art.rounded(
            [x - unit * 1.75, y + unit * 2.4, x + unit * 1.75, y + unit * 9], unit * 0.8, (38, 32, 34)
        )
        art.rounded([x - unit * 1.6, y + unit * 2.6, x + unit * 1.6, y + unit * 9], unit * 0.75, (56, 47, 46))


def lectern(art: Art, x: float, y: float, wide: float, theme: Theme) -> None:
    """A wooden lectern; (x, y) is the middle of its upper edge. It runs out of the picture below."""
    foot = art.height + 40
    wood = mix(theme.wood, WARM, 0.12)
    art.glow(x, foot - 40, wide * 1.1, wide * 0.4, (30, 16, 10), 0.5)
    body = taper(x, y + wide * 0.1, wide * 0.4, foot, wide * 0.34)
    art.blend(body, mix(wood, WARM, 0.16), mix(wood, BLACK, 0.5), sideways=True)
    art.blend(
        taper(x, y + wide * 0.24, wide * 0.27, foot, wide * 0.24),
        mix(wood, BLACK, 0.08),
        mix(wood, BLACK, 0.42),
    )
    top = taper(x, y + wide * 0.12, wide * 0.5, y - wide * 0.02, wide * 0.46)
    art.blend(top, mix(wood, WARM, 0.5), mix(wood, WARM, 0.2))
    art.rect(
        x - wide * 0.5,
        y + wide * 0.12,
        x + wide * 0.5,
        y + wide * 0.165,
        mix(wood, BLACK, 0.1),
        mix(wood, BLACK, 0.45),
    )
    emblem(art, x, y + wide * 0.5, wide * 0.13)
    for side in (-1, 1):
        microphone(art, x + side * wide * 0.24, y + wide * 0.05, wide * 0.34, -side * 0.5)
    flowers(art, x - wide * 0.62, x + wide * 0.62, art.height + 10, wide * 0.3, BLOSSOMS)


def emblem(art: Art, x: float, y: float, radius: float) -> None:
    """A school's round badge: a gear around an open book."""
    for i in range(16):
        angle = math.tau * i / 16
        art.ellipse(
            x + math.cos(angle) * radius, y + math.sin(angle) * radius, radius * 0.15, radius * 0.15, GOLD
        )
    art.ellipse(x, y, radius, radius, GOLD)
    art.ellipse(x, y, radius * 0.84, radius * 0.84, (150, 32, 36))
    for side in (-1, 1):
        page = [
            (x, y - radius * 0.3),
            (x + side * radius * 0.58, y - radius * 0.42),
            (x + side * radius * 0.58, y + radius * 0.28),
            (x, y + radius * 0.42),
        ]
        art.polygon(page, mix(GOLD, WHITE, 0.5 if side > 0 else 0.2))


def speech(
    seed: str,
    lines: Sequence[str],
    theme: Theme,
    look: Look,
    *,
    x: float = 0.5,
    outdoors: bool = False,
) -> Image.Image:
    """Somebody speaking at a lectern; `x` is where, as a share of the width."""
    art = Art(WIDE, seed)
    wide, high = WIDE
    if outdoors:
        sky(art, high * 0.72)
        campus(art, high * 0.56, 1.7)
        art.blur(5)
        backdrop(art, (wide * 0.04, high * 0.1, wide * 0.96, high * 0.52), theme, lines[:1], at=0.22)
        art.rect(0, high * 0.5, wide, high, mix(theme.deep, (150, 24, 30), 0.7), mix(theme.deep, BLACK, 0.3))
    else:
        backdrop(art, (-wide * 0.06, -high * 0.06, wide * 1.06, high * 1.05), theme, lines[:1], at=0.18)
    art.blur(3.2)
    art.glow(wide * x, high * 0.3, wide * 0.5, high * 0.6, WARM, 0.3)
    unit, top = 92.0, 384.0
    speaker(art, wide * x, top, unit, look, 0.35 if x < 0.5 else -0.35)
    lectern(art, wide * x, top + unit * 3.9, unit * 6.4, theme)
    places = [wide * (0.06 + i * 0.15) for i in range(7) if abs(0.06 + i * 0.15 - x) > 0.2]
    art.in_front(lambda: onlookers(art, places, high, unit), 7)
    return art.finish(vignette=0.34)


def speaker(art: Art, x: float, y: float, unit: float, look: Look, turn: float) -> None:
    """Head, shoulders and arms of somebody who speaks."""
    art.glow(x + unit * 0.6, y + unit * 2.5, unit * 3.2, unit * 4.4, (30, 14, 16), 0.25)
    for side in (-1, 1):
        sleeve = [
            (x + side * unit * 1.55, y + unit * 2.4),
            (x + side * unit * 2.0, y + unit * 3.9),
            (x + side * unit * 1.35, y + unit * 4.5),
        ]
        art.limb(sleeve, mix(look.coat, BLACK, 0.22), unit * 0.86)
    bust(art, x, y, unit, look, turn)


def onlookers(art: Art, places: Iterable[float], high: float, unit: float) -> None:
    """Dark heads at the lower edge, close to the camera."""
    for x in places:
        back(art, x, high - unit * art.chance.uniform(0.95, 1.25), unit, stranger(art.chance), 0.45)


def close_up(
    seed: str, lines: Sequence[str], theme: Theme, look: Look, name: str, *, x: float = 0.5
) -> Image.Image:
    """Somebody speaking in his seat, with his name before him."""
    art = Art(WIDE, seed)
    wide, high = WIDE
    backdrop(art, (-wide * 0.02, -high * 0.3, wide * 1.02, high * 1.0), theme, lines[:1], at=0.31)
    art.blur(6)
    unit, y = 118.0, 385.0
    neighbour = wide * x + (620 if x < 0.55 else -620)
    bust(art, neighbour, y + 45, unit * 0.94, official(art.chance), -0.5 if neighbour > wide * x else 0.5)
    art.blur(7)
    art.glow(wide * x - 60, 260, 720, 620, WARM, 0.26)
    art.rounded(
        [wide * x - unit * 2.3, y + unit * 0.6, wide * x + unit * 2.3, high], unit * 0.5, (62, 42, 36)
    )
    art.rounded(
        [wide * x - unit * 2.1, y + unit * 0.8, wide * x + unit * 2.1, high], unit * 0.4, (82, 56, 46)
    )
    speaker(art, wide * x, y, unit, look, 0.3 if x < 0.55 else -0.3)
    cloth = mix(theme.deep, (126, 20, 30), 0.8)
    art.rect(0, high - 262, wide, high, mix(cloth, WARM, 0.28), mix(cloth, WARM, 0.06))
    art.line([(0, high - 262), (wide, high - 262)], mix(cloth, WARM, 0.5), 3)
    hands(art, wide * x, high - 256, unit, look)
    cup(art, wide * x + 330, high - 86, 108)
    microphone(art, wide * x - 330, high - 120, 360, 1.0)
    plate(art, wide * x - 20, high - 34, 320, name)
    return art.finish(vignette=0.34)


def hands(art: Art, x: float, y: float, unit: float, look: Look) -> None:
    """Two hands on a manuscript."""
    art.polygon(
        [
            (x - unit * 1.2, y + unit * 0.62),
            (x + unit * 1.1, y + unit * 0.62),
            (x + unit * 0.92, y),
            (x - unit * 1.0, y),
        ],
        (253, 251, 246),
    )
    for i in range(4):
        art.line(
            [(x - unit * 0.8, y + unit * (0.12 + i * 0.11)), (x + unit * 0.7, y + unit * (0.12 + i * 0.11))],
            (150, 146, 146),
            2,
            0.6,
        )
    for side in (-1, 1):
        art.limb(
            [(x + side * unit * 1.9, y - unit * 0.25), (x + side * unit * 1.25, y + unit * 0.16)],
            mix(look.coat, BLACK, 0.1),
            unit * 0.7,
        )
        art.limb(
            [(x + side * unit * 1.12, y + unit * 0.2), (x + side * unit * 1.02, y + unit * 0.24)],
            look.shirt,
            unit * 0.5,
        )
        art.polygon(
            smooth(
                moved([(1.1, 0.02), (0.72, 0.08), (0.5, 0.26), (0.62, 0.44), (1.0, 0.46)], x, y, unit, side)
            ),
            look.skin,
        )


# ---- outdoors ----------------------------------------------------------------------------------------------


def sky(art: Art, horizon: float) -> None:
    """A bright day with a few clouds."""
    art.rect(0, 0, art.width, horizon, (112, 172, 222), (232, 240, 240))
    for _ in range(6):
        x, y = art.chance.uniform(0, art.width), art.chance.uniform(0.08, 0.62) * horizon
        size = art.chance.uniform(34, 62)
        for _puff in range(16):
            shift = art.chance.gauss(0, 1.4)
            puff = size * art.chance.uniform(0.5, 1.0) / (1 + 0.3 * shift * shift)
            art.ellipse(x + shift * size * 1.2, y - puff * 0.6, puff * 1.25, puff * 0.8, WHITE, 0.42)
    art.blur(6)
    art.glow(art.width * 0.82, horizon * 0.1, art.width * 0.5, horizon * 0.9, (255, 246, 220), 0.5)


def campus(art: Art, ground: float, scale: float) -> None:
    """Teaching buildings and trees on the skyline, hazy with distance."""
    hill = [
        (x, ground - scale * (46 + 26 * math.sin(x / 210) + 14 * math.sin(x / 83)))
        for x in range(0, art.width + 41, 40)
    ]
    art.polygon([*hill, (art.width, ground), (0, ground)], (176, 200, 204))
    x = -30.0
    while x < art.width:
        wide, high = art.chance.uniform(120, 230) * scale, art.chance.uniform(52, 108) * scale
        house(art, x, ground, wide, high, scale)
        x += wide + art.chance.uniform(-10, 70) * scale
    for _ in range(round(150 / scale)):
        x, size = art.chance.uniform(0, art.width), art.chance.uniform(12, 24) * scale
        leaf = mix((92, 132, 92), (132, 166, 112), art.chance.random())
        art.ellipse(x, ground - size * 0.6, size, size * 0.85, leaf)


def house(art: Art, x: float, ground: float, wide: float, high: float, scale: float) -> None:
    """A plain building with rows of windows."""
    brick = mix(art.chance.choice(((214, 176, 152), (226, 216, 200), (200, 204, 206))), (220, 230, 234), 0.3)
    light, dark = mix(brick, WHITE, 0.2), mix(brick, BLACK, 0.08)
    art.rect(x, ground - high, x + wide, ground, light, dark, sideways=True)
    art.rect(x - 3, ground - high - 4 * scale, x + wide + 3, ground - high, mix(brick, BLACK, 0.16))
    step_x, step_y = 15 * scale, 19 * scale
    for row in range(int(high / step_y)):
        for column in range(int(wide / step_x) - 1):
            left, top = x + step_x * (column + 0.6), ground - high + step_y * (row + 0.3)
            art.rect(left, top, left + step_x * 0.66, top + step_y * 0.5, (150, 182, 204), (190, 212, 224))


def marcher(
    art: Art, x: float, foot: float, height: float, look: Look, *, away: bool, stride: int = 0
) -> None:
    """A student in sportswear, seen from behind or not; `stride` tells the leg that is lifted, 0 for none."""
    unit = height / 15
    top = foot - height + unit
    art.ellipse(x + unit, foot, unit * 2.6, unit * 0.6, (20, 40, 20), 0.25)
    for side in (-1, 1):
        raised = unit * 1.6 if stride == side else 0
        leg = [(x + side * unit * 0.62, top + unit * 6), (x + side * unit * 0.68, foot - raised - unit * 0.5)]
        art.line(leg, mix(look.shirt, BLACK, 0.1), unit * 1.05)
        art.ellipse(
            x + side * unit * 0.7, foot - raised - unit * 0.3, unit * 0.55, unit * 0.34, (240, 240, 240)
        )
        swing = unit * 0.9 * stride * side
        arm = [
            (x + side * unit * 1.5, top + unit * 2.1),
            (x + side * unit * 1.85, top + unit * 4.3),
            (x + side * unit * 1.6 - side * abs(swing) * 0.6, top + unit * 6 - abs(swing)),
        ]
        art.line(arm, mix(look.coat, BLACK, 0.2), unit * 0.78)
        art.ellipse(*arm[-1], unit * 0.36, unit * 0.36, look.skin)
    trunk = [(0, 1.1), (0.5, 1.2), (1.5, 1.7), (1.75, 2.4), (1.3, 4.6), (1.3, 6.7), (0, 6.8)]
    art.blend(placed(mirrored(trunk), x, top, unit), mix(look.coat, WHITE, 0.14), mix(look.coat, BLACK, 0.18))
    if away:
        art.ellipse(x, top + unit * 1.05, unit * 0.36, unit * 0.4, mix(look.skin, BLACK, 0.2))
        art.polygon(placed(BOB_BACK if look.hair == "bob" else NAPE, x, top, unit), look.tone)
    else:
        head(art, x, top, unit, look)


def flag(art: Art, x: float, foot: float, height: float, colour: RGB) -> None:
    """A flag in a light wind."""
    art.line([(x, foot), (x, foot - height)], (206, 206, 208), max(2, height * 0.014))
    wide, tall = height * 0.5, height * 0.33
    upper = [
        (x + wide * k / 12, foot - height + tall * 0.09 * math.sin(k / 12 * 6) + tall * 0.02 * k / 12)
        for k in range(13)
    ]
    art.blend(
        [*upper, *((px, py + tall) for px, py in reversed(upper))],
        mix(colour, WHITE, 0.16),
        mix(colour, BLACK, 0.2),
        sideways=True,
    )


def balloon(art: Art, x: float, y: float, radius: float, colour: RGB) -> None:
    """A balloon on its string."""
    art.line([(x, y + radius), (x + radius * 0.2, y + radius * 2.6)], (220, 220, 220), 1, 0.7)
    art.ellipse(x, y, radius * 0.86, radius, colour)
    art.ellipse(x - radius * 0.28, y - radius * 0.36, radius * 0.2, radius * 0.26, WHITE, 0.4)


def turf(art: Art, eye: Camera, half: float, near: float, far: float) -> None:
    """A mown lawn, in stripes."""
    for i in range(24):
        z0, z1 = near + (far - near) * (i / 24) ** 1.6, near + (far - near) * ((i + 1) / 24) ** 1.6
        green = mix((112, 164, 84), (98, 150, 76), i % 2)
        art.polygon(eye.level(-half, half, 0, z0, z1), mix(green, (206, 220, 190), i / 50))


def field(
    seed: str, lines: Sequence[str], theme: Theme, shirts: Sequence[RGB], *, drill: bool = False
) -> Image.Image:
    """A ceremony on the sports field, seen from the stand: classes lined up before a platform.

    For a military `drill` there are no balloons, and trousers match the shirts.
    """
    art = Art(WIDE, seed)
    eye = Camera(1150, 800, 410, 7.5)
    sky(art, 470)
    campus(art, 424, 1.15)
    art.polygon(eye.level(-400, 400, 0, 400, 6), (150, 186, 126))
    turf(art, eye, 70, 9, 120)
    art.polygon(eye.level(-80, 80, 0, 64, 52), (190, 96, 78))
    for lane in range(9):
        art.line(eye.quad((-80, 0, 52 + lane * 1.5), (80, 0, 52 + lane * 1.5)), (246, 236, 226), 1.4, 0.85)
    platform(art, eye, theme, lines)
    art.blur(1.1)
    if not drill:
        for i in range(26):
            colour = art.chance.choice(
                ((226, 66, 62), (246, 196, 70), (80, 150, 214), (248, 240, 236), (112, 176, 108))
            )
            balloon(
                art,
                art.chance.uniform(60, 1540),
                art.chance.uniform(30, 330),
                art.chance.uniform(8, 20) + i % 3,
                colour,
            )
    for z0 in (31.0, 16.5):
        for i in range(5):
            shirt = shirts[(i + (0 if z0 > 20 else 3)) % len(shirts)]
            trousers = mix(shirt, BLACK, 0.2) if drill else (48, 58, 84)
            formation(art, eye, (i - 2) * 8.6, z0, shirt, trousers)
    return art.finish(vignette=0.14)


def platform(art: Art, eye: Camera, theme: Theme, lines: Sequence[str]) -> None:
    """A platform with its backdrop, people in a row, a carpet and flags."""
    z = 58.0
    x0, y0 = eye.at(-17, 10.5, z + 4)
    x1, y1 = eye.at(17, 1.6, z + 4)
    art.rect(x0 - 8, y0 - 8, x1 + 8, y1, (120, 124, 130), (150, 152, 156))
    backdrop(art, (x0, y0, x1, y1), theme, lines)
    art.rect(*eye.at(-20, 1.7, z), *eye.at(20, 0, z), (178, 42, 44), (128, 24, 30))
    for i in range(-5, 6):
        px, foot = eye.at(i * 1.7, 1.7, z + 1)
        standing(art, px, foot, eye.size(1.75, z), official(art.chance))
    fx0, fy = eye.at(-20, 0, z - 0.4)
    flowers(art, fx0, eye.at(20, 0, z - 0.4)[0], fy + 4, 15, BLOSSOMS)
    for i in range(5):
        for side in (-1, 1):
            px, foot = eye.at(side * (23 + i * 4.5), 0, z)
            flag(art, px, foot, eye.size(8, z), (206, 44, 44) if i % 2 == 0 else (44, 104, 176))


def formation(art: Art, eye: Camera, x: float, z: float, shirt: RGB, trousers: RGB) -> None:
    """A class lined up in rows, backs to the camera."""
    for row in range(7):
        depth = z + (6 - row) * 1.25
        for column in range(7):
            px, foot = eye.at(x + (column - 3) * 0.92 + art.chance.uniform(-0.05, 0.05), 0, depth)
            if not -40 < px < art.width + 40:
                continue
            look = replace(stranger(art.chance), coat=shirt, shirt=trousers)
            marcher(art, px, foot, eye.size(1.72 + art.chance.uniform(-0.06, 0.06), depth), look, away=True)


def parade(seed: str, shirts: Sequence[RGB]) -> Image.Image:
    """Students marching onto the field behind their flags."""
    art = Art(WIDE, seed)
    eye = Camera(1500, 960, 400, 2.0)
    sky(art, 440)
    campus(art, 392, 1.5)
    art.polygon(eye.level(-300, 300, 0, 300, 3), (128, 172, 96))
    stand(art, eye)
    art.polygon(eye.level(-5.2, 4.6, 0, 130, 3), (186, 88, 70))
    for lane in range(9):
        x = -5.2 + lane * 9.8 / 8
        art.line(eye.quad((x, 0, 130), (x, 0, 3)), (248, 238, 228), 3, 0.8)
    art.blur(2)
    for block, z0 in enumerate((35.0, 21.5, 9.0)):
        for row in range(6):
            depth = z0 + (5 - row) * 1.3
            for column in range(7):
                look = replace(
                    stranger(art.chance),
                    coat=shirts[block % len(shirts)],
                    shirt=(246, 246, 246),
                    glasses=False,
                )
                px, foot = eye.at(-3.6 + column * 1.05, 0, depth)
                marcher(art, px, foot, eye.size(1.72, depth), look, away=False, stride=1 if row % 2 else -1)
        bearers(art, eye, z0 - 2.2, block)
    return art.finish(vignette=0.16)


def bearers(art: Art, eye: Camera, z: float, block: int) -> None:
    """Three flag bearers ahead of a block."""
    colours: tuple[RGB, ...] = ((206, 40, 44), (40, 96, 168), (232, 170, 50))
    for i in (-1, 0, 1):
        look = replace(stranger(art.chance), coat=(248, 248, 248), shirt=(48, 58, 84), glasses=False)
        px, foot = eye.at(-0.45 + i * 1.9, 0, z)
        height = eye.size(1.75, z)
        marcher(art, px, foot, height, look, away=False, stride=1)
        flag(art, px + height * 0.12, foot - height * 0.44, height * 1.2, colours[(i + block) % 3])


def stand(art: Art, eye: Camera) -> None:
    """A stand with spectators along the right of the track."""
    near, far, x = 9.0, 90.0, 7.5
    for step in reversed(range(7)):
        y = 0.9 + step * 0.75
        concrete = mix((206, 204, 198), (170, 170, 168), step / 7)
        art.polygon(eye.side(x + step, y, y - 0.9, near, far), concrete)
        art.polygon(eye.level(x + step, x + step + 1, y, near, far), mix(concrete, WHITE, 0.3))
        z = far
        while z > near:
            px, py = eye.at(x + step + 0.6, y + 0.7, z)
            size = eye.size(0.16, z)
            colour = art.chance.choice(
                ((226, 86, 76), (84, 138, 196), (244, 244, 240), (240, 196, 96), (96, 160, 120))
            )
            art.ellipse(px, py + size * 2, size * 1.5, size * 2, colour)
            art.ellipse(px, py, size * 0.9, size, (52, 42, 40))
            z -= 0.75 + z * 0.012


# ---- on the stage, in the lecture theatre, before the library ----------------------------------------------


def platform_party(art: Art, theme: Theme, lines: Sequence[str], floor: float) -> None:
    """Backdrop and boards of a stage seen from close by."""
    backdrop(art, (-40, -30, art.width + 40, floor), theme, lines[:1], at=0.24)
    board = mix(theme.wood, WARM, 0.3)
    art.rect(0, floor, art.width, art.height, mix(board, BLACK, 0.12), mix(board, WARM, 0.2))
    art.blur(2.2)
    art.glow(art.width / 2, floor * 0.5, art.width * 0.6, floor * 0.8, WARM, 0.22)


def award(seed: str, lines: Sequence[str], theme: Theme) -> Image.Image:
    """Winners in a row with their certificates, officials between them."""
    art = Art(WIDE, seed)
    platform_party(art, theme, lines, 700)
    shirts: tuple[RGB, ...] = ((60, 110, 180), (240, 240, 236), (214, 92, 72), (70, 140, 120))
    for i in range(9):
        host = i % 2 == 1
        look = (
            official(art.chance)
            if host
            else replace(stranger(art.chance), coat=shirts[i // 2 % 4], plain=True)
        )
        height = 445 + art.chance.uniform(-16, 10)
        standing(
            art,
            150 + i * 162.5,
            848 + art.chance.uniform(-4, 4),
            height,
            look,
            holds=None if host else (188, 30, 36),
        )
    flowers(art, -30, 1630, 1000, 104, BLOSSOMS)
    art.in_front(lambda: onlookers(art, (130, 420, 770, 1130, 1450), 1110, 92), 6)
    return art.finish()


def signing(seed: str, lines: Sequence[str], theme: Theme) -> Image.Image:
    """Two people signing at a table, witnesses standing behind them."""
    art = Art(WIDE, seed)
    platform_party(art, theme, lines, 720)
    for i in range(8):
        standing(art, 250 + i * 157, 800, 452 + art.chance.uniform(-14, 12), official(art.chance))
    art.glow(800, 700, 900, 300, (30, 20, 20), 0.25)
    for x in (560, 1040):
        unit = 43.0
        art.rounded([x - unit * 2.1, 598, x + unit * 2.1, 900], 18, (64, 44, 38))
        bust(art, x, 566, unit, official(art.chance))
    cloth = (142, 26, 34)
    art.polygon([(250, 742), (1350, 742), (1390, 792), (210, 792)], mix(cloth, WARM, 0.26))
    for x in (560, 1040):
        for side in (-1, 1):
            art.limb([(x + side * 84, 720), (x + side * 40, 764)], (38, 44, 62), 32)
            art.ellipse(x + side * 26, 770, 15, 11, SKINS[0])
        art.polygon(taper(x, 782, 66, 758, 58), (34, 60, 110))
        art.polygon(taper(x, 780, 58, 761, 52), (252, 250, 244))
        art.line([(x + 22, 768), (x + 42, 738)], (30, 30, 34), 4)
    curtain(art, (210, 792, 1390, 1010), cloth, 26)
    flowers(art, 640, 960, 806, 62, BLOSSOMS)
    art.glow(800, 1010, 800, 60, (40, 20, 12), 0.5)
    return art.finish()


def lecture(seed: str, lines: Sequence[str], theme: Theme) -> Image.Image:
    """A lecture theatre from its last rows: a slide on the wall, the speaker beside it."""
    art = Art(WIDE, seed)
    eye = Camera(1240, 800, 330, 3.6)
    half, tall, far = 7.6, 5.6, 15.0
    room(art, eye, theme, half, tall, far)
    slide(art, (*eye.at(-4.3, 5.0, far), *eye.at(4.3, 1.3, far)), theme, lines)
    px, foot = eye.at(-5.6, 0.2, far - 0.8)
    standing(art, px, foot, eye.size(1.78, far - 0.8), LEADERS["江屿"])
    art.rect(px - 44, foot - 96, px + 44, foot + 6, mix(theme.wood, WARM, 0.3), mix(theme.wood, BLACK, 0.3))
    art.blur(1.0)
    rows = [11.4, 10.2, 9.0, 7.9, 6.9, 6.0, 5.1, 4.3]
    for z in rows:
        tier(art, eye, theme, z, rows[0], half)
    art.in_front(lambda: tier(art, eye, theme, 3.55, rows[0], half), 3)
    return art.finish()


def slide(art: Art, box: Sequence[float], theme: Theme, lines: Sequence[str]) -> None:
    """A projected page: a title, a bar chart and a ring."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    art.glow((x0 + x1) / 2, (y0 + y1) / 2, wide * 0.72, high * 0.9, (236, 244, 255), 0.6)
    art.rect(x0 - 5, y0 - 5, x1 + 5, y1 + 5, (70, 72, 78))
    art.rect(x0, y0, x1, y1, (252, 253, 255), (238, 244, 250))
    art.rect(x0, y0, x1, y0 + high * 0.2, theme.bright, theme.deep)
    art.text((x0 + x1) / 2, y0 + high * 0.1, lines[0], wide * 0.84, high * 0.11, theme.letters)
    for i, share in enumerate((0.3, 0.72, 0.44, 0.24, 0.56, 0.84)):
        left, foot = x0 + wide * (0.09 + i * 0.075), y1 - high * 0.13
        art.rect(
            left,
            foot - high * 0.55 * share,
            left + wide * 0.045,
            foot,
            mix(theme.bright, WHITE, 0.2 + 0.1 * (i % 3)),
            theme.bright,
        )
    art.line([(x0 + wide * 0.07, y1 - high * 0.13), (x0 + wide * 0.55, y1 - high * 0.13)], (130, 140, 150), 2)
    ring = [
        (x0 + wide * 0.76 - high * 0.22) * SUPER,
        (y0 + high * 0.37) * SUPER,
        (x0 + wide * 0.76 + high * 0.22) * SUPER,
        (y0 + high * 0.81) * SUPER,
    ]
    for start, end, colour in (
        (-90, 122, theme.bright),
        (122, 200, (238, 178, 70)),
        (200, 254, (214, 92, 74)),
        (254, 270, (150, 160, 170)),
    ):
        art.pen.pieslice(ring, start, end, fill=colour)
    art.ellipse(x0 + wide * 0.76, y0 + high * 0.59, high * 0.12, high * 0.12, (245, 248, 252))


def tier(art: Art, eye: Camera, theme: Theme, z: float, first: float, half: float) -> None:
    """One rising row: a long desk with papers, the people at it from behind, the backs of their seats."""
    lift = 0.1 * (first - z)
    dim = min(0.5, max(0.0, (11 - z) / 11) * 0.66)
    wood = mix(mix(theme.wood, WARM, 0.4), (24, 16, 18), dim * 0.6)
    reach = half - 0.5
    art.polygon(eye.level(-reach, reach, lift + 0.74, z + 0.9, z + 0.45), wood)
    art.polygon(eye.front(-reach, reach, lift + 0.74, lift + 0.2, z + 0.45), mix(wood, BLACK, 0.5))
    count = int(reach / 0.72)
    for k in range(-count, count + 1):
        x = k * 0.72 + art.chance.uniform(-0.06, 0.06)
        page = eye.level(x - 0.2, x + 0.12, lift + 0.75, z + 0.55, z + 0.78)
        art.polygon(page, mix((250, 250, 248), (24, 16, 18), dim * 0.5))
        px, py = eye.at(x, lift + 1.2 + art.chance.uniform(-0.04, 0.04), z)
        if art.chance.random() < 0.9 and -150 < px < art.width + 150:
            back(art, px, py, eye.size(0.135, z), stranger(art.chance), dim)
    top, foot = eye.at(-reach, lift + 0.86, z - 0.12)[1], eye.at(0, lift - 0.2, z - 0.12)[1]
    left, right = eye.at(-reach, 0, z - 0.12)[0], eye.at(reach, 0, z - 0.12)[0]
    cover = mix(mix(theme.wood, BLACK, 0.1), (24, 16, 18), dim)
    art.rect(left, top, right, foot, mix(cover, WARM, 0.14), mix(cover, BLACK, 0.4))
    art.line([(left, top), (right, top)], mix(cover, WARM, 0.4), eye.size(0.025, z))


def library_steps(seed: str) -> Image.Image:
    """Graduates on the steps before the library, caps in the air. An upright picture."""
    art = Art(TALL, seed)
    wide, high = TALL
    sky(art, 900)
    art.rect(0, 880, wide, high, (136, 172, 108), (112, 150, 92))
    for i in range(110):
        x = wide / 2 + art.chance.choice((-1, 1)) * art.chance.uniform(400, 600)
        size = art.chance.uniform(22, 48)
        leaf = mix((74, 118, 76), (156, 188, 116), i / 110)
        art.ellipse(x, 960 - art.chance.uniform(0, 440) * (i / 110) ** 0.4, size * 1.2, size, leaf)
    facade(art, (130, 330, wide - 130, 1010))
    art.blur(1.6)
    for i in range(8):
        y, reach = 1010 + i * 64, 460 + i * 44
        tint = mix((232, 226, 216), (204, 196, 186), i / 8)
        art.rect(wide / 2 - reach, y, wide / 2 + reach, y + 22, mix(tint, WHITE, 0.3))
        riser = (wide / 2 - reach, y + 22, wide / 2 + reach, y + 64)
        art.rect(*riser, mix(tint, BLACK, 0.05), mix(tint, BLACK, 0.2))
    art.rect(0, 1490, wide, high, (196, 186, 176), (172, 162, 154))
    for count, foot, tall in ((9, 1190, 250), (8, 1300, 272), (7, 1412, 296), (6, 1536, 322)):
        graduates(art, count, foot, tall)
    for i in range(14):
        above = i % 3 == 0  # the name of the building stays readable
        level = art.chance.uniform(150, 280) if above else art.chance.uniform(490, 830)
        thrown(art, 130 + (wide - 260) * (i + art.chance.random()) / 14, level)
    return art.finish(vignette=0.16)


def graduates(art: Art, count: int, foot: float, tall: float) -> None:
    """A row in gowns; some have thrown their caps."""
    for i in range(count):
        cap = (34, 38, 58) if art.chance.random() > 0.4 else None
        look = replace(stranger(art.chance), coat=(40, 46, 70), cap=cap)
        x = art.width / 2 + (i - (count - 1) / 2) * (tall + 130) / 3.3 + art.chance.uniform(-5, 5)
        standing(art, x, foot, tall + art.chance.uniform(-10, 8), look, gown=True)


def facade(art: Art, box: Sequence[float]) -> None:
    """The front of a library: cornice with its name, columns, tall windows."""
    x0, y0, x1, y1 = box
    wide = x1 - x0
    art.rect(x0, y0, x1, y1, (236, 222, 202), (222, 204, 182))
    art.rect(x0 - 26, y0 - 26, x1 + 26, y0, (248, 240, 228), (216, 202, 184))
    art.rect(x0 - 12, y0, x1 + 12, y0 + 118, (242, 232, 216), (226, 212, 192))
    art.text((x0 + x1) / 2, y0 + 60, "图　书　馆", wide * 0.6, 66, (150, 52, 44))
    for i in range(6):
        left, right = x0 + wide * (i + 0.2) / 6, x0 + wide * (i + 0.8) / 6
        art.rect(left, y0 + 150, right, y1 - 14, (138, 176, 198), (206, 222, 226))
        for k in range(1, 6):
            y = y0 + 150 + (y1 - y0 - 164) * k / 6
            art.line([(left, y), (right, y)], (242, 240, 236), 3)
        art.line([((left + right) / 2, y0 + 150), ((left + right) / 2, y1 - 14)], (242, 240, 236), 3)
    for i in range(7):
        x = x0 + wide * i / 6
        art.blend(taper(x, y0 + 118, 22, y1, 24), (252, 246, 236), (206, 190, 170), sideways=True)


def thrown(art: Art, x: float, y: float) -> None:
    """A graduate's cap in the air."""
    size, tilt = art.chance.uniform(22, 36), art.chance.uniform(-0.6, 0.6)
    turn = (math.cos(tilt), math.sin(tilt))

    def at(px: float, py: float) -> Point:
        return x + (px * turn[0] - py * turn[1]) * size, y + (px * turn[1] + py * turn[0]) * size

    art.polygon([at(-0.6, 0), at(0.6, 0), at(0.5, 0.62), at(-0.5, 0.62)], (24, 26, 40))
    art.polygon([at(-1.2, 0), at(0, -0.42), at(1.2, 0), at(0, 0.42)], (44, 48, 74))
    art.line([at(0, 0), at(0.9, 0.2), at(1.2, 0.9)], GOLD, size * 0.09)


# ---- portraits ---------------------------------------------------------------------------------------------


LEADERS: dict[str, Look] = {
    "方致远": Look("short", HAIRS[3], SKINS[0], (34, 40, 58), tie=(126, 34, 42)),
    "欧阳澈": Look("parted", HAIRS[0], SKINS[1], (46, 52, 66), tie=(44, 66, 112), glasses=True),
    "陈立言": Look("short", HAIRS[1], SKINS[2], (58, 58, 64), tie=(86, 50, 66)),
    "谷雨声": Look("parted", HAIRS[2], SKINS[0], (40, 54, 74), glasses=True),
    "单秋白": Look("bun", HAIRS[0], SKINS[3], (36, 40, 52)),
    "江屿": Look("parted", HAIRS[1], SKINS[0], (52, 60, 78)),
    "罗衡": Look("short", HAIRS[0], SKINS[1], (42, 46, 56)),
    "苏映雪": Look("bob", HAIRS[2], SKINS[3], (62, 56, 70)),
}


def portrait(seed: str, look: Look, hue: RGB) -> Image.Image:
    """A neutral likeness in shades of one colour, without a face."""
    art = Art(PORTRAIT, seed)
    art.rect(0, 0, 600, 800, mix(hue, WHITE, 0.78), mix(hue, WHITE, 0.5))
    art.glow(300, 300, 380, 420, WHITE, 0.5)
    tinted = replace(
        look,
        tone=mix(hue, BLACK, 0.55),
        skin=mix(hue, WHITE, 0.62),
        coat=mix(hue, BLACK, 0.3),
        shirt=mix(hue, WHITE, 0.9),
        tie=look.tie and mix(hue, BLACK, 0.5),
        faceless=True,
    )
    bust(art, 300, 330, 128, tinted)
    return art.finish(vignette=0.06, warmth=0)


# ---- the list ----------------------------------------------------------------------------------------------


SPORT: tuple[RGB, ...] = ((244, 244, 240), (60, 120, 190), (220, 80, 70), (242, 192, 84), (80, 150, 110))
CAMOUFLAGE: tuple[RGB, ...] = ((104, 122, 84), (116, 130, 92), (96, 114, 80))
GUEST = Look("parted", HAIRS[2], SKINS[1], (44, 48, 58), tie=(60, 84, 76), glasses=True)
VISITOR = Look("short", HAIRS[0], SKINS[2], (52, 62, 92), tie=(150, 96, 48))
GRADUATE = Look("bob", HAIRS[1], SKINS[3], (40, 46, 70), cap=(34, 38, 58))
FRESHMAN = Look("bun", HAIRS[0], SKINS[0], (104, 122, 84), plain=True)

PORTRAITS: dict[str, tuple[str, RGB]] = {
    "fang-zhiyuan": ("方致远", (70, 104, 146)),
    "ouyang-che": ("欧阳澈", (66, 122, 122)),
    "chen-liyan": ("陈立言", (120, 96, 128)),
    "gu-yusheng": ("谷雨声", (96, 122, 82)),
    "shan-qiubai": ("单秋白", (148, 92, 92)),
    "luo-heng": ("罗衡", (136, 112, 74)),
    "su-yingxue": ("苏映雪", (134, 88, 116)),
}


def scenes() -> dict[str, tuple[Callable[[str], Image.Image], ...]]:
    """What to draw for each report, by the name of its file; the pictures are numbered in this order."""
    sports, opening = "第十八届田径运动会", "2025级新生开学典礼"
    congress, degree = "第三届教职工代表大会第二次会议", "2025届学生毕业典礼"
    monthly, skills = "2025年10月份工作例会", "第十二届职业技能大赛总结表彰会"
    president, secretary = LEADERS["欧阳澈"], LEADERS["方致远"]
    return {
        "2024-11-06-sports-meeting": (
            lambda seed: field(seed, [sports, SCHOOL], RED, SPORT),
            lambda seed: speech(seed, [sports], RED, president, x=0.58, outdoors=True),
            lambda seed: parade(seed, SPORT[1:4]),
        ),
        "2024-12-11-library-readers": (lambda seed: talk(seed, ["图书馆读者座谈会"], TEAL, library=True),),
        "2025-01-08-staff-congress": (
            lambda seed: hall(seed, [congress, SCHOOL], RED),
            lambda seed: speech(seed, [congress], RED, president, x=0.5),
        ),
        "2025-03-05-spring-term": (lambda seed: talk(seed, ["2025年春季学期工作会", SCHOOL], RED, x=720),),
        "2025-04-17-enterprise-talk": (
            lambda seed: talk(seed, ["校企合作座谈会", SCHOOL], BLUE),
            lambda seed: close_up(seed, ["校企合作座谈会"], BLUE, VISITOR, "程述", x=0.56),
            lambda seed: signing(seed, ["校企合作签约仪式"], BLUE),
        ),
        "2025-04-25-skills-award": (
            lambda seed: hall(seed, [skills, SCHOOL], RED, seated=6, x=860),
            lambda seed: award(seed, [skills], RED),
        ),
        "2025-06-25-graduation": (
            lambda seed: hall(seed, [degree, SCHOOL], BLUE, cap=True),
            lambda seed: speech(seed, [degree], BLUE, president, x=0.62),
            lambda seed: speech(seed, [degree], BLUE, GRADUATE, x=0.4),
            library_steps,
        ),
        "2025-09-09-teachers-day": (
            lambda seed: talk(seed, ["庆祝第41个教师节座谈会", SCHOOL], TEAL, x=890),
            lambda seed: close_up(seed, ["庆祝第41个教师节座谈会"], TEAL, GUEST, "石一鸣"),
        ),
        "2025-09-15-freshman-ceremony": (
            lambda seed: field(seed, [opening, SCHOOL], BLUE, CAMOUFLAGE, drill=True),
            lambda seed: speech(seed, [opening], BLUE, president, x=0.42, outdoors=True),
            lambda seed: speech(seed, [opening], BLUE, FRESHMAN, x=0.6, outdoors=True),
        ),
        "2025-09-26-学校召开专业建设推进会": (
            lambda seed: lecture(seed, ["专业不是挂在墙上的名字"], TEAL),
            lambda seed: speech(seed, ["专业建设推进会"], TEAL, LEADERS["江屿"], x=0.4),
        ),
        "2025-10-30-monthly-meeting": (
            lambda seed: hall(seed, [monthly, SCHOOL], BLUE, seated=8),
            lambda seed: close_up(seed, [monthly], BLUE, secretary, "方致远", x=0.46),
            lambda seed: close_up(seed, [monthly], BLUE, president, "欧阳澈", x=0.56),
        ),
        "2026-01-15-annual-review": (
            lambda seed: hall(seed, ["2025年度干部考核述职会", SCHOOL], TEAL, seated=8, x=740),
        ),
        "2026-02-25-term-opening-check": (
            lambda seed: talk(seed, ["开学准备现场办公会", SCHOOL], RED, x=800),
        ),
    }


def save(image: Image.Image, path: Path) -> None:
    """Write a JPEG without any metadata, as good as `LIMIT` allows."""
    for quality in range(80, 40, -4):
        packed = BytesIO()
        image.save(packed, "JPEG", quality=quality, optimize=True, progressive=True)
        if packed.tell() <= LIMIT:
            break
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())


def main() -> None:
    """Draw everything anew."""
    for name, (leader, hue) in PORTRAITS.items():
        save(portrait(name, LEADERS[leader], hue), PHOTOS / "leaders" / f"{name}.jpg")
    for report, drawings in scenes().items():
        for number, draw in enumerate(drawings, 1):
            save(draw(f"{report}/{number}"), PHOTOS / report / f"{number:02}.jpg")


if __name__ == "__main__":
    main()
