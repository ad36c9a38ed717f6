"""The live preview's server: who is answered, what is sent, and that it goes on building whatever happens."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import json
import os
import re
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import watchfiles
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from campus_news import run
from campus_news.catalogue import NO_FILE
from campus_news.commands import serve
from campus_news.diagnostics import Span, finding
from campus_news.option import Options
from campus_news.outcome import CannotWrite, Hidden, Outcome
from campus_news.preview import notice, server
from campus_news.preview.builder import Builder, Built
from campus_news.preview.state import State
from campus_news.preview.watcher import Watcher
from campus_news.still import Inputs, Kept
from conftest import LEADERS, REPO, SITE, Place, report
from served import ADDRESS, NAME, Served, serving


@pytest.fixture
def school(place: Place) -> Place:
    place.write(f"content/reports/2022/{NAME}.md", report(body="第一稿。"))
    return place


@pytest.fixture(scope="module")
def still_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview that no test changes anything in."""
    place = Place(tmp_path_factory.mktemp("serve") / "site")
    place.write("content/site.yaml", SITE)
    place.write("content/leaders.yaml", LEADERS)
    place.write(f"content/reports/2022/{NAME}.md", report(body="第一稿。"))
    with serving(place) as served:
        place.write("secret.txt", "外人不该看到")
        (place.root / ".cache/preview/out.txt").symlink_to(place.root / "secret.txt")
        (place.root / ".cache/preview/up").symlink_to(place.root)
        os.mkfifo(place.root / ".cache/preview/pipe")
        yield served


def test_a_page_is_sent_as_it_is_but_for_what_the_preview_adds(still_one):
    status, headers, page = still_one.ask(f"/{ADDRESS}/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    written = (still_one.place.root / f".cache/preview/{ADDRESS}/index.html").read_text("utf-8")
    assert "livereload" not in written
    assert "preview-" not in written
    added = re.compile(
        r'<link rel="stylesheet" href="/livereload/preview\.css">'
        r'<script src="/livereload/preview\.js" data-state="[0-9a-f]{8}-\d+" defer></script>'
        r"|<preview-gone hidden>[^<]*</preview-gone>"
    )
    assert added.sub("", page) == written
    assert not (still_one.place.root / "public").exists()


def test_static_files_have_their_types_and_stay(still_one):
    style = re.search(r'href="(/static/site\.[^"]+\.css)"', still_one.page())
    status, headers, _ = still_one.ask(style[1])
    assert (status, headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in headers["Cache-Control"]
    for name, kind in (("preview.js", "text/javascript"), ("preview.css", "text/css")):
        status, headers, text = still_one.ask(f"/livereload/{name}")
        assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert text == (REPO / "src/campus_news/preview" / name).read_text("utf-8")


def test_a_folder_leads_to_its_slash_and_wrong_addresses_to_the_sites_own_page(still_one):
    status, headers, _ = still_one.ask(f"/{ADDRESS}?q=1")
    assert (status, headers["Location"]) == (302, f"/{ADDRESS}/?q=1")
    status, _, page = still_one.ask("/2022/09/30/nothing/")
    assert status == 404
    assert "找不到这个页面" in page
    assert "data-state" in page  # it may be there after the next save
    assert still_one.ask(f"/{ADDRESS}/", "HEAD")[0] == 200
    assert still_one.ask(f"/{ADDRESS}/", "POST")[0] == 405


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e%2fsecret.txt",
            "/2022/../../../secret.txt",
        ),
        *(
            "/..%5csecret.txt",
            "/..\\secret.txt",
            "/%5c%5chost%5cshare",
            "/%252e%252e/secret.txt",
            "/.%2e/secret.txt",
        ),
        *(
            "/out.txt",
            "/up/secret.txt",
            "/up/",
            "/up",
            "/pipe",
            "/secret.txt%00.html",
            "/%00",
            "/index.html%00",
        ),
        *(
            "//secret.txt",
            "//evil.example.com/",
            "/%2f/evil.example.com",
            "/.building/",
            "/.git/config",
            "/%ff%fe",
        ),
        *("/static/", "/2022/09/29/", "/C:/Windows/win.ini", "/index.html::$DATA", "/" + "a" * 3000),
        *(
            "/livereload/builder.py",
            "/livereload/..%2fserver.py",
            "/livereload/",
            "/livereload.js",
            "/forcereload",
        ),
    ],
)
def test_nothing_outside_the_site_is_sent_and_no_folder_is_listed(still_one, path):
    status, headers, text = still_one.ask(path)
    assert status in (400, 404)
    assert "外人不该看到" not in text
    assert "Location" not in headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LocalHost", "[::1]"])
