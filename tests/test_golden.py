"""One small site and every page of it, to the byte: what changes in the pages is seen in the diff.

Only the digests in names of static files are left out: a new colour would be seen in every page.

`pytest tests/test_golden.py --update-golden` writes what came out; read the diff before committing it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from conftest import Place

GOLDEN = Path(__file__).parent / "golden"
TEXTS = {".html", ".xml", ".json", ".ics", ".txt", ".conf", ".config", ""}


def pages(folder: Path) -> dict[str, str]:
    """Every page and every file for machines by its path; of other files only that they are there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): plain(path.read_text("utf-8")) if path.suffix in TEXTS else ""
        for path in files
        if path.parent.name != "static"
    }


def plain(page: str) -> str:
    return re.sub(r"(/static/[^\s\"]*)\.[0-9a-f]{8}\.", r"\1.", page)


def test_the_small_site_is_as_expected(tmp_path, update_golden):
    shutil.copytree(GOLDEN / "content", tmp_path / "content")
    place = Place(tmp_path)
    outcome = place.build()
    assert [one.code for one in outcome.findings] == ["E610", "E610", "E611"]  # one small picture, twice
    if update_golden:
        shutil.rmtree(GOLDEN / "public", ignore_errors=True)
        shutil.copytree(place.out, GOLDEN / "public", ignore=shutil.ignore_patterns("static"))
        for path, text in pages(place.out).items():
            if text:
                (GOLDEN / "public" / path).write_text(text, "utf-8")
    expected = pages(GOLDEN / "public")
    assert list(pages(place.out)) == list(expected)
    for path, text in pages(place.out).items():
        assert text == expected[path], path
