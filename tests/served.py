"""A live preview that runs, and what may be asked of it."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from conftest import REPO, Place, report

ADDRESS = "2022/09/29/monthly-meeting"
NAME = "2022-09-29-monthly-meeting"


@dataclass
class Served:
    """A preview that runs: its process, its port, and what it has printed."""

    place: Place
    process: subprocess.Popen[str]
    port: int
    log: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                method, path, headers={name.replace("_", "-"): it for name, it in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def page(self, path: str = f"/{ADDRESS}/") -> str:
        return self.ask(path)[2]

    def until(self, shown: Callable[[], bool], most: float = 8) -> None:
        end = time.monotonic() + most
        while time.monotonic() < end:
            with suppress(ConnectionError):  # it has too many readers just now
                if shown():
                    return
            time.sleep(0.02)
        raise AssertionError(f"never shown; it has printed:\n{self.log.read_text('utf-8')}")

    def save(self, body: str, name: str = NAME, **fields: str) -> Path:
        path = f"content/reports/{name[:4]}/{name}.md"
        return self.place.write(path, report(date=name[:10], body=body, **fields))


@contextmanager
def serving(place: Place, *words: str) -> Iterator[Served]:
    """A preview of the site at `place`, once it has built it."""
    log = place.root.parent / "log.txt"
    command = [
        sys.executable,
        str(REPO / "build.py"),
        "serve",
        "--root",
        str(place.root),
        "--port",
        "0",
        *words,
    ]
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out, text=True) as process:
        end = time.monotonic() + 20
        while "用时" not in (text := log.read_text("utf-8")) and time.monotonic() < end:
            assert process.poll() is None, text
            time.sleep(0.02)
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", text)
        assert found, text
        try:
            yield Served(place, process, int(found[1]), log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            finally:
                process.kill()
    assert "Traceback" not in log.read_text("utf-8")
