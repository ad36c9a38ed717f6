"""A real Chromium on the real demo site, at a phone's width and at a desktop's.

Every test in this folder is marked `browser`. The site is built once, whatever the number of workers.
A page that asks another host for anything, or writes an error to its console, fails its test.

Nearly all that these tests cost is Chromium's: a new page takes longer than most of what is then asked of it. So tests that only go
to a page and look share one (`visitor`), and what both screens show alike is looked at on one of them in a fast run
(`PHONE_FIRST`, `DESKTOP_FIRST`).
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from hosting import serving

HERE = Path(__file__).parent
# No name but this machine's has an address. Without the last six, Chromium spends its start asking for updates and accounts.
CHROMIUM_ARGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
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


def _first(name: str) -> pytest.MarkDecorator:
    others = [pytest.param(other, marks=pytest.mark.slow) for other in SCREENS if other != name]
    return pytest.mark.parametrize("context", [name, *others], indirect=True)


PHONE_FIRST = _first("phone")
"""A test for both screens that a fast run makes on a phone only."""

DESKTOP_FIRST = _first("desktop")
"""A test for both screens that a fast run makes on a desktop only."""


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


@pytest.fixture(scope="package")
def heard() -> Watch:
    return Watch()


@pytest.fixture
def watch(heard: Watch) -> Iterator[Watch]:
    """What is heard of pages during one test."""
    heard.foreign.clear()
    heard.errors.clear()
    yield heard
    assert not heard.foreign, "the page asked another host"
    assert not heard.errors, "the page wrote errors to its console"


def new_context(chromium: Browser, site_url: str, watch: Watch, screen: str) -> BrowserContext:
    """A fresh browser profile with one screen, in Chinese, which tells `watch` what its pages do."""
    context = chromium.new_context(
        **SCREENS[screen], base_url=site_url, locale="zh-CN", timezone_id="Asia/Shanghai"
    )

    def ask(request: Request) -> None:
        if not request.url.startswith((f"{site_url}/", "data:", "blob:")):
            watch.foreign.append(request.url)

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            watch.errors.append(f"{message.text} ({message.location['url']})")

    context.add_init_script(REPORT_VIOLATIONS)
    context.on("request", ask)
    context.on("console", hear)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    return context


@pytest.fixture(params=SCREENS)
def context(
    request: pytest.FixtureRequest, chromium: Browser, site_url: str, watch: Watch
) -> Iterator[BrowserContext]:
    """A browser profile of the test's own."""
    context = new_context(chromium, site_url, watch, request.param)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page; `page.goto("/2022/09/")` opens an address of the demo site."""
    return context.new_page()


@pytest.fixture(scope="package")
def visitors(chromium: Browser, site_url: str, heard: Watch) -> Iterator[dict[str, Page]]:
    """A page for each screen that many tests share."""
    contexts = {screen: new_context(chromium, site_url, heard, screen) for screen in SCREENS}
    yield {screen: context.new_page() for screen, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture
def visitor(request: pytest.FixtureRequest, visitors: dict[str, Page], watch: Watch) -> Iterator[Page]:
    """The shared page of one screen, for tests that go somewhere and look; they store nothing and add no script."""
    page = visitors[request.param]
    page.set_viewport_size(SCREENS[request.param]["viewport"])
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    yield page
    page.goto("about:blank")
