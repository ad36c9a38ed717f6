"""The school's colour, made legible: the tones of it in which words stand on paper and paper on them.

A school's yellow cannot carry words on white, nor its navy on black. So every tone is made darker or lighter, its hue and
its saturation kept, no further than WCAG 2.2 asks of text (1.4.3: a contrast of 4.5 to 1, by its formula of luminance).
"""

from __future__ import annotations

import colorsys
import re
import unicodedata
from typing import Final, NamedTuple, TypeAlias

from campus_news.diagnostics import Kind, Severity
from campus_news.field import wrong

Rgb: TypeAlias = tuple[int, int, int]

CONTRAST: Final = 4.6
"""What tones have on every ground: a little over what is asked, since browsers round."""
WHITE: Final = (255, 255, 255)
LIGHT_GROUNDS: Final = (WHITE, (246, 244, 241))
"""--paper and --shade of site.css in light; then in dark."""
DARK_GROUNDS: Final = ((23, 21, 20), (33, 30, 28))

BAD_COLOUR = Kind(
    "E708",
    Severity.ERROR,
    "颜色“{value}”的写法读不懂，应写作 '#9e1b22' 这样的六位数字和字母，连引号",
    "the colour '{value}' should be written like '#9e1b22', with the quotes",
)


class Tones(NamedTuple):
    """A colour as words have it (`accent`), and a shade of it that they stand on (`tint`)."""

    accent: Rgb
    tint: Rgb


def read(text: str) -> str:
    """A colour as style sheets write it, #9e1b22; the # may be left out, three digits do, and a comment is no part of it.

    Without quotes YAML takes all of it for a comment; the correction of that (E206) quotes what follows along with it.
    """
    digits = unicodedata.normalize("NFKC", text).partition(" #")[0].strip().lower().removeprefix("#")
    if not re.fullmatch(r"(?:[0-9a-f]{3}){1,2}", digits, re.ASCII):
        raise wrong(BAD_COLOUR, value=text)
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def light(colour: str) -> Tones:
    """The tones on white paper."""
    return _tones(_rgb(colour), 0.0, LIGHT_GROUNDS, 0.09)


def dark(colour: str) -> Tones:
    """The tones on dark paper."""
    return _tones(_rgb(colour), 1.0, DARK_GROUNDS, 0.17)


def css(colour: str) -> str:
    """What the style sheet of a school of that colour ends with. Paper keeps the colours of its own: black."""
    return (
        f"\n@media screen {{ :root {{ {_properties(light(colour))} }} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_properties(dark(colour))} }} }}\n"
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (none) to 21, by WCAG 2.2."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def written(rgb: Rgb) -> str:
    """#9e1b22."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _tones(colour: Rgb, end: float, grounds: tuple[Rgb, ...], share: float) -> Tones:
    """`colour`, its lightness moved towards `end` until it can be read on every ground, and on its tint: a `share` of it
    in the paper.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(value / 255 for value in colour))
    for step in range(101):
        shifted = colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / 100, saturation)
        red, green, blue = (round(value * 255) for value in shifted)
        accent = red, green, blue
        tint = _mixed(grounds[0], accent, share)
        if all(contrast(accent, ground) >= CONTRAST for ground in (*grounds, tint)):
            return Tones(accent, tint)
    raise AssertionError("black and white can be read on any ground of these")


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _properties(tones: Tones) -> str:
    return f"--accent: {written(tones.accent)}; --tint: {written(tones.tint)};"


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
