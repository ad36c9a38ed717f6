"""Search in a real browser: what is found is what Ctrl-F would find over all pages, and a reader gets along with it."""

from __future__ import annotations

import gzip
import html
import random
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from campus_news import letter, shard
from conftest import Place, report

POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
BASE = "/xwzx/"
NAMES = [a + b for a in "方陈李单欧" for b in ("致远", "立言", "伟", "国华", "澈明")][:24]
VENUES = ["图书馆一楼报告厅", "行政楼三楼会议室", "体育馆"]
PUBLIC = re.compile(
    r"</?(?:p|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|h\d|dl|dt|dd|div|figure|figcaption|article)\b[^>]*>"
)


@cache
def common() -> list[str]:
    """The 3,755 most common Han characters."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [one.decode("gb2312") for one in rows if one[0] != 0xD7 or one[1] < 0xFA]


@cache
def stock() -> tuple[list[str], list[str]]:
    """Words and clauses that reports share."""
    shared = random.Random(1)
    words = ["".join(shared.choices(common()[:1500], k=shared.randint(1, 4))) for _ in range(4000)]
    return words, ["".join(shared.choices(words, k=6)) for _ in range(400)]


def body(chance: random.Random) -> str:
    """Invented text: some sentences that many reports share, some words that few do, some characters at random."""
    words, clauses = stock()

    def clause() -> str:
        kind = chance.random()
        if kind < 0.3:
            return chance.choice(clauses)
        if kind < 0.8:
            return "".join(chance.choices(words, k=7))
        return "".join(chance.choices(common(), k=16))

    def paragraph(count: int) -> str:
        return "".join(clause() + chance.choice("，，。；：") for _ in range(count))[:-1] + "。"

    odd = f"第{chance.randint(1, 99)}期（ＡＩ应用）达到3.5%，“{clause()}”改革；A座—{chance.randint(1, 9)}层"
    blocks = [paragraph(20) for _ in range(6)]
    return "\n\n".join([*blocks, f"## {clause()}", odd + "。", f"- **{clause()}**{clause()}\n- {clause()}"])


@dataclass
class Served:
    """A published site, its server's address, what its readers see of each report, and the bytes sent."""

    folder: Path
    pages: dict[str, list[str]]
    url: str = ""
    policy: str = POLICY
    sent: int = 0
    lost: set[str] = field(default_factory=set)

    def expected(self, query: str) -> set[str]:
        """The addresses of the reports in which every word of `query` stands, by looking through them all."""
        terms = [folded(term) for term in query.split()]
        return {url for url, blocks in self.pages.items() if all(any(t in b for b in blocks) for t in terms)}


def folded(text: str) -> str:
    return "".join(map(letter.fold, text))


def blocks(page: str) -> list[str]:
    """The text of a report's page, folded, block by block, without the names of its facts."""
    article = page.partition('<article class="report">')[2].partition("</article>")[0]
    article = re.sub("<dt>.*?</dt>", "", article)
    article = re.sub(
        '<(section|div) class="(?:cite|scan)".*?</\\1>', "", article, flags=re.S
    )  # no words of the report
    texts = (html.unescape(re.sub("<[^>]*>", "", block)) for block in PUBLIC.split(article))
    return [folded(" ".join(text.split())) for text in texts if text.strip()]


def built(root: Path, count: int) -> Served:
    """A site of `count` invented reports over five years, under a path."""
    place = Place(root)
    place.write(
        "content/site.yaml",
        f"name: 示例新闻网\nschool: 示例职业技术学院\nurl: https://x.example.edu.cn{BASE}\n",
    )
    roster = (
        f"- {{name: {name}, slug: leader-{i}, posts: {{title: 副校长, from: 2015-01-01}}}}"
        for i, name in enumerate(NAMES)
    )
    place.write("content/leaders.yaml", "\n".join(roster))
    chance = random.Random(3)
    for i in range(count):
        date = f"{2021 + i * 5 // count}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        text = report(
            f"学校召开第{i}次{chance.choice(('工作例会', '座谈会', '推进会'))}",
            date,
            body(chance),
            venue=chance.choice(VENUES),
            attendees=f"[{', '.join(chance.sample(NAMES, 5))}]",
            status="draft" if i % 20 == 7 else "published",
        )
        place.write(f"content/reports/{date}-r{i}.md", text)
    out = root / "www" / BASE.strip("/")
    assert not place.build(search=True, out=out).unsearched
    found = sorted(out.glob("20*/*/*/*/index.html"))
    return Served(
        root / "www",
        {f"/{file.parent.relative_to(out.parent)}/": blocks(file.read_text("utf-8")) for file in found},
    )


