"""What docs/hosting/ asks of servers, and servers that do it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import ClassVar

import pytest
from lxml import etree

from conftest import REPO

SAMPLES = REPO / "docs" / "hosting"


@cache
def headers() -> dict[str, str]:
    """The headers that the sample for nginx sends with every answer."""
    text = (SAMPLES / "nginx.conf").read_text("utf-8")
    found = dict(re.findall(r'^ *add_header ([\w-]+) "([^"]*)" always;$', text, re.MULTILINE))
    assert "Content-Security-Policy" in found
    return found


def iis() -> etree._Element:
    """The sample for IIS."""
    return etree.parse(SAMPLES / "web.config").getroot()


class Handler(SimpleHTTPRequestHandler):
    """Sends the headers, and is quiet: a failing test shows the page's own errors."""

    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".webp": "image/webp",
        ".avif": "image/avif",
    }

    def end_headers(self) -> None:
        for name, value in headers().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server of `folder` on this machine: its address, without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


_AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder};
    proxy_temp_path {folder};
    fastcgi_temp_path {folder};
    uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    include {folder}/site.conf;
}}
"""


@contextmanager
def nginx(root: Path, folder: Path, changes: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """A real nginx with the sample, serving `root`: its address. It works in `folder`; `changes` are a publisher's."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        pytest.skip("no nginx on this machine; `make test-all` installs it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sample = (SAMPLES / "nginx.conf").read_text("utf-8")
    ours = {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen [::]:80;": "",
        "root /srv/www/news;": f"root {root};",
    }
    ours["/srv/www/news/_redirects*.conf"] = f"{root}/_redirects*.conf"
    for old, new in {**ours, **changes}.items():
        assert sample.count(old) == 1, old
        sample = sample.replace(old, new)
    (folder / "site.conf").write_text(sample, "utf-8")
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder), "utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
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
