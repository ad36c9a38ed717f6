"""The form for editors, filled in by a browser in China: what it saves is a report like any other, and nothing is lost by it.

It talks to decap-server, which stands for the code host and commits to a git repository on this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import playwright
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import REPORT_VIOLATIONS, Watch
from campus_news import admin, decode
from campus_news.admin import folder, form, vendor
from campus_news.cli import main
from campus_news.config import read as read_config
from campus_news.diagnostics import apply, has_error
from campus_news.markup import Markup
from campus_news.model import Report
from conftest import LEADERS, REPO, SITE, Place, jpeg
from fixture import cases
from hosting import Handler

SERVER = REPO / ".cache" / "editor" / "node_modules" / "decap-server" / "dist" / "index.js"
ARCHIVES = REPO / ".cache" / "admin"
ADMIN = (
    "admin: {backend: gitea, repo: shili/news, base_url: https://git.example.edu.cn, app_id: campus-news}\n"
)
PATH = "content/reports/2022/2022-09-29-monthly-meeting.md"
REPORTS = {
    name: PATH.replace("monthly-meeting", slug)
    for name, slug in {"九月": "nine", "十月": "ten", "年度": "year"}.items()
}
"""A word in a report's title -> its file."""
RICH = """\
---
# 一条注释
title: 学校召开9月份工作例会：3.10
date: 2022年9月29日
time: 14：30
venue: '3.10'
host: 陈立言
attendees: [方致远, {name: 石一鸣, title: 副厅长, org: 省教育厅}, {name: 李伟, slug: li-wei-2}]
groups: 副科级以上干部
observers: ["校法律顾问, 外聘"]
absent: [谷雨声]
speakers:
  - {name: 方致远, act: 讲话}
  - 陈立言
photos:
  - {file: 01.jpg, caption: "会场: 全景", alt: '“三教”改革 #1', credit: 宣传部, after: 1}
  - 02.jpg
credits: {source: 党委宣传部, author: [温岚, 白予安], proofreader: 杜若衡, reviewer: 冉启明}
published: 2022/9/30 9:00
status: published
waive: {E302: 退休老领导，按惯例不写职务, E310 苏映霞: 是学生}
---

　　陈立言主持会议，方致远讲话。

- 一
- 二

---
| 甲 | 乙 |
|---|---|
| 3.10 | [^1] |

[^1]: 注。
"""


class Desk(Handler):
    """Serves the form under the policy that docs/hosting.md has for it, and passes on what it asks of the repository."""

    def __init__(self, *args: object, port: int, policy: str, **others: object) -> None:
        self.port, self.policy = port, policy
        super().__init__(*args, **others)  # type: ignore[arg-type]

    def send_header(self, keyword: str, value: str) -> None:
        super().send_header(keyword, self.policy if keyword == "Content-Security-Policy" else value)

    def do_POST(self) -> None:  # noqa: N802 - as the library wants it
        data = self.rfile.read(int(self.headers["Content-Length"]))
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1", data, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(asked) as answer:
                status, body = answer.status, answer.read()
        except urllib.error.HTTPError as error:  # "there is no such file" is an answer like any other
            status, body = error.code, error.read()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass(frozen=True)
class Office:
    """A browser at the form, and the repository it writes to."""

    page: Page
    place: Place
    url: str

    def git(self, *words: str) -> str:
        return git(self.place.root, *words)

    def people(self, label: str) -> Locator:
        """The control of a list of people."""
        return self.page.locator(".form-people").nth(("主持人", "出席人员", "讲话、发言的人").index(label))

    def add(self, label: str, who: str) -> Locator:
        """The row of the person who is added by the button that says so."""
        people = self.people(label)
        people.wait_for()
        rows = people.locator(".form-person")
        there = rows.count()
        people.get_by_role("button", name=f"加上{who}").click()
        expect(rows).to_have_count(there + 1)
        return rows.nth(there)

    def save(self) -> list[str]:
        """Presses 发布; the files that the commit touched."""
        before = self.git("rev-parse", "HEAD")
        self.page.get_by_role("button", name="发布").first.click()
        self.page.get_by_text("立即发布").click()
        until = time.monotonic() + 20
        while (after := self.git("rev-parse", "HEAD")) == before:
            assert time.monotonic() < until, "nothing was committed"
            self.page.wait_for_timeout(50)
        self.page.get_by_text("修改已保存").wait_for()
        names = self.git("diff", "--name-only", "-z", before.strip(), after.strip())
        return [name for name in names.split("\0") if name]

    def report(self, path: str) -> Report:
        report = decoded((self.place.root / path).read_text("utf-8"), path).report
        assert report is not None
        return report

    def findings(self) -> list[str]:
        return [f"{one.code} {one.span.path}" for one in self.place.check().findings]


