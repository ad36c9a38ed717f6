"""What is wrong with the names of files and folders under content/, whatever is in them.

Editors share one repository from Windows, Mac and the web. A name that one of these systems cannot hold, or cannot tell
from another, keeps colleagues from getting the files at all, or silently gives them one file for two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from campus_news.diagnostics import Diagnostic, Kind, Severity, Span, finding
from campus_news.intake import UNREAD
from campus_news.lazy import lazy

FOLDER_UNREAD: Final = Kind(
    "E270",
    Severity.ERROR,
    "这个文件夹读不进来：{reason}",
    "this folder cannot be read: {reason}",
)
SAME_NAME: Final = Kind(
    "E271",
    Severity.WARNING,
    "与“{other}”只差大小写或看不出的写法，在 Windows 和 Mac 上只会剩下一个；请改名",
    "the same name as '{other}' but for case or form: Windows and Mac keep one of the two; rename it",
)
NOT_FOR_WINDOWS: Final = Kind(
    "E272",
    Severity.WARNING,
    "“{name}”这样的名字 Windows 不能用，用 Windows 的同事会取不到文件；请改名",
    "Windows cannot have a file called '{name}'; rename it",
)

_MOST_UNITS: Final = 255
"""Of UTF-16, in a name on Windows (MAX_PATH counts the whole path, but that can be switched off)."""
_RESERVED: Final = r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])"
_ODD: Final = lazy(rf"""(?:\A|/)(?:{_RESERVED}[ ]*(?:\.[^/]*)?(?=/|\Z))|[\x00-\x1f<>:"|?*\\]|[. ](?=/|\Z)""")
"""After Microsoft, "Naming Files, Paths, and Namespaces"."""
_DEVICE: Final = lazy(_RESERVED)
_ADDRESS: Final = lazy(rf"/\d{{4}}-\d\d-\d\d[-_ ]+{_RESERVED}\.md\Z")
"""A report whose page would lie in a folder of such a name."""
_USUAL: Final = lazy(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-(?!{_RESERVED})[0-9a-z-]{{1,80}}\.md")
"""What nearly all files are called: nothing is wrong with any of these."""


def findings(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Of all `files` under content/, by path with their digests; hidden ones and those that begin with _ are nobody's."""
    seen: dict[str, str] = {}
    fine: set[str] = set()
    for path, state in files.items():
        folder, _, file = path.rpartition("/")
        if folder in fine and _USUAL.fullmatch(file):
            continue
        if "/." in path or "/_" in path:
            continue
        if path.endswith("/"):
            yield finding(FOLDER_UNREAD, Span(_shown(path), 1), reason=UNREAD[state])
        if _ODD.search(path.removesuffix("/")) or _ADDRESS.search(path) or _too_long(path):
            yield finding(NOT_FOR_WINDOWS, Span(_shown(path), 1), name=_shown(file))
        else:
            fine.add(folder)
        for name in (folder, path):
            if name.endswith(".md"):
                continue  # E401 tells of two reports at one address, which these would be
            alike = (name if name.isascii() else unicodedata.normalize("NFC", name)).casefold()
            other = seen.setdefault(alike, name)
            if other != name:
                yield finding(SAME_NAME, Span(_shown(name), 1), other=_shown(other))


def reserved(name: str) -> bool:
    """Whether Windows keeps this name, in whatever case, for devices."""
    return _DEVICE.fullmatch(name) is not None


def _too_long(path: str) -> bool:
    return len(path) > _MOST_UNITS and any(
        len(name.encode("utf-16-le", "surrogatepass")) > 2 * _MOST_UNITS for name in path.split("/")
    )


def _shown(path: str) -> str:
    """A path as it can be printed: what nobody sees, or is no text, by its code."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)
