"""Publishing: only a whole site, in the right order, and nothing is removed that we did not put there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from campus_news import courier, manifest
from campus_news.courier import BadTarget, Courier, Target
from campus_news.manifest import NAME, File
from conftest import Place, jpeg

needs_rsync = pytest.mark.skipif(shutil.which("rsync") is None, reason="no rsync; `make test` installs it")


@pytest.fixture
def built(place: Place) -> Place:
    """Three reports, one of them with a picture, built as of NOON."""
    place.report("2022-09-29-a")
    place.report("2022-09-30-b", photos="[{file: 1.jpg, caption: 会场}]")
    place.write("content/reports/2022/1.jpg", jpeg())
    place.report("2022-10-01-c")
    place.build()
    return place


@pytest.fixture
def publish(built, cli, tmp_path):
    """Publishes into `tmp_path`/www: exit code, what was printed and what was complained of."""
    return lambda *words: cli("publish", "--root", built.root, "--to", tmp_path / "www", *words)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in `folder`."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def ours(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if path != NAME}


# -- what may be published


def test_the_manifest_tells_every_file(built, cli):
    code, out, err = cli("manifest", "--root", built.root)
    assert (code, out) == (0, "")
    told = json.loads((built.out / NAME).read_bytes())["files"]
    assert told == {
        path: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for path, data in ours(built.out).items()
    }
    assert list(told) == sorted(told)
    assert f"{len(told)} 个文件" in err


def test_the_manifest_is_the_same_for_the_same_site(built, cli):
    """Whether digests are known from before or not."""
    cli("manifest", "--root", built.root)
    first = (built.out / NAME).read_bytes()
    cli("manifest", "--root", built.root)
    assert (built.out / NAME).read_bytes() == first
    (built.root / ".cache" / "digests.json").write_text("[]")
    cli("manifest", "--root", built.root)
    assert (built.out / NAME).read_bytes() == first


def test_an_edited_page_has_a_new_digest(built, cli):
    cli("manifest", "--root", built.root)
    before = manifest.loads((built.out / NAME).read_bytes())
    built.report("2022-09-29-a", body="改过的正文。")
    built.build()
    code, out, _ = cli("manifest", "--root", built.root, "--since", built.out / NAME)
    after = manifest.loads((built.out / NAME).read_bytes())
    page = "2022/09/29/a/index.html"
    assert (code, out) == (0, f"+ {page}\n")
    assert {path for path in after if after[path] != before[path]} == {page}


def test_a_build_leaves_no_manifest_and_keeps_one(built, cli):
    """It would take longer than the build of an edited page; and an audit does not mind it."""
    assert not (built.out / NAME).exists()
    (built.out / NAME).write_text("kept")
    built.build(clean=True)
    assert (built.out / NAME).read_text() == "kept"
    assert cli("audit", "--root", built.root, "--now", "2026-03-01 12:00", "--no-search")[0] == 0


def test_what_changed_is_told_in_the_order_in_which_it_has_to_be_done():
    def files(**texts: str) -> dict[str, File]:
        return {path.replace("_", "/"): File(text, 1) for path, text in texts.items()}

    old = files(a="1", photos_old="1", b="1", gone_page="1")
    new = files(a="2", photos_new="1", b="1", z_page="1")
    assert list(manifest.changes(old, new, {"photos/new"})) == [
        ("+", "photos/new"), ("+", "a"), ("+", "z/page"), ("-", "gone/page"), ("-", "photos/old"),
    ]  # fmt: skip


def test_a_first_upload_needs_no_earlier_manifest(built, cli, tmp_path):
    code, out, _ = cli("manifest", "--root", built.root, "--since", tmp_path / "none.json")
    assert code == 0
    assert sorted(line[2:] for line in out.splitlines()) == sorted(ours(built.out))
    first = out.splitlines().index("+ 2022/09/29/a/index.html")
    pictures = [i for i, line in enumerate(out.splitlines()) if line.startswith(("+ photos/", "+ static/"))]
    assert pictures
    assert max(pictures) < first


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../x", "a//b", "", ".", "a/", "a\nb", "a\\b", "./a", "a/."]
)
def test_a_manifest_that_leads_out_of_the_folder_is_none(path):
    text = json.dumps({"files": {path: {"sha256": "0", "size": 1}}})
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        manifest.loads(text.encode())


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"files": 3}', '{"files": {"a": 1}}', '{"files": {"a": {}}}', "[" * 9999]
)
def test_what_is_no_manifest_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        manifest.loads(text.encode())


def preview(place: Place) -> None:
    place.build(drafts=True)


def changed(place: Place) -> None:
    (place.out / "index.html").write_text("defaced")


def lost(place: Place) -> None:
    (place.out / "index.html").unlink()


def cut_short(place: Place) -> None:
    """As a build leaves the memo that is killed while it puts files in place."""
    with sqlite3.connect(place.root / ".cache" / "memo.sqlite") as store:
        store.execute("UPDATE written SET template = NULL, view = NULL WHERE path = 'index.html'")
    store.close()


def not_settled(place: Place) -> None:
    """As a preview leaves it that is killed when all its files are in place."""
    with sqlite3.connect(place.root / ".cache" / "memo.sqlite") as store:
        store.execute("DELETE FROM settled")
    store.close()


def no_memo(place: Place) -> None:
    shutil.rmtree(place.root / ".cache")


def damaged(place: Place) -> None:
    with sqlite3.connect(place.root / ".cache" / "memo.sqlite") as store:
        store.execute("UPDATE settled SET build = x'00'")
    store.close()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (preview, "是预览"),
        (changed, "有 1 个文件在生成以后被改动或删去了，如 index.html"),
        (lost, "有 1 个文件在生成以后被改动或删去了"),
        (cut_short, "不是生成完整的网站"),
        (not_settled, "不是生成完整的网站"),
        (damaged, "不是生成完整的网站"),
        (no_memo, "还没有生成过"),
    ],
)
def test_only_a_whole_site_for_readers_is_published(built, publish, tmp_path, spoil, told):
    spoil(built)
    code, out, err = publish()
    assert (code, out) == (1, "")
    assert err.startswith("没有发布成功：")
    assert told in err
    assert "请先运行 build.py build" in err
    assert not (tmp_path / "www").exists()
    assert not (built.out / NAME).exists()


def test_a_build_that_has_begun_is_not_settled(built):
    """The same for one that will only remove files: nobody may publish what stands in between."""
    from campus_news import digest
    from campus_news.memo import Memo

    store = Memo(built.root / ".cache" / "memo.sqlite", digest.engine())
    name = str(built.out.resolve())
    assert store.settled(name)
    store.claim(name, {})
    assert store.settled(name) is None
    store.close()


# -- where to


@pytest.mark.parametrize(
    ("typed", "place", "host"),
    [
        ("web@www.example.edu.cn:/srv/www/news", "web@www.example.edu.cn:/srv/www/news/", "www.example.edu.cn"),
        ("web@www.example.edu.cn:/srv/www/news/", "web@www.example.edu.cn:/srv/www/news/", "www.example.edu.cn"),
        ("server:news", "server:news/", "server"),
        ("web@server:~/news", "web@server:news/", "server"),
        ("web@server:-e sh", "web@server:./-e sh/", "server"),
        ("web@server:/srv/学校 新闻", "web@server:/srv/学校 新闻/", "server"),
        ("web@server:/srv/$(id);x", "web@server:/srv/$(id);x/", "server"),
        ("web@[2001:db8::1]:/srv", "web@[2001:db8::1]:/srv/", "[2001:db8::1]"),
        ("/srv/www", "/srv/www/", ""),
        ("/srv/a:b", "/srv/a:b/", ""),
    ],
)  # fmt: skip
def test_where_a_site_may_go(typed, place, host):
    assert courier.target(typed) == Target(place, host)


@pytest.mark.parametrize("typed", ["-e sh", "--rsh=sh", "www news", "./a:b", "~x"])
def test_a_folder_is_never_an_option(typed):
    where = courier.target(typed)
    assert where.place == f"{Path(typed).absolute()}/"
    assert where.host == ""


@pytest.mark.parametrize(
    "typed",
    [
        "", "a\nb", "rsync://host/x", "host::module", "host:", "host:/", "host:~", "host:~/", "-oProxyCommand=id:/x",
        "web@-oProxyCommand=id:/x", "-l@host:/x", "a b:/x", "web@ho st:/x", "$(id):/x", "[::1:/x", ":x", "@host:x",
    ],
)  # fmt: skip
def test_what_is_no_place_is_told(typed):
    with pytest.raises(BadTarget):
        courier.target(typed)


@pytest.mark.parametrize("inside", ["", "public", "public/x", "content", "..", ".cache/x", "src"])
def test_the_sites_own_folders_are_no_target(place, cli, inside):
    code, _, err = cli("publish", "--root", place.root, "--to", place.root / inside)
    assert code == 2
    assert err.startswith("--to 不能是")


def test_a_wrong_target_is_one_line(place, cli):
    code, out, err = cli("publish", "--root", place.root, "--to", "rsync://host/x")
    assert (code, out) == (2, "")
    assert err.startswith("--to “rsync://host/x”看不懂")
    assert err.count("\n") == 1


def test_without_rsync_it_is_told_how_to_get_it(built, publish, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = publish()
    assert code == 1
    assert "sudo apt install rsync" in err
    assert "Traceback" not in err


# -- into a folder


@needs_rsync
def test_all_is_carried_and_then_only_what_changed(built, publish, tmp_path):
    code, out, _ = publish()
    assert code == 0
    assert ours(tmp_path / "www") == ours(built.out)
    assert out.startswith(f"上传 {len(ours(built.out))} 个文件，更新 0 个，删去 0 个：")
    assert (tmp_path / "www" / NAME).read_bytes() == (built.out / NAME).read_bytes()
    assert publish()[1].startswith("上传 0 个文件，更新 0 个，删去 0 个：")
    built.report("2022-09-29-a", body="改文。")  # as many bytes as before, within the same second
    built.build()
    assert publish()[1].startswith("上传 0 个文件，更新 1 个，删去 0 个：")
    assert ours(tmp_path / "www") == ours(built.out)


@needs_rsync
def test_what_is_gone_is_removed_and_nobody_elses_files(built, publish, tmp_path):
    www = tmp_path / "www"
    publish()
    others = {
        ".well-known/x": b"1",
        "MP_verify_a.txt": b"2",
        "2022/09/29/a/own.txt": b"3",
        "photos/own.jpg": b"4",
    }
    for path, data in others.items():
        (www / path).parent.mkdir(exist_ok=True)
        (www / path).write_bytes(data)
    for name in ("2022-09-29-a", "2022-09-30-b"):
        (built.root / f"content/reports/2022/{name}.md").unlink()
    built.build()
    code, out, _ = publish()
    assert code == 0
    assert ours(www) == {**ours(built.out), **others}
    assert not (www / "2022/09/30").exists()  # no empty folders are left
    assert "删去 0 个" not in out


@needs_rsync
def test_the_editors_form_goes_along(built, publish, tmp_path):
    """A build knows nothing of it; and where it is no more, it is taken away."""
    (built.out / "admin").mkdir()
    (built.out / "admin" / "index.html").write_text("form")
    publish()
    assert (tmp_path / "www" / "admin" / "index.html").read_text() == "form"
    shutil.rmtree(built.out / "admin")
    publish()
    assert not (tmp_path / "www" / "admin").exists()


@needs_rsync
def test_a_page_changed_there_is_put_right(built, publish, tmp_path):
    publish()
    page = tmp_path / "www" / "index.html"
    was = page.stat()
    page.write_bytes(page.read_bytes()[:-1] + b"!")
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))
    publish()
    assert page.read_bytes() == (built.out / "index.html").read_bytes()


@needs_rsync
def test_a_dry_run_tells_what_would_be_done_and_does_nothing(built, publish, tmp_path):
    code, out, _ = publish("--dry-run")
    assert code == 0
    assert "上传 index.html\n" in out
    assert "--dry-run：什么都没有做" in out
    assert not (tmp_path / "www").exists()
    assert not (built.out / NAME).exists()
    publish()
    before = tree(tmp_path / "www")
    (built.root / "content/reports/2022/2022-09-29-a.md").unlink()
    built.build()
    out = publish("--dry-run")[1]
    assert "更新 index.html\n" in out
    assert "删去 2022/09/29/a/index.html\n" in out
    assert tree(tmp_path / "www") == before


@needs_rsync
def test_a_folder_of_any_name(built, cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("-e sh", "--rsh=touch owned", "学校 新闻", "$(touch owned)", "a;touch owned"):
        assert cli("publish", "--root", built.root, f"--to={name}")[0] == 0
        assert ours(tmp_path / name) == ours(built.out)
    assert not list(tmp_path.rglob("owned"))


@needs_rsync
def test_files_can_be_read_by_the_server(built, publish, tmp_path):
    for path in built.out.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    before = os.umask(0o022)
    try:
        publish()
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "www" / "2022").rglob("*.html")} == {0o644}


@needs_rsync
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda www: www.write_text("a file"), "--to “"),
        (lambda www: (www.mkdir(), (www / NAME).write_text("{")), "读不懂"),
        (lambda www: (www.mkdir(), (www / NAME).write_text('{"files": {"../x": {"sha256": "", "size": 1}}}')), "读不懂"),
        (lambda www: (www / "index.html" / "x").mkdir(parents=True), "rsync 出错 23"),
    ],
    ids=["file", "no manifest", "a manifest that leads out", "a folder in the way"],
)  # fmt: skip
def test_what_goes_wrong_is_told_without_a_traceback(built, publish, tmp_path, spoil, told):
    spoil(tmp_path / "www")
    code, _, err = publish()
    assert code in (1, 2)
    assert told in err
    assert "Traceback" not in err


@needs_rsync
def test_a_folder_that_is_two_levels_away_is_told(built, cli, tmp_path):
    code, _, err = cli("publish", "--root", built.root, "--to", tmp_path / "no" / "www")
    assert code == 1
    assert "目标的上一级文件夹不存在" in err


# -- the order, and what is interrupted


class Cut(Exception):
    """Here somebody pulled the plug."""


def runs(monkeypatch: pytest.MonkeyPatch, *, cut: int | None = None) -> list[list[str]]:
    """The commands that are run from now on; the one of number `cut` is not."""
    seen: list[list[str]] = []
    real = subprocess.run

    def spy(command, **how):
        if len(seen) == cut:
            raise Cut
        seen.append(command)
        return real(command, **how)

    monkeypatch.setattr(subprocess, "run", spy)
    return seen


@needs_rsync
def test_one_that_was_interrupted_is_carried_on_and_forgets_nothing(built, publish, tmp_path, monkeypatch):
    """Cut anywhere, and followed by a build that no longer has what was being sent: still nothing is left behind."""
    publish()
    www = tmp_path / "www"
    gone = built.root / "content/reports/2022/2022-09-29-a.md"
    text = gone.read_text()
    cut = 0
    while True:
        gone.unlink()
        extra = built.report("2022-11-01-new")
        assert built.build().written
        with monkeypatch.context() as patch:
            runs(patch, cut=cut)
            try:
                publish()
            except Cut:
                finished = False
            else:
                finished = True
            linked = (www / "index.html").read_text("utf-8")
            assert "/2022/11/01/new/" not in linked or (www / "2022/11/01/new/index.html").exists()
            if "/2022/09/29/a/" in linked:
                assert (www / "2022/09/29/a/index.html").exists()
        gone.write_text(text)
        extra.unlink()
        assert built.build().removed
        assert publish()[0] == 0
        assert ours(www) == ours(built.out)
        if finished:
            break
        cut += 1
    assert cut >= 6


@needs_rsync
def test_pages_come_after_what_they_need_and_deletions_last(built, publish, monkeypatch):
    publish()
    (built.root / "content/reports/2022/2022-09-30-b.md").unlink()
    built.report("2022-11-01-n")
    built.build()
    seen = runs(monkeypatch)
    publish()
    kinds = ["size" if "--size-only" in one else "pages" if "--checksum" in one else
             "delete" if "--delete-missing-args" in one else "manifest" for one in seen]  # fmt: skip
    assert kinds[:4] == ["manifest", "manifest", "size", "pages"]
    assert set(kinds[4:-1]) == {"delete"}
    assert kinds[-1] == "manifest"


# -- over ssh, with a stand-in that runs what the other side would


SSH = """\
#!{python}
import os, sys
words = sys.argv[1:]
with open({log!r}, "a") as log:
    print(words, file=log)