def git(root: Path, *words: str) -> str:
    ours = ["-c", "user.name=编辑", "-c", "user.email=editor@example.edu.cn", "-c", "core.autocrlf=false"]
    command = ["git", "-C", str(root), *ours, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def decoded(text: str, path: str = PATH) -> decode.Decoded:
    return decode.decode(path, text.encode(), Markup())


def archives() -> Path:
    """The programs that the form is made of."""
    try:
        for package in vendor.PACKAGES:
            vendor.fetched(ARCHIVES, package)
    except vendor.NotFetched as error:
        pytest.skip(f"the form's programs cannot be fetched: {error}")
    return ARCHIVES


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A site in a git repository, with the form beside its pages. Each test has a report of its own there."""
    place = Place(tmp_path_factory.mktemp("school"))
    place.write(".gitignore", "/public/\n/.cache/\n")
    place.write("content/site.yaml", SITE + ADMIN)
    place.write("content/leaders.yaml", LEADERS)
    for name, path in REPORTS.items():
        place.write(path, RICH.replace("9月份", name))
        for picture in ("01.jpg", "02.jpg"):
            place.write(f"content/photos/{Path(path).stem}/{picture}", jpeg())
    shutil.copytree(archives(), place.root / ".cache" / "admin")
    assert main(["admin", "--root", str(place.root), "--now", "2022-12-01"]) == 0
    git(place.root, "init", "--quiet", "--initial-branch=main")
    git(place.root, "config", "user.name", "编辑")
    git(place.root, "config", "user.email", "editor@example.edu.cn")
    git(place.root, "add", ".")
    git(place.root, "commit", "--quiet", "--message=begin")
    return place


@pytest.fixture(scope="module")
def repository_server(school: Place) -> Iterator[int]:
    """The port of a decap-server for the repository."""
    if not SERVER.exists():
        pytest.skip("no decap-server in .cache/editor; `make test` installs it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    node = Path(playwright.__file__).parent / "driver" / "node"
    told = {"PORT": str(port), "BIND_HOST": "127.0.0.1", "MODE": "git", "LOG_LEVEL": "error"}
    environment = {**os.environ, **told, "GIT_REPO_DIRECTORY": str(school.root)}
    with subprocess.Popen([node, SERVER], env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(port)


@pytest.fixture(scope="module")
def desk(chromium: Browser, school: Place, repository_server: int) -> Iterator[tuple[Office, Watch]]:
    """The form, logged in, in Shanghai: for Decap, the day that begins there is still the day before."""
    site, _ = read_config("site.yaml", (SITE + ADMIN).encode())
    assert site is not None
    assert site.admin is not None
    handler = partial(Desk, directory=school.out, port=repository_server, policy=form.policy(site.admin))
    watch = Watch()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        told = school.out / "admin" / "config.yml"
        told.write_text(told.read_text("utf-8") + f"local_backend: {{url: '{url}/api/v1'}}\n", "utf-8")
        context = chromium.new_context(
            base_url=url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1280, "height": 1000},
        )
        context.set_default_timeout(10_000)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("weberror", lambda error: watch.errors.append(str(error.error)))
        context.on("console", partial(_hear, watch))
        context.on(
            "request",
            lambda one: one.url.startswith((url, "blob:", "data:")) or watch.foreign.append(one.url),
        )
        page = context.new_page()
        page.goto("/admin/")
        page.get_by_role("button", name="登录").click()
        page.get_by_text("＋ 报道").wait_for()
        yield Office(page, school, f"{url}/admin/"), watch
        context.close()
        server.shutdown()


@pytest.fixture
def office(desk: tuple[Office, Watch]) -> Iterator[Office]:
    """The list of all reports in the form."""
    office, watch = desk
    office.page.goto("about:blank")
    office.page.goto(office.url)
    office.page.get_by_text("＋ 报道").wait_for()
    yield office
    assert not watch.foreign, "the form asked another host"
    assert not watch.errors, "the form wrote errors to its console"


def _hear(watch: Watch, message: object) -> None:
    text = getattr(message, "text", "")
    if getattr(message, "type", "") == "error" and "(Not Found)" not in text:  # whether a name is free
        watch.errors.append(text)


def test_a_report_with_two_pictures_is_made(office, tmp_path):
    """On the first day of a year in China: Decap's own {{year}} and {{day}} would be the last of the year before."""
    page = office.page
    page.get_by_text("＋ 报道").click()
    page.get_by_label("标题").fill("学校召开“三教”改革/教学工作推进会：3.10")
    page.locator("input[type=date]").fill("2026-01-01")
    page.get_by_label("会议时间").fill("14:30")
    office.add("主持人", "陈立言")
    office.add("出席人员", "方致远")
    office.add("出席人员", "李伟（纪委书记）")
    guest = office.add("出席人员", "一位来宾")
    guest.get_by_placeholder("姓名").fill("石一鸣")
    guest.get_by_placeholder("职务").fill("副厅长")
    guest.get_by_placeholder("单位").fill("省教育厅")
    guest.get_by_role("button", name="石一鸣上移").click()
    office.add("讲话、发言的人", "方致远").get_by_placeholder("方式").fill("讲话")
    page.get_by_label("参会人群").fill("副科级以上干部\n教师代表，学生代表\n")
    page.get_by_label("正文").fill(
        "1月1日下午，学校召开会议，方致远、李伟、石一鸣出席。\n陈立言主持会议。\n方致远讲话。"
    )
    for number in (1, 2):
        picture = tmp_path / f"IMG 会议_{number}.JPG"
        picture.write_bytes(jpeg(colour=("teal", "navy")[number - 1]))
        page.get_by_role("button", name="新增照片").click()
        page.get_by_role("button", name="选择图片").last.click()
        page.locator("input[type=file]").last.set_input_files(picture)
        page.get_by_role("button", name="选用已选中项目").click()
        page.get_by_label("图注").last.fill(f"会场：第{number}张")
    saved = office.save()
    name = "2026-01-01-学校召开“三教”改革-教学工作推进会：3-10"
    folder = f"content/photos/{name}"
    assert sorted(saved) == sorted(
        [f"{folder}/img-会议_1.jpg", f"{folder}/img-会议_2.jpg", f"content/reports/2026/{name}.md"]
    )
    report = office.report(f"content/reports/2026/{name}.md")
    assert (report.title, str(report.time)) == ("学校召开“三教”改革/教学工作推进会：3.10", "14:30")
    assert [(one.name, one.title, one.org, one.slug) for one in report.attendees] == [
        ("方致远", None, None, None),
        ("石一鸣", "副厅长", "省教育厅", None),
        ("李伟", None, None, "li-wei-2"),
    ]
    assert [(one.person.name, one.act) for one in report.speakers] == [("方致远", "讲话")]
    assert report.groups == ("副科级以上干部", "教师代表，学生代表")
    assert [(one.file, one.caption) for one in report.photos] == [
        ("img-会议_1.jpg", "会场：第1张"),
        ("img-会议_2.jpg", "会场：第2张"),
    ]
    assert report.status == "draft"  # nobody has to agree at Gitea: what is saved would be out
    assert [one for one in office.findings() if name in one] == []


def test_an_edited_report_differs_in_what_was_edited_only(office):
    page, path = office.page, REPORTS["九月"]
    before = office.report(path)
    text = (office.place.root / path).read_text("utf-8")
    found = office.findings()
    page.get_by_role("link", name=re.compile("九月")).click()
    page.get_by_label("地点").fill("图书馆一楼报告厅: 东")
    assert office.save() == [path]
    assert office.report(path) == replace(before, venue="图书馆一楼报告厅: 东")
    now = (office.place.root / path).read_text("utf-8")
    assert now.partition("\n---\n")[2] == text.partition("\n---\n")[2]
    assert "# 一条注释" not in now  # told in docs/admin.zh-CN.md
    assert "absent:\n  - 谷雨声\n" in now
    assert office.findings() == found
    office.place.build()
    assert "东" in office.place.page("/2022/09/29/nine/")
    assert (office.place.out / "admin" / "index.html").exists()


def test_every_part_can_be_changed(office):
    """Each way of filling in, on values that the file had before."""
    page, path = office.page, REPORTS["十月"]
    before = office.report(path)
    page.get_by_role("link", name=re.compile("十月")).click()
    page.get_by_label("地点").fill("")
    page.get_by_label("列席").fill("校法律顾问, 外聘\n教代会代表")
    office.people("出席人员").get_by_role("button", name="去掉石一鸣").click()
    office.people("讲话、发言的人").get_by_placeholder("方式").last.fill("主持时讲话")
    page.get_by_label("正文").fill("陈立言主持会议，方致远讲话。\n- 一\n")
    page.get_by_label("编辑").fill("路遥知")
    page.locator("input[type=datetime-local]").fill("2022-10-01T08:30")
    assert office.save() == [path]
    after = office.report(path)
    assert after.venue is None
    assert after.observers == ("校法律顾问, 外聘", "教代会代表")
    assert [one.name for one in after.attendees] == ["方致远", "李伟"]
    assert after.attendees[1] == before.attendees[2]
    assert [one.act for one in after.speakers] == ["讲话", "主持时讲话"]
    assert after.credits == replace(before.credits, editor="路遥知")
    assert f"{after.published:%F %T}" == "2022-10-01 08:30:00"
    assert (after.photos, after.waived, after.date, after.time) == (
        before.photos,
        before.waived,
        before.date,
        before.time,
    )
    assert "venue" not in (office.place.root / path).read_text("utf-8")


def test_a_guest_without_a_name_is_not_saved(office, desk):
    page, before = office.page, office.git("rev-parse", "HEAD")
    page.get_by_role("link", name=re.compile("年度")).click()
    office.add("出席人员", "一位来宾").get_by_placeholder("职务").fill("副厅长")
    page.get_by_role("button", name="发布").first.click()
    page.get_by_text("立即发布").click()
    page.get_by_text("“出席人员”里有一位没有写姓名").wait_for()
    assert office.git("rev-parse", "HEAD") == before
    desk[1].errors.remove("undefined")  # Decap says so of what cannot be saved


def samples() -> dict[str, str]:
    """Every report of the demo, of the golden site and of the fixtures that decodes without an error."""
    folders = (REPO / "content", REPO / "tests" / "golden" / "content")
    files = [file for folder in folders for file in sorted((folder / "reports").rglob("*.md"))]
    found = {file.as_posix().removeprefix(f"{REPO}/"): file.read_text("utf-8") for file in files}
    for case in cases("findings.txt"):
        given = case.given.removesuffix("(no certain correction)")
        mended = apply(given, [one.fix for one in decoded(given).findings if one.fix])
        found |= {f"given: {case.title}": given, f"mended: {case.title}": mended}
    found["rich"] = RICH
    return {name: text for name, text in found.items() if not has_error(decoded(text).findings)}


@pytest.fixture(scope="module")
def scripts(chromium: Browser) -> Iterator[Page]:
    """A page with our format, without Decap."""
    (yaml,) = (one for one in vendor.PACKAGES if one.name == "js-yaml")
    page = chromium.new_page()
    for _, script in vendor.files(archives() / yaml.archive, yaml):
        page.add_script_tag(content=script.decode())
    page.add_script_tag(content=form.format_fields())
    page.add_script_tag(path=Path(admin.__file__).parent / "web" / "report.js")
    yield page
    page.close()


@pytest.fixture
def written(scripts: Page) -> Callable[[list[str]], list[str]]:
    """What our format makes of reports: read, and written again."""
    again = "all => all.map(one => REPORT_FORMAT.toFile(REPORT_FORMAT.fromFile(one)))"
    return lambda texts: scripts.evaluate(again, texts)


def test_reading_and_writing_loses_nothing(written):
    """Our format alone, on every sample: what is decoded afterwards is what was decoded before."""
    texts = samples()
    assert len(texts) > 80
    for (name, text), again in zip(texts.items(), written(list(texts.values())), strict=True):
        before, after = decoded(text), decoded(again)
        assert (after.report, after.text) == (before.report, before.text), name
        assert {one.code for one in after.findings} <= {one.code for one in before.findings}, name


def test_the_configuration_is_one_thing_for_every_reader(scripts):
    """Decap reads YAML 1.2, Python wrote 1.1: a leader called No is no truth value, a repository called 1e3 no number."""
    told = {
        "a": ["no", "1e3", "0o17", "~", "2022-09-29", "null", ".5", "<<", "a: b # c", "\u2028'\"", "甲"],
        "b": [1, True],
    }
    assert scripts.evaluate("text => jsyaml.load(text)", folder.as_yaml(told)) == told


KEPT = {
    "an unknown field": "---\ntitle: 甲\ndate: 2022-09-29\nold_number: 007\nmore: {a: [1.0, ~], b: 'yes'}\n---\n正文。\n",
    "a field within a person": "---\ntitle: 甲\ndate: 2022-09-29\nhost: {name: 陈立言, phone: 0101}\n---\n正文。\n",
    "not YAML": "---\ntitle: [甲\n---\n正文。\n",
    "no front matter": "正文。\r\n",
    "an odd list": "---\ntitle: 甲\ndate: 2022-09-29\ngroups: [{a: b}]\n---\n正文。\n",
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_the_form_does_not_know_is_kept(written, kind):
    (again,) = written([KEPT[kind]])
    if kind.startswith("no"):
        assert again == KEPT[kind]
    for word in ("007", "1.0", "yes", "0101", "a: b", "甲", "正文。"):
        assert (word in again) == (word in KEPT[kind])
