"""The preview's web server: livereload's, on this machine only, for browsers that were led here by this machine.

Any page of the web can send a browser to an address of its own machine. So every request has to name us as its host
(else a foreign name could be made to lead here: DNS rebinding), a socket has to come from a page of ours, and no answer
may be read or framed by others. Only plain files that lie in the output are sent.
"""

from __future__ import annotations

import asyncio
import errno
import json
import mimetypes
import re
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application, HTTPError, RequestHandler

from campus_news.option import Options
from campus_news.preview import notice
from campus_news.preview.builder import Builder, Built
from campus_news.preview.state import State
from campus_news.preview.watcher import Watcher
from campus_news.template import layers

_HERE: Final = Path(__file__).parent
_MOST: Final = 500
"""Connections at once: beyond it there would be no files left to be opened for a build."""
_BACKLOG: Final = 128
_PATIENCE: Final = 30
"""Seconds in which a request has to be said."""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For files whose names tell their content: as docs/hosting.md asks of servers."""
_TYPES: Final = {
    ".html": "text/html",
    ".ics": "text/calendar",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
}
_ODD: Final = re.compile(r"[\x00-\x1f\x7f\\:]|//|/\.|\.\.")
"""What is in the path of no file of a site, and might lead out of it on some system."""


def sockets(port: int) -> list[socket.socket]:
    """Sockets that listen to this machine alone, at `port` (0: any that is free); raises OSError if it is not free."""
    found = [socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)]
    try:
        found.append(socket.create_server(("::1", port_of(found)), family=socket.AF_INET6, backlog=_BACKLOG))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            found[0].close()
            raise
    for one in found:
        one.setblocking(False)
    return found  # where there is no IPv6, nobody is led to it


def port_of(found: Sequence[socket.socket]) -> int:
    """The port at which `sockets` listen."""
    number: int = found[0].getsockname()[1]
    return number


class Preview:
    """One site on show: `serve` until it is cancelled."""

    def __init__(self, options: Options, told: Callable[[Built], None], *, ticking: bool = True) -> None:
        self.out = options.out
        self.builder = Builder(options, self._reload, told, ticking=ticking)
        folders = [
            options.root / "content",
            *layers(options.root, "templates"),
            *layers(options.root, "static"),
        ]
        self._watcher = Watcher(folders, self.builder.want)
        # No state of another run is taken for one of this.
        self._run, self._number = secrets.token_hex(4), 0

    @property
    def state(self) -> State:
        """What is shown."""
        return self.builder.state

    @property
    def serial(self) -> str:
        """Tells the state that is shown from every other."""
        return f"{self._run}-{self._number}"

    async def serve(self, found: Sequence[socket.socket]) -> None:
        """Answers at these sockets, and builds whenever something is saved."""
        LiveReloadHandler.watcher = self._watcher
        server = _Server(
            _application(self, port_of(found)),
            idle_connection_timeout=_PATIENCE,
            body_timeout=_PATIENCE,
            max_body_size=1024,
            max_header_size=16_384,
        )
        server.add_sockets(found)
        self._watcher.start(lambda: None)
        try:
            await asyncio.gather(self.builder.run(), self._watcher.task)
        finally:
            server.stop()

    def _reload(self) -> None:
        self._number += 1
        LiveReloadHandler.reload_waiters("*")


class _Server(HTTPServer):
    """Does not take more connections than leave room for builds."""

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        if len(self._connections) >= _MOST:
            stream.close()
        else:
            super().handle_stream(stream, address)


def _application(preview: Preview, port: int) -> Application:
    names = ("127.0.0.1", "localhost", "[::1]")
    settings: dict[str, Any] = {
        "preview": preview,
        "hosts": {f"{name}:{port}" for name in names} | ({*names} if port == 80 else set()),
        "log_function": lambda _: None,
        "websocket_max_message_size": 16_384,
    }
    return Application(
        [(re.escape(notice.SOCKET), _Socket), (r"/livereload/(preview\.(?:js|css))", _Own), (r".*", _Page)],
        **settings,
    )


class _Guarded(RequestHandler):
    """Answers only requests that name this machine."""

    SUPPORTED_METHODS: tuple[str, ...] = ("GET", "HEAD")

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        if (self.request.host or "").lower() not in self.settings["hosts"]:
            raise HTTPError(421)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish(notice.refused(status_code))

    def head(self, *words: str) -> None:
        self.get(*words)

    @property
    def preview(self) -> Preview:
        found: Preview = self.settings["preview"]
        return found


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """The socket by which a page hears that there is another state."""

    SUPPORTED_METHODS = ("GET",)

    def prepare(self) -> None:
        """Refuses what no page of ours asks; what asks without an origin is no browser."""
        super().prepare()
        if self.request.headers.get("Origin", self._ours) != self._ours:
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        """In place of livereload's, which trusts all."""
        return origin == self._ours

    @property
    def _ours(self) -> str:
        return f"http://{(self.request.host or '').lower()}"

    def on_message(self, message: str | bytes) -> None:
        try:
            said = json.loads(message)
            stale = said["command"] == "info" and said["state"] != self.preview.serial
            super().on_message(message)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.close()
            return
        if stale:
            self.write_message({"command": "reload", "path": "*"})

    def write_message(
        self, message: str | bytes | dict[str, Any], binary: bool = False
    ) -> asyncio.Future[None]:
        """As in tornado; that the page has gone meanwhile is no news."""
        sent: asyncio.Future[None] = super().write_message(message, binary)
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        return sent


