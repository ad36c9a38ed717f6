"""Hostile texts in every field and in bodies, in a real Chromium that does not keep to the page's own Content-Security-Policy.

Nothing runs, nothing is fetched from elsewhere, no page has an event handler or an address with a script; whatever is
not refused with a finding is on the page as text. The policy is only the second net.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import icalendar
import markdown
import pytest
from lxml import etree, html
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Route

from conftest import LEADERS, Place
from hostile import NAMES, Hostile, quoted, report, roster, short, withdrawn
from hosting import serving
from payload import ALL, NAIVE, PAYLOADS

HOOK = """
    window.hit = () => {
        let frame = window;
        while (frame !== top && frame.parent !== top) frame = frame.parent;
        if (frame !== top) frame.frameElement.dataset.ran = "";
        console.log("HIT!");
    };
"""
LOOK = r"""(page) => {
    const found = [];
    const tell = (element, why) => found.push(`${why}: ${element.outerHTML.slice(0, 200)}`);
    const addresses = ["href", "src", "action", "formaction", "data", "poster", "background", "cite", "ping",
        "xlink:href", "srcset", "imagesrcset", "lowsrc", "dynsrc", "longdesc", "manifest", "codebase", "values", "to"];
    const own = "main svg[role=img], main svg[role=img] *, .search *, dialog.box, dialog.box *, .sizes *, .citation + button, button.further, .sizes";
    const strange = "iframe, frame, object, embed, applet, base, form, math, svg, style, template, video, audio, input, " +
        "textarea, select, button, marquee, dialog, portal, body link, body meta, meta[http-equiv], plaintext, xmp, listing";
    for (const element of page.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name)) tell(element, "handler");
            if (name === "style" || name === "srcdoc") tell(element, name);
            if (!addresses.includes(name)) continue;
            const bare = value.replace(/[\u0000-\u0020]+/g, "");
            const scheme = (/^([a-z][a-z0-9+.-]*):/i.exec(bare) || ["", ""])[1].toLowerCase();
            const leads = element.matches("a, link[rel=alternate], link[rel=canonical]");
            if (element.matches("dialog.box img") && value.startsWith(`${location.origin}/photos/`)) continue;
            if (scheme && !(leads && ["http", "https", "mailto"].includes(scheme))) tell(element, "address");
            if (/^[\\/]{2}/.test(bare)) tell(element, "address");
        }
        if (element.matches(strange) && !element.matches(own) && !element.matches("form.search") &&
            !element.matches("head > meta[http-equiv=Content-Security-Policy][content^=\"default-src 'self'\"]")) tell(element, "element");
        if (element.localName === "script") {
            const src = element.getAttribute("src");
            if (src !== null ? !/^\/static\/\w+\.[0-9a-f]{8}\.js$/.test(src) : element.type !== "application/ld+json") {
                tell(element, "script");
            } else if (src === null) {
                try { JSON.parse(element.textContent); } catch { tell(element, "json"); }
            }
        }
    }
    return found;
}"""
CLICK = """(view) => {
    view.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a[href]");
        if (link && ["http:", "https:", "mailto:"].includes(link.protocol)) event.preventDefault();
    });
    const all = [...view.document.querySelectorAll("a[href]:not(.zoom), button, summary, b, p, x")];
    for (const one of all) {
        one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        if (one.click) one.click();
        else one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
    const zoom = view.document.querySelector(".zoom");
    if (zoom) zoom.click();
    return all.length;
}"""
SAID = """(page) => {
    const said = [];
    const walk = page.createTreeWalker(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (node.nodeType === 3) said.push(node.data);
        else if (node.localName === "meta") said.push(node.content);
    }
    return said.join(" ");
}"""
PARSE = f"""(pages) => pages.map((text) => {{
    const page = new DOMParser().parseFromString(text, "text/html");
    return [({LOOK})(page), ({SAID})(page)];
}})"""
FRAMES = f"""async (texts) => {{
    const frames = texts.map((text, i) => {{
        const frame = document.createElement("iframe");
        frame.name = `x${{i}}`;
        frame.srcdoc = text;
        document.body.append(frame);
        return frame;
    }});
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    const read = (frame) => {{
        try {{ return frame.contentDocument.URL === "about:srcdoc" && frame.contentDocument.readyState !== "loading"; }}
        catch {{ return true; }}
    }};
    for (let i = 0; i < 200 && !frames.every(read); i++) await wait(100);
    await wait(1000);
    const noticed = frames.map((frame) => {{
        try {{ return ({LOOK})(frame.contentDocument).length > 0; }} catch {{ return true; }}
    }});
    for (const frame of frames) try {{ ({CLICK})(frame.contentWindow); }} catch {{ }}
    await wait(500);
    return frames.map((frame, i) => [noticed[i], "ran" in frame.dataset]);
}}"""


@dataclass
class Guard:
    """A tab that notices what hostile texts do."""

    page: Page
    url: str
    done: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    """The names of the frames that asked another host."""

    def open(self, path: str) -> tuple[list[str], int]:
        """Everything that is wrong with a page of the site, and how much of it was clicked at."""
        self.done.clear()
        self.page.goto(self.url + path)
        found: list[str] = self.page.evaluate(f"({LOOK})(document)")
        clicked: int = self.page.evaluate(f"({CLICK})(window)")
        return [*found, *self.page.evaluate(f"({LOOK})(document)"), *self.done], clicked


@pytest.fixture(scope="module")
def guarding(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(bypass_csp=True, locale="zh-CN")
    context.add_init_script(HOOK)
    yield context
    context.close()


def guarded(context: BrowserContext, url: str) -> Guard:
    """A page that notices whatever a hostile text does."""
    guard = Guard(context.new_page(), url)

    def block(route: Route) -> None:
        guard.done.append(f"asked: {route.request.url}")
        frame = route.request.frame
        while frame.parent_frame and frame.parent_frame.parent_frame:
            frame = frame.parent_frame
        guard.asked.add(frame.name)
        route.fulfill(status=204)  # so that a page which leads away stays

    def hear(message: ConsoleMessage) -> None:
        if message.text == "HIT!":
            guard.done.append("hit")

    def answer(dialog: Dialog) -> None:
        guard.done.append("dialog")
        dialog.dismiss()

    guard.page.route(lambda asked: not asked.startswith((f"{url}/", "data:", "blob:")), block)
    guard.page.on("console", hear)
    guard.page.on("dialog", answer)
    guard.page.on("pageerror", lambda error: guard.done.append(f"error: {error}"))
    guard.page.on("popup", lambda popup: guard.done.append(f"popup: {popup.url}"))
    return guard


def naive(kind: str, text: str) -> str:
    """A page as a careless program would make it."""
    form = NAIVE[kind]
    said = markdown.markdown(text, extensions=["extra"]) if form == "markdown" else form.replace("{}", text)
    return f"<!doctype html><meta charset=utf-8><body>{said}"


@pytest.mark.slow
def test_each_of_these_texts_would_be_noticed(guarding, tmp_path):
    """Published carelessly; else the tests below would show nothing. Most of the scripts really run in this browser."""
    texts = [(kind, text) for kind in NAIVE for text in PAYLOADS[kind]]
    (tmp_path / "index.html").write_text("<!doctype html><body>", "utf-8")
    with serving(tmp_path) as url:
        guard = guarded(guarding, url)
        guard.page.goto(url)
        told = guard.page.evaluate(FRAMES, [naive(*one) for one in texts])
        guard.page.close()
    missed = [one for i, one in enumerate(texts) if not any(told[i]) and f"x{i}" not in guard.asked]
    assert missed == []
    assert {"hit"} < set(guard.done)
    assert sum(ran for _, ran in told) > 100
    assert len(guard.asked) > 25


# -- the site


SITE = "name: 示例新闻网\nschool: 示例职业技术学院\nurl: https://news.example.edu.cn/\n"
SHARE = 20
"""How many texts one report holds, where many do: its front matter may have 30,000 characters."""


@dataclass
class Visit:
    """A site of hostile texts, and what became of it in the browser: for each page what was wrong, and all its text."""

    hostile: Hostile
    wrong: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    clicked: int = 0

    @property
    def place(self) -> Place:
        return self.hostile.place

    def files(self, end: str) -> dict[str, bytes]:
        return {path: data for path, data in self.place.files().items() if path.endswith(end)}

    def missing(self) -> Iterator[tuple[str, str]]:
        """Texts that were taken, with their fields, that are not on the page that should show them."""
        leaders = "\n".join(said for url, said in self.said.items() if url.startswith("/leaders/"))
        for path, file in self.hostile.files.items():
            date, _, slug = path.rsplit("/", 1)[1].removesuffix(".md").rpartition("-")
            said = leaders if path.endswith(".yaml") else self.said[f"/{date.replace('-', '/')}/{slug}/"]
            for piece in file.pieces:
                hidden = piece.field.split(" ")[0] in ("", "absent", "waive", "body", "review")
                if not hidden and not piece.field.startswith("photos !") and plain(piece.text) not in said:
                    yield piece.field, piece.text


def plain(text: str) -> str:
    """`text` without what a browser leaves out or counts as a space."""
    return "".join(c for c in text if ord(c) > 32 and not 127 <= ord(c) < 160 and c not in "\ufffd\u3000\xa0")


def visited(context: BrowserContext, hostile: Hostile, alike: str = "?") -> Visit:
    """Every page of a site, looked at; those with `alike` in the address are only parsed, in the same browser."""
    outcome = hostile.place.build(search=True)
    assert outcome.pages
    visit = Visit(hostile)
    pages = {
        "/" + path.removesuffix("index.html"): data.decode() for path, data in visit.files(".html").items()
    }
    with serving(hostile.place.out) as url:
        guard = guarded(context, url)
        for address in pages:
            if alike not in address:
                wrong, clicked = guard.open(quote(address))
                visit.wrong |= {address: wrong} if wrong else {}
                visit.clicked += clicked
        found = guard.page.evaluate(PARSE, list(pages.values()))
        guard.page.close()
    for address, (wrong, said) in zip(pages, found, strict=True):
        visit.wrong |= {address: wrong} if wrong else {}
        visit.said[address] = plain(said)
    return visit


def site(root: Path, groups: Sequence[Sequence[str]], share: int, *, whole: bool) -> Hostile:
    """A report for each group of texts, a withdrawn one for each, and a roster on which `share` of them are a leader's posts."""
    hostile = Hostile(Place(root))
    hostile.place.write("content/site.yaml", SITE)
    head = tuple(LEADERS.rstrip("\n").split("\n"))
    posts = ALL if whole else [text for text in ALL[::3] if "\n" not in text]
    hostile.add("content/leaders.yaml", roster(posts, share, whole=whole), head)
    for i, group in enumerate(groups):
        path = f"content/reports/2019/2019-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}"
        leader = NAMES[i % (len(posts) // share)]
        hostile.add(*report(f"{path}-x{i}.md", group, leader, whole=whole))
    for i, text in enumerate(ALL if whole else ALL[::3]):
        path = f"content/reports/2021/2021-{i // 101 + 1:02}-{i % 28 + 1:02}"
        hostile.add(*short(f"{path}-short{i}.md", text))
        if whole or i % 6 == 0:
            hostile.add(*withdrawn(f"{path}-short{i}gone.md", text))
    hostile.settle()
    return hostile


@pytest.fixture(scope="module")
def crowded(guarding, tmp_path_factory) -> Visit:
    """Every text, twenty of them a report; and a short report with every third."""
    groups = [ALL[i : i + SHARE] for i in range(0, len(ALL), SHARE)]
    return visited(guarding, site(tmp_path_factory.mktemp("crowded"), groups, SHARE, whole=False), "/short")


def test_no_page_does_anything(crowded):
    assert len(crowded.said) > len(ALL) / 3 + 50
    assert crowded.clicked > 2000
    assert crowded.wrong == {}


def test_whatever_is_taken_is_shown_as_text(crowded):
    assert list(crowded.missing()) == []
    taken = crowded.hostile.taken()
    assert all(taken[name] > 0.85 * len(ALL) for name in ("groups %s", "observers %s")), taken
    assert taken["title"] > 0.85 * len(ALL) / 3
    assert taken["posts"] > 0.85 * len(ALL) / 3
    assert taken["body"] > 2 * len(ALL)
    assert {code for *_, code in crowded.hostile.refused} <= {"E103", "E133", "E221", "E305", "E505", "E601"}


def test_what_machines_read_holds_the_words(crowded):
    pages = [html.document_fromstring(data) for data in crowded.files(".html").values()]
    graphs = [json.loads(one.text) for page in pages for one in page.iter("script") if one.get("type")]
    heads = {plain(one["headline"]) for one in graphs if "headline" in one}
    feed = etree.fromstring(crowded.files("atom.xml")["atom.xml"])
    assert len(feed.findall("{*}entry")) > 10
    events = json.loads(crowded.files("data/reports.json")["data/reports.json"])["events"]
    names = {plain(one["name"]) for one in events}
    calendar = icalendar.Calendar.from_ical(crowded.files(".ics")["meetings.ics"])
    summaries = {plain(str(one["SUMMARY"])) for one in calendar.walk("VEVENT")}
    titles = {
        plain(piece.text)
        for file in crowded.hostile.files.values()
        for piece in file.pieces
        if piece.field == "title"
    }
    assert len(titles) > 0.85 * len(ALL) / 3
    assert titles <= heads & names
    assert {one.replace("\u2028", "").replace("\u2029", "") for one in titles} <= summaries
    for data in (*crowded.files(".xml").values(), *crowded.files(".svg").values()):
        etree.fromstring(data)
    for data in crowded.files(".json").values():
        json.loads(data)
    assert {str(one) for one in calendar.walk()[0]} <= {"VERSION", "PRODID", "X-WR-CALNAME"}


def test_the_ledger_holds_no_formula(crowded, cli):
    code, out, _ = cli("ledger", "--root", crowded.place.root)
    rows = list(csv.reader(io.StringIO(out)))
    assert code == 0
    assert len(rows) > 40
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))]


