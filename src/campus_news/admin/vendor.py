"""Other people's programs that the form needs: fetched by npm, believed only if their digest is the one written here."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PATIENCE: Final = 600
"""Seconds: 16 MB over a slow line."""


class NotFetched(Exception):
    """A program that could not be had, and why, in the words for whoever asked for the form."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of npm in one version. `sha512` is that of its archive; `wanted` are the files in it that are used."""

    name: str
    version: str
    sha512: str
    wanted: re.Pattern[str]

    @property
    def archive(self) -> str:
        """The name that npm gives its archive."""
        return f"{self.name}-{self.version}.tgz"


PACKAGES: Final = (
    Package(
        "decap-cms",
        "3.16.3",
        "hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw==",
        re.compile(r"package/dist/((?:[0-9]+\.)?decap-cms\.js(?:\.LICENSE\.txt)?|[0-9a-f]+\.wasm)"),
    ),
    Package(
        "js-yaml",
        "5.5.0",
        "paNr4LFIFPjeeSmwNYdrb8FafLLG/Cr2Af3GjbsHJ5CxIjH4r0c2emlmRdAtpPAieP1gRVzk6buBbVP5gBMGAg==",
        re.compile(r"package/dist/browser/(js-yaml\.umd\.min\.js)"),
    ),
)


def fetched(cache: Path, package: Package) -> Path:
    """The archive of a package, in the folder `cache` or put there now; raises `NotFetched`."""
    archive = cache / package.archive
    if not (archive.is_file() and _is_right(archive, package)):
        _fetch(cache, package)
        if not archive.is_file():
            raise NotFetched(f"npm 没有给出 {package.archive}")
        if not _is_right(archive, package):
            archive.unlink()
            raise NotFetched(f"{package.archive} 的校验值与程序里记的不符，已经丢弃：它不是原来的那个文件")
    return archive


def _is_right(archive: Path, package: Package) -> bool:
    found = hashlib.sha512(archive.read_bytes()).digest()
    return base64.b64encode(found).decode() == package.sha512


def _fetch(cache: Path, package: Package) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched(
            f"没有安装 npm（Node.js 自带），取不到 {package.name}；"
            f"也可以在别的电脑上运行 npm pack {package.name}@{package.version}，把得到的文件放进 {cache}"
        )
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(
            [*command, "--pack-destination", str(cache.resolve())],
            cwd=cache, capture_output=True, text=True, check=False, timeout=_PATIENCE, env={**os.environ, "CI": "1"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotFetched(f"npm 没有取到 {package.name}：{error}") from error
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "ERR" in line or "error" in line]
        why = f"（{said[0].strip()}）" if said else ""
        raise NotFetched(f"npm 没有取到 {package.name} {package.version}，多半是没有联网{why}")


def files(archive: Path, package: Package) -> Iterator[tuple[str, bytes]]:
    """The files that are used, by their names; an archive of the right digest has them."""
    with tarfile.open(archive) as whole:
        for member in whole:
            found = package.wanted.fullmatch(member.name)
            if found and member.isfile() and (data := whole.extractfile(member)) is not None:
                yield found[1], data.read()