@contextmanager
def serving(site: Served) -> Iterator[Served]:
    """Sends text packed, as servers do, under a strict policy; counts what is sent."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a failing test shows the page's own errors."""

        def do_GET(self) -> None:
            file = Path(self.translate_path(self.path))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file() or file.name in site.lost:
                self.send_error(404)
                return
            packed = file.suffix in (".html", ".js", ".css", ".json")
            data = gzip.compress(file.read_bytes()) if packed else file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(file))
            self.send_header("Content-Security-Policy", site.policy)
            self.send_header("Cache-Control", "max-age=600")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            site.sent += len(data)

    def handler(*arguments: object) -> Handler:
        return Handler(*arguments, directory=site.folder)

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}"
        yield site
        server.shutdown()


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Sixty reports in three parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shard, "ALONE", 0)
        patch.setattr(shard, "ROOM", 25)
        site = built(tmp_path_factory.mktemp("sixty"), 60)
    with serving(site):
        yield site
    shutil.rmtree(site.folder.parent)


PATIENCE = 60_000
"""Milliseconds; this machine may be busy."""
DONE = re.compile("共找到|已找到|没有找到|没有查成|不能全文搜索")
EVERYTHING = """async (query) => {
  const tally = document.querySelector(".tally");
  tally.textContent = "";
  history.replaceState({ shown: 1e6 }, "", `?q=${encodeURIComponent(query)}`);
  dispatchEvent(new PopStateEvent("popstate"));
  while (!/共找到|没有找到|没有查成/.test(tally.textContent)) await new Promise((go) => setTimeout(go, 5));
  return [...document.querySelectorAll(".found a")].map((link) => link.pathname);
}"""
"""A search for all there is, as when somebody comes back to a list that was unfolded to its end."""


