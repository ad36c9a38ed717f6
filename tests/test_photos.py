"""Published pictures are upright, small enough, without metadata, and each is published once."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from campus_news import photos
from conftest import Place, jpeg, place_of_taking


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


def test_a_phones_picture_is_upright_small_and_tells_nothing():
    data = taken_by_a_phone()
    assert Image.open(io.BytesIO(data)).getexif()[0x0112] == 6
    raw, *size, located = photos.publish(data)
    assert located
    with Image.open(io.BytesIO(raw)) as image:
        assert image.format == "WEBP"
        assert image.size == tuple(size) == (1067, 1600)
        above, below = image.getpixel((500, 300)), image.getpixel((500, 1300))
        assert above[0] > 200 > 50 > above[2]
        assert below[2] > 200 > 50 > below[0]
        assert not image.getexif()
        assert "exif" not in image.info
        assert "icc_profile" not in image.info
    assert b"EXIF" not in raw
    assert b"XMP " not in raw
    assert b"secret" not in raw
    assert b"Maker" not in raw


def test_a_small_picture_is_not_blown_up():
    assert photos.publish(jpeg(300, 200))[1:] == (300, 200, False)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA"])
def test_pictures_of_every_kind_are_taken(mode):
    buffer = io.BytesIO()
    kind = "TIFF" if mode == "CMYK" else "PNG"
    Image.new("RGB", (40, 30), "white").convert(mode).save(buffer, kind)
    published = photos.publish(buffer.getvalue()).data
    with Image.open(io.BytesIO(published)) as image:
        assert image.mode == "RGB"
        assert min(image.getpixel((20, 15))) > 250


def test_what_is_transparent_becomes_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(buffer, "PNG")
    published = photos.publish(buffer.getvalue()).data
    with Image.open(io.BytesIO(published)) as image:
        assert min(image.getpixel((5, 5))) > 250


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
    assert photos.publish(buffer.getvalue()).located is located


def test_a_broken_header_is_no_place_and_does_no_harm():
    whole = bytearray(jpeg(40, 30, exif=place_of_taking()))
    start = whole.index(b"Exif") + 14
    for at in range(start, whole.index(b"\xff\xdb") - 1):
        for byte in (0, 0x7F, 0xFF):
            data = bytes(whole[:at]) + bytes([byte]) + bytes(whole[at + 1 :])
            assert photos.publish(data).width in (30, 40)


def huge() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    return buffer.getvalue()


BROKEN = {
    "text": b"<html>not a picture</html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "cut off": jpeg(800, 600, quality=95)[:900],
    "empty": b"",
    "too large": huge(),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_picture_is_a_finding_at_its_file(place, kind):
    place.write("content/photos/2022-09-29-x/1.jpg", BROKEN[kind])
    place.report("2022-09-29-x", photos="{file: 1.jpg, caption: 会议现场}")
    (one,) = place.build().findings
    assert (one.code, one.span.words) == ("E602", "1.jpg")
    assert not place.out.exists()


def test_one_picture_used_twice_is_published_once(place: Place):
    place.write("content/photos/2022-09-29-x/1.jpg", jpeg())
    place.write("content/photos/2.jpg", jpeg())
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 甲}, {file: 2.jpg, caption: 乙}]")
    place.build()
    assert sum(path.startswith("photos/") for path in place.files()) == 1
    assert place.page("/2022/09/29/x/").count("<figure") == 2


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
    assert [one.code for one in place.build().findings] == ["E601"]


def test_the_cache_is_only_a_shortcut(place: Place):
    place.write("content/photos/1.jpg", jpeg())
    place.report("2022-09-29-x", photos="1.jpg")
    place.build()
    before = place.files()
    (cached,) = (place.root / ".cache/photos").glob("*.webp")
    time = cached.stat().st_mtime_ns
    place.build()
    assert cached.stat().st_mtime_ns == time
    cached.unlink()
    place.build()
    assert place.files() == before
