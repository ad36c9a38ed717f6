"""The editors' guide is true: its story is played, and every word it says the program says is what the program says."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from campus_news import command, question
from campus_news.decode import decode
from campus_news.markup import Markup
from campus_news.rules.pending import PLACEHOLDER
from campus_news.sketch import Sketch
from conftest import REPO, jpeg

GUIDE = REPO / "docs" / "guide.zh-CN.md"
NOW = "2026-03-31 16:00"
FENCED = re.compile(r"^```(\S*)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
EDIT = re.compile(r"把(?:“([^”\n]+)”|`([^`\n]+)`)改成(?:“([^”\n]+)”|`([^`\n]+)`)")
LABELS = [*(one.label for one in question.all_of(Sketch())), "摄影", "就这样写入吗？"]
PROMPT = re.compile(rf"(?:{'|'.join(LABELS)}|第 \d+ 张照片的图注)(?: ?\[.*?\]|（可以不写）)?：(.*)")


def steps() -> list[tuple[str, re.Match[str]]]:
    """What the guide does, in its order: files written whole, commands, edits."""
    text = GUIDE.read_text("utf-8")
    fences = list(FENCED.finditer(text))
    inside = [range(one.start(), one.end()) for one in fences]
    edits = [one for one in EDIT.finditer(text) if not any(one.start() in part for part in inside)]
    found = [("edit", one) for one in edits] + [(one[1], one) for one in fences]
    return sorted(found, key=lambda step: step[1].start())


STEPS = steps()


def office(folder: Path) -> Path:
    """The demo's newest year as an editor has it on that day, with a folder of pictures."""
    content, site = REPO / "content", folder / "content"
    shutil.copytree(content / "reports" / "2026", site / "reports" / "2026")
    for name in ["leaders", *(file.stem for file in (site / "reports").rglob("*.md"))]:
        if (content / "photos" / name).is_dir():
            shutil.copytree(content / "photos" / name, site / "photos" / name)
    for file in [*content.glob("*.yaml"), *content.glob("emblem.*")]:
        shutil.copy(file, site)
    (folder / "例会照片").mkdir()
    (folder / "例会照片" / "1 会议现场.jpg").write_bytes(jpeg(1200, 800))
    (folder / "例会照片" / "IMG_0412.jpg").write_bytes(jpeg(1200, 800, "navy"))
    return folder


def typed(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with what the guide says comes of it."""
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)


def said(cli, monkeypatch, line: str, shown: str) -> str:
    """What a command prints, with the answers that the guide gives it."""
    answers = [match[1] for one in shown.split("\n") if (match := PROMPT.fullmatch(one))]
    text = "".join(f"{answer}\n" for answer in answers).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), "utf-8"))
    words = shlex.split(line)
    assert words[:2] == ["python", "build.py"]
    _, out, err = cli(*words[2:], "--now", NOW)
    return out + err


def test_the_story_of_the_guide_is_what_happens(tmp_path, monkeypatch, cli, update_golden):
    monkeypatch.chdir(office(tmp_path))
    text, story, put = GUIDE.read_text("utf-8"), None, 0
    for kind, found in STEPS:
        if kind == "edit":
            old, new = [one for one in found.groups() if one]
            assert story is not None
            before = story.read_text("utf-8")
            assert before.count(old) == 1
            story.write_text(before.replace(old, new), "utf-8")
        elif found[2]:
            story = Path(found[2])
            assert (
                story.read_text("utf-8").partition(PLACEHOLDER)[0]
                == found[3].partition("\n---\n")[0] + "\n---\n"
            )
            story.write_text(found[3], "utf-8")
        elif kind == "console" and "serve" not in found[3]:
            real = "".join(
                f"$ {line}\n{said(cli, monkeypatch, line, shown)}" for line, shown in typed(found[3])
            )
            if update_golden:
                new = f"```console\n{real}```"
                text = f"{text[: found.start() + put]}{new}{text[found.end() + put :]}"
                put += len(new) - len(found[0])
            else:
                assert found[3] == real
    if update_golden:
        GUIDE.write_text(text, "utf-8")


def test_the_preview_says_what_the_guide_says(tmp_path):
    (block,) = [one[3] for kind, one in STEPS if kind == "console" and "serve" in one[3]]
    ((line, shown),) = typed(block)
    root = office(tmp_path)
    words = [sys.executable, str(REPO / "build.py"), *line.split()[2:], "--root", str(root), "--now", NOW]
    environment = {**os.environ, "PYTHONPATH": str(REPO / "src"), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as server:
        try:
            first = (line for line in iter(server.stdout.readline, b"") if "预览".encode() in line)
            told = next(first).decode()
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            finally:
                server.kill()
    assert re.sub(r":\d+/", ":8000/", told) == shown


SAMPLES = [one[3] for kind, one in STEPS if kind == "yaml" and not one[2]]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_of_front_matter_is_read(sample):
    fields = sample if "title:" in sample else f"title: 学校召开3月份工作例会\n{sample}"
    done = decode(
        "content/reports/2026/2026-03-31-x.md",
        f"---\ndate: 2026-03-31\n{fields}---\n正文。\n".encode(),
        Markup(),
    )
    assert not done.findings


def test_every_example_of_a_field_is_read():
    rows = re.findall(r"^\| `(\w+)` \|.*\| `(.*)` \|$", GUIDE.read_text("utf-8"), re.M)
    assert {"title", "date", "time", "venue", "host", "published", "status"} <= {key for key, _ in rows}
    for key, example in rows:
        fields = {"title": "title: 例会", "date": "date: 2026-03-31", key: example}
        text = "---\n" + "\n".join(fields.values()) + "\n---\n正文。\n"
        assert not decode("content/reports/2026/2026-03-31-x.md", text.encode(), Markup()).findings


@pytest.mark.parametrize(
    "words", sorted(set(re.findall(r"python build\.py ([^`\n]+)", GUIDE.read_text("utf-8"))))
)
def test_every_command_that_is_named_is_one(words):
    if words in ("approve", "ledger"):
        assert words in command._COMMANDS
    elif words.endswith("--help"):
        with pytest.raises(SystemExit, match=r"^0$"):
            command.parse(shlex.split(words))
    else:
        assert command.parse(shlex.split(words)).command == words.split()[0]


def test_its_links_lead_somewhere():
    text = GUIDE.read_text("utf-8")
    headings = {re.sub(r"[^\w-]", "", one.replace(" ", "-")) for one in re.findall(r"^#+ (.+)$", text, re.M)}
    for target in re.findall(r"\]\(([^)]+)\)", FENCED.sub("", text)):
        if target.startswith("#"):
            assert target[1:] in headings
        elif not target.startswith("https:"):
            assert (GUIDE.parent / target).is_file(), target


def test_its_typography_is_that_of_chinese_print():
    prose = re.sub(r"`[^`\n]*`|\]\([^)]*\)", "|", FENCED.sub("", GUIDE.read_text("utf-8")))
    assert not re.findall(r"[一-鿿] ?[,;:?!()\"']", prose)
    assert not re.findall(r"[一-鿿] +[一-鿿]", prose)
    assert not re.findall(r"[A-Za-z0-9][一-鿿]|[一-鿿][A-Za-z]", prose)
    assert prose.count("“") == prose.count("”")
