"""The demo as it is published, at the root of a host and under a path: every link leads somewhere, every page is light."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from campus_news import pages
from campus_news.page import Page
from conftest import REPO, Place
from crawl import Site
from kind import ADDRESSES, KINDS


@pytest.fixture(scope="module", params=["at the root", "under a path"])
def site(request: pytest.FixtureRequest) -> Site:
    if request.param == "at the root":
        return Site(request.getfixturevalue("demo"), "https://news.example.edu.cn/")
    return Site(request.getfixturevalue("demo_below"), "https://www.example.edu.cn/xwzx/")


@pytest.fixture(scope="module")
def root_site(demo: Path) -> Site:
    return Site(demo, "https://news.example.edu.cn/")


def test_every_kind_of_page_is_in_the_list(demo, tmp_path, monkeypatch):
    """Browsers, checkers and weights are shown the list of `kind`: no kind may be forgotten there."""
    planned: list[Page] = []
    plan = pages.plan
    monkeypatch.setattr(pages, "plan", lambda site: planned.extend(plan(site)) or planned)
    Place(REPO).build(out=tmp_path / "public")
    templates = {page.url: page.template for page in planned if page.path.endswith(".html")}
    assert set(KINDS) == set(templates.values())
    for template, urls in KINDS.items():
        assert urls
        assert {templates[url] for url in urls} == {template}


def test_every_link_picture_and_anchor_is_there(site):
    wrong = {one: why for one in site.references if (why := site.wrong(one))}
    assert wrong == {}
    assert len(site.references) > 1000


def test_every_address_in_any_file_is_there(site):
    """Canonical addresses, feeds, site maps, data for machines."""
    assert [(name, url) for name, url in site.mentions if site.file(url) is None] == []
    assert len(site.mentions) > len(site.pages)


def test_every_page_says_its_own_address(site):
    for url, page in site.pages.items():
        own = page.xpath("//link[@rel='canonical']/@href")
        assert own == ([] if url == "/404.html" else [site.address + url[1:]])


def test_every_page_can_be_reached_from_the_front_page(site):
    assert set(site.pages) - site.reached() == {"/404.html", *KINDS["withdrawn.html"]}


def test_no_picture_or_static_file_is_published_for_nobody(site):
    used = {site.file(one.url) for one in site.references} | {site.file(url) for _, url in site.mentions}
    assert [name for name in site.files if name.startswith(("photos/", "static/")) and name not in used] == []


def test_no_page_has_what_the_policy_refuses(root_site):
    """Also in pages of which no browser is shown any: no script or style within, no handlers, no other host."""
    for url, page in root_site.pages.items():
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/following::meta"), url
        assert page.xpath("//style | //@style | //base | //iframe | //object | //embed") == [], url
        assert page.xpath("//script[not(@src) and not(@type='application/ld+json')]") == [], url
        assert [name for one in page.iter("*") for name in one.attrib if name.startswith("on")] == [], url


# -- weight


def zipped(data: bytes) -> int:
    """Bytes on the way to a reader. Servers compress at level 6."""
    return len(gzip.compress(data, 6))


def loaded(site: Site, url: str, path: str) -> list[bytes]:
    """What a page loads by the elements at `path`."""
    here = [one for one in site.references if one.page == url]
    wanted = set(site.pages[url].xpath(path))
    return [site.files[site.file(one.url) or ""].read_bytes() for one in here if one.written in wanted]


def test_a_report_without_pictures_is_light(root_site):
    """At most 12 KB of HTML and CSS, which one slow round trip after the first brings."""
    plain = [
        url for url in root_site.pages if url.count("/") == 5 and "data-tone" not in text(root_site, url)
    ]
    assert len(plain) >= 5
    for url in plain:
        styles = loaded(root_site, url, "//link[@rel='stylesheet']/@href")
        assert len(styles) == 1
        assert zipped(text(root_site, url).encode()) + zipped(styles[0]) <= 12 * 1024, url


def text(site: Site, url: str) -> str:
    return site.files[site.file(site.address + url[1:]) or ""].read_text("utf-8")


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_page_has_one_style_sheet_and_scripts_that_wait(root_site, url):
    own = url == "/search/"  # has a second one, which the others need not wait for
    assert len(root_site.pages[url].xpath("//link[@rel='stylesheet']")) == 1 + own
    assert root_site.pages[url].xpath("//script[@src][not(@defer) and not(@type='module')]") == []


@pytest.mark.parametrize("url", KINDS["report.html"])
def test_a_report_has_little_script(root_site, url):
    assert sum(map(zipped, loaded(root_site, url, "//script/@src"))) <= 4 * 1024


def test_the_house_style_of_names_is_kept(site):
    """What may be kept for ever tells its content in its name, and nothing has a name that some server cannot send."""
    for name in site.files:
        assert re.fullmatch(r"[\w./-]+", name, re.ASCII), name
        if name.startswith("static/"):
            assert re.search(r"\.[0-9a-f]{8}\.\w+$", name), name
        if name.startswith("photos/"):
            assert re.search(r"/[0-9a-f]{20}[\w-]*\.\w+$", name), name
