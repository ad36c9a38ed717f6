"""What is written, what is left alone, what is removed; and that a failed build changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from campus_news import work
from campus_news.outcome import CannotWrite
from campus_news.template import BadTemplate
from conftest import REPO, Place, jpeg


@pytest.fixture
def built(place: Place) -> Place:
    place.report("2022-09-29-a", title="甲")
    place.report("2022-09-30-b", title="乙")
    place.build()
    return place


def test_nothing_is_written_twice(built):
    before = {path: path.stat().st_mtime_ns for path in built.out.rglob("*")}
    assert built.build().written == 0
    assert {path: path.stat().st_mtime_ns for path in built.out.rglob("*")} == before


def test_a_new_body_touches_one_page(built):
    before = built.files()
    built.report("2022-09-29-a", title="甲", body="别的话。")
    assert built.build().written == 1
    changed = [path for path, data in built.files().items() if before[path] != data]
    assert changed == ["2022/09/29/a/index.html"]


def test_what_is_no_longer_planned_goes_and_what_is_not_ours_stays(built):
    (built.out / "robots.txt").write_text("User-agent: *\n")
    (built.out / "2022/09/30/b/notes.txt").write_text("not ours")
    (built.root / "content/reports/2022/2022-09-30-b.md").unlink()
    (built.root / "content/reports/2022/2022-09-29-a.md").unlink()
    built.build()
    left = [path for path in built.files() if path.startswith("2022") or path == "robots.txt"]
    assert left == ["2022/09/30/b/notes.txt", "robots.txt"]
    assert not (built.out / "2022/09/29").exists()


def test_an_error_leaves_the_last_good_site(built):
    before = built.files()
    built.report("2022-09-30-b", title="改了的标题")
    built.report("2022-10-01-c", time="什么时候")
    assert built.build().pages == 0
    assert built.files() == before


def test_a_bad_template_leaves_the_last_good_site(built):
    before = built.files()
    built.report("2022-09-30-b", title="改了的标题")
    built.write("templates/404.html", "{{ page.no_such_thing }}")
    with pytest.raises(BadTemplate, match=r"404\.html"):
        built.build()
    assert built.files() == before
    built.write("templates/404.html", "{% if %}")
    with pytest.raises(BadTemplate, match=r"404\.html:1"):
        built.build()
    assert built.files() == before


def test_a_place_that_cannot_be_written_is_told(place):
    place.report("2022-09-29-a")
    place.write("public", "a file where the folder should be")
    with pytest.raises(CannotWrite):
        place.build()


def test_tampered_output_is_mended(built):
    before = built.files()
    (built.out / "index.html").write_text("<!-- cracked -->")
    (built.out / "2022/09/index.html").unlink()
    assert built.build().written == 2
    assert built.files() == before


def test_a_clean_build_equals_a_grown_one(built):
    built.report("2022-10-08-c", title="丙")
    built.build()
    grown = built.files()
    built.build(clean=True)
    assert built.files() == grown
    built.build(out=built.root / "elsewhere")
    assert {path: (built.root / "elsewhere" / path).read_bytes() for path in grown} == grown


def test_a_sites_own_templates_and_static_files_come_first(built):
    built.write("templates/404.html", "没有 {{ url }}")
    built.write("static/site.css", "body { color: red }")
    built.build()
    assert built.files()["404.html"] == "没有 /404.html".encode()
    files = {name: data for name, data in built.files().items() if name.startswith("static/")}
    assert [data for name, data in files.items() if "/site." in name and name.endswith(".css")] == [
        b"body{color:red}"
    ]
    assert any(name.startswith("static/favicon.") for name in files)


def test_a_site_may_stand_under_a_path(built):
    built.write("content/site.yaml", "name: 新闻\nurl: https://x.example.edu.cn/xwzx/\n")
    built.build()
    page = built.page("/2022/09/29/a/")
    assert 'href="/xwzx/2022/09/"' in page
    assert 'href="https://x.example.edu.cn/xwzx/2022/09/29/a/"' in page
    assert 'href="/2022' not in page
    assert 'href="/static' not in page


def test_builds_are_the_same_whatever_the_machine(place, tmp_path):
    """Other folder, time zone, locale and hash seed: the same bytes."""
    place.write("content/photos/2022-09-29-a/1.jpg", jpeg())
    place.report("2022-09-29-a", photos="{file: 1.jpg, caption: 会议现场}", attendees="[陈立言, 方致远]")
    place.report("2022-10-16-学校召开例会", host="陈立言")
    copy = tmp_path / "另一个 文件夹"
    copy.mkdir()
    subprocess.run(["cp", "-r", place.root / "content", copy], check=True)
    outputs = []
    for root, zone, lang, seed in (
        (place.root, "UTC", "C", "1"),
        (copy, "America/New_York", "zh_CN.UTF-8", "77"),
    ):
        env = {**os.environ, "TZ": zone, "LC_ALL": lang, "PYTHONHASHSEED": seed}
        command = [sys.executable, REPO / "build.py", "--root", root, "--now", "2026-03-01 08:00"]
        subprocess.run(command, check=True, env=env, capture_output=True)
        outputs.append(Place(root).files())
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 15


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_make_what_one_process_makes(place, monkeypatch, method):
    """Enough reports for workers, in files whose order is not that of the meetings; some hidden, some with Markdown."""
    for number in range(work.PAYS_FROM + 20):
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        body = "**重点**。" if number % 3 else "正文。"
        extra = {"status": "draft"} if number % 50 == 7 else {"attendees": "[方致远, 陈立言]"}
        place.report(f"{day}-r{number}", title=f"第{number}次会议", body=body, **extra)
    place.build(jobs=1)
    alone = place.files()
    shutil.rmtree(place.out)
    shutil.rmtree(place.root / ".cache")
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: [method])
    place.build(jobs=2)
    assert place.files() == alone
    assert len(alone) > work.PAYS_FROM


# Files that are not ours


def elsewhere(place: Place) -> dict[str, bytes]:
    """A folder beside the site with files of somebody else."""
    folder = place.root.parent / "elsewhere"
    for name in ("index.html", "keep.txt", "b/index.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("theirs")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_what_is_not_ours_stays_whatever_is_removed_around_it(built):
    theirs = elsewhere(built)
    there = built.root.parent / "elsewhere"
    page = built.out / "2022/09/30/b"
    (page / "notes.txt").write_text("not ours")
    (page / "link.txt").symlink_to(there / "keep.txt")
    (built.out / "2022/09/29/a/folder").symlink_to(there)
    (built.out / "2022/09/29/.hidden").write_text("not ours")
    for report in (built.root / "content/reports/2022").iterdir():
        report.unlink()
    built.build()
    left = {
        path.relative_to(built.out).as_posix()
        for path in (built.out / "2022").rglob("*")
        if not path.is_dir()
    }
    assert left == {"2022/09/30/b/notes.txt", "2022/09/30/b/link.txt", "2022/09/29/.hidden"}
    assert (built.out / "2022/09/29/a/folder").is_symlink()
    assert elsewhere(built) == theirs


def test_links_put_in_the_place_of_ours_are_not_followed_to_remove(built):
    theirs = elsewhere(built)
    there = built.root.parent / "elsewhere"
    (built.out / "2022/09/29/a/index.html").unlink()
    (built.out / "2022/09/29/a/index.html").symlink_to(there / "keep.txt")
    shutil.rmtree(built.out / "2022/09/30")
    (built.out / "2022/09/30").symlink_to(there)  # there b/index.html is, as it was here
    for report in (built.root / "content/reports/2022").iterdir():
        report.unlink()
    built.build()
    assert (built.out / "2022/09/29/a/index.html").is_symlink()
    assert (built.out / "2022/09/30").is_symlink()
    assert elsewhere(built) == theirs


@pytest.mark.parametrize("name", ["2022/09/30", "2022", ".building"])
def test_links_in_the_output_are_not_followed_to_write(built, name):
    theirs = elsewhere(built)
    there = built.root.parent / "elsewhere"
    before = built.files()
    shutil.rmtree(built.out / name, ignore_errors=True)
    (built.out / name).symlink_to(there)
    with pytest.raises(CannotWrite, match=rf"{name}：这是一个链接，不能经过它写到别处；请删去这个链接"):
        built.build(clean=True)
    found = {path.relative_to(there).as_posix() for path in there.rglob("*.*")}
    assert found == theirs.keys()
    assert elsewhere(built) == theirs
    (built.out / name).unlink()
    built.build()
    assert built.files() == before


@pytest.mark.parametrize(
    ("name", "folder", "why"), [("2024", False, "应是文件夹"), ("2024/index.html", True, "应是文件")]
)
def test_what_stands_in_the_way_is_told_before_anything_changes(built, name, folder, why):
    before = built.files()
    built.report("2024-01-01-c", title="丙")
    if folder:
        (built.out / name / "theirs").mkdir(parents=True)
    else:
        (built.out / name).write_text("theirs")
    with pytest.raises(CannotWrite, match=rf"{name}.*{why}"):
        built.build()
    assert {path: data for path, data in built.files().items() if path != name} == before


def test_a_file_that_stood_where_a_killed_build_meant_to_write_is_not_removed(built, monkeypatch):
    """The build said what it was about to write, and died; then the report went again."""
    page = built.report("2024-01-01-c", title="丙")
    theirs = built.out / "2024/01/01/c/index.html"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                built.build()
    page.unlink()
    built.build()
    assert theirs.read_text() == "theirs"


def test_a_page_that_a_killed_build_wrote_is_removed(built, monkeypatch):
    page = built.report("2024-01-01-c", title="丙")
    with monkeypatch.context() as patch:
        patch.setattr("campus_news.memo.Memo.settle", killed)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                built.build()
    assert (built.out / "2024/01/01/c/index.html").exists()
    page.unlink()
    built.build()
    assert not (built.out / "2024").exists()


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_a_killed_build_staged_does_not_stay_in_the_output(built):
    """Not even if the next build has nothing else to do."""
    (built.out / ".building/new").mkdir(parents=True)
    (built.out / ".building/new/draft.html").write_text("未发布")
    assert built.build().written == 0
    assert not (built.out / ".building").exists()
