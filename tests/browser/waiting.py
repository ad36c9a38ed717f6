"""Waiting under a strict policy, which forbids Playwright's own way: it evaluates strings within the page."""

from __future__ import annotations

from playwright.sync_api import Page

_STEP = 50
"""Milliseconds."""


def until(page: Page, condition: str, *, most: int = 10_000) -> None:
    """Waits until the JavaScript expression `condition` is true; fails after `most` milliseconds."""
    for _ in range(most // _STEP):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(_STEP)
    raise AssertionError(f"never true: {condition}")
