"""Rebuilding little never means rebuilding too little: whatever happens, the output equals a clean build's."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from campus_news import digest, pages, run
from campus_news.memo import Memo, Read, Row
from campus_news.outcome import CannotWrite
from conftest import LEADERS, REPO, Place, jpeg


@pytest.fixture
def grown(place: Place) -> Place:
    """Five reports over two years."""
    place.write("content/photos/1.jpg", jpeg())
    place.report(
        "2022-09-29-a", title="甲", host="陈立言", attendees="[方致远]", photos="{file: 1.jpg, caption: 现场}"
    )
    place.report("2022-09-30-b", title="乙", attendees="[方致远]")
    place.report("2022-10-16-c", title="丙", attendees="[方致远, 陈立言]")
    place.report("2023-01-05-d", title="丁", host="陈立言")
    place.report("2023-01-06-e", title="戊", attendees="[单国华]")
    place.build()
    return place


def written(place: Place, **options: object) -> set[str]:
    """The pages that a build makes again."""
    return {path.removesuffix("index.html") for path, _ in place.build(**options).reasons}


def test_a_new_body_makes_one_page(grown):
    grown.report("2022-09-30-b", title="乙", attendees="[方致远]", body="别的话。")
    assert written(grown) == {"2022/09/30/b/"}


def test_a_new_title_makes_the_pages_that_show_it(grown):
    grown.report("2022-09-30-b", title="新的标题", attendees="[方致远]")
    assert written(grown) == {
        "",
        "404.html",
        "2022/",
        "2022/09/",
        "2022/09/29/a/",
        "2022/09/30/b/",
        "2022/10/16/c/",
        "leaders/fang-zhiyuan/",
        "leaders/fang-zhiyuan/2022/",
        "leaders/fang-zhiyuan/atom.xml",
        "atom.xml",
        "meetings.ics",
        "meetings-2022.ics",
        "data/reports.json",
        "data/reports-2022.json",
    }


def test_a_new_post_makes_the_pages_that_show_it(grown):
    grown.write(
        "content/leaders.yaml",
        LEADERS.replace("title: 副校长, from: 2018-03-01", "title: 常务副校长, from: 2018-03-01"),
    )
    assert written(grown) == {
        "2022/09/29/a/",
        "leaders/chen-liyan/",
        "leaders/chen-liyan/2022/",
        "leaders/chen-liyan/2023/",
        "leaders/chen-liyan/atom.xml",
        "data/leaders.json",
        "data/reports.json",
        "data/reports-2022.json",
        "data/reports-2023.json",
    }


def test_a_new_report_makes_its_page_and_those_that_list_it(grown):
    grown.report("2022-10-08-new", title="新")
    assert written(grown) == {
        "", "404.html", "2022/", "2022/10/", "2022/10/08/new/", "2022/09/30/b/", "2022/10/16/c/",
        "atom.xml", "sitemap.xml", "meetings.ics", "meetings-2022.ics", "data/reports.json", "data/reports-2022.json",
    }  # fmt: skip


def test_a_template_makes_the_pages_drawn_with_it(grown):
    shutil.copytree(REPO / "templates", grown.root / "templates")
    assert written(grown) == set()
    grown.write("templates/year.html", (REPO / "templates/year.html").read_text("utf-8") + "<!-- -->")
    assert written(grown) == {"2022/", "2023/"}
    grown.write("templates/base.html", (REPO / "templates/base.html").read_text("utf-8") + "<!-- -->")
    assert len(written(grown)) == sum(path.endswith(".html") for path in grown.files())


def test_a_new_picture_makes_the_pages_that_show_it(grown):
    grown.write("content/photos/1.jpg", jpeg(65))
    assert {path for path in written(grown) if not path.startswith("photos/")} == {
        "", "404.html", "2022/09/", "2022/09/29/a/", "2022/09/30/b/", "leaders/chen-liyan/2022/",
        "leaders/fang-zhiyuan/", "leaders/fang-zhiyuan/2022/", "data/reports.json",
        "data/reports-2022.json",
    }  # fmt: skip
    assert sum(path.startswith("photos/") for path in grown.files()) == 1


def test_a_published_picture_that_is_lost_is_made_again(grown):
    for file in (grown.root / ".cache/photos").iterdir():
        file.unlink()
    for file in (grown.out / "photos").iterdir():
        file.unlink()
    assert len(written(grown)) == 2  # a narrow one too
    assert audited(grown) == ()


def test_a_build_killed_between_two_rosters_trusts_neither(grown):
    """Entries are kept before it is said what they stand on."""
    file, engine = grown.root / ".cache/memo.sqlite", digest.engine()
    store = Memo(file, engine)
    there = store.basis()
    store.keep([], b"roster", [])
    assert there is not None
    assert store.basis() is None
    store.close()
    grown.report("2022-09-30-b", title="乙", attendees="[方致远]", body="别的话。")
    assert written(grown) == {"2022/09/30/b/"}
    assert audited(grown) == ()


def test_every_reason_is_told(grown):
    (grown.out / "index.html").write_text("x")
    (grown.out / "404.html").unlink()
    grown.report("2022-09-29-a", title="甲", host="陈立言", attendees="[方致远]", body="没有照片了。")
    grown.report("2023-02-01-f", title="己")
    (grown.root / "content/reports/2023/2023-01-06-e.md").unlink()
    reasons = dict(grown.build().reasons)
    assert reasons["2022/09/29/a/index.html"] == "内容改了"
    assert reasons["2023/02/01/f/index.html"] == "新的"
    assert reasons["404.html"] in ("文件不见了", "内容改了")
    assert reasons["2023/01/06/e/index.html"] == "不再需要，已删去"
    (grown.out / "2022/index.html").write_text("x")
    (grown.out / "archive/index.html").unlink()
    assert dict(grown.build().reasons) == {
        "2022/index.html": "文件被改动过",
        "archive/index.html": "文件不见了",
    }


def test_findings_are_remembered(place):
    place.report("2022-09-29-x", attendees="[石一鸣]")
    first, second = place.check(), place.check()
    assert [one.code for one in first.findings] == ["E302"]
    assert second.findings == first.findings


def test_a_file_that_changes_during_a_build_is_read_once_more(place, monkeypatch):
    place.report("2022-09-29-x", body="原来的话。")
    plan = pages.plan

    def busy(site):
        monkeypatch.setattr(pages, "plan", plan)
        place.report("2022-09-29-x", body="改过的话。")
        return plan(site)

    monkeypatch.setattr(pages, "plan", busy)
    place.build()
    assert "改过的话。" in place.page("/2022/09/29/x/")
    assert audited(place) == ()


def test_a_file_that_never_stops_changing_is_told(place, monkeypatch):
    plan, numbers = pages.plan, iter(range(100))

    def busy(site):
        place.report("2022-09-29-x", body=f"第{next(numbers)}稿。")
        return plan(site)

    place.report("2022-09-29-x")
    monkeypatch.setattr(pages, "plan", busy)
    with pytest.raises(CannotWrite, match=r"2022-09-29-x\.md：生成时这个文件还在改动"):
        place.build()
    assert not any(path.endswith(".html") for path in place.files())


BREAKAGES: dict[str, Callable[[bytes], bytes]] = {
    "foreign": lambda _: b"this is no database, and it never was one" * 200,
    "cut off": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "damaged": lambda data: data[:9000] + bytes(255 - byte for byte in data[9000:]),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_store_that_cannot_be_read_is_only_a_miss(grown, breakage):
    before = grown.files()
    file = grown.root / ".cache/memo.sqlite"
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(BREAKAGES[breakage](file.read_bytes()))
    grown.report("2022-09-30-b", title="新的标题")
    outcome = grown.build()
    assert outcome.findings == ()
    assert {path for path, data in grown.files().items() if before.get(path) != data} >= {
        "2022/09/30/b/index.html"
    }
    assert audited(grown) == ()


def test_another_program_decodes_again_and_still_owns_what_was_written(tmp_path):
    file = tmp_path / "memo.sqlite"
    old = Memo(file, b"old")
    old.keep([Read("a.md", b"digest", b"entry", b"view", b"facts", b"body")], b"roster", [])
    old.stand_on(b"pictures")
    old.claim("/out", {"index.html": (1, 2)})
    old.close()
    new = Memo(file, b"new")
    assert new.lost is None
    assert new.entries() == {}
    assert new.facts("a.md", b"digest") is None
    assert new.basis() is None
    assert [row.view for row in new.written("/out").values()] == [None]
    new.close()


def audited(place: Place, **options: object) -> tuple[tuple[str, str], ...]:
    """Where the output differs from a clean build's."""
    return run.audit(place.options(**options))[1]


