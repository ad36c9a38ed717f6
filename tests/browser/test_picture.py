"""Pictures as a browser gets them: as wide as they are shown, one of them first, and a place kept for each."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from browser.conftest import PHONE_FIRST
from browser.waiting import until

PAGES = [
    "/2025/06/25/graduation/",
    "/leaders/",
    *(pytest.param(url, marks=pytest.mark.slow) for url in ("/", "/2025/06/", "/leaders/fang-zhiyuan/")),
]

LOADED = """async () => {
  for (const image of document.images) { image.loading = "eager"; await image.decode(); }
  return [...document.querySelectorAll('img[data-tone]')].map(image => {
    const widths = (image.srcset || image.currentSrc + " 480w").split(", ").map(one => parseInt(one.split(" ")[1]));
    const chosen = /-(480|960)\\.webp$/.exec(image.currentSrc);
    return {
      shown: image.getBoundingClientRect().width * devicePixelRatio,
      chosen: chosen ? Number(chosen[1]) : Math.max(...widths),
      widths,
      words: image.alt,
    };
  });
}"""


@pytest.mark.parametrize("url", PAGES)
def test_the_browser_takes_the_width_that_a_picture_is_shown_in(page, url):
    """Not the next wider one, nor one so narrow that it is blurred: `sizes` say what the style sheet does."""
    page.goto(url)
    pictures = page.evaluate(LOADED)
    assert pictures
    for one in pictures:
        enough = [width for width in one["widths"] if width >= one["shown"] * 0.8]
        assert one["chosen"] == min(enough, default=max(one["widths"])), one


@PHONE_FIRST
@pytest.mark.parametrize("url", PAGES)
def test_until_a_picture_comes_its_place_is_kept_and_coloured(page, url):
    """Nothing jumps when it comes, and the colour is not that of the page."""
    boxes = "[...document.images].flatMap(i => { const b = i.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] })"
    waiting: list[Route] = []
    page.route("**/photos/*", lambda route: waiting.append(route) if hold else route.continue_())
    hold = True
    page.goto(url, wait_until="domcontentloaded")
    until(page, "getComputedStyle(document.body).backgroundColor !== 'rgba(0, 0, 0, 0)'")
    before = page.evaluate(boxes)
    colours = set(
        page.evaluate(
            "[...document.querySelectorAll('[data-tone]')].map(image => getComputedStyle(image).backgroundColor)"
        )
    )
    assert not colours & {
        "rgba(0, 0, 0, 0)",
        page.evaluate("getComputedStyle(document.body).backgroundColor"),
    }
    assert waiting
    hold = False
    for route in waiting:
        route.continue_()
    page.evaluate(LOADED)
    assert page.evaluate(boxes) == pytest.approx(before, abs=1)  # a narrow form's height is rounded too