def test_this_machine_may_be_called_by_its_names(still_one, host):
    assert still_one.ask("/", Host=f"{host}:{still_one.port}")[0] == 200


@pytest.mark.parametrize(
    "host",
    *[
        [
            "evil.example.com",
            "evil.example.com:{}",
            "localhost",
            "127.0.0.1:1",
            "localhost.evil.com:{}",
            "",
            "127.1:{}",
            "0.0.0.0:{}",
        ]
    ],
)
@pytest.mark.parametrize("path", ["/", f"/{ADDRESS}/", "/livereload/preview.js", "/livereload", "/none"])
def test_a_foreign_name_that_leads_here_is_refused(still_one, path, host):
    """DNS rebinding: the browser believes that it asks evil.example.com."""
    status, _, text = still_one.ask(path, Host=host.format(still_one.port))
    assert status == 421 if host else status in (400, 421)
    assert "第一稿" not in text
    assert "data-state" not in text


def test_no_other_site_may_read_or_frame_a_draft(still_one):
    _, headers, _ = still_one.ask(f"/{ADDRESS}/", Origin="https://evil.example.com")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert not [name for name in headers if name.startswith("Access-Control")]
    assert "Server" not in headers


def test_only_this_machine_is_listened_to():
    found = server.sockets(0)
    try:
        assert {one.getsockname()[0] for one in found} <= {"127.0.0.1", "::1"}
        assert len({one.getsockname()[1] for one in found}) == 1
        with pytest.raises(OSError, match="in use") as refused:
            server.sockets(server.port_of(found))
        assert refused.value.errno == errno.EADDRINUSE
    finally:
        for one in found:
            one.close()


