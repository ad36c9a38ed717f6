"""A reader's way through the demo, on a phone and on a desktop, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.conftest import PHONE_FIRST, SCREENS
from kind import ADDRESSES, EACH, FIRST, KINDS

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off unless asked for
}
(REPORT, *_) = KINDS["report.html"]


@PHONE_FIRST
def test_from_home_to_a_report_a_leader_a_month_and_back(page):
    page.goto("/")
    home = page.title()
    page.locator("main article a, main h2 a").first.click()
    page.wait_for_url(re.compile(r"/\d{4}/\d\d/\d\d/[a-z0-9-]+/$"))
    report, title = page.url, page.locator("h1").inner_text()
    assert page.locator(".body p").count() >= 3

    page.locator("dl a[href*='/leaders/']").first.click()
    page.wait_for_url(re.compile(r"/leaders/[a-z0-9-]+/$"))
    name = page.locator("h1").inner_text()
    assert name

    page.go_back()
    assert page.url == report
    assert name in page.locator("dl").first.inner_text()

    page.get_by_role("navigation").get_by_role("link", name=re.compile(r"^\d+月$")).first.click()
    page.wait_for_url(re.compile(r"/\d{4}/\d\d/$"))
    assert title in page.locator("main").inner_text()
    page.get_by_role("link", name=title, exact=True).first.click()
    assert page.url == report

    page.get_by_role("link", name="首页", exact=True).first.click()
    assert page.title() == home


@pytest.mark.parametrize("visitor", SCREENS, indirect=True)
@pytest.mark.parametrize("address", EACH)
def test_no_page_scrolls_sideways_or_lacks_a_picture(visitor, address):
    visitor.goto(address)
    assert visitor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    visitor.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    broken = "[...document.images].filter(i => i.loading !== 'lazy' && !i.naturalWidth).map(i => i.src)"
    assert visitor.evaluate(broken) == []
    assert visitor.locator("h1").count() == 1


def looks() -> Iterator[Any]:
    """Every address on both screens in both schemes; a fast run has each kind once, and a report in the dark."""
    fast = {(address, "phone", "light") for address in FIRST} | {(REPORT, "desktop", "dark")}
    for look in product(ADDRESSES, SCREENS, ("light", "dark")):
        yield pytest.param(*look, marks=() if look in fast else pytest.mark.slow)


@pytest.mark.parametrize(("address", "visitor", "scheme"), [*looks()], indirect=["visitor"])
def test_every_kind_of_page_is_accessible(visitor, address, scheme):
    """axe-core's rules (WCAG 2.0 to 2.2, A and AA, and its best practices) find nothing."""
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto(address)
    results = Axe().run(visitor, options=RULES)
    assert {"color-contrast", "region", "target-size"} <= {rule["id"] for rule in results.response["passes"]}
    assert results.violations_count == 0, results.generate_report()
