"""Pictures that are too small, stand twice or have no words."""

from __future__ import annotations

import pytest

from campus_news.diagnostics import has_error
from campus_news.model import Picture
from campus_news.rules import picture as rules
from case import case, told
from conftest import Place, jpeg, place_of_taking

CHECKS = (
    rules.pictures_are_large_enough,
    rules.no_picture_stands_twice,
    rules.captions_are_not_repeated,
    rules.pictures_have_captions,
    rules.pictures_do_not_tell_where_they_were_taken,
)
PICTURES = {
    "1.jpg": Picture("/photos/1.webp", 1600, 1067, "00"),
    "2.jpg": Picture("/photos/2.webp", 800, 600, "00"),
    "again.jpg": Picture("/photos/1.webp", 1600, 1067, "00"),
    "upright.jpg": Picture("/photos/3.webp", 750, 1067, "00"),
    "located.jpg": Picture("/photos/5.webp", 1600, 1067, "00", located=True),
    "small.jpg": Picture("/photos/4.webp", 799, 600, "00"),
}


def found(photos: str, body: str = "正文。"):
    given = case(body, front=f"photos: {photos}\n", pictures=PICTURES)
    return [(one.code, one.span.words) for check in CHECKS for one in told(check, given)]


@pytest.mark.parametrize(
    ("photos", "expected"),
    [
        ("[{file: 1.jpg, caption: 甲}, {file: 2.jpg, caption: 乙}]", []),
        ("[{file: upright.jpg, caption: 甲}]", []),
        ("[{file: small.jpg, caption: 甲}]", [("E610", "small.jpg")]),
        ("[{file: 1.jpg, caption: 甲}, {file: 1.jpg, caption: 乙}]", [("E611", "1.jpg")]),
        ("[{file: 1.jpg, caption: 甲}, {file: again.jpg, caption: 乙}]", [("E611", "again.jpg")]),
        ("[{file: 1.jpg, caption: 甲, alt: 甲}]", [("E612", "甲")]),
        ("[{file: 1.jpg, caption: 甲, alt: 乙}]", []),
        ("[1.jpg, 2.jpg]", [("E613", "1.jpg"), ("E613", "2.jpg")]),
        ("[{file: located.jpg, caption: 甲}]", [("E614", "located.jpg")]),
        ("[missing.jpg, missing.jpg]", []),  # told as missing
    ],
)
def test_the_pictures_of_the_front_matter(photos, expected):
    assert found(photos) == expected


def test_the_pictures_of_the_body():
    photos = "[{file: 1.jpg, caption: 甲}]"
    assert found(photos, "正文。\n\n![乙](2.jpg)") == []
    assert found(photos, "正文。\n\n![](2.jpg)") == [("E613", "2.jpg")]
    assert found(photos, "正文。\n\n![乙](again.jpg)") == [("E611", "again.jpg")]
    assert found(photos, "正文。\n\n【图1】") == []
    twice = "正文。\n\n![乙](located.jpg)\n\n![丙](located.jpg)"
    assert found(photos, twice) == [("E611", "located.jpg"), ("E614", "located.jpg")]


def test_a_copy_under_another_name_is_the_same_picture(place: Place):
    place.write("content/photos/1.jpg", jpeg(800, 600))
    place.write("content/photos/2.jpg", jpeg(800, 600))
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 甲}, {file: 2.jpg, caption: 乙}]")
    assert [one.code for one in place.check().findings] == ["E611"]
    place.write("content/photos/2.jpg", jpeg(800, 600, "red"))
    assert place.check().findings == ()


def test_a_place_is_told_at_every_run_and_stops_nothing(place: Place):
    place.write("content/photos/1.jpg", jpeg(exif=place_of_taking()))
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 甲}]")
    assert [one.code for one in place.check().findings] == ["E614"]
    outcome = place.build()
    assert [one.code for one in outcome.findings] == ["E614"]
    assert not has_error(outcome.findings)
    assert place.page("/2022/09/29/x/").count("<figure") == 1
    place.report(
        "2022-09-29-x", photos="[{file: 1.jpg, caption: 乙}]"
    )  # the picture is known, the report is new
    assert [one.code for one in place.build().findings] == ["E614"]
    (place.root / ".cache" / "memo.sqlite").unlink(missing_ok=True)
    assert [one.code for one in place.build().findings] == ["E614"]
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 乙}]", waive="{E614: 校园里拍的}")
    assert place.build().findings == ()


def test_pictures_are_published_once_whether_they_tell_of_a_place_or_not(place: Place, monkeypatch):
    place.write("content/photos/1.jpg", jpeg(exif=place_of_taking()))
    place.write("content/photos/2.jpg", jpeg())
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 甲}, {file: 2.jpg, caption: 乙}]")
    place.build(jobs=1)
    monkeypatch.setattr("campus_news.photos.read", lambda _data: pytest.fail("published again"))
    place.report("2022-09-29-x", photos="[{file: 1.jpg, caption: 丙}, {file: 2.jpg, caption: 乙}]")
    assert [one.code for one in place.build(jobs=1).findings] == ["E614"]