def test_audit_tells_what_differs(grown):
    assert audited(grown) == ()
    (grown.out / "index.html").write_text("cracked")
    (grown.out / "404.html").unlink()
    (grown.out / "ads.txt").write_text("not ours")
    assert audited(grown) == (("404.html", "文件不见了"), ("index.html", "内容不同"))


def test_a_table_that_holds_one_row_twice_for_another_is_not_believed(grown, monkeypatch):
    """As a power cut may leave it: there are as many rows as there were, and their times have the same sum."""
    assert grown.build().written == 0
    written = Memo.written

    def torn(self: Memo, out: str) -> dict[str, Row]:
        return {path: row for path, row in written(self, out).items() if path != "404.html"}

    with monkeypatch.context() as patch:
        patch.setattr(Memo, "written", torn)
        assert grown.build().reasons == (("404.html", "新的"),)


class Story:
    """A site that lives: one random change after the other."""

    def __init__(self, place: Place, seed: int) -> None:
        self.place, self.random, self.number = place, random.Random(seed), 0
        self.now = 1
        self.saved: list[tuple[str, bytes | None]] = []
        place.write("content/photos/1.jpg", jpeg())
        shutil.copytree(REPO / "templates", place.root / "templates")

    def reports(self) -> list[str]:
        return sorted(path.as_posix() for path in (self.place.root / "content/reports").rglob("*.md"))

    def step(self) -> None:
        deeds = (
            self.add,
            self.add,
            self.change,
            self.change,
            self.write_on,
            self.write_on,
            self.delete,
            self.rename,
            self.revert,
            self.roster,
            self.photo,
        )
        self.random.choice((*deeds, self.template, self.tamper, self.clock))()

    def _put(self, path: str, content: str | bytes | None) -> None:
        file = self.place.root / path
        self.saved.append((path, file.read_bytes() if file.exists() else None))
        if content is None:
            file.unlink()
        else:
            self.place.write(path, content)

    def add(self) -> None:
        self.number += 1
        day = f"202{self.random.randint(4, 6)}-{self.random.randint(1, 4):02}-{self.random.randint(1, 28):02}"
        self._put(f"content/reports/{day}-r{self.number}.md", self.text(day))

    def text(self, day: str) -> str:
        people = self.random.sample(
            ["方致远", "陈立言", "单国华", "{name: 李伟, slug: li-wei}"], self.random.randint(0, 3)
        )
        photo = self.random.choice(["", "photos: {file: 1.jpg, caption: 现场}\n"])
        extra = self.random.choice(
            ["", "", "status: draft\n", "published: 2026-02-15 08:00\n", "time: 下午\n"]
        )
        title, body = (
            f"第{self.random.randint(1, 9)}号报道",
            self.random.choice(["正文。\n", "**重点**。\n"]) * self.random.randint(1, 4),
        )
        return (
            f"---\ntitle: {title}\ndate: {day}\nattendees: [{', '.join(people)}]\n{photo}{extra}---\n{body}"
        )

    def change(self) -> None:
        for path in self.random.sample(self.reports(), min(len(self.reports()), 1)):
            name = path.rpartition("/")[2]
            self._put(f"content/reports/{name}", self.text(name[:10]))

    def write_on(self) -> None:
        """Only the text is another one."""
        for path in self.random.sample(self.reports(), min(len(self.reports()), self.random.randint(1, 2))):
            name = f"content/reports/{path.rpartition('/')[2]}"
            text = (self.place.root / name).read_text("utf-8")
            self._put(name, text + self.random.choice(["再说一句。\n", "**再说**一句。\n", "\n"]))

    def delete(self) -> None:
        for path in self.random.sample(self.reports(), min(len(self.reports()), 1)):
            self._put(f"content/reports/{path.rpartition('/')[2]}", None)

    def rename(self) -> None:
        for path in self.random.sample(self.reports(), min(len(self.reports()), 1)):
            self.number += 1
            name = path.rpartition("/")[2]
            text = (self.place.root / "content/reports" / name).read_text("utf-8")
            self._put(f"content/reports/{name}", None)
            self._put(f"content/reports/{name[:10]}-n{self.number}.md", text)

    def revert(self) -> None:
        for path, data in reversed(self.saved[-3:]):
            if data is None:
                (self.place.root / path).unlink(missing_ok=True)
            else:
                self.place.write(path, data)
        self.saved.clear()

    def roster(self) -> None:
        title = self.random.choice(["校长", "党委书记", "党委副书记、校长"])
        self._put("content/leaders.yaml", LEADERS.replace("title: 校长", f"title: {title}"))

    def photo(self) -> None:
        """Another picture under the same name, or beside a report, where it is found first."""
        folder = self.random.choice(["photos", "reports"])
        self._put(f"content/{folder}/1.jpg", jpeg(self.random.randint(40, 44)))

    def template(self) -> None:
        name = self.random.choice(["base.html", "month.html", "part/card.html"])
        text = (REPO / "templates" / name).read_text("utf-8")
        self._put(
            f"templates/{name}", text.replace("</body>", f"<!-- {self.random.randint(1, 3)} --></body>")
        )

    def tamper(self) -> None:
        files = [path for path in self.place.out.rglob("*.html") if ".building" not in path.parts]
        for file in self.random.sample(files, min(len(files), 2)):
            self.random.choice([lambda one: one.unlink(), lambda one: one.write_text("x")])(file)

    def clock(self) -> None:
        self.now = self.random.randint(1, 28)

    def when(self) -> str:
        return f"2026-02-{self.now:02}"