class _Own(_Guarded):
    """The preview's own script and style sheet."""

    def get(self, name: str) -> None:
        self.set_header(
            "Content-Type", f"{'text/css' if name.endswith('.css') else 'text/javascript'}; charset=utf-8"
        )
        self.finish((_HERE / name).read_bytes())


class _Page(_Guarded):
    """The files of the site, each at the address at which readers will find it."""

    def get(self) -> None:
        state = self.preview.state
        if state.base is None:
            self.set_status(503)
            self._send_page(notice.waiting(state))
            return
        path = _path(self.request.path)
        if path == "/" and state.base != "/":
            self._lead(state.base)
            return
        try:
            if path is not None and path.startswith(state.base) and self._send(path.removeprefix(state.base)):
                return
        except OSError:  # removed by a build since we looked
            pass
        self._send_missing()

    def _lead(self, path: str) -> None:
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(quote(path) + query)

    def _send(self, name: str) -> bool:
        """Sends the file at `name`, below where the site stands; False if there is none."""
        asked = f"{name}index.html" if not name or name.endswith("/") else name
        file = self._file(asked)
        if file is None:
            return False
        if file.is_dir():
            self._lead(f"{self.preview.state.base}{name}/")
        elif file.suffix == ".html":
            self._send_page(file.read_text("utf-8", "surrogateescape"), asked)
        else:
            self._send_file(file, asked)
        return True

    def _file(self, name: str) -> Path | None:
        """What lies at `name` in the output, in a plain way: through no link that leads out of it."""
        out = self.preview.out.resolve()
        try:
            file = (out / name).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            if not out.is_dir():
                self.preview.builder.want()  # somebody has cleaned up
            return None
        return file if file.is_relative_to(out) and (file.is_file() or file.is_dir()) else None

    def _send_file(self, file: Path, name: str) -> None:
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        texts = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if texts else kind)
        if name.startswith(("static/", "photos/")):
            self.set_header("Cache-Control", _FOR_EVER)
        self.finish(file.read_bytes())

    def _send_page(self, html: str, name: str = "") -> None:
        dressed = notice.dressed(html, self.preview.state, self.preview.serial, name)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(dressed.encode("utf-8", "surrogateescape"))

    def _send_missing(self) -> None:
        self.set_status(404)
        page = self._file("404.html")
        self._send_page(page.read_text("utf-8", "surrogateescape") if page else notice.missing())


def _path(raw: str) -> str | None:
    """The path that a request names, None for one that no file of a site has."""
    try:
        path = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return None
    return path if path.startswith("/") and not _ODD.search(path) else None
