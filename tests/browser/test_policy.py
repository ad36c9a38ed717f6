"""The strict Content-Security-Policy of docs/hosting.md: pages keep to it, and browsers enforce it.

The server of these tests sends it, so every test of this folder also shows that nothing is refused (see `watch`).
"""

from __future__ import annotations

import pytest

from browser.waiting import until
from hosting import headers
from kind import EACH

pytestmark = pytest.mark.parametrize("visitor", ["desktop"], indirect=True)
"""A policy does not know how wide a screen is."""

VIOLATIONS = """() => {
    window.refused = []
    addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective))
}"""
"""Of the page that is open; `watch` hears those of its beginning (REPORT_VIOLATIONS)."""


@pytest.mark.parametrize("address", EACH)
def test_nothing_on_a_page_is_refused(visitor, watch, address):
    """What a page does at its end counts too: lazy pictures and scripts that wait."""
    answer = visitor.goto(address)
    assert answer is not None
    assert answer.headers["content-security-policy"] == headers()["Content-Security-Policy"]
    visitor.evaluate("scrollTo(0, document.body.scrollHeight)")
    visitor.wait_for_load_state("networkidle")
    assert watch.errors == []


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
def test_what_an_attacker_would_put_into_a_page_is_refused(visitor, watch, markup, directive):
    """The policy is not only sent, it works; else the test above would show nothing."""
    visitor.goto("/404.html")
    visitor.evaluate(VIOLATIONS)
    visitor.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", markup)
    visitor.evaluate("document.querySelector('#it')?.click()")
    until(visitor, "window.refused.length > 0")
    assert visitor.evaluate("window.refused")[0] == directive
    assert watch.errors
    watch.errors.clear()
    watch.foreign.clear()


def test_pages_say_the_policy_themselves(visitor):
    """For hosts that send no headers. What a page cannot say (frame-ancestors) is left to the server."""
    visitor.goto("/")
    said = visitor.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content").split("; ")
    sent = headers()["Content-Security-Policy"].split("; ")
    assert {part for part in sent if part.split()[0] not in ("frame-ancestors", "script-src")} == set(said)
