"""What the style sheet and its script promise: sizes of text that are remembered, days large enough for a finger."""

from __future__ import annotations

import pytest

from browser.conftest import DESKTOP_FIRST, PHONE_FIRST

WIDTHS = (320, 360, 420, 640, 768, 1024, 1200, 1280, 1920, 2560)
PAGES = [
    "/",
    "/archive/",
    "/2025/",
    "/2025/09/",
    "/leaders/",
    "/leaders/chen-liyan/",
    "/2025/10/30/monthly-meeting/",
]
FONT = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
INSIDE = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SMALLEST = """[...document.querySelectorAll('.calendar td a, .months a, .sizes button')]
    .map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"""


@DESKTOP_FIRST
def test_the_size_of_text_is_chosen_by_keyboard_and_remembered(page):
    page.goto("/")
    group = page.get_by_role("group", name="字号")
    normal = page.evaluate(FONT)
    assert group.get_by_role("button", name="标准", exact=True).get_attribute("aria-pressed") == "true"
    group.get_by_role("button", name="特大").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FONT) > 1.3 * normal

    page.goto("/leaders/")
    assert page.evaluate(FONT) > 1.3 * normal
    assert page.get_by_role("button", name="特大").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="标准", exact=True).click()
    assert page.evaluate(FONT) == normal


@DESKTOP_FIRST
def test_a_remembered_size_that_is_none_is_no_harm(page):
    page.add_init_script("localStorage.setItem('campus-news-text-size', 'x')")
    page.goto("/")
    assert page.get_by_role("button", name="标准", exact=True).get_attribute("aria-pressed") == "true"


@DESKTOP_FIRST
@pytest.mark.parametrize("size", [pytest.param("0", marks=pytest.mark.slow), "2"])
@pytest.mark.parametrize("url", PAGES)
def test_nothing_scrolls_sideways_from_320_to_2560(page, url, size):
    """Text of the smallest size too; 640 is a desktop at 200 %."""
    page.add_init_script(f"localStorage.setItem('campus-news-text-size', '{size}')")
    page.goto(url)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate(INSIDE), width


@PHONE_FIRST
def test_days_and_months_are_large_enough_for_a_finger(page):
    """WCAG 2.2, 2.5.8: 24 px, at whatever width a year has how many columns."""
    for url in ("/2025/", "/archive/"):
        page.goto(url)
        for width in (320, 420, 768, 992, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert min(page.evaluate(SMALLEST)) >= 24, width