def _speak(port: int, origin: str, *messages: object) -> list[str | None]:
    """What a page of `origin` hears by the socket when it says `messages`; None: it was closed."""

    async def speak() -> list[str | None]:
        asked = HTTPRequest(f"ws://127.0.0.1:{port}/livereload", headers={"Origin": origin})
        connection = await asyncio.wait_for(websocket_connect(asked), 5)
        heard = []
        for message in messages:
            await connection.write_message(message if isinstance(message, str) else json.dumps(message))
        while True:
            try:
                heard.append(await asyncio.wait_for(connection.read_message(), 0.5))
            except TimeoutError:
                break
            if heard[-1] is None:
                break
        connection.close()
        while heard[-1:] != [None]:
            heard.append(await connection.read_message())
        return heard

    return asyncio.run(speak())


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example.com", "http://127.0.0.1:1", "null", "http://localhost", "https://127.0.0.1:{}"],
)
def test_a_socket_of_a_foreign_page_is_refused(still_one, origin):
    asked = {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version": "13"}
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Origin": origin.format(still_one.port)}
    assert still_one.ask("/livereload", **asked, **upgrade)[0] == 403


def test_a_page_of_an_older_state_is_reloaded_at_once(still_one):
    """A build may end while a page is loading: then the page's socket comes too late to be told."""
    origin = f"http://127.0.0.1:{still_one.port}"
    state = re.search(r'data-state="([^"]+)"', still_one.page())[1]
    hello = {"command": "hello", "protocols": []}
    answers = _speak(still_one.port, origin, hello, {"command": "info", "url": "/", "state": state})
    assert [one and json.loads(one)["command"] for one in answers] == ["hello", None]
    answers = _speak(still_one.port, origin, {"command": "info", "url": "/", "state": "older"})
    assert [one and json.loads(one)["command"] for one in answers] == ["reload", None]


@pytest.mark.parametrize(
    "message", ["", "{", "[]", "7", '{"command": []}', "[" * 10_000, '{"command": "info"}']
)
def test_nonsense_by_the_socket_ends_it_and_nothing_else(still_one, message):
    assert _speak(still_one.port, f"http://127.0.0.1:{still_one.port}", message) == [None]
    assert still_one.ask("/")[0] == 200


def test_a_fault_is_told_on_every_page_until_it_is_mended(school):
    with serving(school) as served:
        assert "第一稿。" in served.page()
        file = served.save("第二稿。", time="25:70")
        served.until(lambda: "preview-trouble" in served.page())
        for path in ("/", f"/{ADDRESS}/", "/leaders/", "/none/"):
            page = served.page(path)
            assert f"<code>content/reports/2022/{NAME}.md:4:7</code>" in page
            assert "<pre>time: <mark>25:70</mark></pre>" in page
        assert "第一稿。" in served.page()
        file.write_text(report(body="第三稿。"), "utf-8")
        served.until(lambda: "第三稿。" in served.page())
        served.until(lambda: "preview-trouble" not in served.page())
        assert f"保存了 content/reports/2022/{NAME}.md：错误 1 处" in served.log.read_text("utf-8")


def test_bad_templates_are_told_and_mended_too(school):
    with serving(school) as served:
        template = school.write("templates/report.html", "{% if %}")
        served.until(lambda: "模板有误" in served.page())
        assert "第一稿。" in served.page()
        template.unlink()
        served.until(lambda: "preview-trouble" not in served.page())


def test_if_nothing_could_be_built_yet_a_page_says_why(school):
    file = school.write(f"content/reports/2022/{NAME}.md", "title: <b>少了一行\n")
    with serving(school) as served:
        status, _, page = served.ask("/any/page")
        assert status == 503
        assert "还没有可以看的网页" in page
        assert "&lt;b&gt;" in page
        assert "<b>" not in page
        file.write_text(report(), "utf-8")
        served.until(lambda: served.ask(f"/{ADDRESS}/")[0] == 200)


def test_everything_that_a_site_is_made_of_is_watched(school):
    with serving(school) as served:
        for path, text, sign in (
            (
                "content/site.yaml",
                "name: 新名字\nschool: 示例职业技术学院\nurl: https://a.example.edu.cn/\n",
                "新名字",
            ),
            ("templates/part/nav.html", None, "改过的导航"),
            ("static/site.css", "p { margin: 7px }", None),
        ):
            if text is None:
                text = (
                    (REPO / path)
                    .read_text("utf-8")
                    .replace("{% macro", "改过的导航{% macro")
                    .replace('<nav class="crumbs"', '<b>改过的导航</b><nav class="crumbs"')
                )
            before = served.page()
            school.write(path, text)
            served.until(
                lambda sign=sign, before=before: sign in served.page() if sign else served.page() != before
            )


def test_whatever_way_files_are_written_the_last_state_is_shown(school):
    folder = school.root / "content/reports/2022"
    with serving(school) as served:
        for number in range(20):  # a burst, some of it while a build is going on
            served.save(f"第{number}版。")
            time.sleep(0.02)
        served.until(lambda: "第19版。" in served.page())

        new = folder / "4913"  # as vim and others do it
        new.write_text(report(body="换名写入。"), "utf-8")
        (folder / f"{NAME}.md").rename(folder / f"{NAME}.md~")
        new.rename(folder / f"{NAME}.md")
        (folder / f"{NAME}.md~").unlink()
        served.until(lambda: "换名写入。" in served.page())

        folder.rename(school.root / "elsewhere")
        served.until(lambda: served.ask(f"/{ADDRESS}/")[0] == 404)
        (school.root / "elsewhere").rename(folder)
        served.until(lambda: "换名写入。" in served.page())


def test_content_may_go_and_come_again(school):
    content, other = school.root / "content", school.root.parent / "other"
    with serving(school) as served:
        shutil.copytree(content, other)
        shutil.rmtree(content)
        served.until(lambda: "site.yaml" in served.page() and "preview-trouble" in served.page())
        assert "第一稿。" in served.page()
        shutil.copytree(other, content)
        served.until(lambda: "preview-trouble" not in served.page())
        served.save("又回来了。")
        served.until(lambda: "又回来了。" in served.page())
        # the preview may be writing there still: what goes at once goes whole
        (school.root / ".cache/preview").rename(school.root.parent / "gone")
        served.until(lambda: "又回来了。" in served.page())


def test_a_checkout_of_many_files_is_shown_whole(school):
    with serving(school) as served:
        for number in range(500):
            day = f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}"
            served.save("正文。", f"{day}-m{number}")
        served.until(
            lambda: all(
                served.ask(f"/2023/{n % 12 + 1:02}/{n % 28 + 1:02}/m{n}/")[0] == 200 for n in range(490, 500)
            )
        )
        assert len(list((school.root / ".cache/preview/2023").glob("*/*/m*"))) == 500


