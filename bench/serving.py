"""`python bench/serving.py SITE PAGE`: processor time that nginx takes to send a page of a finished site, in three ways."""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_CONFIGURATION: Final = """
worker_processes 1; pid {home}/pid; error_log {home}/errors; {user}
events {{ worker_connections 64; }}
http {{ access_log off; types {{ text/html html; }} keepalive_requests 10000000; root {home}/site;
server {{ listen 127.0.0.1:18431; }}
server {{ listen 127.0.0.1:18432; gzip on; gzip_comp_level 5; }}
server {{ listen 127.0.0.1:18433; gzip_static on; }}
}}
"""
_WAYS: Final = {18431: ("as it is", 20_000), 18432: ("gzip on", 5_000), 18433: ("gzip_static", 20_000)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="the output folder of a build")
    parser.add_argument("page", help="an address in it: /2022/09/")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(asked.site, home / "site")
        page = home / f"site{asked.page}index.html"
        page.with_name("index.html.gz").write_bytes(gzip.compress(page.read_bytes(), 9))
        user = "user root;" if os.getuid() == 0 else ""
        (home / "nginx.conf").write_text(_CONFIGURATION.format(home=home, user=user), "utf-8")
        subprocess.run(["nginx", "-p", folder, "-c", f"{home}/nginx.conf"], check=True)
        master = int((home / "pid").read_text())
        try:
            for port, (name, times) in _WAYS.items():
                size, seconds = _asked(port, asked.page, times, master)
                print(f"{name}: {size:,} bytes, {seconds / times * 1e6:.0f} µs of processor time a request")
        finally:
            os.kill(master, 15)


def _asked(port: int, page: str, times: int, master: int) -> tuple[int, float]:
    """The bytes of an answer, and what the worker took for all of them."""
    before = _processor(master)
    connection, size = http.client.HTTPConnection("127.0.0.1", port), 0
    for _ in range(times):
        connection.request("GET", page, headers={"Accept-Encoding": "gzip"})
        size = len(connection.getresponse().read())
    return size, _processor(master) - before


def _processor(master: int) -> float:
    """The seconds that all workers of `master` have taken."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:13])) if int(fields[1]) == master else 0
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
