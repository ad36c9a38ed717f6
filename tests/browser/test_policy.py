"""The strict Content-Security-Policy of docs/hosting.md: pages keep to it, and browsers enforce it.

The server of these tests sends it, so every test of this folder also shows that nothing is refused (see `watch`).
"""

from __future__ import annotations

import pytest

from browser.waiting import until
from hosting import headers
from kind import ADDRESSES

pytestmark = pytest.mark.parametrize("context", ["desktop"], indirect=True)
"""A policy does not know how wide a screen is."""

VIOLATIONS = """() => {
    window.refused = []
    addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective))
}"""


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_on_a_page_is_refused(page, address):
    """What a page does at its end counts too: lazy pictures and scripts that wait."""
    page.add_init_script(f"({VIOLATIONS})()")
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.headers["content-security-policy"] == headers()["Content-Security-Policy"]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.refused") == []


@pytest.mark.parametrize(
    ("markup", "directive"),
    [
        ("<p style='color: red'>", "style-src-attr"),
        ("<style>p { color: red }</style>", "style-src-elem"),
        ("<img src='https://www.example.com/x.png'>", "img-src"),
        ("<iframe src='https://www.example.com/'></iframe>", "frame-src"),
        ("<object data='/index.html'></object>", "object-src"),
        ("<a href='javascript:alert(1)' id='it'>x</a>", "script-src-elem"),
        ("<button onclick='alert(1)' id='it'>x</button>", "script-src-attr"),
    ],
)
def test_what_an_attacker_would_put_into_a_page_is_refused(page, watch, markup, directive):
    """The policy is not only sent, it works; else the test above would show nothing."""
    page.goto("/404.html")
    page.evaluate(VIOLATIONS)
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", markup)
    page.evaluate("document.querySelector('#it')?.click()")
    until(page, "window.refused.length > 0")
    assert page.evaluate("window.refused")[0] == directive
    assert watch.errors
    watch.errors.clear()
    watch.foreign.clear()


def test_pages_say_the_policy_themselves(page):
    """For hosts that send no headers. What a page cannot say (frame-ancestors) is left to the server."""
    page.goto("/")
    said = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content").split("; ")
    sent = headers()["Content-Security-Policy"].split("; ")
    assert {part for part in sent if part.split()[0] not in ("frame-ancestors", "script-src")} == set(said)
