"""A real Chromium on the real demo site, at a phone's width and at a desktop's.

Every test in this folder is marked `browser`. The site is built once, whatever the number of workers.
A page that asks another host for anything, or writes an error to its console, fails its test.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from hosting import serving

HERE = Path(__file__).parent
# Without the last six, Chromium spends its start asking the network for updates and accounts.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_VIOLATIONS = """
    addEventListener("securitypolicyviolation", e => console.error("refused:", e.violatedDirective, e.blockedURI))
"""
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Watch:
    """What pages must not do; a test that provokes an error on purpose asserts it, then clears the list."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site_url(demo: Path) -> Iterator[str]:
    """The demo site's address, without a slash at the end; its server sends the headers that docs/hosting.md asks for."""
    with serving(demo) as url:
        yield url


def chromium_path() -> str:
    """The browser of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("no Chromium on this machine; `make test` installs it, or run .ci/install", pytrace=False)
    return path


# Not for the whole session: while Playwright is started, asyncio.run() fails in the same thread.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert not watch.foreign, "the page asked another host"
    assert not watch.errors, "the page wrote errors to its console"


@pytest.fixture(params=SCREENS)
def context(
    request: pytest.FixtureRequest, chromium: Browser, site_url: str, watch: Watch
) -> Iterator[BrowserContext]:
    """A fresh browser profile with one screen, in Chinese, shut off from every host but the demo site."""
    context = chromium.new_context(
        **SCREENS[request.param], base_url=site_url, locale="zh-CN", timezone_id="Asia/Shanghai"
    )

    def block(route: Route) -> None:
        watch.foreign.append(route.request.url)
        route.abort()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            watch.errors.append(f"{message.text} ({message.location['url']})")

    context.route(lambda url: not url.startswith(f"{site_url}/"), block)
    context.add_init_script(REPORT_VIOLATIONS)
    context.on("console", hear)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page; `page.goto("/2022/09/")` opens an address of the demo site."""
    return context.new_page()
