"""A reader's way through the demo, on a phone and on a desktop, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from kind import ADDRESSES

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off unless asked for
}


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


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways_or_lacks_a_picture(page, address):
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    broken = "[...document.images].filter(i => i.loading !== 'lazy' && !i.naturalWidth).map(i => i.src)"
    assert page.evaluate(broken) == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible(page, address, scheme):
    """axe-core's rules (WCAG 2.0 to 2.2, A and AA, and its best practices) find nothing."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    results = Axe().run(page, options=RULES)
    assert {"color-contrast", "region", "target-size"} <= {rule["id"] for rule in results.response["passes"]}
    assert results.violations_count == 0, results.generate_report()