def test_drafts_have_a_watermark_that_says_when_readers_will_see_them(school):
    served_name = "2022-10-08-draft"
    school.report(served_name, status="draft")
    school.report("2022-10-09-later", published="2030-01-02 09:00")
    with serving(school, "--drafts", "--now", "2026-03-01") as served:
        assert '<preview-unseen role="note">草稿，读者看不到</preview-unseen>' in served.page(
            "/2022/10/08/draft/"
        )
        later = served.page("/2022/10/09/later/")
        assert "未到发布时间，2030-01-02 09:00 起读者才看得到" in later
        assert later.count("<b>未到发布时间</b>") > 5
        assert "preview-unseen" not in served.page()
    with serving(school, "--now", "2026-03-01") as served:
        assert served.ask("/2022/10/08/draft/")[0] == 404
        assert "另有 2 篇读者看不到的没有显示，加 --drafts 可以看草稿" in served.log.read_text("utf-8")


def _running(builder: Builder, so: Callable[[], bool]) -> None:
    """Lets `builder` run until that is so."""

    async def until() -> None:
        running = asyncio.create_task(builder.run())
        while not so():
            await asyncio.sleep(0.01)
        running.cancel()

    asyncio.run(asyncio.wait_for(until(), 8))


def test_a_report_appears_when_its_time_has_come(place):
    """Nothing is saved, and the clock is the test's own: a moment before nine when the first build ends, then nine."""
    place.report("2022-10-09-later", published="2026-03-01 09:00")
    nine = dt.datetime(2026, 3, 1, 9)
    now, found = [nine - dt.timedelta(seconds=0.1)], []

    def told(built: Built) -> None:
        found.append((built.outcome.reports, built.saved))
        asyncio.get_running_loop().call_later(0.05, now.__setitem__, 0, nine)

    builder = Builder(place.options(clock=lambda _: now[0]), lambda: None, told)
    builder.want()
    _running(builder, lambda: len(found) == 2)
    assert found == [(0, ()), (1, ())]


def test_what_cannot_be_written_is_tried_again(place, monkeypatch):
    """A disk may have room again, or a file be whole, without anything being saved."""
    told: list[Built] = []
    answers = [
        CannotWrite("x：No space left on device"),
        CannotWrite("x：No space left on device"),
        ValueError("坏"),
    ]

    def build(options: Options, kept: Kept) -> Outcome:
        if answers:
            raise answers.pop(0)
        return Outcome((), url="https://a.example.edu.cn/")

    monkeypatch.setattr(run, "build", build)

    builder = Builder(place.options(), lambda: None, told.append)
    builder.want()
    _running(builder, lambda: builder.state.base is not None)
    assert [one.fault for one in told] == [
        "写不进去，请检查磁盘空间和权限：x：No space left on device",
        "程序出了错，请告诉维护网站的人：ValueError：坏",
        None,
    ]


def test_a_site_below_a_path_is_served_there(school):
    school.write(
        "content/site.yaml", "name: 示例\nschool: 示例职业技术学院\nurl: https://www.example.edu.cn/xwzx/\n"
    )
    with serving(school) as served:
        status, headers, _ = served.ask("/")
        assert (status, headers["Location"]) == (302, "/xwzx/")
        assert served.ask(f"/xwzx/{ADDRESS}/")[0] == 200
        assert served.ask(f"/{ADDRESS}/")[0] == 404
        style = re.search(r'href="(/xwzx/static/site\.[^"]+)"', served.page("/xwzx/"))
        assert served.ask(style[1])[0] == 200