@pytest.fixture
def reader(chromium, sixty, watch):
    """A page of the site of sixty reports; its errors fail the test."""
    sixty.policy, sixty.lost = POLICY, set()
    context = chromium.new_context(base_url=sixty.url + BASE, locale="zh-CN")
    context.on("console", lambda said: watch.errors.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    yield context.new_page()
    context.close()


def told(page, before: str = "") -> str:
    """What the page says when it is done, which is not what it said before."""
    if before:
        expect(page.locator(".tally")).not_to_have_text(before, timeout=PATIENCE)
    expect(page.locator(".tally")).to_have_text(DONE, timeout=PATIENCE)
    return page.locator(".tally").inner_text()


def search(page, query: str = "") -> str:
    """Opens the search page with a query in its address: what it says when it is done."""
    page.goto(f"search/{query}")
    return told(page)


def queries(site: Served, count: int, chance: random.Random) -> Iterator[str]:
    """Substrings of 2 to 6 Han characters from anywhere in the texts."""
    urls = sorted(site.pages)
    while count:
        block = chance.choice(site.pages[chance.choice(urls)])
        length = chance.randint(2, 6)
        start = chance.randrange(max(1, len(block) - length))
        found = block[start : start + length]
        if re.fullmatch(f"[\u4e00-\u9fff]{{{length}}}", found):
            count -= 1
            yield found


def absent(site: Served, count: int, chance: random.Random) -> list[str]:
    """Strings of common characters that stand nowhere."""
    tried = ("".join(chance.choices(common(), k=chance.randint(2, 5))) for _ in range(1000))
    return [query for query in tried if not site.expected(query)][:count]


def differing(page, site: Served, asked: Iterable[str]) -> list[str]:
    """The queries whose results are not those of looking through all pages, or stand in another order than by date."""
    page.goto("search/")
    wrong = []
    for query in asked:
        found = page.evaluate(EVERYTHING, query)
        days = [url.split("/")[2:5] for url in found]
        if sorted(found) != sorted(site.expected(query)) or days != sorted(days, reverse=True):
            wrong.append(query)
    return wrong


ODD = [
    *(
        "的",
        "3.5",
        "3．5%",
        "ＡＩ",
        "ai",
        "Ai应用",
        "(AI",
        "（ai",
        "第1",
        "９期",
        "“",
        "”改革；A",
        "A座—",
        "座",
        "期（",
    ),
    *(
        "2023年",
        "2023 年",
        "2023年1月",
        "星期三",
        "工作例会 体育馆",
        "图书馆 陈立言",
        "方致远 副校长",
        "次工作",
    ),
    *("。。", '"', "'", "*", "\\", "&lt;", "<b>", "z", "zz", "，", "，。"),
]


def test_it_finds_what_looking_through_all_pages_finds(reader, sixty):
    """Results equal those of brute force over the published pages: all of them, newest first, whatever the forms."""
    chance = random.Random(5)
    asked = [*queries(sixty, 40, chance), *NAMES, *absent(sixty, 10, chance), *ODD]
    assert len(sixty.pages) == 57
    assert differing(reader, sixty, asked) == []
    assert sum(bool(sixty.expected(query)) for query in asked) > 80


@pytest.mark.slow
def test_a_thousand_reports_are_found_exactly_and_in_few_bytes(chromium, tmp_path):
    """Issue 5's numbers: 200 substrings, all leaders, 20 absent strings; first query 300 KB, later ones 180 KB."""
    site, chance = built(tmp_path, 1000), random.Random(7)
    asked = [*queries(site, 200, chance), *NAMES, *absent(site, 20, chance)]
    assert len(asked) == 244
    first, later = [], []
    with serving(site):
        for _ in range(6):
            context = chromium.new_context(base_url=site.url + BASE)
            page = context.new_page()
            page.goto("search/")
            for place, query in enumerate(chance.sample(asked, 4)):
                site.sent = 0
                page.locator("#q").fill(query)
                page.locator("#q").press("Enter")
                expect(page).to_have_title(re.compile(f"^{query} - "))
                told(page)
                page.wait_for_load_state("networkidle")
                (later if place else first).append(site.sent)
            context.close()
        page = chromium.new_page(base_url=site.url + BASE)
        assert differing(page, site, asked) == []
        page.close()
    assert median(first) <= 300_000
    assert median(later) <= 180_000


def test_a_reader_finds_by_keyboard_narrows_and_comes_back(reader):
    reader.goto("search/")
    reader.locator("#q").focus()
    reader.keyboard.type("次工作例会")
    reader.keyboard.press("Enter")
    everything = told(reader)
    assert reader.locator(".found mark").first.inner_text() == "次工作例会"
    assert "q=" in urlsplit(reader.url).query
    reader.get_by_label("领导").select_option(label="陈立言")
    narrowed, titles = told(reader, everything), reader.locator(".found a").all_inner_texts()
    assert "leader=leader-6" in reader.url
    reader.locator(".found a").first.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url(re.compile(r"/r\d+/$"))
    assert "陈立言" in reader.locator(".facts").inner_text()
    reader.go_back()
    assert told(reader) == narrowed
    assert reader.locator(".found a").all_inner_texts() == titles
    reader.go_back()
    assert told(reader, narrowed) == everything
    assert reader.get_by_label("领导").input_value() == ""


def test_every_filter_holds(reader, sixty):
    """By leader, year and venue, alone and together; the years and venues that there are, and no others."""
    for who, year, venue in (
        ("陈立言", "", ""),
        ("", "2023", ""),
        ("", "", VENUES[2]),
        ("陈立言", "2022", VENUES[0]),
    ):
        slug = f"leader-{NAMES.index(who)}" if who else ""
        search(reader, f"?leader={slug}&year={year}&venue={venue}")
        found = reader.locator(".found a").evaluate_all("all => all.map((link) => link.pathname)")
        assert set(found) == {url for url in sixty.expected(f"{who} {venue}") if f"/{year}" in url}
        assert found or (who and year)
    assert reader.get_by_label("年份").locator("option").all_inner_texts()[1:] == [
        f"{year}年" for year in range(2025, 2020, -1)
    ]
    assert sorted(reader.get_by_label("地点").locator("option").all_inner_texts()[1:]) == sorted(VENUES)


def test_more_results_come_when_asked_for(reader, sixty):
    """Twenty at a time, from newer years to older ones; the focus goes to the first new one; Back keeps them."""
    assert re.fullmatch(r"已找到 [23]\d 篇；202\d年及以前的还没有查。", search(reader, "?q=学校召开"))
    assert reader.locator(".found li").count() == 20
    reader.get_by_role("button", name="更多").click()
    expect(reader.locator(".found a").nth(20)).to_be_focused(timeout=PATIENCE)
    assert reader.locator(".found li").count() == 40
    reader.locator(".found a").nth(30).click()
    reader.wait_for_url(re.compile(r"/r\d+/$"))
    reader.go_back()
    expect(reader.locator(".found li")).to_have_count(40, timeout=PATIENCE)
    reader.get_by_role("button", name="更多").click()
    expect(reader.locator(".found li")).to_have_count(57, timeout=PATIENCE)
    assert reader.locator(".tally").inner_text() == "共找到 57 篇。"
    assert reader.get_by_role("button", name="更多").count() == 0


def test_an_input_method_is_not_interrupted(reader):
    """Enter that takes a candidate is no search."""
    reader.goto("search/")
    reader.locator("#q").fill("gongzuo")
    reader.locator("#q").dispatch_event("compositionstart")
    reader.locator("#q").press("Enter")
    assert urlsplit(reader.url).query == ""
    reader.locator("#q").dispatch_event("compositionend")
    reader.locator("#q").press("Enter")
    assert told(reader).startswith("没有找到")


def test_words_are_shown_as_they_were_written(reader):
    search(reader, "?q=(ai应用)达到3.5%25")
    assert set(reader.locator(".excerpt mark").all_inner_texts()) == {"（ＡＩ应用）达到3.5%"}


def test_where_it_cannot_work_it_leads_to_the_archive(reader, sixty, chromium, watch):
    sixty.policy = "default-src 'self'"
    assert "往期报道" in search(reader)
    assert not reader.locator("form.search").is_visible()
    watch.errors.clear()
    context = chromium.new_context(base_url=sixty.url + BASE, java_script_enabled=False)
    page = context.new_page()
    page.goto("search/")
    assert not page.locator("form.search").is_visible()
    page.locator("main").get_by_role("link", name="往期报道").click()
    assert page.url.endswith(f"{BASE}archive/")
    context.close()


@pytest.mark.parametrize("name", ["pagefind.js", "wasm.unknown.pagefind", "pagefind-entry.json"])
def test_a_site_that_was_renewed_meanwhile_says_so(reader, sixty, watch, name):
    sixty.lost = {name}
    assert "请刷新" in search(reader, "?q=工作")
    watch.errors.clear()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (360, "light"),
        *(
            pytest.param(*more, marks=pytest.mark.slow)
            for more in ((360, "dark"), (1280, "light"), (1280, "dark"))
        ),
    ],
)
def test_its_results_are_accessible(reader, scheme, width):
    reader.set_viewport_size({"width": width, "height": 800})
    reader.emulate_media(color_scheme=scheme)
    search(reader, "?q=工作例会 体育馆")
    results = Axe().run(reader)
    assert results.violations_count == 0, results.generate_report()
    assert reader.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