def test_the_search_shows_words(crowded, guarding):
    with serving(crowded.place.out) as url:
        guard = guarded(guarding, url)
        asked = ("hit", "<script>", '"><img src=x onerror=hit()>')
        for words in asked:
            found, _ = guard.open(f"/search/?q={quote(words)}")
            guard.page.locator(".found li").first.wait_for()
            found += guard.page.evaluate(f"({LOOK})(document)")
            assert [*found, *guard.done] == [], words
            assert plain(words) in plain(guard.page.inner_text(".found"))
        guard.page.close()


def test_the_sites_own_words_are_words(guarding, tmp_path):
    """site.yaml: every page has them."""
    # Of a line with many brackets the program says that it is nested too deep.
    texts = " ".join(text for text in ALL if text.isprintable() and not {"[", "{"} & set(text))
    assert len(texts) > 9_000
    hostile = Hostile(Place(tmp_path))
    lines = (f"{name}: {quoted(texts)}" for name in ("name", "school", "owner", "icp"))
    hostile.place.write("content/site.yaml", "\n".join([*lines, "url: https://news.example.edu.cn/\n"]))
    hostile.place.write("content/leaders.yaml", LEADERS)
    hostile.place.report("2022-09-29-x", host="陈立言", attendees="[方致远]")
    visit = visited(guarding, hostile, "/leaders/")
    assert visit.wrong == {}
    assert len(visit.said) > 10
    assert all(said.count(plain(texts)) > 3 for said in visit.said.values())


@pytest.mark.slow
def test_no_text_in_any_field_does_anything(guarding, tmp_path):
    """Every text in every field of a report of its own."""
    visit = visited(guarding, site(tmp_path, [[text] for text in ALL], 4, whole=True), "/short")
    assert visit.wrong == {}
    assert list(visit.missing()) == []
    assert len(visit.said) > 2 * len(ALL)
    refused = {name.split(" ")[0] for name, _, code in visit.hostile.refused}
    assert {"attendees", "host", "former_names", "photos", "review", "body"} <= refused