def steps(place: Place, seed: int, count: int, *, search: bool = False) -> None:
    story = Story(place, seed)
    for number in range(count):
        story.step()
        now = dt.datetime.fromisoformat(story.when())
        outcome = place.build(now=now, search=search)
        assert outcome.pages > 0
        if number % 5 == 4:
            assert audited(place, now=now, search=search) == (), f"seed {seed}, step {number}"


@pytest.mark.parametrize(("seed", "search"), [(1, False), (2, True)])
def test_any_edits_end_as_a_clean_build(place, seed, search):
    steps(place, seed, 20, search=search)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 16))
def test_many_edits_end_as_a_clean_build(place, seed):
    steps(place, seed, 60)


KILLS = int(os.environ.get("KILLS", "600"))
"""Builds, some of which are over before they are killed."""


def kills(place: Place, seed: int, count: int) -> int:
    """Builds killed at random moments, with edits and reverts between them; how many really were."""
    story = Story(place, seed)
    for _ in range(8):
        story.add()
    killed = 0
    command = [sys.executable, REPO / "build.py", "--root", place.root, "--jobs", "2", "--now"]
    for number in range(count):
        story.step()
        process = subprocess.Popen(
            [*command, story.when()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(story.random.uniform(0.05, 0.4))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        if number % 4 == 3:
            done = subprocess.run([*command, story.when()], capture_output=True, check=False)
            assert done.returncode == 0, done.stderr.decode()
            now = dt.datetime.fromisoformat(story.when())
            assert audited(place, now=now, search=True) == (), f"seed {seed}, {number}"
            assert not (place.out / ".building").exists()
    return killed


def test_killed_builds_leave_nothing_behind(place):
    assert kills(place, 7, 8) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 25))
def test_many_killed_builds_leave_nothing_behind(place, seed):
    assert kills(place, seed, KILLS // 5) > KILLS // 8


@pytest.mark.parametrize("damage", ["PRAGMA user_version = 4", "DROP TABLE resolved"])
def test_a_store_that_cannot_be_used_still_tells_what_is_ours_to_remove(grown, damage):
    """A report is withdrawn before the next build."""
    with closing(sqlite3.connect(grown.root / ".cache/memo.sqlite")) as memo:
        memo.execute(damage)
    (grown.root / "content/reports/2023/2023-01-06-e.md").unlink()
    grown.build()
    assert not (grown.out / "2023/01/06").exists()
    assert audited(grown) == ()
