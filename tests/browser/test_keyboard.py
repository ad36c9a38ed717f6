"""A reader without a mouse: every link can be reached, is seen when it is, and leads on and back."""

from __future__ import annotations

import re

import pytest

from kind import EACH

DESKTOP = ["desktop"]
"""Phones have no keyboard."""

FOCUSED = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at)
    return at === document.body ? null : {
        index: [...document.querySelectorAll("*")].indexOf(at),
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        words: at.innerText || at.getAttribute("aria-label") || (at.labels && at.labels[0] && at.labels[0].innerText),
    }
}"""
REACHABLE = """() => {
    const all = [...document.querySelectorAll("*")]
    const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, main [tabindex='0']"
    return [...document.querySelectorAll(wanted)]
        .filter(one => !one.disabled && one.getClientRects().length && one.checkVisibility({visibilityProperty: true}))
        .map(one => all.indexOf(one))
}"""
MOST = 400


@pytest.mark.parametrize("visitor", DESKTOP, indirect=True)
@pytest.mark.parametrize("address", EACH)
def test_tab_goes_through_everything_in_the_order_of_the_page(visitor, address):
    """Nothing is left out, nothing holds the focus, and it can always be seen."""
    visitor.emulate_media(reduced_motion="reduce")  # else a page is still on its way to what has the focus
    visitor.goto(address)
    wanted = visitor.evaluate(REACHABLE)
    assert 5 < len(wanted) < MOST
    met = []
    for _ in range(MOST):
        visitor.keyboard.press("Tab")
        at = visitor.evaluate(FOCUSED)
        if at is None:
            break
        assert at["seen"], at
        assert at["marked"], at
        assert at["words"], at
        met.append(at["index"])
    assert met == wanted


@pytest.mark.parametrize("context", DESKTOP, indirect=True)
def test_from_the_front_page_to_a_report_and_back(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    title = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\d{4}/\d\d/\d\d/"))
    assert page.locator("h1").inner_text() == title

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.innerText") == "搜索"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.innerText") == "学校领导"
    page.keyboard.press("Enter")
    page.wait_for_url("**/leaders/")
    page.go_back()
    assert page.locator("h1").inner_text() == title
    page.go_back()  # from the text to the top: the skip link is a link
    page.go_back()
    page.wait_for_url("**/#main")
    assert page.locator("h1").inner_text() != title
