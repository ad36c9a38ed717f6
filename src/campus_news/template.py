"""Where templates and static files are, and the digest of a template with all that it draws on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from campus_news import intake
from campus_news.digest import of_bytes
from campus_news.lazy import lazy


class BadTemplate(Exception):
    """A template that cannot be used; the message says which and why."""


_PACKAGE = Path(__file__).parent
_REFERENCE = lazy(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+(?:["']([^"']+)["']|(\S))""")


def layers(root: Path, name: str) -> tuple[Path, ...]:
    """The folders called `name`, the site's own before the project's."""
    packed = _PACKAGE / f"_{name}"
    return root / name, packed if packed.is_dir() else _PACKAGE.parent.parent / name


def files(folders: Sequence[Path]) -> dict[str, Path]:
    """Every file in `folders` by its name there; the first folder that has one wins. Hidden files do not count."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for file in folder.rglob("*"):
            parts = file.relative_to(folder).parts
            if file.is_file() and not any(part.startswith(".") for part in parts):
                found["/".join(parts)] = file
    return dict(sorted(found.items()))


def need_plain(folder: Path) -> None:
    """Raises `BadTemplate` if there is anything in a site's own `folder` that cannot be read as a file, or leads out of it."""
    home = folder.resolve()
    for one in (folder, *folder.rglob("*")) if os.path.lexists(folder) else ():
        if any(part.startswith(".") for part in one.relative_to(folder).parts):
            continue
        name = f"{folder.name}/{one.relative_to(folder).as_posix()}".removesuffix("/.")
        if one.is_symlink() and (one is folder or home not in Path(os.path.realpath(one)).parents):
            raise BadTemplate(f"{name}：{intake.UNREAD[intake.LINK]}")
        if one.is_dir():
            continue
        try:
            intake.need_plain(str(one))
        except OSError as error:
            raise BadTemplate(f"{name}：{error.strerror}") from None


def digests(folders: Sequence[Path]) -> Mapping[str, bytes]:
    """The digest of every template, which covers all it extends, includes and imports.

    A template that chooses another by an expression depends on all there are.
    """
    texts = {name: file.read_bytes() for name, file in files(folders).items()}
    return {
        name: of_bytes(b"".join(texts[part] + b"\0" for part in _drawn_on(name, texts))) for name in texts
    }


def _drawn_on(name: str, texts: Mapping[str, bytes]) -> list[str]:
    found, left = set[str](), [name]
    while left:
        one = left.pop()
        if one in found or one not in texts:
            continue
        found.add(one)
        for known, other in _REFERENCE.findall(texts[one].decode("utf-8", "replace")):
            left += texts if other else [known]
    return sorted(found)