def test_many_and_slow_readers_do_not_stop_it(school):
    with serving(school) as served, ExitStack() as stack:
        for number in range(200):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=5))
            whole = f"GET /{ADDRESS}/ HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode()
            slow.sendall(whole if number % 2 else whole[: 20 + number // 4])  # and nothing is ever read
        started = time.monotonic()
        served.save("照样更新。")
        served.until(lambda: "照样更新。" in served.page())
        assert time.monotonic() - started < 4
        for _ in range(600):  # more than it takes
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=5))
        served.save("再次更新。")
        time.sleep(0.5)
        stack.close()
        served.until(lambda: "再次更新。" in served.page())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_cleanly(school, number):
    with serving(school) as served, socket.create_connection(("127.0.0.1", served.port)):
        served.save("正要结束。")
        started = time.monotonic()
        served.process.send_signal(number)
        assert served.process.wait(5) == 0
        assert time.monotonic() - started < 1.5
    assert served.log.read_text("utf-8").endswith("预览已经结束。\n")


def test_it_ends_where_ctrl_c_is_ignored(school):
    """As in the background of a shell without job control."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with serving(school) as served:
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(5) == 0
    finally:
        signal.signal(signal.SIGINT, before)
    assert served.log.read_text("utf-8").endswith("预览已经结束。\n")


def test_a_taken_port_is_told_and_the_next_one_used(monkeypatch, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr(serve, "_PORT", port)
        found = serve._listening(None)
        assert server.port_of(found) > port
        assert capsys.readouterr().out == f"端口 {port} 正被别的程序使用，改用 {server.port_of(found)}。\n"
        for one in found:
            one.close()
        with pytest.raises(serve.Usage, match=f"端口 {port} 不能用"):
            serve._listening(port)


def test_a_second_preview_of_the_same_site_leads_to_the_first(school, cli):
    with serving(school) as served:
        code, _, told = cli("serve", "--root", school.root)
        assert code == 2
        assert told == f"这个网站的预览已经开着：http://127.0.0.1:{served.port}/\n"


def test_what_findings_say_cannot_become_html():
    odd = finding(
        NO_FILE, Span("a<b>.md", 3, 2, 3, "x<script>\u202e\x00&amp;"), "<i>\x1b", path="<img src=x>"
    )
    page = notice.dressed(
        "<html><head></head><body class=x>hi</body></html>", State("/", (odd,)), "s", "index.html"
    )
    assert "<code>a&lt;b&gt;.md:3:2</code>" in page
    assert "<pre>x<mark>&lt;sc</mark>ript&gt;&lt;U+202E&gt;&lt;U+0000&gt;&amp;amp;</pre>" in page
    assert "&lt;img src=x&gt;" in page
    assert not re.search(r"<(?:script>|b>|i>|img)|[\x00\x1b\u202e]", page)
    fault = notice.dressed("<head></head><body>", State("/").failed("<b>\n"), "s", "")
    assert "<p>&lt;b&gt;&lt;U+000A&gt;</p>" in fault


@pytest.mark.parametrize("html", ["", "no tags", "<HEAD></HEAD ><BODY\n class='a'>x", "<body>x"])
def test_pages_of_any_template_get_the_script_and_the_banner(html):
    page = notice.dressed(html, State("/").failed("坏了"), "s-1", "")
    assert page.count('data-state="s-1"') == 1
    assert page.count("<preview-trouble") == 1
    assert not page.startswith("<preview-trouble") or not html


def test_only_some_of_very_many_findings_are_shown():
    many = tuple(finding(NO_FILE, Span("a.md", line), path="a") for line in range(1, 1001))
    page = notice.dressed("", State("/", many), "s", "")
    assert "有 1000 处错误" in page
    assert page.count("<li>") == 51
    assert "还有 950 处" in page


def test_reports_that_readers_do_not_see_are_told_by_a_build_with_drafts(place):
    place.report("2022-10-08-draft", status="draft")
    shown = place.build(drafts=True)
    assert shown.unseen == (
        Hidden(
            "content/reports/2022/2022-10-08-draft.md", "学校召开例会", "草稿", None, "/2022/10/08/draft/"
        ),
    )
    assert place.build(drafts=True).unseen == shown.unseen  # nothing changed
    assert place.build().unseen == ()
    assert (shown.url, shown.timezone) == ("https://news.example.edu.cn/", "Asia/Shanghai")


def test_a_state_keeps_the_last_good_site():
    good = State().after(Outcome((), url="https://a.example.edu.cn/%E6%96%B0/"))
    assert (good.base, good.broken) == ("/新/", False)
    bad = good.after(Outcome((finding(NO_FILE, Span("a.md", 1), path="a"),)))
    assert (bad.base, bad.broken) == ("/新/", True)
    assert bad.failed("x").base == "/新/"
    assert bad.after(Outcome((), url="https://a.example.edu.cn/")) == State("/")


def test_what_is_saved_is_shown_at_once_and_what_nobody_told_soon_after(place):
    """A system under load forgets to tell of files: the build that follows believes nothing."""
    told, untold = place.report("2022-10-08-told"), place.report("2022-10-09-untold")
    place.build()
    seen: list[tuple[tuple[Path, ...], list[bool]]] = []

    def save(built: Built) -> None:
        seen.append(
            (built.saved, ["改过。" in place.page(f"/2022/10/{day}/") for day in ("08/told", "09/untold")])
        )
        if len(seen) == 1:
            for file in (told, untold):
                file.write_text(report(date=file.name[:10], body="改过。"), "utf-8")
            builder.want([str(told)])

    builder = Builder(place.options(), lambda: None, save)
    builder.want()
    _running(builder, lambda: len(seen) == 3)
    assert seen == [((), [False, False]), ((told,), [True, False]), ((), [True, True])]


@pytest.mark.parametrize(
    "how", ["edited", "temporary", "new", "removed", "folder", "link", "template", "root"]
)
def test_inputs_that_are_told_of_are_those_that_a_look_at_everything_finds(place, how):
    file = place.report("2022-10-08-x")
    place.report("2022-10-09-y")
    before, options = Inputs(place.options()), place.options()
    changed = [str(file)]
    if how in ("edited", "temporary"):
        file.write_text(report(body="改过。"), "utf-8")
        changed += [f"{file}.tmp"] * (how == "temporary")
    elif how == "new":
        changed = [str(place.report("2022-10-07-new"))]
    elif how == "template":
        changed = [str(place.write("templates/home.html", "x"))]
    elif how == "root":
        changed = [str(place.root)]
    else:
        file.unlink()
        if how == "folder":
            file.mkdir()
        elif how == "link":
            file.symlink_to(place.root / "content/site.yaml")
    after, whole = before.after(changed), Inputs(options)
    assert (after is not None) == (how in ("edited", "temporary"))
    assert (after or whole).digest() == whole.digest() != before.digest() or how == "root"


def test_where_the_system_cannot_tell_of_changes_they_are_looked_for(tmp_path, monkeypatch):
    """As where so many folders are watched already that it allows no more."""
    there, told = tmp_path / "content", []
    there.mkdir()
    real, asked = watchfiles.awatch, []

    def awatch(*folders: Path, force_polling: bool | None, **settings: object) -> object:
        asked.append(force_polling)
        if not force_polling:
            raise OSError(errno.ENOSPC, "OS file watch limit reached")
        return real(*folders, force_polling=True, **settings)

    monkeypatch.setattr(watchfiles, "awatch", awatch)

    async def watch() -> None:
        watcher = Watcher([there], told.append)
        assert watcher.start(lambda: None)
        while len(told) < 2:
            await asyncio.sleep(0.02)
        (there / "x.md").write_text("x")
        while len(told) < 3:
            await asyncio.sleep(0.02)
        watcher.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watcher.task

    asyncio.run(asyncio.wait_for(watch(), 8))
    assert asked == [None, True]
    assert told[:2] == [(), ()]
    assert str(there / "x.md") in told[2]


def test_names_that_are_no_text_and_files_that_may_not_be_read_end_nothing(school):
    odd = school.root / "content/reports/2022" / os.fsdecode(b"\xff\xfe.md")
    with serving(school) as served:
        odd.write_bytes(b"x")
        served.until(lambda: "preview-trouble" in served.page())
        odd.unlink()
        served.until(lambda: "preview-trouble" not in served.page())
        served.save("还在。")
        served.until(lambda: "还在。" in served.page())
