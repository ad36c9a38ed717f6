"""`manifest`: writes which files a site has, for publishing it by other means than `publish`."""

from __future__ import annotations

import argparse
import sys

from campus_news import manifest
from campus_news.manifest import Manifest, NotReady
from campus_news.outcome import CannotWrite, said


def run(arguments: argparse.Namespace) -> int:
    """Writes the manifest; with `--since` prints what to upload and what to delete, in order."""
    root, out = arguments.root, arguments.out or arguments.root / "public"
    try:
        site = manifest.finished(root, out)
        new = manifest.of(site, root / ".cache" / "digests.json")
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    old = _old(arguments)
    file = manifest.write(out, new)
    if arguments.since:
        for sign, path in manifest.changes(old, new, site.named):
            print(sign, path)
    size = sum(one.size for one in new.values()) / 1e6
    print(f"清单 {file}：{len(new)} 个文件，共 {size:.1f} MB", file=sys.stderr)
    return 0


def _old(arguments: argparse.Namespace) -> Manifest:
    """The earlier manifest; none, if there is no such file: then everything is to be uploaded."""
    if arguments.since is None:
        return {}
    try:
        return manifest.loads(arguments.since.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise CannotWrite(f"{arguments.since}：不是清单（{error}）") from error
    except OSError as error:
        raise CannotWrite(said(error, arguments.since)) from error
