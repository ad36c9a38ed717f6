"""What all tests share: a small roster, a site in a temporary folder, and `--update-golden`."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from hypothesis import settings
from PIL import ExifTags, Image

from campus_news import run
from campus_news.option import Options
from campus_news.outcome import Outcome
from examples import FAST, WHOLE

# Where the tests run in the background of a shell, Ctrl-C is ignored, and would be in all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPO = Path(__file__).parent.parent
NOON = dt.datetime(2026, 3, 1, 12, 0)

SITE = "name: 示例新闻网\nschool: 示例职业技术学院\nurl: https://news.example.edu.cn/\n"
LEADERS = """\
- name: 方致远
  posts: {title: 校长, from: 2020-01-01}
- name: 陈立言
  posts:
    - {title: 副校长, from: 2018-03-01, to: 2022-10-15}
    - {title: 党委副书记, from: 2022-10-16}
- {name: 李伟, slug: li-wei, posts: [{title: 副校长, from: 2021-01-01}]}
- {name: 李伟, slug: li-wei-2, posts: [{title: 纪委书记, from: 2019-01-01}]}
- name: 单国华
  former_names: 单华
  posts: {title: 党委书记, from: 2015-01-01, to: 2021-06-30}
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what came out as what is expected")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(FAST if "not slow" in config.option.markexpr else WHOLE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(3600))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def jpeg(width: int = 800, height: int = 600, colour: str = "teal", **save: object) -> bytes:
    """A picture of one colour, large enough to be shown without a word."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG", **save)
    return buffer.getvalue()


def place_of_taking() -> Image.Exif:
    """What a phone writes of the place, for `jpeg(exif=…)`."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({2: (39.0, 54.0, 0.0), 4: (116.0, 23.0, 0.0)})
    return exif


def report(title: str = "学校召开例会", date: str = "2022-09-29", body: str = "正文。", **fields: str) -> str:
    """A report's text; more `fields` are put in as they are."""
    lines = [f"title: {title}", f"date: {date}", *(f"{key}: {value}" for key, value in fields.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


@dataclass
class Place:
    """A site's folder."""

    root: Path

    @property
    def out(self) -> Path:
        return self.root / "public"

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def report(self, name: str, **fields: str) -> Path:
        """A report named DATE-slug."""
        fields.setdefault("date", name[:10])
        return self.write(f"content/reports/{name[:4]}/{name}.md", report(**fields))

    def options(self, **changes: object) -> Options:
        now = changes.pop("now", NOON)
        values = {"root": self.root, "clock": lambda _zone: now, "out": self.out, "jobs": 2, **changes}
        return Options(**values)  # type: ignore[arg-type]

    def build(self, **changes: object) -> Outcome:
        return run.build(self.options(**changes))

    def check(self, **changes: object) -> Outcome:
        return run.check(self.options(**changes))

    def page(self, url: str) -> str:
        return (self.out / url.strip("/") / "index.html").read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the output folder."""
        found = sorted(path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A site with a roster and no report yet."""
    there = Place(tmp_path / "site")
    there.write("content/site.yaml", SITE)
    there.write("content/leaders.yaml", LEADERS)
    (there.root / "content/reports").mkdir()
    return there


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The output folder of the demo as of 2026-03-01; the first worker to come here builds it for all. Not to be changed."""
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    out = folder / "demo" / "public"
    with (folder / "demo.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not out.exists():
            outcome = run.build(Place(REPO).options(out=out, search=True))
            assert outcome.pages, [str(one) for one in outcome.findings]
    return out


@pytest.fixture(scope="session")
def demo_below(demo: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The same for a site that stands under /xwzx/ of its host."""
    own = tmp_path_factory.getbasetemp()
    root = (own if worker_id == "master" else own.parent) / "below"
    with root.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not root.exists():
            shutil.copytree(REPO / "content", root / "content")
            shutil.copytree(
                REPO / ".cache" / "photos", root / ".cache" / "photos"
            )  # making them takes the longest
            config = root / "content" / "site.yaml"
            text = config.read_text("utf-8")
            assert "url: https://news.example.edu.cn/\n" in text
            config.write_text(text.replace("news.example.edu.cn/", "www.example.edu.cn/xwzx/"), "utf-8")
            outcome = Place(root).build(search=True)
            assert outcome.pages, [str(one) for one in outcome.findings]
    return root / "public"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command: its exit code, what it printed and what it complained of."""
    from campus_news.cli import main

    def run(*words: str | Path) -> tuple[int, str, str]:
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