if {fail!r}:
    sys.exit(sys.stderr.write({fail!r} + "\\n") and 255)
while words and words[0].startswith("-"):
    words = words[2:]  # -o and -l have a value
host, *command = words
os.execvp("sh", ["sh", "-c", " ".join(command)])
"""


def ssh(folder: Path, monkeypatch: pytest.MonkeyPatch, fail: str = "") -> Path:
    """Puts the stand-in first on the path: the file in which it notes how it was called."""
    program, log = folder / "bin" / "ssh", folder / "ssh.log"
    program.parent.mkdir()
    program.write_text(SSH.format(python=sys.executable, log=str(log), fail=fail))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return log


@needs_rsync
def test_a_site_goes_over_ssh_whatever_the_folder_is_called(built, cli, tmp_path, monkeypatch):
    log = ssh(tmp_path, monkeypatch)
    (tmp_path / "far").mkdir()
    monkeypatch.chdir(tmp_path / "far")
    for name in ("www", "学校 新闻", "$(touch owned)", "a'b", "-e sh", "a;touch owned"):
        code, _, err = cli("publish", "--root", built.root, "--to", f"web@server:{name}")
        assert (code, err.count("…")) == (0, 2), err
        assert ours(tmp_path / "far" / name) == ours(built.out)
    assert not list(tmp_path.rglob("owned"))
    calls = [eval(line) for line in log.read_text("utf-8").splitlines()]
    assert all(call[:2] == ["-o", "BatchMode=yes"] and "web" in call and "server" in call for call in calls)


@needs_rsync
@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ("web@server: Permission denied (publickey,password).", "不认这台电脑的密钥"),
        ("ssh: Could not resolve hostname server: Name or service not known", "没有这个主机名"),
        ("ssh: connect to host server port 22: Connection refused", "服务器不接受 ssh 连接"),
        ("ssh: connect to host server port 22: Connection timed out", "连接超时"),
        ("Host key verification failed.", "先用 ssh 登录一次"),
        ("rsync: --delete-missing-args: unknown option", "rsync 太旧"),
        ("sh: 1: rsync: not found", "没有安装 rsync"),
        (
            "no such identity: /k: No such file or directory\nweb@server: Permission denied (publickey).",
            "密钥",
        ),
        ('rsync: link_stat "/srv/news/.manifest.json" failed: No such file or directory (2)', "目标的上一级"),
        ("\x1b[31msomething else", "rsync 出错"),
    ],
)
def test_a_connection_that_fails_is_one_line(tmp_path, monkeypatch, complaint, told):
    """And stops everything: without its manifest nobody knows what is ours there."""
    ssh(tmp_path, monkeypatch, complaint)
    with pytest.raises(courier.Undelivered) as failed:
        Courier(tmp_path, courier.target("web@server:/srv/news")).there()
    assert str(failed.value).startswith("web@server:/srv/news：")
    assert told in str(failed.value)
    assert str(failed.value).isprintable()


@needs_rsync
def test_a_failed_connection_is_told_without_a_traceback(built, cli, tmp_path, monkeypatch):
    ssh(tmp_path, monkeypatch, "Host key verification failed.")
    code, out, err = cli("publish", "--root", built.root, "--to", "web@server:/srv/news")
    assert (code, out) == (1, "")
    assert err.startswith("没有发布成功：web@server:/srv/news：还没有记下这台服务器的主机密钥")
    assert err.count("\n") == 1
