"""docs/publishing.zh-CN.md: what it tells somebody to type does what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from campus_news import command
from conftest import REPO, Place
from workflow import WORKFLOWS, git

TEXT = (REPO / "docs" / "publishing.zh-CN.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


def block(word: str) -> str:
    """The one block of commands with that word."""
    (found,) = [one for one in BLOCKS if word in one]
    return found


def test_every_command_of_ours_is_one():
    lines = re.findall(r"python3? build\.py(?: [^\n#`，。）]*)?", TEXT)
    assert len(lines) > 8
    for line in lines:
        words = shlex.split(line.partition(" > ")[0].partition("&&")[0])[2:]
        command.parse(words)


def test_what_it_links_to_is_there():
    links = [one for one in re.findall(r"\]\(([^)#]+)", TEXT) if "://" not in one]
    assert links
    assert all((REPO / "docs" / one).exists() for one in links)
    headings = {
        re.sub(r"[^\w\s-]", "", one).strip().lower().replace(" ", "-")
        for one in re.findall(r"^#+ (.*)", TEXT, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)", TEXT)) <= headings


def test_it_says_how_often_main_is_named():
    assert "`publish.yml` 里有四处 `main`" in TEXT
    text = "\n".join(
        line.partition("#")[0] for line in (WORKFLOWS / "publish.yml").read_text("utf-8").splitlines()
    )
    assert len(re.findall(r"\bmain\b", text)) == 4
    assert "7,37 * * * *" in text
    assert len(re.findall(r"^branch=.*\bmain\b", (REPO / ".ci/addresses").read_text("utf-8"), re.M)) == 1


AWS = """\
#!/bin/sh
echo "$@" >> "$LOG"
case $2 in
    cp) to=bucket/${4#s3://news-example/}; mkdir -p "$(dirname "$to")"; cp "$3" "$to" ;;
    rm) rm "bucket/${3#s3://news-example/}" ;;
esac
"""


def test_object_storage_gets_what_changed(place: Place, tmp_path):
    """With a stand-in for `aws` that copies into a folder."""
    program = tmp_path / "bin"
    program.mkdir()
    for name, text in (("aws", AWS), ("python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')):
        (program / name).write_text(text)
        (program / name).chmod(0o755)
    log = tmp_path / "log"
    (place.root / "build.py").write_text((REPO / "build.py").read_text("utf-8"))
    environment = {
        **os.environ, "PATH": f"{program}:{os.environ['PATH']}", "LOG": str(log), "PYTHONPATH": str(REPO / "src"),
    }  # fmt: skip

    def carry() -> list[str]:
        log.write_text("")
        done = subprocess.run(
            ["sh", "-c", block("aws s3 rm")],
            cwd=place.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return log.read_text().splitlines()

    def same() -> bool:
        there = {
            path.relative_to(place.root / "bucket"): path.read_bytes()
            for path in files(place.root / "bucket")
        }
        return there == {path.relative_to(place.out): path.read_bytes() for path in files(place.out)}

    place.report("2022-09-29-a")
    gone = place.report("2022-09-30-b")
    calls = carry()
    assert same()
    assert "immutable" in calls[0]
    assert calls[-1].endswith("--cache-control no-cache")
    assert carry() == []
    gone.unlink()
    listed = place.root / "content/urls.txt"  # as who really gives up an address does
    listed.write_text(listed.read_text("utf-8").replace("/2022/09/30/b/\n", ""), "utf-8")
    place.report("2022-09-29-a", body="改过的正文。")
    calls = carry()
    assert same()
    assert calls[-1].startswith("s3 rm s3://news-example/")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".manifest.json"]


def test_a_backup_can_be_restored(tmp_path):
    """All of it but the last command, which is that of the README."""
    work = tmp_path / "news"
    work.mkdir()
    (work / "report.md").write_text("正文")
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "first")
    subprocess.run(["bash", "-ec", block("git bundle")], cwd=work, check=True, capture_output=True)
    shutil.move(work / "news.bundle", tmp_path / "news.bundle")
    shutil.rmtree(work)
    restore = block("git clone")
    assert restore.endswith("make site\n")
    subprocess.run(
        ["bash", "-ec", restore.removesuffix("make site\n")], cwd=tmp_path, check=True, capture_output=True
    )
    assert (work / "report.md").read_text() == "正文"


@pytest.mark.parametrize("message", ["是预览", "不是生成完整的网站", "不认这台电脑的密钥"])
def test_messages_are_quoted_as_they_are(message):
    said = "".join(
        (REPO / "src/campus_news" / name).read_text("utf-8") for name in ("manifest.py", "courier.py")
    )
    assert message in said
    assert message in TEXT
