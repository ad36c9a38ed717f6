"""Published pictures are upright, light, in a few widths, without metadata, and each is published once."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

import pytest
from PIL import Image, ImageCms, ImageOps

from campus_news import gallery, photos, run
from campus_news.diagnostics import has_error
from campus_news.model import Picture
from campus_news.outcome import CannotWrite
from conftest import LEADERS, REPO, Place, jpeg, place_of_taking

T = TypeVar("T")


def taken_by_a_phone(width: int = 2400, height: int = 1600) -> bytes:
    """A picture stored lying on its side, red above and blue below when upright, with place and maker."""
    upright = Image.new("RGB", (height, width), "blue")
    upright.paste("red", (0, 0, height, width // 2))
    exif = place_of_taking()
    exif[0x0112] = 6
    exif[0x010F] = "Maker"
    buffer = io.BytesIO()
    upright.rotate(90, expand=True).save(buffer, "JPEG", exif=exif, comment=b"secret", quality=90)
    return buffer.getvalue()


def encoded(image: Image.Image, kind: str = "PNG", **save: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **save)
    return buffer.getvalue()


def noise(width: int, height: int) -> Image.Image:
    """What no picture of a camera is: every pixel chance."""
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


def chunks(webp: bytes) -> list[bytes]:
    """The names of the parts of a WebP file: metadata is in parts of its own."""
    assert (webp[:4], webp[8:12]) == (b"RIFF", b"WEBP")
    found, at = [], 12
    while at < len(webp):
        found.append(webp[at : at + 4])
        size = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return found


def test_a_phones_picture_is_upright_small_and_tells_nothing():
    data = taken_by_a_phone()
    assert Image.open(io.BytesIO(data)).getexif()[0x0112] == 6
    photo = photos.read(data)
    assert photo.located
    assert not photo.image.info
    for width, raw in zip((480, 1600), photos.forms(photo.image, (480, 1600)), strict=True):
        assert chunks(raw) == [b"VP8 "]
        assert not [word for word in (b"Exif", b"EXIF", b"XMP ", b"secret", b"Maker") if word in raw]
        with Image.open(io.BytesIO(raw)) as image:
            assert image.size == (width, width * 3 // 2)
            above, below = image.getpixel((width // 2, 30)), image.getpixel((width // 2, width))
            assert above[0] > 200 > 50 > above[2]
            assert below[2] > 200 > 50 > below[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("held", range(10))
def test_a_picture_stands_as_the_camera_was_held(kind, held):
    """0 and 9 are no orientation: such a picture stays as it is."""
    image = Image.new("RGB", (64, 32), "white")
    image.paste("red", (0, 0, 32, 16))
    exif = Image.Exif()
    exif[0x0112] = held
    data = encoded(image, kind, exif=exif)
    with Image.open(io.BytesIO(data)) as opened:
        expected = ImageOps.exif_transpose(opened).convert("RGB")
    assert photos.read(data).image.tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    ("size", "published"),
    [
        ((4000, 3000), (1600, 1200)),
        ((3000, 4000), (1600, 2133)),
        ((300, 200), (300, 200)),
        ((1080, 9000), (1080, 9000)),  # 长图: it is read in a column
        ((100, 40_000), (41, 16383)),
        ((40_000, 1), (1600, 1)),
    ],
)
def test_a_picture_fits_the_widest_column_and_is_never_blown_up(size, published):
    image = photos.read(encoded(Image.new("L", size), "PNG")).image
    assert image.size == published
    narrow = min(480, image.width)
    with Image.open(io.BytesIO(*photos.forms(image, [narrow]))) as form:
        assert form.width == narrow


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1600, (480, 960, 1600)), (1200, (480, 960, 1200)), (960, (480, 960)), (480, (480,)), (31, (31,))],
)
def test_a_picture_has_the_widths_that_are_not_wider_than_itself(width, widths):
    assert Picture("/photos/x.webp", width, 10, "00").widths == widths


@pytest.mark.parametrize(
    ("size", "limit"), [((960, 640), 200_000), ((960, 1280), 200_000), ((1100, 700), 262_600)]
)
def test_even_noise_is_light(size, limit):
    """The last one is wider than a column: as many bytes a pixel."""
    (form,) = photos.forms(noise(*size), [size[0]])
    assert len(form) <= limit


def test_a_picture_that_is_light_at_once_is_not_spoilt():
    calm = Image.linear_gradient("L").convert("RGB").resize((960, 640))
    assert list(photos.forms(calm, [960])) == [encoded(calm, "WEBP", quality=80, method=4)]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA", "I", "F", "YCbCr", "LAB"])
def test_pictures_of_every_kind_are_taken(mode):
    white = Image.new("RGB", (40, 30), "white")
    if mode == "LAB":
        profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        white = ImageCms.profileToProfile(white, *profiles, outputMode="LAB")
    image = photos.read(encoded(white.convert(mode), "PNG" if mode in "L P RGBA 1 LA" else "TIFF")).image
    assert image.mode == "RGB"
    assert min(image.getpixel((20, 15))) > 250


def test_what_is_transparent_becomes_white():
    nothing = Image.new("RGBA", (4000, 30), (0, 0, 0, 0))
    for data in (encoded(nothing), encoded(Image.new("P", (40, 30), 0), transparency=0)):
        assert photos.read(data).image.getcolors() in ([(1600 * 12, (255,) * 3)], [(1200, (255,) * 3)])


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_another_space_are_as_they_were_meant(mode):
    """A profile in which red is blue and blue red: a red picture is to be seen blue."""
    table = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = table.index(b"rXYZ"), table.index(b"bXYZ")
    table[red : red + 4], table[blue : blue + 4] = b"bXYZ", b"rXYZ"
    data = encoded(Image.new(mode, (40, 30), "red"), icc_profile=bytes(table))
    photo = photos.read(data)
    r, _, b = photo.image.getpixel((20, 15))
    assert b > 200 > 50 > r
    assert not photo.image.info


@pytest.mark.parametrize(
    ("colour", "tone"),
    [
        ("#000", "00"), ("#fff", "02"), ("#cfc0ae", "12"), ("#8f2a2d", "21"), ("#51733f", "41"),
        ("#2b5c94", "61"), ("#122a45", "60"),
    ],
)  # fmt: skip
def test_a_picture_is_stood_for_by_the_colour_that_most_of_it_has(colour, tone):
    image = Image.new("RGB", (300, 200), colour)
    image.paste("yellow", (0, 0, 120, 200))
    assert photos.read(encoded(image)).tone == tone


def test_the_style_sheet_has_every_tone():
    """In light and dark: three lights each, in the same order as in pictures; the hues of `photos`."""
    css = (REPO / "static/site.css").read_text("utf-8")
    hues = re.findall(r'\[data-tone\^="(\d)"\] \{ --h: (\d+); --s: (\d+)%; \}', css)
    assert [tuple(map(int, one)) for one in hues] == [(i, *hue) for i, hue in enumerate(photos.HUES)]
    lights = re.findall(r'\[data-tone\$="(\d)"\] \{ --l: (\d+)%; \}', css)
    assert [place for place, _ in lights] == 2 * [str(i) for i in range(len(photos.LIGHTS))]
    light, dark = [int(one) for _, one in lights[:3]], [int(one) for _, one in lights[3:]]
    assert max(dark) < min(light)
    assert (light, dark) == (sorted(light), sorted(dark))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("tags", "located"), [({2: (1.0, 2.0, 3.0), 4: (1.0, 2.0, 3.0)}, True), ({29: "2022:09:29"}, False)]
)
def test_a_place_is_a_latitude_and_a_longitude(kind, tags, located):
    """Phones that may not know the place write the day all the same."""
    exif, buffer = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825).update(tags)
    Image.new("RGB", (40, 30), "teal").save(buffer, kind, exif=exif)
    assert photos.read(buffer.getvalue()).located is located


def test_a_broken_header_is_no_place_and_does_no_harm():
    whole = bytearray(jpeg(40, 30, exif=place_of_taking()))
    start = whole.index(b"Exif") + 14
    for at in range(start, whole.index(b"\xff\xdb") - 1):
        for byte in (0, 0x7F, 0xFF):
            data = bytes(whole[:at]) + bytes([byte]) + bytes(whole[at + 1 :])
            assert photos.read(data).image.width in (30, 40)


def claiming(width: int, height: int) -> bytes:
    """A JPEG that says it is so large."""
    data = jpeg(16, 16)
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + height.to_bytes(2) + width.to_bytes(2) + data[at + 4 :]


BROKEN = {
    "text": (b"<html>not a picture</html>", "不是 JPEG"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "不是 JPEG"),
    "cut off": (jpeg(800, 600, quality=95)[:900], "不完整"),
    "cut off late": (encoded(noise(200, 100))[:-500], "不完整"),
    "empty": (b"", "不是 JPEG"),
    "100 megapixels": (encoded(Image.new("1", (10_000, 10_000))), "10000×10000 像素太大"),
    "400 megapixels": (encoded(Image.new("1", (20_000, 20_000))), "像素太大"),
    "the largest JPEG": (claiming(65_535, 65_535), "像素太大"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_picture_is_a_finding_at_its_file(place, kind):
    data, why = BROKEN[kind]
    place.write("content/photos/2022-09-29-x/1.jpg", data)
    place.report("2022-09-29-x", photos="{file: 1.jpg, caption: 会议现场}")
    (one,) = place.build().findings
    assert (one.code, one.span.words) == ("E602", "1.jpg")
    assert why in one.message()
    assert not place.out.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_whatever_is_in_a_file_is_a_picture_or_a_finding(kind):
    whole, chance = encoded(noise(24, 16), kind), random.Random(kind)
    kinds = set()
    for _ in range(300):
        data = bytearray(whole[: chance.choice([len(whole), chance.randrange(len(whole))])])
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(min(len(data), 400) or 1) : 0] = chance.randbytes(chance.randrange(3))
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            kinds.add(photos.read(bytes(data)).image.mode)
        except photos.BadPhoto as error:
            kinds.add(type(error))
    assert photos.BadPhoto in kinds
    assert kinds <= {"RGB", photos.BadPhoto}


def test_one_picture_used_twice_is_published_once(place: Place):
    place.write("content/photos/2022-09-29-x/1.jpg", jpeg())
    place.write("content/photos/2.jpg", jpeg())
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 甲}, {file: 2.jpg, caption: 乙}]")
    place.build()
    assert len(published(place)) == 2  # 480 and 800
    assert place.page("/2022/09/29/x/").count('class="zoom"') == 2


def test_photos_are_looked_for_beside_the_report_first(place: Place):
    for folder, size in (("reports/2022", 31), ("photos/2022-09-29-x", 32), ("photos", 33)):
        place.write(f"content/{folder}/1.jpg", jpeg(size))
        place.report("2022-09-29-x", photos="1.jpg")
    place.build()
    assert 'width="31"' in place.page("/2022/09/29/x/")
    (place.root / "content/reports/2022/1.jpg").unlink()
    place.build()
    assert 'width="32"' in place.page("/2022/09/29/x/")


def test_a_link_out_of_the_photo_folders_is_no_photo(place: Place, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    place.report("2022-09-29-x", photos="1.jpg")
    (place.root / "content/reports/2022/1.jpg").symlink_to(tmp_path / "secret.jpg")
    assert [one.code for one in place.build().findings] == ["E602"]


def published(place: Place) -> set[str]:
    """The names of the pictures that readers can get."""
    return {path.removeprefix("photos/") for path in place.files() if path.startswith("photos/")}


def asked_for(place: Place, url: str) -> set[str]:
    """The names of the pictures that a page asks for."""
    return set(re.findall(r"/photos/([^ \"]+)", place.page(url)))


def three(place: Place, name: str = "2022-09-29-x") -> None:
    """A report with three pictures, one in the front matter, one in the body, one wider than any screen needs."""
    for number, width in enumerate((900, 700, 2000), 1):
        place.write(f"content/photos/{name}/{number}.jpg", jpeg(width, 600, f"hsl({number * 40},50%,50%)"))
    place.report(name, photos="[1.jpg, 3.jpg]", body="正文。\n\n![图注](2.jpg)")


def test_every_width_that_a_page_names_is_published_and_no_other(place: Place):
    three(place)
    place.build()
    names = asked_for(place, "/2022/09/29/x/")
    assert names == published(place)
    assert len(names) == 2 + 2 + 3
    for name in names:
        with Image.open(place.out / "photos" / name) as image:
            assert name.endswith(f"-{image.width}.webp") == (image.width in (480, 960))
    assert asked_for(place, "/") | asked_for(place, "/2022/09/") < names


def test_only_the_first_picture_of_a_page_comes_before_it_is_near(place: Place):
    three(place)
    place.build()
    first, *others = re.findall("<img[^>]*>", place.page("/2022/09/29/x/"))
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert len(others) == 2
    assert all('loading="lazy"' in one and "fetchpriority" not in one for one in others)


def test_a_picture_no_longer_shown_leaves_the_site_in_all_its_widths(place: Place):
    three(place)
    place.build()
    before = published(place)
    place.report("2022-09-29-x", photos="1.jpg")
    place.build()
    assert published(place) == asked_for(place, "/2022/09/29/x/")
    assert len(before - published(place)) == 5
    assert run.audit(place.options())[1] == ()


def test_an_audit_knows_every_width(place: Place):
    three(place)
    place.build()
    narrow, wide = sorted(path for path in place.files() if path.startswith("photos/"))[:2]
    (place.out / narrow).write_bytes(b"cracked")
    (place.out / wide).unlink()
    assert run.audit(place.options())[1] == ((narrow, "内容不同"), (wide, "文件不见了"))


def test_the_cache_is_only_a_shortcut(place: Place):
    """Whichever file of it is gone."""
    place.write("content/photos/1.jpg", jpeg(1000, 700))
    place.report("2022-09-29-x", photos="1.jpg")
    place.build()
    before, cached = place.files(), sorted((place.root / ".cache/photos").iterdir())
    times = [file.stat().st_mtime_ns for file in cached]
    place.build(drafts=True)
    assert [file.stat().st_mtime_ns for file in cached] == times
    assert len(cached) == 3
    for file in cached:
        file.unlink()
        place.report("2022-09-29-x", photos="1.jpg", title=f"学校召开{file.stem[-3:]}会")
        place.build()
        assert file.exists()
    place.report("2022-09-29-x", photos="1.jpg")
    place.build()
    assert place.files() == before


def seen(things: Iterable[T], total: int, what: str, *, told: list[tuple[str, int]]) -> Iterable[T]:
    """A progress that notes what it was for."""
    told.append((what, total))
    return things


@pytest.mark.parametrize("jobs", [1, 2])
def test_pictures_are_made_before_the_reports_are_read_and_progress_tells(place: Place, jobs, monkeypatch):
    """In other processes than this one, if there may be any. Names with a space are left to the reading."""
    three(place)
    place.write("content/photos/2022-09-29-x/not asked for.jpg", jpeg())
    monkeypatch.setattr(photos, "read", noting(photos.read, here := []))
    told: list[tuple[str, int]] = []
    place.build(jobs=jobs, progress=partial(seen, told=told))
    assert told[:2] == [("处理照片", 3), ("读取报道", 1)]
    assert len(here) == (3 if jobs == 1 else 0)
    alone = place.files()
    told.clear()
    place.build(jobs=1, clean=True, progress=partial(seen, told=told))
    assert told[0] == ("处理照片", 3)
    assert place.files() == alone
    place.report("2022-09-29-y", photos="1.jpg")
    place.write("content/photos/1.jpg", jpeg(900, 600, "hsl(40,50%,50%)"))
    told.clear()
    place.build(progress=partial(seen, told=told))
    assert told[0] == ("读取报道", 1)


def noting(function: Callable[[bytes], T], calls: list[bytes]) -> Callable[[bytes], T]:
    """`function`, and every argument that it gets in this process."""

    def noted(data: bytes) -> T:
        calls.append(data)
        return function(data)

    return noted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("photos: 01.jpg", ["01.jpg"]),
        ("photos: [1.jpg，2.PNG、三.webp]", ["1.jpg", "2.PNG", "三.webp"]),
        ("- {file: 会议现场.jpeg, caption: 甲}\n- file: 'b.tif'", ["会议现场.jpeg", "b.tif"]),
        ('见![图注](1.jpg)和![](sub/2.gif "题")', ["1.jpg", "2.gif"]),
        ("这句话没有照片。", []),
        ("长" * 100_000 + ".jpg", ["长" * 255 + ".jpg"]),
    ],
)
def test_a_glance_at_a_report_tells_which_pictures_it_shows(text, names):
    assert gallery.mentioned(text.encode()) == names


def test_a_text_that_is_not_saved_leaves_no_picture(place: Place):
    three(place)
    text = place.report("2022-09-29-y", photos="1.jpg").read_bytes()
    place.write("content/photos/2022-09-29-y/1.jpg", jpeg(999))
    assert place.check(typed={"content/reports/2022/2022-09-29-y.md": text}).findings
    assert not (place.root / ".cache/photos").exists()


def test_a_full_disk_is_told_as_one(place: Place):
    three(place)
    place.write(".cache/photos", b"no folder")
    with pytest.raises(CannotWrite, match="photos"):
        place.build()


def test_no_published_file_tells_more_than_is_to_be_seen(place: Place):
    """Of the demo, and of a site with a phone's pictures in every place where there can be one."""
    data = taken_by_a_phone()
    for path in ("2022-09-29-x/1.jpg", "2022-09-29-x/2.jpg", "leaders/1.jpg"):
        place.write(f"content/photos/{path}", data)
    place.write(
        "content/leaders.yaml", LEADERS.replace("- name: 方致远\n", "- name: 方致远\n  portrait: 1.jpg\n")
    )
    place.report("2022-09-29-x", photos="1.jpg", attendees="[方致远]", body="正文。\n\n![图注](2.jpg)")
    assert not has_error(place.build().findings)
    demo = Place(REPO)
    out = place.root / "demo"
    assert not has_error(demo.build(out=out).findings)
    originals = {path.read_bytes() for path in (REPO / "content").rglob("*.jpg")} | {data}
    kinds = set()
    for path in (path for folder in (place.out, out) for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        kinds.add(path.suffix)
        assert raw not in originals
        assert not re.search(rb"JFIF|Exif\0|EXIF|<x:xmpmeta|8BIM|ICC_PROFILE|ICCP|secret|Maker", raw), path
        if path.suffix == ".webp":
            assert chunks(raw) == [b"VP8 "], path
    assert ".webp" in kinds
    assert not kinds & {".jpg", ".jpeg", ".png", ".gif", ".tif", ".bmp"}
