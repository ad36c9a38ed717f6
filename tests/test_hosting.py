"""docs/hosting.md: the samples are right, say the same, and a real nginx serves the demo by its own."""

from __future__ import annotations

import http.client
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

import pytest

from conftest import REPO
from crawl import Site
from hosting import headers, iis, nginx

FOR_EVER = "public, max-age=31536000, immutable"


def test_both_samples_send_the_same_headers():
    sent = {one.get("name"): one.get("value") for one in iis().findall(".//customHeaders/add")}
    assert sent == headers()


def test_iis_knows_the_type_of_every_file(demo):
    """It answers 404 for a suffix of which it does not know the type; none may be named twice."""
    known = [one.get("fileExtension") for one in iis().iter("mimeMap")]
    assert len(known) == len(set(known))
    assert known == [one.get("fileExtension") for one in iis().findall(".//staticContent/remove")]
    sent = [path for path in demo.rglob("*") if path.is_file() and not path.name.startswith("_")]
    assert {path.suffix for path in sent} <= set(known)


def test_iis_keeps_for_ever_only_what_tells_its_content():
    modes = {(one.get("path") or "/"): one.find(".//clientCache").attrib for one in [*iis().iter("location")]}
    assert set(modes) == {"static", "photos"}
    assert all(dict(mode)["cacheControlCustom"] == "public, immutable" for mode in modes.values())
    assert iis().find("system.webServer/staticContent/clientCache").attrib == {
        "cacheControlMode": "DisableCache"
    }


@pytest.mark.parametrize("name", ["hosting.md", "hosting.zh-CN.md"])
def test_the_manual_has_the_policy_and_leads_to_the_samples(name):
    """And what it links to is there."""
    text = (REPO / "docs" / name).read_text("utf-8")
    assert headers()["Content-Security-Policy"] in text
    links = [one for one in re.findall(r"\]\(([^)#]+)", text) if "://" not in one]
    assert {"hosting/nginx.conf", "hosting/web.config"} <= set(links)
    assert all((REPO / "docs" / one).exists() for one in links)


# -- a real nginx


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(server: str, path: str, **asked: str) -> Answer:
    """What a server answers, as it is: no redirect is followed, nothing is unpacked."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in asked.items()})
    answer = connection.getresponse()
    got = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return got


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(demo, tmp_path_factory.mktemp("nginx")) as address:
        yield address


def static(folder: Path, suffix: str) -> str:
    return next(f"/static/{path.name}" for path in (folder / "static").glob(f"*{suffix}"))


@pytest.mark.slow
def test_a_page_comes_packed_with_its_headers_and_is_asked_for_again(server):
    page = ask(server, "/2025/", Accept_Encoding="gzip")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-encoding"] == "gzip"
    assert page.headers["cache-control"] == "no-cache"
    assert {name: page.headers[name.lower()] for name in headers()} == headers()
    again = ask(server, "/2025/", If_None_Match=page.headers["etag"], Accept_Encoding="gzip")
    assert (again.status, again.body) == (304, b"")


@pytest.mark.slow
def test_what_tells_its_content_is_kept_for_ever(server, demo):
    style = ask(server, static(demo, ".css"), Accept_Encoding="gzip")
    assert (style.status, style.headers["cache-control"]) == (200, FOR_EVER)
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert style.headers["content-encoding"] == "gzip"
    photo = ask(server, f"/photos/{next((demo / 'photos').glob('*.webp')).name}")
    assert (photo.headers["content-type"], photo.headers["cache-control"]) == ("image/webp", FOR_EVER)


@pytest.mark.slow
def test_what_is_missing_is_answered_with_the_page_for_it_and_not_remembered(server, demo):
    for path in ("/nowhere/", "/static/site.00000000.css", "/photos/nowhere.webp"):
        answer = ask(server, path)
        assert answer.status == 404
        assert answer.body == (demo / "404.html").read_bytes()
        assert FOR_EVER not in answer.headers.get("cache-control", "")
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.slow
def test_an_address_without_its_slash_leads_to_the_one_with_it(server):
    answer = ask(server, "/2025/03")
    assert (answer.status, answer.headers["location"]) == (301, "/2025/03/")


@pytest.mark.slow
def test_hidden_files_folders_and_links_out_are_not_shown(demo, tmp_path):
    site = shutil.copytree(demo, tmp_path / "public")
    (site / ".building").mkdir()
    (site / ".building" / "x.html").write_text("half")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "x.txt").write_text("renewal")
    (site / "meetings.ics").write_text("BEGIN:VCALENDAR")
    with nginx(site, tmp_path) as server:
        assert ask(server, "/.building/x.html").status == 404
        assert ask(server, "/photos/").status == 404
        assert ask(server, "/.well-known/x.txt").body == b"renewal"
        assert ask(server, "/meetings.ics").headers["content-type"] == "text/calendar; charset=utf-8"


@pytest.mark.slow
def test_the_search_index_is_kept_for_ever_and_the_search_page_is_not(tmp_path):
    """Its files lie in folders whose names tell their content."""
    part = tmp_path / "public" / "search" / "0123456789abcdef" / "index"
    part.mkdir(parents=True)
    (part / "x.pf_index").write_bytes(b"x")
    (part.parents[1] / "index.html").write_text("x")
    with nginx(tmp_path / "public", tmp_path) as server:
        index = ask(server, "/search/0123456789abcdef/index/x.pf_index")
        assert (index.status, index.headers["cache-control"]) == (200, FOR_EVER)
        assert index.headers["content-type"] == "application/octet-stream"
        assert ask(server, "/search/").headers["cache-control"] == "no-cache"


@pytest.mark.slow
def test_under_a_path(demo_below, tmp_path):
    """Every address that any page there leads to or loads is answered."""
    shutil.copytree(demo_below, tmp_path / "www" / "xwzx")
    site = Site(demo_below, "https://www.example.edu.cn/xwzx/")
    all_urls = {urldefrag(one.url).url for one in site.references if one.url.startswith(site.address)}
    ours = {url for url in all_urls if site.file(url)}  # not the folders of the search index
    changes = {
        "=404 /404.html;": "=404 /xwzx/404.html;",
        "/srv/www/news/_redirects*.conf": f"{tmp_path}/www/xwzx/_redirects*.conf",
    }
    with nginx(tmp_path / "www", tmp_path, changes) as server:
        assert {ask(server, urlsplit(url).path).status for url in ours} == {200}
        assert len(ours) > len(site.pages)
        assert ask(server, "/xwzx/2025/03").headers["location"] == "/xwzx/2025/03/"
        style = ask(server, f"/xwzx{static(demo_below, '.css')}")
        assert (style.status, style.headers["cache-control"]) == (200, FOR_EVER)
        assert ask(server, "/xwzx/nowhere").body == (demo_below / "404.html").read_bytes()
